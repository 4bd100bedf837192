import { expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { chartQuery } from './history-query.ts';

const frame = { timeZone: 'America/Sao_Paulo', nowMs: Date.UTC(2026, 5, 21, 15) };

test.each([
  ['1782000000000', 1_782_000_000_000],
  ['2026-06-21T12:00:00Z', Date.UTC(2026, 5, 21, 12)],
  ['2026-06-21T12:00:00+02:00', Date.UTC(2026, 5, 21, 10)],
  ['2026-06-21T09:00', Date.UTC(2026, 5, 21, 12)],
  ['2026-06-21', Date.UTC(2026, 5, 21, 3)],
])('from=%s', (from, fromMs) => {
  expect(chartQuery({ metric: 'flow.pv', from, to: '2030-01-01' }, frame).fromMs).toBe(fromMs);
});

test('metrics are split, only what was given is asked, now ends it', () => {
  const query = chartQuery(
    { metric: 'flow.pv, battery.cell.voltage.7,flow.pv', from: '0', device: 'jk', aggregate: 'max' },
    frame,
  );
  expect(query).toEqual({
    metrics: ['flow.pv', 'battery.cell.voltage.7'],
    device: 'jk',
    fromMs: 0,
    toMs: frame.nowMs,
    aggregate: 'max',
  });
});

test.each([
  ['metric', { metric: 'flow.moon', from: '0' }],
  ['metric', { metric: 'grid.power.l4', from: '0' }],
  ['metric', { metric: '', from: '0' }],
  ['from', { metric: 'flow.pv', from: 'yesterday' }],
  ['from', { metric: 'flow.pv', from: '99999999999999999' }],
  ['from', { metric: 'flow.pv', from: '2026-06-22', to: '2026-06-21' }],
  ['to', { metric: 'flow.pv', from: '0', to: '2026-13-01T00:00Z' }],
  ['stepMs', { metric: 'flow.pv', from: '0', stepMs: 1000 }],
])('a wrong %s is named', (field, query) => {
  let thrown: unknown;
  try {
    chartQuery(query, frame);
  } catch (error) {
    thrown = error;
  }
  expect(isSolsteadError(thrown, 'input.invalid') && thrown.at).toBe(field);
});
