// Charges at a socket: what is taken makes one, a pause belongs to it, and an hour of nothing ends it.
import { expect, test } from 'vitest';
import type { ChargeSession } from '#core/charging.ts';
import { minuteMs } from '#core/time.ts';
import { quietMs, socketStep } from './socket-charges.ts';

const place = { site: 'home', device: 'shed' } as const;
const startMs = Date.parse('2026-06-10T10:00:00Z');

/** Lived through, a look every 10 s: what it takes from which minute on. */
function lived(minutes: number, takesAt: (minute: number) => number | undefined) {
  let open: ChargeSession | undefined;
  const ended: ChargeSession[] = [];
  for (let atMs = startMs; atMs <= startMs + minutes * minuteMs; atMs += 10_000) {
    const step = socketStep(open, { atMs, takesW: takesAt((atMs - startMs) / minuteMs) }, place);
    ({ open } = step);
    if (step.ended !== undefined) ended.push(step.ended);
  }
  return { open, ended };
}

test('what it takes is its energy, and it ends when it took something last', () => {
  const { open, ended } = lived(60 + quietMs / minuteMs + 1, (minute) => (minute <= 60 ? 2300 : 0));
  expect(open).toBeUndefined();
  expect(ended).toMatchObject([{ ...place, startMs, endMs: startMs + 60 * minuteMs }]);
  expect(ended[0]?.energyWh).toBeCloseTo(2300, 6);
  expect(ended[0]?.hours.map(([, wh]) => Math.round(wh))).toEqual([2300]);
});

test('a cloud is a pause of one charge, and nothing is counted meanwhile', () => {
  const { open, ended } = lived(60, (minute) => (minute > 20 && minute < 50 ? 0 : 2300));
  expect(ended).toEqual([]);
  expect(open?.startMs).toBe(startMs);
  expect(open?.energyWh).toBeCloseTo((2300 * 30) / 60, 6);
});

test('standby and what is not known make no charge', () => {
  expect(lived(120, () => 5)).toEqual({ open: undefined, ended: [] });
  expect(lived(120, () => undefined)).toEqual({ open: undefined, ended: [] });
});

test('a device that is gone adds nothing, and after an hour of it another charge begins', () => {
  const { open, ended } = lived(100, (minute) => (minute > 10 && minute < 80 ? undefined : 2300));
  expect(ended.map(({ endMs }) => endMs)).toEqual([startMs + 10 * minuteMs]);
  expect(open?.startMs).toBe(startMs + 80 * minuteMs);
});
