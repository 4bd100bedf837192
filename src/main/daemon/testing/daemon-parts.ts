// For tests: emulated devices whose connections are counted, the program itself as `solstead daemon`, and the socket of a service manager.
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { createDemoHome } from '#sim/demo-home.ts';
import type { Emulator } from '#sim/emulator.ts';
import { createEmulator } from '#sim/emulators.ts';
import { createFaults, type Faults } from '#sim/faults.ts';
import { startPty } from '#sim/pty.ts';
import { startWireServer } from '#sim/wire-server.ts';
import { defaultPlace } from '#sim/place.ts';
import { doWithout, needs } from '#tools/testkit/needs.ts';
import { spawned, type Spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';

/** The program. */
export const solsteadBin = fileURLToPath(new URL('../../../../bin/solstead.js', import.meta.url));
const receiver = fileURLToPath(new URL('notify-socket.py', import.meta.url));

/** An emulated device. */
export interface TestDevice {
  /** `127.0.0.1:port`. */
  readonly place: string;
  readonly faults: Faults;
  /** Connections since its start. */
  connections(): number;
}

/** `(NAK`, as the maker prints it. */
const refusal = Buffer.from('284e414b73730d', 'hex');

/** A device that refuses some questions of its family, as a smaller unit does. */
const refusing = (emulator: Emulator, refused: readonly string[]): Emulator => ({
  ...emulator,
  respond: (request) =>
    refused.some((name) => Buffer.from(request).toString('latin1', 0, request.length - 3) === name)
      ? refusal
      : emulator.respond(request),
});

/** Starts an emulated device behind a socket that counts who comes. */
export async function emulated(context: TestContext, id: string, refused: readonly string[] = []): Promise<TestDevice> {
  const home = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  const plain = createEmulator(id, home.read);
  if (plain === undefined) throw new Error(`no emulator of ${id}`);
  const emulator = refusing(plain, refused);
  const faults = createFaults();
  const server = await startWireServer({ emulator, clock: systemClock, faults });
  context.onTestFinished(() => server.close());
  let count = 0;
  const door = createServer((client) => {
    count += 1;
    const device = connect(server.port, '127.0.0.1');
    for (const [one, other] of [
      [client, device],
      [device, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
      one.pipe(other);
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  context.onTestFinished(() => void door.close());
  const address = door.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { place: `127.0.0.1:${address.port}`, faults, connections: () => count };
}

/** The same at a pty. */
export async function emulatedPty(context: TestContext, id: string): Promise<string> {
  needs(context, 'socat');
  const home = createDemoHome({ startMs: systemClock.nowMs(), place: defaultPlace, seed: 1 });
  const emulator = createEmulator(id, home.read);
  if (emulator === undefined) throw new Error(`no emulator of ${id}`);
  const server = await startWireServer({ emulator, clock: systemClock });
  context.onTestFinished(() => server.close());
  const outcome = await startPty({ server, path: join(tempDir(context), 'tty'), clock: systemClock });
  if ('reason' in outcome) return doWithout(context, JSON.stringify(outcome.reason));
  context.onTestFinished(() => outcome.pty.close());
  return outcome.pty.path;
}

/** A file of a daemon. */
export function fileOf(context: TestContext, text: string, name = 'mpp-solar.conf'): string {
  const path = join(tempDir(context), name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

/** Starts `solstead daemon`. */
export function startDaemon(
  context: TestContext,
  file: string,
  {
    flags = [],
    env = {},
  }: { readonly flags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Spawned> {
  const command = [process.execPath, solsteadBin, 'daemon', '-C', file, '--log-format', 'text', ...flags];
  return spawned(context, command, { env: { SOLSTEAD_SOURCES: '1', ...env } });
}

/** The socket of a service manager, and what was said there. */
export async function notifySocket(context: TestContext): Promise<{ readonly path: string; readonly heard: Spawned }> {
  const path = join(tempDir(context), 'notify');
  const heard = await spawned(context, ['python3', receiver, path]);
  await heard.waitForOutput('listening');
  return { path, heard };
}
