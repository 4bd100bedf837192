// The emulated charge controller against its definition; both are written apart.
import { expect, test } from 'vitest';
import { decodeFrame } from '#devices/decode-frame.ts';
import { pi34 } from '#devices/voltronic/pi34.ts';
import { createHome } from './home.ts';
import { createPi34Emulator } from './pi34-emulator.ts';

test.each([4, 12, 22])('what the home is at %i h is what is read', (hours) => {
  const startMs = Date.parse('2026-06-20T00:00:00Z');
  const home = createHome({ startMs, seed: 4, soc: 55 });
  home.advance(startMs + hours * 3_600_000, 60_000);
  const plant = home.snapshot();
  const emulator = createPi34Emulator({ read: () => plant });
  const asked = (name: string) =>
    decodeFrame(pi34, name, emulator.respond(pi34.wire.request(name)) ?? new Uint8Array());
  for (const { name } of pi34.commands)
    expect(asked(name)).toMatchObject({ answer: { kind: 'payload' }, problems: [] });
  const value = (name: string): number => Number(asked('QPIGS').fields.find((field) => field.name === name)?.value);
  expect(Math.abs(value('charging_power') - plant.pv.powerW)).toBeLessThan(1);
  expect(Math.abs(value('battery_voltage') - plant.battery.voltageV)).toBeLessThan(0.01);
  expect(Math.abs(value('pv_input_voltage') - plant.pv.voltageV)).toBeLessThan(0.1);
  expect(decodeFrame(pi34, 'QPI', emulator.respond(new Uint8Array([1, 2, 13])) ?? new Uint8Array()).answer.kind).toBe(
    'refused',
  );
});
