// A daemon through what goes wrong on its computer: a port that vanishes and comes back, a wall clock that steps by days,
// a disk that is full, and an end while followers of its meter ask.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test, type TestContext, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { messageOf } from '#core/errors.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createEmulator } from '#sim/emulators.ts';
import { defaultPlace } from '#sim/place.ts';
import { startPty } from '#sim/pty.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { freePort } from '#tools/testkit/free-port.ts';
import { doWithout, needs } from '#tools/testkit/needs.ts';
import type { Spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { emulated, fileOf, startDaemon } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 120_000 });

const section = (name: string, port: string): string =>
  `[${name}]\nprotocol = pi30\nport = ${port}\ncommand = QMOD\ntag = ${name}\noutputs = tag_mqtt\n`;

const until = (is: () => boolean): Promise<void> =>
  vi.waitFor(() => expect(is()).toBe(true), { timeout: 30_000, interval: 100 });

/** How often a device was heard on the screen. */
const heard = (daemon: Spawned, name: string): number =>
  daemon.output().match(new RegExp(`topic: '${name}/`, 'g'))?.length ?? 0;

const setup = '[SETUP]\npause = 1\nmqtt_broker = screen\n';

/** An inverter behind a port that can be taken away and put back. */
async function vanishing(context: TestContext) {
  const home = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  const emulator = createEmulator('pi30', home.read);
  if (emulator === undefined) throw new Error('no emulator');
  const server = await startWireServer({ emulator, clock: systemClock });
  context.onTestFinished(() => server.close());
  const path = join(tempDir(context), 'tty');
  const plug = async (): Promise<() => Promise<void>> => {
    const outcome = await startPty({ server, path, clock: systemClock });
    if ('reason' in outcome) return doWithout(context, JSON.stringify(outcome.reason));
    context.onTestFinished(() => outcome.pty.close());
    return async () => outcome.pty.close();
  };
  return { path, plug };
}

test('a port that vanishes takes no other device along, and is read again when it is back', async (context) => {
  needs(context, 'socat');
  const { path, plug } = await vanishing(context);
  const unplug = await plug();
  const other = await emulated(context, 'pi30');
  const daemon = await startDaemon(
    context,
    fileOf(context, setup + section('gone', path) + section('stays', other.place)),
  );
  await until(() => heard(daemon, 'gone') > 0 && heard(daemon, 'stays') > 0);
  await unplug();
  await until(() => /device does not answer.*gone/.test(daemon.output()));
  const [before, meanwhile] = [heard(daemon, 'gone'), heard(daemon, 'stays')];
  await until(() => heard(daemon, 'stays') > meanwhile + 3);
  expect(heard(daemon, 'gone')).toBe(before);
  await plug();
  await until(() => heard(daemon, 'gone') > before);
});

test('a wall clock that steps by a day, forwards and back, changes no pace', async (context) => {
  const { place } = await emulated(context, 'pi30');
  const steps = join(tempDir(context), 'steps.mjs');
  // Each second the clock shows another day.
  writeFileSync(
    steps,
    `const now = Date.now; const began = now();
     Date.now = () => { const ms = now(); return ms + (Math.floor((ms - began) / 1000) % 3 - 1) * 86_400_000; };`,
  );
  const daemon = await startDaemon(context, fileOf(context, setup + section('roof', place)), {
    env: { NODE_OPTIONS: `--import=${pathToFileURL(steps).href}` },
  });
  await until(() => heard(daemon, 'roof') > 0);
  const [first, beganMs] = [heard(daemon, 'roof'), systemClock.monotonicMs()];
  await until(() => heard(daemon, 'roof') >= first + 6);
  const seconds = (systemClock.monotonicMs() - beganMs) / 1000;
  // Six rounds of a second: neither in a rush, as after a step forwards, nor held up for a day.
  expect([seconds > 4, seconds < 20]).toEqual([true, true]);
  daemon.signal('SIGTERM');
  await until(() => daemon.exit() !== undefined);
  expect(daemon.exit()).toBe(0);
});

/** A disk of a mebibyte of which all but 32 KiB is taken. */
function fullDisk(context: TestContext): { readonly path: string; free(): void } {
  const path = tempDir(context);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'solstead-test', path], { stdio: 'pipe' });
  } catch (thrown) {
    doWithout(context, `a small disk cannot be mounted here: ${messageOf(thrown)}`);
  }
  context.onTestFinished(() => void execFileSync('umount', ['-l', path]));
  const ballast = join(path, 'ballast');
  writeFileSync(ballast, new Uint8Array(2 ** 20 - 2 ** 15));
  return { path, free: () => rmSync(ballast) };
}

// It takes twenty seconds: what waits is tried for four at each of two ends, and a program starts twice.
test('a full disk below the spool is told, holds up no other output, and keeps the daemon from no end', async (context) => {
  const { path, free } = fullDisk(context);
  const { place } = await emulated(context, 'jk-serial');
  const away = await freePort();
  const file = fileOf(
    context,
    `every: 0.2
devices:
  pack: {protocol: jk-serial, port: ${place}, answers: [json]}
outputs:
  house: {kind: webhook, server: 'http://127.0.0.1:${away}/'}
`,
    'daemon.yaml',
  );
  const start = () => startDaemon(context, file, { flags: ['--data', join(path, 'data')] });
  const daemon = await start();
  await until(() => /output house: what waits cannot be written to the disk .*the disk is full/.test(daemon.output()));
  const answered = (): number => daemon.output().match(/"_command"/g)?.length ?? 0;
  const before = answered();
  await until(() => answered() > before + 3);
  daemon.signal('SIGTERM');
  await until(() => daemon.exit() !== undefined);
  expect([daemon.exit(), daemon.output()]).toEqual([0, expect.stringContaining('does not take are given up')]);
  free();
  const next = await start();
  await until(() => next.output().includes('output house: http'));
  next.signal('SIGTERM');
  await until(() => next.exit() !== undefined);
  expect([next.exit(), next.output()]).toEqual([0, expect.stringContaining('go at the next start')]);
});

test('a meter that followers ask to the last does not keep the daemon from its end', async (context) => {
  const { place } = await emulated(context, 'eastron-sdm630');
  const [port, away] = [await freePort(), await freePort()];
  const text = `every: 1
devices:
  meter: {protocol: sdm630, port: ${place}}
outputs:
  house: {kind: webhook, server: 'http://127.0.0.1:${away}/'}
  followed: {kind: sunspec-meter, address: 127.0.0.1, port: ${port}}
`;
  const flags = ['--data', tempDir(context)];
  const daemon = await startDaemon(context, fileOf(context, text, 'daemon.yaml'), { flags });
  await until(() => daemon.output().includes('device answers') && daemon.output().includes('output house: http'));
  daemon.signal('SIGTERM');
  await until(() => daemon.exit() !== undefined);
  expect([daemon.exit(), daemon.output()]).toEqual([0, expect.not.stringContaining('assertion')]);
});
