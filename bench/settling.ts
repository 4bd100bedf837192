// Rows "settling a month", "a year", "five years": a counter and its power of the sun, and a grid power, each a minute, settled hour by
// hour with the state carried on. Nanoseconds a reading: linear where the three rows say the same.
import { emptyState, settleSpan } from '#energy/metering/settle.ts';
import type { ReadingColumns } from '#energy/metering/columns.ts';
import type { MetricId } from '#core/catalogue.ts';
import { planOf } from '#energy/metering/plan-of.ts';
import { dayMs, minuteMs } from '#core/time.ts';
import type { Contest } from './contest.ts';

const startMs = Date.UTC(2020, 0, 1);
const minutesADay = dayMs / minuteMs;
const readingsADay = 3 * minutesADay;

const plan = planOf(
  [
    { id: 'roof', kind: 'inverter', intervalMs: minuteMs, metrics: ['pv.power', 'pv.energy'] },
    { id: 'meter', kind: 'meter', intervalMs: minuteMs, metrics: ['grid.power'] },
  ],
  { timeZone: 'UTC' },
);

const wattsAt = (minute: number): number =>
  Math.max(0, Math.round(4000 * Math.sin(((minute / 60 - 6) / 12) * Math.PI)));
/** What the sun brought up to each minute of a day, Wh. */
const soFar = Array.from({ length: minutesADay + 1 }, () => 0);
for (let at = 0; at < minutesADay; at += 1) soFar[at + 1] = (soFar[at] ?? 0) + wattsAt(at) / 60;
const wholeDay = soFar.at(-1) ?? 0;

function columns(
  day: number,
  key: { readonly device: string; readonly metric: MetricId },
  value: (minute: number) => number,
) {
  const fromMs = startMs + day * dayMs;
  const minutes = Array.from({ length: minutesADay }, (_, minute) => minute);
  return { key, atMs: minutes.map((minute) => fromMs + minute * minuteMs), value: minutes.map(value) };
}

const dayOf = (day: number): ReadingColumns[] => [
  columns(day, { device: 'roof', metric: 'pv.power' }, wattsAt),
  columns(day, { device: 'roof', metric: 'pv.energy' }, (minute) => Math.floor(day * wholeDay + (soFar[minute] ?? 0))),
  columns(day, { device: 'meter', metric: 'grid.power' }, (minute) => 500 - wattsAt(minute) + ((minute * 7919) % 400)),
];

/** The same readings held until the next and added up. */
function plainSum(readings: readonly ReadingColumns[]): number {
  let sum = 0;
  for (const { atMs, value } of readings)
    for (let at = 1; at < atMs.length; at += 1) sum += (value[at - 1] ?? 0) * ((atMs[at] ?? 0) - (atMs[at - 1] ?? 0));
  return sum;
}

function contest(name: string, days: number): Contest {
  return {
    figures: [{ name, unit: 'ns', note: 'a reading; reference: held until the next and added up' }],
    rounds: 3,
    open(place) {
      const count = place.isQuick ? Math.ceil(days / 10) : days;
      const timed = (run: (readings: readonly ReadingColumns[], untilMs: number) => void) => (): readonly number[] => {
        let spentMs = 0;
        for (let day = 0; day < count; day += 1) {
          const readings = dayOf(day);
          const beganMs = performance.now();
          run(readings, startMs + (day + 1) * dayMs);
          spentMs += performance.now() - beganMs;
        }
        return [(spentMs * 1e6) / (count * readingsADay)];
      };
      return Promise.resolve({
        ours() {
          let state = emptyState(startMs);
          return Promise.resolve(
            timed((readings, untilMs) => {
              for (const hour of settleSpan({ plan, readings }, state, untilMs)) state = hour.after;
            })(),
          );
        },
        reference: () => Promise.resolve(timed((readings) => void plainSum(readings))()),
      });
    },
  };
}

/** Rows "settling …". */
export const settlingContests: readonly Contest[] = [
  contest('settling a month', 31),
  contest('settling a year', 366),
  contest('settling five years', 1827),
];
