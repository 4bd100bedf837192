// Decisions that were stored as English sentences, read as code and parameters again. What is written now never needs this.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

type Groups = Readonly<Record<string, string>>;

const number = (groups: Groups, name: string): number => Number(groups[name]);
const figure = (name: string): string => String.raw`(?<${name}>-?\d+\.\d{3}) kWh`;

/** Every sentence the ledger ever stored. */
const sentences: readonly (readonly [pattern: RegExp, read: (groups: Groups) => Reason])[] = [
  [
    /^A reading was left out: (?<why>.*)\.$/,
    ({ why = '' }) => because('reading.left-out', { why: reasonOfSentence(why) }),
  ],
  [/^A power was left out: (?<why>.*)\.$/, ({ why = '' }) => because('power.left-out', { why: reasonOfSentence(why) })],
  [/^it is not a number$/, () => because('value.no-number')],
  [/^(?<wh>\S+) Wh is no reading of a counter$/, (found) => because('counter.no-reading', { wh: number(found, 'wh') })],
  [
    /^(?<wh>\S+) Wh is what devices say when they know nothing$/,
    (found) => because('counter.unknowing', { wh: number(found, 'wh') }),
  ],
  [
    /^(?<watts>\S+) is what devices say when they know nothing$/,
    (found) => because('power.unknowing', { watts: number(found, 'watts') }),
  ],
  [/^(?<watts>\S+) W is more than can be$/, (found) => because('power.too-much', { watts: number(found, 'watts') })],
  [
    new RegExp(
      `^The meter was exchanged; ${figure('old')} of the old one were added and the new one counts from (?<fresh>\\S+) kWh\\.$`,
    ),
    (found) => because('meter.exchanged', { oldKwh: number(found, 'old'), newKwh: number(found, 'fresh') }),
  ],
  [
    new RegExp(`^The counter read ${figure('kwh')} for a moment and came back; nothing was booked for it\\.$`),
    (found) => because('counter.glitch', { kwh: number(found, 'kwh') }),
  ],
  [
    new RegExp(
      `^No reading could be used for (?<minutes>\\d+) min; the ${figure('kwh')} counted meanwhile were laid over that time\\.$`,
    ),
    (found) => because('counter.gap', { minutes: number(found, 'minutes'), kwh: number(found, 'kwh') }),
  ],
  [
    /^Nothing was read for (?<seconds>\d+) s; nothing was booked past the gap limit\.$/,
    (found) => because('power.gap', { seconds: number(found, 'seconds') }),
  ],
  [
    new RegExp(
      `^The counter went on by ${figure('kwh')} at once; (?<readings>\\d+) readings agreed, so it was booked\\.$`,
    ),
    (found) => because('counter.jump-booked', { kwh: number(found, 'kwh'), readings: number(found, 'readings') }),
  ],
  [
    new RegExp(
      `^The counter jumped by ${figure('kwh')}, more than could have flowed; it counts on from there, nothing was booked\\.$`,
    ),
    (found) => because('counter.jump-left-out', { kwh: number(found, 'kwh') }),
  ],
  [
    new RegExp(
      `^The counter came back to ${figure('kwh')} after it had begun again; ${figure('missing')} were missing and booked\\.$`,
    ),
    (found) => because('counter.came-back', { kwh: number(found, 'kwh'), missingKwh: number(found, 'missing') }),
  ],
  [
    new RegExp(`^The counter reached its end and began again; ${figure('kwh')} were booked\\.$`),
    (found) => because('counter.rolled-over', { kwh: number(found, 'kwh') }),
  ],
  [
    new RegExp(
      `^The counter began again: it fell from ${figure('from')} to ${figure('to')} and grew; what it shows was booked\\.$`,
    ),
    (found) => because('counter.began-again', { fromKwh: number(found, 'from'), toKwh: number(found, 'to') }),
  ],
  [
    new RegExp(
      `^The counter fell from ${figure('from')} back to ${figure('to')}; only what it grew by since was booked\\.$`,
    ),
    (found) => because('counter.fell-back', { fromKwh: number(found, 'from'), toKwh: number(found, 'to') }),
  ],
  [
    /^A new day: the counter began again at (?<day>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d) UTC; yesterday stays as it was\.$/,
    ({ day = '', time = '' }) => because('counter.new-day', { atMs: Date.parse(`${day}T${time}:00Z`) }),
  ],
  [
    /^The clock was set by (?<seconds>-?\d+) s; (?<batches>\d+) batches waited and got their right time\.$/,
    (found) => because('clock.set', { seconds: number(found, 'seconds'), batches: number(found, 'batches') }),
  ],
  [
    /^The clock was not known yet; (?<batches>\d+) batches waited and got their right time\.$/,
    (found) => because('clock.unknown', { batches: number(found, 'batches') }),
  ],
];

/** The reason of a stored sentence; an unknown one stays as it is. */
export function reasonOfSentence(sentence: string): Reason {
  for (const [pattern, read] of sentences) {
    const groups = pattern.exec(sentence)?.groups;
    if (groups !== undefined || pattern.test(sentence)) return read(groups ?? {});
  }
  return because('outside.said', { said: external(sentence) });
}
