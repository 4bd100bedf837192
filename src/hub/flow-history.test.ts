// The flow of the past beside the one that was live: an inverter whose mode tells by a text whether the grid is at its input.
import { expect, test } from 'vitest';
import { withGrid } from '#core/grid-mode.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Batch } from '#core/reading.ts';
import { type FlowDevice, flowOf } from './flow.ts';
import { pastFlows } from './flow-history.ts';
import { batchOf, site } from './testing/batches.ts';
import { ownHistory } from './testing/stores.ts';

const second = 1000;
const fromMs = Date.UTC(2026, 5, 1, 12);
const devices: readonly FlowDevice[] = [{ id: 'roof', kind: 'inverter' }];

/** The grid's power as it is live after each of these batches. */
function liveGrid(batches: readonly Batch[]): readonly unknown[] {
  const image = new Map<MetricId, Batch['value'][number]>();
  return batches.map(({ metric, value, atMs }) => {
    for (const [index, id] of metric.entries()) image.set(id, value[index] ?? Number.NaN);
    const flow = flowOf(
      devices,
      (_device, id) => (image.has(id) ? { value: image.get(id)!, atMs, quality: 'good' } : undefined),
      atMs,
    );
    return flow.grid.powerW;
  });
}

test.for<readonly [string, Partial<Record<MetricId, number>>]>([
  ['volts before the relay closes', { 'grid.voltage': 230 }],
  ['no volts are told', {}],
])('%s: the past says of the grid what was live, whatever word the mode is', async ([, volts], context) => {
  const modes = ['Battery', 'Line', 'Off-grid', 'Fault', 'Bypass', 'Battery'];
  const batches = modes.map((mode, index) =>
    // The batches as a home takes them.
    withGrid(
      batchOf('roof', fromMs + index * second, {
        'pv.power': 300,
        'load.power': 900,
        'inverter.mode': mode,
        ...volts,
      }),
    ),
  );
  const store = await ownHistory(context);
  await store.append(batches);
  const past = await pastFlows(
    { store, site, devices },
    { fromMs, toMs: fromMs + modes.length * second, stepMs: second },
  );
  const live = liveGrid(batches);
  expect(live).toEqual([0, 600, 0, 0, 600, 0]);
  expect(past.map(({ grid }) => grid.powerW)).toEqual(live);
});
