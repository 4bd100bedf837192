// What of a home goes to the far side, as a person sets it: checked, kept, and at work from the next batch on.
import { expect, test } from 'vitest';
import type { SiteFacts } from '#core/consumer.ts';
import type { MetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { UplinkFilter, UplinkSettings } from '#core/uplink.ts';
import type { Batch } from '#core/reading.ts';
import { makeSecret } from '#core/secrets.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { openUplinkDesk } from './desk.ts';
import { checkedSettings, settingsIn } from './settings.ts';

const settings: UplinkSettings = {
  address: 'wss://hub.example.com',
  clientId: 'x',
  form: 'solstead',
  mayCommand: false,
};
const filter: UplinkFilter = {
  devices: ['roof'],
  exceptDevices: ['shed'],
  metrics: ['pv.*', 'grid.power'],
  exceptMetrics: ['battery.cell.*'],
  everySeconds: 10,
  changesOnly: true,
  againSeconds: 300,
  deadBands: [{ metrics: 'pv.*', by: 5 }],
};

test('a filter is kept as it was set, and one that narrows nothing is none', () => {
  const checked = checkedSettings({ ...settings, filter });
  expect(checked.filter).toEqual(filter);
  expect(settingsIn(JSON.parse(JSON.stringify(checked)))).toEqual(checked);
  expect(checkedSettings({ ...settings, filter: {} })).not.toHaveProperty('filter');
  expect(
    settingsIn({ ...settings, filter: { metrics: [1, 'pv.*'], deadBands: [7], everySeconds: 'x' } })?.filter,
  ).toEqual({
    metrics: ['pv.*'],
    deadBands: [],
  });
});

test('what is set narrows what goes up from the next batch on, and the devices that are told', async () => {
  const added: Batch[] = [];
  const asked: (readonly string[])[] = [];
  const clock = fakeClock();
  const spool = {
    next: 1,
    add: (batch: Batch) => added.push(batch),
    read: async () => [],
    flush: async () => undefined,
    close: async () => undefined,
    done: () => undefined,
    state: () => ({ batches: 0, bytes: 0, dropped: 0 }),
  };
  const desk = await openUplinkDesk({
    clock,
    random: () => 0.5,
    log: { info: () => undefined, warn: () => undefined },
    software: 'x',
    open: () => Promise.reject(new SolsteadError('link.unavailable', { at: 'x' })),
    spools: { open: async () => spool },
    secrets: { read: async () => makeSecret('s'), save: async () => undefined, remove: async () => undefined },
    place: { load: async () => undefined, save: async () => undefined },
    makeSieve: ({ metrics = [] }: UplinkFilter) => ({
      wants: () => true,
      forget: () => undefined,
      take: (batch: Batch) => (batch.metric.some((metric) => metrics.includes(metric)) ? batch : undefined),
    }),
    checkFilter({ metrics = [] }: UplinkFilter, devices: readonly string[]) {
      asked.push(devices);
      if (metrics.includes('Pv!')) throw new SolsteadError('input.invalid', { at: 'filter.metrics.0' });
    },
    homes: { devices: async () => [], recent: async () => [], command: async () => ({ outcome: 'confirmed' }) },
  } as never);
  const facts = {
    site: { id: 'home', name: 'Home' },
    device: () => undefined,
    devices: () => [{ record: { id: 'roof' } }],
  } as never as SiteFacts;
  const consumer = await desk.consumer(facts, {} as never);
  const say = (metric: MetricId): void =>
    consumer.take({ site: 'home', device: 'roof', atMs: 1, metric: [metric], value: [1], quality: ['good'] });
  const change = (wanted: UplinkFilter) =>
    desk.save('home', { settings: { ...settings, filter: wanted }, secret: 'sup_secret' });
  expect((await change({ metrics: ['pv.power'] })).settings?.filter).toEqual({ metrics: ['pv.power'] });
  say('pv.power');
  say('grid.power');
  await change({ metrics: ['grid.power'] });
  say('pv.power');
  say('grid.power');
  await change({});
  say('battery.power');
  expect(added.map(({ metric }) => metric[0])).toEqual(['pv.power', 'grid.power', 'battery.power']);
  await expect(change({ metrics: ['Pv!'] })).rejects.toMatchObject({ code: 'input.invalid', at: 'filter.metrics.0' });
  // One that narrows nothing has nothing to be checked.
  expect(asked).toEqual([['roof'], ['roof'], ['roof']]);
});
