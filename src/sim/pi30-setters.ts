// What the emulated PI30, PI41 and MAX units can be told, by the makers' documents (MAX 2021-02-17 section 3, PI30 HS/MS/MSX 2014
// section 3): letters and digits of each setter, and the place in QPIRI, QFLAG, QBEQI and QLED that shows it.
import { applySetter, type Setter, type Shown, type Switches } from './voltronic-home.ts';

/** The answers of a unit that setters change. */
export interface Pi30Memory {
  /** QPIRI. */
  readonly rating: Shown;
  /** QFLAG. */
  readonly switches: Switches;
  /** QBEQI, where the model equalises. */
  readonly equal?: Shown;
  /** QLED, where the model has lights. */
  readonly led?: Shown;
}

/** How a model differs. */
export interface Pi30Setting {
  /** Letters of its switches. */
  readonly letters: string;
  /** Digits of a current from the grid. */
  readonly gridDigits: 2 | 3;
  /** Largest current from the grid it takes, A: the last one of QMUCHGCR. */
  readonly gridAmps: number;
  /** Digits of the year in DAT. */
  readonly yearDigits: 2 | 4;
  /** Whether it shows and limits the discharging current, feeds in and can be calibrated. */
  readonly isMax: boolean;
}

type Place = Shown['set'];
const done = (): true => true;
const volts = String.raw`(\d\d\.\d)`;

function ratingSetters(set: Place, { gridDigits, gridAmps }: Pi30Setting): readonly Setter[] {
  const ofUnit = (unit: string, place: number, text: string): true => (unit === '0' ? set(place, text) : true);
  return [
    [/^F([56]0)$/, (hertz = '') => set(3, `${hertz}.0`)],
    [new RegExp(`^PBCV${volts}$`), (text = '') => set(8, text)],
    [new RegExp(`^PSDV${volts}$`), (text = '') => set(9, text)],
    [new RegExp(`^PCVV${volts}$`), (text = '') => set(10, text)],
    [new RegExp(`^PBFT${volts}$`), (text = '') => set(11, text)],
    [/^PBT0(\d)$/, (type = '') => set(12, type)],
    [
      new RegExp(String.raw`^MUCHGC(\d)(\d{${gridDigits}})$`),
      (unit = '', amps = '') => (Number(amps) <= gridAmps ? ofUnit(unit, 13, String(Number(amps))) : false),
    ],
    [/^MNCHGC(\d)(\d{3})$/, (unit = '', amps = '') => ofUnit(unit, 14, amps)],
    [/^MCHGC(\d)(\d\d)$/, (unit = '', amps = '') => ofUnit(unit, 14, amps.padStart(3, '0'))],
    [/^PGR0([01])$/, (range = '') => set(15, range)],
    [/^POP0([012])$/, (priority = '') => set(16, priority)],
    [/^PCP0([0123])$/, (priority = '') => set(17, priority)],
    [/^PPCP(\d)0([0123])$/, (unit = '', priority = '') => ofUnit(unit, 17, priority)],
    [/^POPM(\d)([0-7])$/, (unit = '', mode = '') => ofUnit(unit, 21, mode)],
    [new RegExp(`^PBDV${volts}$`), (text = '') => set(22, text)],
    [/^PPVOKC([01])$/, (condition = '') => set(23, condition)],
    [/^PSPB([01])$/, (balance = '') => set(24, balance)],
    [/^PCVT(\d{3})$/, (minutes = '') => set(25, minutes)],
    [/^POPLG0([012])$/, (logic = '') => set(26, logic)],
  ];
}

function equalSetters({ equal }: Pi30Memory): readonly Setter[] {
  if (equal === undefined) return [];
  return [
    [/^PBEQE([01])$/, (isOn = '') => equal.set(0, isOn)],
    [/^PBEQT(\d{3})$/, (minutes = '') => equal.set(1, minutes)],
    [/^PBEQP(\d{3})$/, (days = '') => equal.set(2, days)],
    [/^PBEQV(\d\d\.\d\d)$/, (text = '') => equal.set(5, text)],
    [/^PBEQOT(\d{3})$/, (minutes = '') => equal.set(7, minutes)],
    [/^PBEQA([01])$/, (isOn = '') => equal.set(8, isOn)],
  ];
}

function lightSetters({ led }: Pi30Memory): readonly Setter[] {
  if (led === undefined) return [];
  return [
    [/^PLEDE([01])$/, (isOn = '') => led.set(0, isOn)],
    [/^PLEDS([012])$/, (speed = '') => led.set(1, speed)],
    [/^PLEDM([0-3])$/, (effect = '') => led.set(2, effect)],
    [/^PLEDB([1-9])$/, (level = '') => led.set(3, level)],
    [/^PLEDT([123])$/, (count = '') => led.set(4, count)],
    [
      /^PLEDC([123])(\d{9})$/,
      (place = '', colour = '') => {
        const at = 9 * (Number(place) - 1);
        const all = led.at(5);
        return led.set(5, `${all.slice(0, at)}${colour}${all.slice(at + 9)}`);
      },
    ],
  ];
}

/** What only MAX units and their relatives take. */
function maxSetters({ rating }: Pi30Memory): readonly Setter[] {
  return [
    [/^PBATMAXDISC(000|0[3-9]\d|1[0-4]\d|150)$/, (amps = '') => rating.set(27, amps)],
    [/^V(110|120|127|220|230|240)$/, (text = '') => rating.set(2, `${text}.0`)],
    [/^ATE[01]$/, done],
    [/^BTA0$/, done],
    [/^BTA[12]\d{3}\.\d\d$/, done],
    [/^RT(?:EY|DL)$/, done],
    [/^PBMS[01] \d{3} [01] [01] [01] \d{3} \d{3} \d{3} \d{4} \d{4}$/, done],
  ];
}

/** A setter of a unit: applies the letters, false where it refuses them. */
export function pi30Setters(memory: Pi30Memory, setting: Pi30Setting): (letters: string) => boolean {
  const { rating, switches, equal, led } = memory;
  const setters: readonly Setter[] = [
    ...ratingSetters((place, text) => rating.set(place, text), setting),
    [new RegExp(`^PE([${setting.letters}])$`), (letter = '') => switches.set(letter, true)],
    [new RegExp(`^PD([${setting.letters}])$`), (letter = '') => switches.set(letter, false)],
    ...equalSetters(memory),
    ...lightSetters(memory),
    ...(setting.isMax ? maxSetters(memory) : []),
    [/^PBATCD[01]{3}$/, done],
    [/^BTA[-+]0\d$/, done],
    [/^PSAVE$/, done],
    [new RegExp(String.raw`^DAT\d{${10 + setting.yearDigits}}$`), done],
    [
      /^PF$/,
      () => {
        for (const shown of [rating, switches, equal, led]) shown?.reset();
        return true;
      },
    ],
  ];
  return (letters) => applySetter(setters, letters);
}
