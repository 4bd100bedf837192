import { mkdir, open, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { toLatin1 } from '#core/bytes.ts';
import { systemClock } from '#core/clock.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { createHome } from './home.ts';
import { createPi30Emulator } from './pi30-emulator.ts';
import { pi30Frame } from './pi30-frame.ts';
import { type PtyOutcome, startPty } from './pty.ts';
import { startWireServer, type WireServer } from './wire-server.ts';

async function setUp(
  test: TestContext,
  folder?: string,
): Promise<{ readonly server: WireServer; readonly path: string; readonly outcome: PtyOutcome }> {
  needs(test, 'socat');
  const home = createHome({ startMs: Date.parse('2026-06-20T10:00:00Z') });
  const server = await startWireServer({
    emulator: createPi30Emulator({ read: () => home.snapshot() }),
    clock: systemClock,
  });
  const path = join(folder ?? tempDir(test), 'tty');
  const outcome = await startPty({ server, path, clock: systemClock });
  test.onTestFinished(async () => {
    if ('pty' in outcome) await outcome.pty.close();
    await server.close();
  });
  return { server, path, outcome };
}

/** Opens the port as a program would, asks, reads until CR, closes it. */
async function ask(path: string, command: string): Promise<string> {
  const port = await open(path, 'r+');
  try {
    await port.write(pi30Frame(command));
    let answer = '';
    while (!answer.includes('\r')) {
      const { bytesRead, buffer } = await port.read(Buffer.alloc(64), 0, 64, null);
      answer += toLatin1(buffer.subarray(0, bytesRead));
    }
    return answer;
  } finally {
    await port.close();
  }
}

async function eventually(look: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await look()) return;
    await systemClock.sleep(10);
  }
  throw new Error('did not come true within 2 s');
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('a serial port of an emulated device', () => {
  it('answers, and again after it was closed and opened', async (test) => {
    const { path, outcome } = await setUp(test);
    expect(outcome).toHaveProperty('pty');
    for (let round = 0; round < 3; round += 1) {
      await eventually(() => exists(path));
      expect(await ask(path, 'QPI')).toMatch(/^\(PI30/);
      await systemClock.sleep(150);
    }
  });

  it('is gone while the device has vanished, and returns', async (test) => {
    const { server, path } = await setUp(test);
    await server.faults.set({ vanished: true });
    expect(await exists(path)).toBe(false);
    await server.faults.set({ vanished: false });
    expect(await exists(path)).toBe(true);
    expect(await ask(path, 'QMN')).toMatch(/^\(VMIII/);
  });

  it('is none where something has its name already, which stays', async (test) => {
    const folder = tempDir(test);
    await writeFile(join(folder, 'tty'), 'mine');
    const { path, outcome } = await setUp(test, folder);
    expect(outcome).toEqual({ reason: `${path}: there is something of that name already: choose another` });
    expect(await readFile(path, 'utf8')).toBe('mine');
    const other = tempDir(test);
    await mkdir(join(other, 'tty'));
    expect((await setUp(test, other)).outcome).toHaveProperty('reason');
  });

  it('is removed with its child at the end', async (test) => {
    const { path, outcome } = await setUp(test);
    if ('pty' in outcome) await outcome.pty.close();
    expect(await exists(path)).toBe(false);
    await systemClock.sleep(150);
    expect(await exists(path)).toBe(false);
  });
});
