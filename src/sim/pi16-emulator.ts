// Emulated InfiniSolar E of 3 kW (PI16): one phase, two of three strings. Field order and widths: SUNNY document v1.2, whose
// examples come from a real device.
import type { Emulator, ReadPlant } from './emulator.ts';
import { digits } from './pi30-frame.ts';
import type { PlantSnapshot } from './plant.ts';
import {
  applySetter,
  createShown,
  createSwitches,
  levelPercent,
  seenW,
  type Setter,
  shareOf,
  stamp,
  trackers,
} from './voltronic-home.ts';
import { createVoltronic, pi16BareDialect, pi16Dialect } from './voltronic-line.ts';

/** b8 to b0: grid, two unknown, load, battery (two), inverter, line (two). */
function status({ battery, grid, pv }: PlantSnapshot): string {
  const cells = battery.powerW < -seenW ? '01' : battery.powerW > seenW ? '10' : '00';
  const line = grid.powerW > seenW ? '01' : grid.powerW < -seenW ? '10' : '00';
  return `A1--1${cells}${pv.powerW + battery.powerW > 0 ? '0' : '1'}${line}`;
}

function qpigs(home: PlantSnapshot): string {
  const { battery, grid, inverter, load } = home;
  const [first, second] = trackers(home);
  const volts = digits(grid.phases[0].voltageV, 3, 1);
  const amps = load.powerW / grid.phases[0].voltageV;
  return [
    volts,
    digits(load.powerW, 6),
    digits(grid.frequencyHz, 2, 1),
    digits(amps, 4, 1),
    volts,
    digits(load.powerW, 5),
    digits(grid.frequencyHz, 2, 1),
    digits(amps, 3, 1),
    digits(levelPercent(home), 3),
    digits(inverter.busV, 3, 1),
    digits(inverter.busV, 3, 1),
    digits(battery.voltageV, 3, 1),
    '---.-',
    digits(battery.soc, 3),
    digits(first.powerW, 5),
    digits(second.powerW, 5),
    '-----',
    digits(first.voltageV, 3, 1),
    digits(second.voltageV, 3, 1),
    '---.-',
    digits(inverter.temperatureC, 3, 1),
    status(home),
  ].join(' ');
}

const warningPlaces = 128;

function qpiws({ battery }: PlantSnapshot): string {
  const letter = (place: number): string => {
    if (place >= 25 || [0, 1, 20, 21].includes(place)) return '-';
    return place === 15 && battery.soc < 8 ? '1' : '0';
  };
  return Array.from({ length: warningPlaces }, (_, place) => letter(place)).join('');
}

/** Limits by the letters that set them: the question that shows each, its place there and its form. */
const limits: readonly (readonly [setter: string, question: string, place: number, form: string])[] = [
  ['GOHV', 'QGOV', 0, String.raw`\d{3}\.\d`],
  ['GOLV', 'QGOV', 1, String.raw`\d{3}\.\d`],
  ['PHV', 'QBYV', 0, String.raw`\d{3}\.\d`],
  ['PLV', 'QBYV', 1, String.raw`\d{3}\.\d`],
  ['GOHF', 'QGOF', 0, String.raw`\d\d\.\d`],
  ['GOLF', 'QGOF', 1, String.raw`\d\d\.\d`],
  ['PGF', 'QBYF', 0, String.raw`\d\d\.\d`],
  ['PSF', 'QBYF', 1, String.raw`\d\d\.\d`],
  ['FT', 'QFT', 0, String.raw`\d{3}`],
  ['GLTHV', 'QGLTV', 0, String.raw`\d{3}`],
  ['OPMP', 'QOPMP', 0, String.raw`\d{5}`],
  ['PVIPHV', 'QPVIPV', 0, String.raw`\d{3}`],
  ['PVIPLV', 'QPVIPV', 1, String.raw`\d{3}`],
  ['MPPTHV', 'QMPPTV', 0, String.raw`\d{3}`],
  ['MPPTLV', 'QMPPTV', 1, String.raw`\d{3}`],
  ['CHTH', 'QCHT', 0, String.raw`\d{4}`],
  ['CHTL', 'QCHT', 1, String.raw`\d{4}`],
  ['LST', 'QLST', 0, String.raw`\d\d`],
  ['PVN', 'QPIRI', 7, String.raw`\d\d`],
];

/** Questions whose answers limits change, with what they say at first. */
const limitAnswers: Readonly<Record<string, string>> = {
  QGOV: '264.5 184.0',
  QBYV: '264.5 184.0',
  QGOF: '51.5 47.5',
  QBYF: '51.5 47.5',
  QFT: '060',
  QGLTV: '253 184',
  QOPMP: '03000',
  QPVIPV: '500 090',
  QMPPTV: '450 110',
  QCHT: '0000 0000',
  QLST: '02',
  QPIRI: '230.0 50.0 013.0 230.0 013.0 18.0 048.0 2 10 0',
};

/** The answers of limits, and the setters that change them. */
function createLimits() {
  const answers = new Map(
    Object.entries(limitAnswers).map(([question, text]) => [question, createShown(text.split(' '))]),
  );
  const setters = limits.map(
    ([setter, question, place, form]): Setter => [
      new RegExp(`^${setter}(${form})$`),
      (text = '') => answers.get(question)?.set(place, text) === true,
    ],
  );
  return { answers, setters };
}

/** Changeable answers and the setters that change them. */
function createSettings() {
  const { answers, setters: limitSetters } = createLimits();
  const rating = answers.get('QPIRI');
  const rated: readonly Setter[] = [
    [/^V(208|220|230|240)$/, (volts = '') => rating?.set(0, `${volts}.0`) === true],
    [/^F([56]0)$/, (hertz = '') => rating?.set(1, `${hertz}.0`) === true],
  ];
  const stops = createShown('00.0 53.0 060'.split(' '));
  const discharge = createShown('48.0 48.0 50.0 50.0'.split(' '));
  const outputTime = createShown(['0000', '0000']);
  const charging = createShown('00.3 54.0 25.0 55.4'.split(' '));
  const feed = createShown(['03000']);
  const options = createShown('A1B0C1D0E1F0G0H_I_J_'.match(/../g) ?? []);
  const switches = createSwitches('abgp', 'bgp');
  const chargeTime = createShown(['0000', '0000']);
  const priority = createShown(['02']);
  const setters: readonly Setter[] = [
    [/^MCHGV(\d\d\.\d)$/, (volts = '') => charging.set(1, volts)],
    [/^MCHGC(\d\d\.\d)$/, (amps = '') => charging.set(2, amps)],
    [/^BCHGV(\d\d\.\d)$/, (volts = '') => charging.set(3, volts)],
    [/^GPMP(\d{5})$/, (watts = '') => feed.set(0, watts)],
    [/^ENF([A-G])([01])$/, (letter = '', isOn = '') => options.set(letter.charCodeAt(0) - 0x41, `${letter}${isOn}`)],
    [/^PRIO(0[0-3])$/, (text = '') => priority.set(0, text)],
    [/^PE([ABGP])$/, (letter = '') => switches.set(letter.toLowerCase(), true)],
    [/^PD([ABGP])$/, (letter = '') => switches.set(letter.toLowerCase(), false)],
    [/^PKT(\d{4}) (\d{4})$/, (from = '', to = '') => chargeTime.set(0, from) && chargeTime.set(1, to)],
    [/^DAT\d{12}$/, () => true],
    [
      /^OFFC(\d\d\.\d) (\d\d\.\d) (\d{3})$/,
      (amps = '', volts = '', minutes = '') => stops.set(0, amps) && stops.set(1, volts) && stops.set(2, minutes),
    ],
    [/^BSDV(\d\d\.\d) (\d\d\.\d)$/, (off = '', on = '') => discharge.set(0, off) && discharge.set(1, on)],
    [/^DSUBV(\d\d\.\d) (\d\d\.\d)$/, (off = '', on = '') => discharge.set(2, off) && discharge.set(3, on)],
    [/^LDT(\d{4}) (\d{4})$/, (from = '', to = '') => outputTime.set(0, from) && outputTime.set(1, to)],
    [/^(?:ST|SOFF|SON|FGD|FGE|OEEPB|GTS[01]|DMODEL[0-2]\d\d|PF)$/, () => true],
    ...limitSetters,
    ...rated,
  ];
  const answerOf = (letters: string): string | undefined => answers.get(letters)?.text();
  return {
    answerOf,
    stops,
    discharge,
    outputTime,
    charging,
    feed,
    options,
    switches,
    chargeTime,
    priority,
    apply: (letters: string) => applySetter(setters, letters),
  };
}

/** Makes an emulated PI16 inverter; `isBare`: one whose answers carry no CRC. */
export function createPi16Emulator({
  read,
  isBare = false,
}: {
  readonly read: ReadPlant;
  readonly isBare?: boolean;
}): Emulator {
  const settings = createSettings();
  const fixed: Readonly<Record<string, () => string>> = {
    QPI: () => 'PI16',
    QID: () => '96131801100057',
    QGMN: () => '000',
    QDM: () => '050',
    QMD: () => '#######HYBRID3K ###3000 99 1/1 230 230 04 12.0',
    QVFW: () => 'VERFW:00003.10',
    QVFW2: () => 'VERFW2:00000.31',
    QPIGS: () => qpigs(read()),
    QMOD: () => (Math.abs(read().grid.powerW) > seenW ? 'G' : 'B'),
    QPIWS: () => qpiws(read()),
    QPIBI: () => `000 004 ${digits(read().battery.capacityAh, 3)} 003 060`,
    QPICF: () => '00 00',
    QFLAG: () => settings.switches.text(),
    QENF: () => settings.options.text(''),
    QPRIO: () => settings.priority.text(),
    QOFFC: () => settings.stops.text(),
    QBSDV: () => settings.discharge.text(),
    QLDT: () => settings.outputTime.text(),
    QCHGS: () => settings.charging.text(),
    QGPMP: () => settings.feed.text(),
    QPKT: () => settings.chargeTime.text(),
    QT: () => stamp(read().atMs),
  };
  return createVoltronic({
    name: isBare ? 'pi16-bare' : 'pi16',
    dialect: isBare ? pi16BareDialect : pi16Dialect,
    answer(letters) {
      if (Object.hasOwn(fixed, letters)) return fixed[letters]?.();
      const limit = settings.answerOf(letters);
      if (limit !== undefined) return limit;
      return /^QE(?:Y\d{4}|M\d{6}|D\d{8}|H\d{10})$/.test(letters)
        ? digits(shareOf(read().pv.energyWh, letters), 8)
        : undefined;
    },
    apply: settings.apply,
  });
}
