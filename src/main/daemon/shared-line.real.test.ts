// Two devices of one serial line, each with its address, in mpp-solar's file: at a pty.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import { createModbusSlave } from '#sim/modbus-slave.ts';
import { defaultPlace } from '#sim/place.ts';
import { startPty } from '#sim/pty.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { doWithout, needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { fileOf, solsteadBin } from './testing/daemon-parts.ts';

vi.setConfig({ testTimeout: 240_000 });

test('each section of a line has the values of its own unit', async (context) => {
  needs(context, 'socat');
  const { read } = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  const meter = (unit: number, volts: number) =>
    createModbusSlave({
      name: 'pzem-017',
      framing: 'rtu',
      unit,
      baud: 9600,
      read,
      show: ({ input, holding }) => {
        input.set(0, volts * 100, 1000, 0, 0, 0, 0, 0, 0);
        holding.set(0, 30_000, 700, unit, 0);
      },
    });
  const [one, two] = [meter(1, 48), meter(2, 53)];
  const emulator = { ...one, respond: (request: Uint8Array) => one.respond(request) ?? two.respond(request) };
  const server = await startWireServer({ emulator, clock: systemClock });
  context.onTestFinished(() => server.close());
  const outcome = await startPty({ server, path: join(tempDir(context), 'tty'), clock: systemClock });
  if ('reason' in outcome) return doWithout(context, outcome.reason);
  context.onTestFinished(() => outcome.pty.close());
  const section = (unit: number): string =>
    `[m${unit}]\nprotocol = pzem-017\nport = ${outcome.pty.path}\nporttype = serial\nunit = ${unit}\ncommand = get_status\ntag = m${unit}\noutputs = json\n`;
  const file = fileOf(context, `[SETUP]\npause = 1\n${section(1)}${section(2)}`);
  const child = await spawned(context, [process.execPath, solsteadBin, '-C', file], { env: { SOLSTEAD_SOURCES: '1' } });
  await vi.waitFor(() => expect(child.exit()).toBeDefined(), { timeout: 60_000, interval: 50 });
  expect([child.exit(), child.output()]).toEqual([0, expect.stringMatching(/"voltage":48\b/)]);
  expect(child.output()).toMatch(/"voltage":53\b/);
});
