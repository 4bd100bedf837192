// Emulated REVO of 5 kW: QALL and PQSE with one byte of sum and LF, everything else as PI30; PSET sets all of PQSE at once. Field
// order: PI30REVO protocol V03 (2020-11-12) and the recorded frames of mpp-solar.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import { modeLetter } from './pi30-answers.ts';
import type { PlantSnapshot } from './plant.ts';
import { apparentVA, levelPercent } from './voltronic-home.ts';
import { createVoltronic, revoDialect } from './voltronic-line.ts';

function qall(home: PlantSnapshot): string {
  const { battery, grid, pv } = home;
  return [
    digits(grid.phases[0].voltageV, 3),
    digits(grid.frequencyHz, 2, 1),
    digits(grid.phases[0].voltageV, 3),
    digits(grid.frequencyHz, 2, 1),
    digits(home.load.powerW, 4),
    digits(levelPercent(home), 3),
    digits(battery.voltageV, 2, 1),
    digits(battery.soc, 3),
    digits(-battery.currentA, 3),
    digits(battery.currentA, 3),
    digits(pv.voltageV, 3),
    digits(pv.currentA, 2, 1),
    digits(pv.powerW, 4),
    digits((pv.energyWh / 365) % 100_000, 5),
    digits(pv.energyWh / 1000, 5),
    modeLetter(home),
    battery.soc < 8 ? '01' : '00',
    '00',
  ].join(' ');
}

/** Seventeen fields of the family's layout; PV power and the energy of the day stand at 12 and 15. */
function qpigs(home: PlantSnapshot): string {
  const { battery, grid, inverter, pv } = home;
  const volts = digits(grid.phases[0].voltageV, 3, 1);
  const hertz = digits(grid.frequencyHz, 2, 1);
  const head = [
    volts,
    hertz,
    volts,
    hertz,
    digits(apparentVA(home), 4),
    digits(home.load.powerW, 4),
    digits(levelPercent(home), 3),
  ];
  const cells = [
    digits(inverter.busV, 3),
    digits(battery.voltageV, 2, 2),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
  ];
  const sun = [
    digits(pv.powerW, 4),
    digits(pv.voltageV, 3, 1),
    digits(battery.voltageV, 2, 2),
    digits((pv.energyWh / 365) % 100_000, 5),
  ];
  return [
    ...head,
    ...cells,
    digits(inverter.temperatureC, 4),
    ...sun,
    '00010000',
    '00',
    '00',
    digits(pv.powerW, 5),
    '010',
  ].join(' ');
}

/** Makes an emulated REVO. */
export function createPi30RevoEmulator({ read }: { readonly read: ReadPlant }): Emulator {
  let settings = '000100 56.0 54.0 44.0 42.0 030 010 2018 06 01 20 00 00000 55.0';
  const fixed: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI30',
    QALL: () => qall(read()),
    PQSE: () => settings,
    QPIGS: () => qpigs(read()),
    QPIRI: () => '230.0 21.7 230.0 50.0 21.7 5000 5000 48.0 46.0 42.0 56.4 54.0 0 10 010 1 0 0 6 01 0 0 54.0 0 1',
    QMOD: () => modeLetter(read()),
    QLITH0: () =>
      `${digits(read().battery.voltageV, 2, 1)} ${digits(-read().battery.currentA, 3, 1)} ${digits(read().battery.currentA, 3, 1)} ${digits(read().battery.cellC * 10, 4)} ${digits(read().battery.soc, 3)} 000 050.0 100.0 56.4 44.0 0 0`,
  };
  return createVoltronic({
    name: 'pi30revo',
    dialect: revoDialect,
    answer: (letters) => (Object.hasOwn(fixed, letters) ? fixed[letters]?.() : undefined),
    apply(letters) {
      const match = /^PSET(\d{6} .*)$/.exec(letters);
      if (match === null) return false;
      settings = match[1] ?? settings;
      return true;
    },
  });
}
