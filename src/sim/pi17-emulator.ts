// Emulated InfiniSolar of 10 kW on three phases (PI17): PS tells the powers, AC input negative while it feeds the grid; the battery
// has no field of its own. Field order and widths: PI17 document 2022-09-21 and recorded answers of GS, PS, BATS, HECS and FLAG.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';
import {
  applySetter,
  createShown,
  direction,
  levelPercent,
  seenW,
  type Setter,
  shareOf,
  signed,
  stamp,
  trackers,
} from './voltronic-home.ts';
import { createVoltronic, pi17Dialect } from './voltronic-line.ts';

/** Which edition; 058 has a BATS of its own. */
export type Pi17Model = 'usual' | 'infini' | '058';

const tenths = (value: number, width: number): string => digits(value * 10, width);

/** `-00855` or `000855`: six places, the sign in the first. */
const input = (powerW: number): string => (powerW < 0 ? `-${digits(-powerW, 5)}` : digits(powerW, 6));

function gs(home: PlantSnapshot): string {
  const { battery, grid, inverter } = home;
  const [first, second] = trackers(home);
  const volts = grid.phases.map(({ voltageV }) => tenths(voltageV, 4));
  return [
    tenths(first.voltageV, 4),
    tenths(second.voltageV, 4),
    digits(first.currentA * 100, 4),
    digits(second.currentA * 100, 4),
    tenths(battery.voltageV, 4),
    digits(battery.soc, 3),
    signed(0, 5),
    ...volts,
    digits(grid.frequencyHz * 100, 4),
    ...grid.phases.map(({ currentA }) => tenths(currentA, 4)),
    ...volts,
    digits(grid.frequencyHz * 100, 4),
    '',
    '',
    '',
    digits(inverter.temperatureC, 3),
    digits(inverter.temperatureC + 4, 3),
    digits(battery.cellC, 3),
    '0',
  ].join(',');
}

function ps(home: PlantSnapshot): string {
  const { grid, load } = home;
  const [first, second] = trackers(home);
  const apparent = load.phasesW.map((powerW) => Math.hypot(powerW, 0.2 * powerW + 20));
  return [
    digits(first.powerW, 5),
    digits(second.powerW, 5),
    '',
    ...grid.phases.map(({ powerW }) => input(powerW)),
    input(grid.powerW),
    ...load.phasesW.map((powerW) => digits(powerW, 4)),
    digits(load.powerW, 5),
    ...apparent.map((va) => digits(va, 4)),
    digits(
      apparent.reduce((sum, va) => sum + va, 0),
      5,
    ),
    digits(levelPercent(home), 3),
    '1',
    first.powerW > seenW ? '1' : '0',
    second.powerW > seenW ? '1' : '0',
    direction(-home.battery.powerW, 1),
    home.pv.powerW + home.battery.powerW > 0 ? '2' : '1',
    direction(grid.powerW, 1),
  ].join(',');
}

/** Changeable answers and the setters that change them. */
function createSettings(model: Pi17Model) {
  const battery = '3000,0580,0580,0000,060,0530,0400,0510,0460,0522,0,,,0,0530,000,0100,0375'.split(',');
  const bats = createShown(model === '058' ? [...battery, '020', '030', '025', '035', '0'] : battery);
  const hecs = createShown('01,1,0,1,1,1,0,0,0'.split(','));
  const flags = createShown('0,0,1,0,1,0,0,0,0,0,0,0,0,0,0,0'.split(','));
  const feed = createShown(['010000']);
  const times = createShown(model === 'infini' ? ['0000', '0000', '0000', '0000'] : ['0000', '0000']);
  const setFlag =
    (isOn: '0' | '1') =>
    (letter = ''): true =>
      flags.set(letter.charCodeAt(0) - 0x41, isOn);
  const four = /^\^SACCT(\d{4}),(\d{4}),(\d{4}),(\d{4})$/;
  const two = /^\^SACCT(\d{4})-(\d{4})$/;
  const setters: readonly Setter[] = [
    [/^\^SGPMP(0[01]\d{4})$/, (watts = '') => feed.set(0, watts)],
    [/^\^SPE([A-P])$/, setFlag('1')],
    [/^\^SPD([A-P])$/, setFlag('0')],
    [/^\^SP([ABCF])([01])$/, (letter = '', isOn = '') => flags.set(letter.charCodeAt(0) - 0x41, isOn)],
    [/^\^SED([A-G])([01])$/, (letter = '', isOn = '') => hecs.set(letter.charCodeAt(0) - 0x40, isOn)],
    [/^\^SSEP(0[012])$/, (priority = '') => hecs.set(0, priority)],
    [/^\^SBT([01])$/, (type = '') => bats.set(10, type)],
    [/^\^SMCHGV(0[45]\d\d),(0[45]\d\d)$/, (bulk = '', float = '') => bats.set(1, bulk) && bats.set(2, float)],
    [/^\^SMCHGC([0-3]\d{3})$/, (amps = '') => bats.set(0, amps)],
    [/^\^SMUCHGC([0-3]\d{3})$/, (amps = '') => bats.set(16, amps)],
    [/^\^SBDCM(0\d{3})$/, (amps = '') => bats.set(17, amps)],
    [
      model === 'infini' ? four : two,
      (...parts) => {
        for (const [place, text] of parts.entries()) times.set(place, text);
        return true;
      },
    ],
    [/^\^SACCB[01],0(?:[45]\d\d|600)$/, () => true],
    [/^\^SBATDV0[45]\d\d,0[45]\d\d,0[45]\d\d,0[45]\d\d$/, () => true],
    [/^\^SBCA0\d{3},0\d\d,0\d{3}$/, () => true],
    [/^\^SLON[01]$/, () => true],
    [/^\^SDAT\d{12}$/, () => true],
    [/^\^SLST(?:0[0123]|[12]0)$/, () => true],
  ];
  return { bats, hecs, flags, feed, times, apply: (letters: string) => applySetter(setters, letters) };
}

/** Makes an emulated PI17 inverter. */
export function createPi17Emulator({
  read,
  model = 'usual',
}: {
  readonly read: ReadPlant;
  readonly model?: Pi17Model;
}): Emulator {
  const settings = createSettings(model);
  const fixed: Readonly<Record<string, () => string>> = {
    PI: () => '17',
    ID: () => '1496161704100242000000',
    VFW: () => 'VERFW:00001.01',
    VFW2: () => 'VERFW2:00001.01',
    MD: () => '000,010000,99,3,3,2300,2300,04,120',
    DM: () => (model === '058' ? '058' : '000'),
    PIRI: () => '2400,500,0416,2400,0416,0187,0480,2,10,0,1',
    GS: () => gs(read()),
    PS: () => ps(read()),
    MOD: () => (Math.abs(read().grid.powerW) > seenW ? '05' : '03'),
    WS: () => `0,0,0,0,0,${read().battery.soc < 8 ? '1' : '0'},0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,`,
    FLAG: () => settings.flags.text(','),
    HECS: () => settings.hecs.text(','),
    BATS: () => settings.bats.text(','),
    GPMP: () => settings.feed.at(0),
    OPMP: () => '010000',
    ACCT: () => settings.times.text(','),
    MPPTV: () => '9000,3200',
    GOV: () => '2645,1840,2600,1900',
    T: () => stamp(read().atMs),
    ET: () => digits(read().pv.energyWh / 1000, 8),
    EMINFO: () => `1,10000,${digits(read().pv.powerW, 5)},${digits(-read().grid.powerW, 5)},00000,1`,
  };
  return createVoltronic({
    name: model === 'usual' ? 'pi17' : `pi17-${model}`,
    dialect: pi17Dialect,
    answer(letters) {
      if (Object.hasOwn(fixed, letters)) return fixed[letters]?.();
      return /^E(?:Y\d{4}|M\d{6}|D\d{8}|H\d{10})$/.test(letters)
        ? digits(shareOf(read().pv.energyWh, letters), 9)
        : undefined;
    },
    apply: settings.apply,
  });
}
