// An independent master against the emulated slaves: Debian's mbpoll (libmodbus) over Modbus TCP and, by a pty, RTU.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { systemClock as clock } from '#core/clock.ts';
import { needs } from '#tools/testkit/needs.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { createHome } from './home.ts';
import { createEmulator } from './emulators.ts';
import { startPty } from './pty.ts';
import { startWireServer } from './wire-server.ts';

const run = promisify(execFile);
const home = createHome({ startMs: Date.parse('2026-06-20T11:00:00Z'), seed: 4, soc: 50 });
home.advance(Date.parse('2026-06-20T11:30:00Z'));
const plant = home.snapshot();

/** Values mbpoll printed: `[reference]: value`. */
const valuesOf = (output: string): number[] =>
  [...output.matchAll(/^\[\d+\]:\s+(-?[\d.]+)/gm)].map((match) => Number(match[1]));

async function server(id: string) {
  const emulator = createEmulator(id, () => plant);
  if (emulator === undefined) throw new Error('no emulator');
  return startWireServer({ emulator, clock, thinkMs: 1 });
}

test('reads and writes an emulated Sungrow over TCP', async (context) => {
  const mbpoll = needs(context, 'mbpoll');
  const { port, close } = await server('sungrow-hybrid');
  context.onTestFinished(() => close());
  const base = ['-m', 'tcp', '-p', String(port), '-a', '1', '-0', '-1', '-q'];
  const battery = await run(mbpoll, [...base, '-t', '3', '-r', '13019', '-c', '4', '127.0.0.1']);
  const [voltage = 0, , , soc = 0] = valuesOf(battery.stdout);
  expect(voltage / 10).toBeCloseTo(plant.battery.voltageV, 0);
  expect(soc / 10).toBeCloseTo(plant.battery.soc, 0);
  await run(mbpoll, [...base, '-t', '4', '-r', '13058', '127.0.0.1', '150']);
  const written = await run(mbpoll, [...base, '-t', '4', '-r', '13058', '-c', '1', '127.0.0.1']);
  expect(valuesOf(written.stdout)).toEqual([150]);
  await expect(run(mbpoll, [...base, '-t', '3', '-r', '100', '-c', '1', '127.0.0.1'])).rejects.toThrow(
    /Illegal data address/,
  );
});

test('reads an emulated SDM630 on a serial port', async (context) => {
  const mbpoll = needs(context, 'mbpoll');
  needs(context, 'socat');
  const wire = await server('eastron-sdm630');
  const outcome = await startPty({ server: wire, path: join(tempDir(context), 'tty'), clock });
  context.onTestFinished(async () => {
    if ('pty' in outcome) await outcome.pty.close();
    await wire.close();
  });
  if (!('pty' in outcome)) throw new Error(outcome.reason);
  const read = await run(mbpoll, [
    '-m',
    'rtu',
    '-b',
    '9600',
    '-P',
    'none',
    '-a',
    '1',
    '-0',
    '-1',
    '-q',
    '-B',
    '-t',
    '3:float',
    '-r',
    '0',
    '-c',
    '3',
    outcome.pty.path,
  ]);
  for (const [index, voltage] of valuesOf(read.stdout).entries())
    expect(voltage).toBeCloseTo(plant.grid.phases[index]?.voltageV ?? 0, 1);
  expect(valuesOf(read.stdout)).toHaveLength(3);
});
