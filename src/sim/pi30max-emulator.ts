// Emulated Axpert MAX and its relatives: QPIGS tells of the first tracker, QPIGS2 of the second (or, MST, of two more), QPGSn of
// the units of a parallel system; setters answer ACK and show in QPIRI, QFLAG and QBEQI. Field order and widths: MAX document
// 2021-02-17 sections 2.7 to 2.33 and the recorded frames of mpp-solar (044).
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import { modeLetter, qpiws } from './pi30-answers.ts';
import { pi30Setters } from './pi30-setters.ts';
import type { PlantSnapshot } from './plant.ts';
import {
  apparentVA,
  createShown,
  createSwitches,
  levelPercent,
  seenW,
  shareOf,
  stamp,
  trackers,
} from './voltronic-home.ts';
import { createVoltronic, pi30Dialect } from './voltronic-line.ts';

/** Which model. */
export type MaxModel = 'max' | '044' | '045' | 'mst';

const serial = '92932105105335';
const names: Readonly<Record<MaxModel, readonly [number: string, name: string]>> = {
  max: ['055', 'VMIII-MAX8K'],
  '044': ['044', 'MKS2-7200'],
  '045': ['045', 'LV6548'],
  mst: ['030', 'PIP4048MST'],
};

const flag = (value: boolean): '0' | '1' => (value ? '1' : '0');

/** QPIGS: 24 fields. */
function qpigs(home: PlantSnapshot): string {
  const { battery, grid, inverter } = home;
  const [first] = trackers(home);
  const [line] = grid.phases;
  const charging = battery.powerW < -seenW;
  const status =
    `0001 0${flag(charging)}${flag(charging && home.pv.powerW > seenW)}${flag(charging && line.powerW > seenW)}`.replace(
      ' ',
      '',
    );
  return [
    digits(line.voltageV, 3, 1),
    digits(grid.frequencyHz, 2, 1),
    digits(line.voltageV, 3, 1),
    digits(grid.frequencyHz, 2, 1),
    digits(apparentVA(home), 4),
    digits(home.load.powerW, 4),
    digits(levelPercent(home), 3),
    digits(inverter.busV, 3),
    digits(battery.voltageV, 2, 2),
    digits(-battery.currentA, 3),
    digits(battery.soc, 3),
    digits(inverter.temperatureC, 4),
    digits(first.currentA, 2, 1),
    digits(first.voltageV, 3, 1),
    '00.00',
    digits(battery.currentA, 5),
    status,
    '00',
    '00',
    digits(first.powerW, 5),
    '010',
    flag(line.powerW < -seenW),
    '01',
    digits(-line.powerW, 4),
  ].join(' ');
}

/** QPIGS2 with the space the device sends before its CRC; MST has twelve fields. */
function qpigs2(home: PlantSnapshot, model: MaxModel): string {
  const [, second] = trackers(home);
  if (model !== 'mst')
    return `${digits(second.currentA, 2, 1)} ${digits(second.voltageV, 3, 1)} ${digits(second.powerW, 5)} `;
  const half = { currentA: second.currentA / 2, powerW: second.powerW / 2 };
  const volts = digits(second.voltageV, 3, 1);
  const scc = digits(home.battery.voltageV, 2, 2);
  const part = [digits(half.currentA, 2, 1), volts, scc, digits(half.powerW, 5)];
  return [...part, '11000000', '00.0', '0000', ...part, digits(home.pv.powerW, 5)].join(' ');
}

/** QPGSn: unit 0 is this one, 1 stands beside it without load, others are not there. */
function qpgs(home: PlantSnapshot, unit: number, priority: string): string {
  const { battery, grid } = home;
  const [first, second] = trackers(home);
  const isFirst = unit === 0;
  const own = (value: number): number => (isFirst ? value : 0);
  return [
    flag(unit < 2),
    isFirst ? serial : '92932105105336',
    modeLetter(home),
    '00',
    digits(grid.phases[0].voltageV, 3, 1),
    digits(grid.frequencyHz, 2, 2),
    digits(grid.phases[0].voltageV, 3, 1),
    digits(grid.frequencyHz, 2, 2),
    digits(own(apparentVA(home)), 4),
    digits(own(home.load.powerW), 4),
    digits(own(levelPercent(home)), 3),
    digits(battery.voltageV, 2, 1),
    digits(own(-battery.currentA), 3),
    digits(battery.soc, 3),
    digits(own(first.voltageV), 3, 1),
    digits(-battery.currentA, 3),
    digits(apparentVA(home), 5),
    digits(home.load.powerW, 5),
    digits(levelPercent(home) / 2, 3),
    `${flag(first.powerW > seenW)}0${flag(battery.powerW < -seenW)}00${flag(grid.phases[0].voltageV < 50)}10`,
    '1',
    priority,
    '060',
    '120',
    '30',
    digits(own(first.currentA), 2),
    digits(own(battery.currentA), 3),
    digits(own(second.voltageV), 3, 1),
    digits(own(second.currentA), 2),
  ].join(' ');
}

/** Changeable answers and the setters that change them. */
function createSettings(model: MaxModel) {
  const rating = createShown(
    '230.0 34.7 230.0 50.0 34.7 8000 8000 48.0 46.0 42.0 56.4 54.0 2 30 060 1 2 3 9 10 0 1 54.0 0 1 120 0 100'.split(
      ' ',
    ),
  );
  const equal = createShown('0 060 030 060 000 58.40 224 120 0 0000'.split(' '));
  const led = createShown('1 1 2 5 3 148000211255255255000255255'.split(' '));
  const switches = createSwitches('abdjkuvxyz', 'abuvxz');
  const apply = pi30Setters(
    { rating, switches, equal, led },
    { letters: 'abdjkuvxyz', gridDigits: model === '045' ? 3 : 2, gridAmps: 120, yearDigits: 2, isMax: true },
  );
  return {
    rating,
    equal,
    led,
    switches,
    hours: () => rating.at(16),
    apply,
  };
}

/** Answers to questions that are one word. */
function fixedAnswers(
  read: ReadPlant,
  model: MaxModel,
  settings: ReturnType<typeof createSettings>,
): Readonly<Record<string, () => string>> {
  const [number, name] = names[model];
  const hours = (priority: string): string => [...Array.from({ length: 25 }, () => priority), '0', '0', '0'].join(' ');
  return {
    QPI: () => 'PI30',
    QID: () => serial,
    QSID: () => `14${serial}005535`,
    QVFW: () => 'VERFW:00072.70',
    QVFW3: () => 'VERFW:00002.61',
    'VERFW:': () => 'VERFW:00001.03',
    QGMN: () => number,
    QMN: () => name,
    QPIRI: () => settings.rating.text(),
    QFLAG: () => settings.switches.text(),
    QPIGS: () => qpigs(read()),
    QPIGS2: () => qpigs2(read(), model),
    QMOD: () => modeLetter(read()),
    QPIWS: () => `${qpiws(read(), new Set())}0000`,
    QDI: () => '230.0 50.0 0030 44.0 54.0 56.4 46.0 60 0 0 2 0 0 0 0 0 1 1 1 0 1 0 54.0 0 1 224 100',
    QMCHGCR: () => '010 020 030 040 050 060 070 080 090 100 110 120',
    QMUCHGCR: () => '002 010 020 030 040 050 060 070 080 090 100 110 120',
    QBOOT: () => '1',
    QOPM: () => settings.rating.at(21),
    Q1: () => '00000 00000 01 01 00 059 045 053 068 00 00 000 0040 0580 0000 50.00 13',
    QBMS: () => `0 ${digits(read().battery.soc, 3)} 0 0 0 564 540 440 0100 0120`,
    QOPPT: () => hours(settings.hours()),
    QCHPT: () => hours(settings.rating.at(17)),
    QT: () => stamp(read().atMs),
    QBEQI: () => settings.equal.text(),
    QLED: () => settings.led.text(),
    QET: () => digits(read().pv.energyWh, 8),
    QLT: () => digits(read().load.energyWh, 8),
  };
}

/** Makes an emulated inverter of the MAX kind. */
export function createPi30MaxEmulator({
  read,
  model = 'max',
}: {
  readonly read: ReadPlant;
  readonly model?: MaxModel;
}): Emulator {
  const settings = createSettings(model);
  const fixed = fixedAnswers(read, model, settings);
  const spoken = (letters: string): string | undefined => {
    if (Object.hasOwn(fixed, letters)) return fixed[letters]?.();
    if (/^QPGS\d$/.test(letters)) {
      const priority = settings.rating.at(17);
      // Model 045 counts the priorities from solar first.
      return qpgs(
        read(),
        Number(letters.at(-1)),
        model === '045' ? String(Math.max(0, Number(priority) - 1)) : priority,
      );
    }
    if (/^QE(?:Y\d{4}|M\d{6}|D\d{8})$/.test(letters)) return digits(shareOf(read().pv.energyWh, letters), 8);
    if (/^QL(?:Y\d{4}|M\d{6}|D\d{8})$/.test(letters)) return digits(shareOf(read().load.energyWh, letters), 8);
    return undefined;
  };
  return createVoltronic({ name: `pi30-${model}`, dialect: pi30Dialect, answer: spoken, apply: settings.apply });
}
