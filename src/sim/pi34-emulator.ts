// Emulated charge controller of 3 kW that speaks PI34: the sun's power goes to the battery's terminals, nothing else is known to it.
// Field order and widths: the answer forms in Solar2MQTT (QPIGS) and the recorded log of esphome-pipsolar issue 63, in which it
// refuses QFLAG, QMN and QMOD.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';
import { seenW, signed } from './voltronic-home.ts';
import { createVoltronic, pi30Dialect } from './voltronic-line.ts';

function qpigs({ pv, battery, inverter }: PlantSnapshot): string {
  const chargingA = pv.powerW / battery.voltageV;
  return [
    digits(pv.voltageV, 3, 1),
    digits(battery.voltageV, 2, 2),
    digits(chargingA, 2, 2),
    digits(chargingA / 2, 2, 2),
    digits(chargingA / 2, 2, 2),
    digits(pv.powerW, 4),
    signed(inverter.temperatureC, 3),
    digits(battery.voltageV, 2, 2),
    '+025',
    '0000',
    `${pv.powerW > seenW ? '11' : '10'}000000`,
  ].join(' ');
}

/** Makes an emulated charge controller. */
export function createPi34Emulator({ read }: { readonly read: ReadPlant }): Emulator {
  const known: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI34',
    QID: () => '92931704100123',
    QVFW: () => 'VERFW:00012.03',
    QPIGS: () => qpigs(read()),
    QPIRI: () => '3000 48 60.0 14.40 13.60 0 0 +00.0 0 0 4 11.50 0',
    QPIWS: () => '000000000000000000000000000000',
    QDI: () => '00 2000 02 14.40 13.60 00 +00.0 0000',
  };
  return createVoltronic({
    name: 'pi34',
    dialect: pi30Dialect,
    answer: (letters) => (Object.hasOwn(known, letters) ? known[letters]?.() : undefined),
    apply: () => false,
  });
}
