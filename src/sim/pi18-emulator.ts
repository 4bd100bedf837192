// Emulated InfiniSolar V and LVX6048 (PI18). Field order and widths: PI18 document 2017-09-26 and the recorded frames of mpp-solar.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';
import {
  apparentVA,
  applySetter,
  createShown,
  direction,
  levelPercent,
  seenW,
  type Setter,
  shareOf,
  stamp,
  trackers,
} from './voltronic-home.ts';
import { createVoltronic, pi18Dialect } from './voltronic-line.ts';

const serial = '96132206100410';
const tenths = (value: number, width: number): string => digits(value * 10, width);

const mppt = (powerW: number): string => (powerW > seenW ? '2' : '1');

/** Directions at the end of GS and PGS: load, battery, DC/AC, line. */
const directions = (home: PlantSnapshot): readonly string[] => [
  '1',
  direction(-home.battery.powerW, 1),
  home.pv.powerW + home.battery.powerW > 0 ? '2' : '1',
  direction(home.grid.powerW, 1),
];

function gs(home: PlantSnapshot): string {
  const { battery, grid, inverter } = home;
  const [first, second] = trackers(home);
  const [line] = grid.phases;
  return [
    tenths(line.voltageV, 4),
    tenths(grid.frequencyHz, 3),
    tenths(line.voltageV, 4),
    tenths(grid.frequencyHz, 3),
    digits(apparentVA(home), 4),
    digits(home.load.powerW, 4),
    digits(levelPercent(home), 3),
    tenths(battery.voltageV, 3),
    '000',
    '000',
    digits(battery.currentA, 3),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
    digits(inverter.temperatureC, 3),
    '000',
    '000',
    digits(first.powerW, 4),
    digits(second.powerW, 4),
    tenths(first.voltageV, 4),
    tenths(second.voltageV, 4),
    '0',
    mppt(first.powerW),
    mppt(second.powerW),
    ...directions(home),
    '0',
  ].join(',');
}

function pgs(home: PlantSnapshot, unit: number): string {
  const { battery, grid, inverter } = home;
  const [first, second] = trackers(home);
  const own = (value: number): number => (unit === 0 ? value : 0);
  return [
    unit === 0 ? '1' : '0',
    '5',
    '00',
    tenths(own(grid.phases[0].voltageV), 4),
    tenths(own(grid.frequencyHz), 3),
    tenths(own(grid.phases[0].voltageV), 4),
    tenths(own(grid.frequencyHz), 3),
    digits(own(apparentVA(home)), 4),
    digits(own(home.load.powerW), 4),
    digits(apparentVA(home), 5),
    digits(home.load.powerW, 5),
    digits(own(levelPercent(home)), 3),
    digits(levelPercent(home), 3),
    tenths(own(battery.voltageV), 3),
    digits(own(battery.currentA), 3),
    digits(own(-battery.currentA), 3),
    digits(-battery.currentA, 3),
    digits(own(battery.soc), 3),
    digits(own(first.powerW), 4),
    digits(own(second.powerW), 4),
    tenths(own(first.voltageV), 4),
    tenths(own(second.voltageV), 4),
    mppt(own(first.powerW)),
    mppt(own(second.powerW)),
    ...directions(home),
    digits(inverter.temperatureC, 3),
  ].join(',');
}

/** Changeable answers and the setters that change them. */
function createSettings() {
  const rating = createShown(
    '2300,217,2300,500,217,5000,5000,480,460,540,420,564,540,2,30,060,1,1,2,9,1,0,0,0,2'.split(','),
  );
  const flags = createShown('0,0,1,1,1,1,1,1,0'.split(','));
  const chargeTime = createShown(['0000', '0000']);
  const loadTime = createShown(['0000', '0000']);
  const setFlag =
    (isOn: '0' | '1') =>
    (letter = ''): true =>
      flags.set(letter.charCodeAt(0) - 0x41, isOn);
  const setters: readonly Setter[] = [
    [/^\^SPOP([01])$/, (priority = '') => rating.set(17, priority)],
    [/^\^SPSP([01])$/, (priority = '') => rating.set(23, priority)],
    [/^\^SPCP\d,([012])$/, (priority = '') => rating.set(18, priority)],
    [/^\^SPEI$/, () => rating.set(20, '1')],
    [/^\^SPDI$/, () => rating.set(20, '0')],
    [/^\^SPE([A-H])$/, setFlag('1')],
    [/^\^SPD([A-H])$/, setFlag('0')],
    [/^\^SMCHGC\d,(\d{3})$/, (amps = '') => rating.set(15, amps)],
    [/^\^SMUCHGC\d,(\d{3})$/, (amps = '') => rating.set(14, amps)],
    [/^\^SPBT([012])$/, (type = '') => rating.set(13, type)],
    [
      /^\^SMCHGV(4[89]\d|5[0-7]\d|58[0-4]),(4[89]\d|5[0-7]\d|58[0-4])$/,
      (bulk = '', float = '') => rating.set(11, bulk) && rating.set(12, float),
    ],
    [/^\^SPSDV(4[0-7]\d|480)$/, (volts = '') => rating.set(10, volts)],
    [
      /^\^SBUCD(\d{3}),(\d{3})$/,
      (recharge = '', redischarge = '') => rating.set(8, recharge) && rating.set(9, redischarge),
    ],
    [/^\^SPGR([01])$/, (range = '') => rating.set(16, range)],
    [/^\^SACCT(\d{4}),(\d{4})$/, (from = '', to = '') => chargeTime.set(0, from) && chargeTime.set(1, to)],
    [/^\^SACLT(\d{4}),(\d{4})$/, (from = '', to = '') => loadTime.set(0, from) && loadTime.set(1, to)],
    [/^\^SV(2020|2080|2200|2300|2400)$/, (tenthVolts = '') => rating.set(2, tenthVolts)],
    [/^\^SF([56]0)$/, (hertz = '') => rating.set(3, `${hertz}0`)],
    [/^\^SPOPM(\d),([0-4])$/, (unit = '', mode = '') => (unit === '0' ? rating.set(21, mode) : true)],
    [/^\^SCLE$/, () => true],
    [
      /^\^SPF$/,
      () => {
        for (const shown of [rating, flags, chargeTime, loadTime]) shown.reset();
        return true;
      },
    ],
    [/^\^SLON[01]$/, () => true],
    [/^\^SDAT\d{12}$/, () => true],
  ];
  return { rating, flags, chargeTime, loadTime, apply: (letters: string) => applySetter(setters, letters) };
}

/** Makes an emulated PI18 inverter; `asked` says whether its requests carry a CRC. */
export function createPi18Emulator({
  read,
  asked = 'sealed',
}: {
  readonly read: ReadPlant;
  readonly asked?: 'sealed' | 'bare' | 'either';
}): Emulator {
  const settings = createSettings();
  const fixed: Readonly<Record<string, () => string>> = {
    PI: () => '18',
    ID: () => `14${serial}000000`,
    VFW: () => '05220,00001,00000',
    GMN: () => '02',
    PIRI: () => settings.rating.text(','),
    GS: () => gs(read()),
    MOD: () => (Math.abs(read().grid.powerW) > seenW ? '05' : '03'),
    FWS: () => `00,0,0,0,0,0,${read().battery.soc < 8 ? '1' : '0'},0,0,0,0,0,0,0,0,0,0`,
    FLAG: () => settings.flags.text(','),
    DI: () => '2300,500,0,440,540,564,460,540,060,030,0,0,0,0,1,0,0,0,0,1,1,1,0,1',
    MCHGCR: () => '010,020,030,040,050,060,070,080',
    MUCHGCR: () => '002,010,020,030,040,050,060,070,080',
    T: () => stamp(read().atMs),
    ET: () => digits(read().pv.energyWh, 8),
    ACCT: () => settings.chargeTime.text(','),
    ACLT: () => settings.loadTime.text(','),
  };
  return createVoltronic({
    name: asked === 'sealed' ? 'pi18' : `pi18-${asked}`,
    dialect: pi18Dialect(asked),
    answer(letters) {
      if (Object.hasOwn(fixed, letters)) return fixed[letters]?.();
      if (/^PGS\d$/.test(letters)) return pgs(read(), Number(letters.at(-1)));
      if (/^PRI\d$/.test(letters))
        return letters === 'PRI0' ? `1,14,${serial}000000,2,060,050,1` : `0,00,${'0'.repeat(20)},0,000,000,0`;
      return /^E(?:Y\d{4}|M\d{6}|D\d{8})$/.test(letters) ? digits(shareOf(read().pv.energyWh, letters), 8) : undefined;
    },
    apply: settings.apply,
  });
}
