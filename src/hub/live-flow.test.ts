import { expect, test } from 'vitest';
import type { MetricId } from '#core/catalogue.ts';
import { flowOf } from './flow.ts';
import { makeLiveFlow } from './live-flow.ts';
import { sceneOf, type Scene } from './testing/batches.ts';

const scenes: readonly (readonly [Scene, readonly MetricId[]])[] = [
  [{ 'inverter:i': { 'pv.power': 3000 }, 'meter:m': { 'grid.power': -2200 } }, ['grid.power']],
  [{ 'inverter:i': { 'pv.power': 3000 }, 'meter:m': { 'grid.power': -1500 } }, ['grid.power']],
  [{ 'inverter:i': { 'pv.power': 0, 'load.power': 400, 'grid.connected': 0 } }, ['grid.connected', 'load.power']],
  [{ 'inverter:i': { 'pv.power': 0, 'load.power': 400, 'grid.connected': 1, 'grid.voltage': 230 } }, ['grid.voltage']],
];

test('a flow is that of the values as they are, whichever of them has changed; its time goes on by itself', () => {
  let current = sceneOf({});
  const flow = makeLiveFlow((device, metric) => current.look(device, metric));
  for (const [scene, changed] of scenes) {
    current = sceneOf(scene);
    flow.see(
      current.devices.map(({ id, kind }) => ({
        record: { id, name: id, site: 's', definition: 'x', address: 'x', settings: {} },
        kind,
        title: id,
        counterWidths: {},
      })),
      new Map(),
    );
    flow.changed(changed);
    expect(flow.at(5)).toEqual(flowOf(current.devices, current.look, 5));
    expect(flow.at(6)).toEqual(flowOf(current.devices, current.look, 6));
  }
});

test('each value that a flow is made of changes it, and none else', () => {
  let power = 100;
  let looks = 0;
  const flow = makeLiveFlow((_device, metric) => {
    looks += 1;
    return metric === 'grid.power' ? { value: power, atMs: 0, quality: 'good' } : undefined;
  });
  flow.see(
    [
      {
        record: { id: 'm', name: 'm', site: 's', definition: 'x', address: 'x', settings: {} },
        kind: 'meter',
        title: 'm',
        counterWidths: {},
      },
    ],
    new Map(),
  );
  expect(flow.at(0).grid.powerW).toBe(100);
  const before = looks;
  power = 200;
  flow.changed(['device.uptime']);
  expect(flow.at(1)).toMatchObject({ atMs: 1, grid: { powerW: 100 } });
  expect(looks).toBe(before);
  flow.changed(['device.uptime', 'grid.power']);
  expect(flow.at(2)).toMatchObject({ atMs: 2, grid: { powerW: 200 } });
});
