// Emulated LV5048: split phase, L1 in QPIGS and L2 in QPIGS2, the second phase of a parallel system in QP2GSn. Field order and
// widths: PI41 document 2019-02-22 and the recorded frames of mpp-solar. The home's load is split over both phases.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import { modeLetter, qpiws } from './pi30-answers.ts';
import { pi30Setters } from './pi30-setters.ts';
import type { PlantSnapshot } from './plant.ts';
import { apparentVA, createShown, createSwitches, levelPercent, seenW, trackers } from './voltronic-home.ts';
import { createVoltronic, pi30Dialect } from './voltronic-line.ts';

const firstPhase = 0.55;
const serial = '92911906100045';
const flag = (value: boolean): '0' | '1' => (value ? '1' : '0');

/** The status characters: SCC, AC charging, SCC charging, battery (two), line lost, load on, changed. */
const status = (home: PlantSnapshot): string =>
  `${flag(home.pv.powerW > seenW)}0${flag(home.battery.powerW < -seenW)}00${flag(home.grid.phases[0].voltageV < 50)}10`;

const ac = (home: PlantSnapshot, share: number): readonly string[] => [
  digits(home.grid.phases[0].voltageV / 2, 3, 1),
  digits(home.grid.frequencyHz, 2, 1),
  digits(home.grid.phases[0].voltageV / 2, 3, 1),
  digits(home.grid.frequencyHz, 2, 1),
  digits(apparentVA(home) * share, 4),
  digits(home.load.powerW * share, 4),
  digits(levelPercent(home), 3),
];

function qpigs(home: PlantSnapshot): string {
  const { battery, inverter } = home;
  const [first] = trackers(home);
  return [
    ...ac(home, firstPhase),
    digits(inverter.busV, 3),
    digits(battery.voltageV, 2, 2),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
    digits(inverter.temperatureC, 4),
    digits(first.powerW / battery.voltageV, 4),
    digits(first.voltageV, 3, 1),
    digits(battery.voltageV, 2, 2),
    digits(battery.currentA, 5),
    status(home),
    '00',
    '00',
    digits(first.powerW, 5),
    '010',
  ].join(' ');
}

function qpigs2(home: PlantSnapshot): string {
  const [, second] = trackers(home);
  return [
    ...ac(home, 1 - firstPhase),
    digits(second.powerW / home.battery.voltageV, 3),
    digits(second.voltageV, 3, 1),
    digits(home.battery.voltageV, 2, 2),
    status(home),
  ].join(' ');
}

/** QPGSn and QP2GSn of one unit: what both phases have in common stands first. */
function parallel(home: PlantSnapshot, phase: 1 | 2): string {
  const { battery } = home;
  const [first, second] = trackers(home);
  const head = [
    phase === 1 ? '1' : '11',
    serial,
    modeLetter(home),
    '00',
    digits(home.grid.phases[0].voltageV / 2, 3, 1),
    digits(home.grid.frequencyHz, 2, 2),
    digits(home.grid.phases[0].voltageV / 2, 3, 1),
    digits(home.grid.frequencyHz, 2, 2),
    ...ac(home, phase === 1 ? firstPhase : 1 - firstPhase).slice(4),
    digits(battery.voltageV, 2, 1),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
  ];
  if (phase === 2) {
    return [...head, digits(second.voltageV, 3, 1), digits(second.powerW / battery.voltageV, 2), status(home)].join(
      ' ',
    );
  }
  const totals = [
    digits(-battery.currentA, 3),
    digits(apparentVA(home), 5),
    digits(home.load.powerW, 5),
    digits(levelPercent(home), 3),
  ];
  const limits = ['6', '3', '060', '120', '30'];
  return [
    ...head,
    digits(first.voltageV, 3, 1),
    ...totals,
    status(home),
    ...limits,
    digits(first.currentA, 2),
    digits(battery.currentA, 3),
  ].join(' ');
}

/** Makes an emulated LV5048. */
export function createPi41Emulator({ read }: { readonly read: ReadPlant }): Emulator {
  const rating = createShown(
    '120.0 20.8 120.0 60.0 20.8 2500 2500 48.0 47.0 43.0 56.1 56.1 2 40 060 0 0 0 9 01 0 6 55.0 0 1 000'.split(' '),
  );
  const switches = createSwitches('abjkuvxyz', 'auvxz');
  const equal = createShown('0 060 030 060 000 58.40 224 120 0 0000'.split(' '));
  const apply = pi30Setters(
    { rating, switches, equal },
    { letters: 'abjkuvxyz', gridDigits: 2, gridAmps: 80, yearDigits: 4, isMax: false },
  );
  const fixed: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI41',
    QID: () => serial,
    QVFW: () => 'VERFW:00041.17',
    QVFW2: () => 'VERFW2:00041.17',
    QMN: () => 'LV5048',
    QPIRI: () => rating.text(),
    QFLAG: () => switches.text(),
    QPIGS: () => qpigs(read()),
    QPIGS2: () => qpigs2(read()),
    QMOD: () => modeLetter(read()),
    QPIWS: () => qpiws(read(), new Set()),
    QMCHGCR: () => '010 020 030 040 050 060 070 080',
    QBEQI: () => equal.text(),
  };
  return createVoltronic({
    name: 'pi41',
    dialect: pi30Dialect,
    answer(letters) {
      if (Object.hasOwn(fixed, letters)) return fixed[letters]?.();
      if (/^QPGS[01]$/.test(letters)) return parallel(read(), 1);
      return /^QP2GS[01]$/.test(letters) ? parallel(read(), 2) : undefined;
    },
    apply,
  });
}
