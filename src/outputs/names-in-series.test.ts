// Names of an output's own in what time-series servers get: devices and metrics are called there as people said, and nothing else changes.
import { expect, test } from 'vitest';
import type { HttpCall } from '#core/http-client.ts';
import type { OutputSettings } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { checkedFilter, setKind } from './kinds.ts';
import { namesOf } from './names.ts';

const names = { devices: [{ from: 'roof', to: 'Dach' }], metrics: [{ from: 'pv.power', to: 'solar' }] };
const batch: Batch = {
  site: 'home',
  device: 'roof',
  atMs: 1_717_236_000_000,
  metric: ['pv.power', 'inverter.mode'],
  value: [1234, 'Line'],
  quality: ['good', 'good'],
};

/** What a kind gives to a server, or writes: paths and bodies, in one text. */
async function given(settings: OutputSettings, called: typeof names | undefined): Promise<string> {
  const said: string[] = [];
  const call = async ({ path, body }: HttpCall) => {
    said.push(path, typeof body === 'string' ? body : Buffer.from(body ?? []).toString('latin1'));
    return { status: 204, text: '' };
  };
  const { kind, settings: whole } = setKind(settings);
  checkedFilter(called === undefined ? {} : { names: called }, kind, ['roof']);
  const parts = {
    clock: fakeClock(),
    wants: () => true,
    names: namesOf(called),
    home: { facts: { site: { id: 'home' }, devices: () => [], device: () => undefined }, values: () => [] },
    openHttp: () => ({ place: 'http://server', call, close: async () => undefined }),
    files: {
      save: async (name: string, text: string) => void said.push(name, text),
      attempt: async () => undefined,
      remove: async () => undefined,
    },
  };
  // Only what these kinds ask for is there.
  const sink = kind.open(whole as never, parts as never, { onState: () => undefined });
  await sink.deliver([batch], new AbortController().signal);
  await sink.close();
  return said.join('\n');
}

const server = 'http://127.0.0.1:9';

test.each([
  [
    'influxdb',
    { server, version: 1, database: 'home' },
    ['pv.power,site=home,device=roof', 'solar,site=home,device=Dach'],
  ],
  ['victoria-metrics', { server, auth: 'none' }, ['solstead_pv_power_watts', 'solstead_solar_watts']],
  ['prometheus-remote-write', { server, auth: 'none' }, ['solstead_pv_power_watts', 'solstead_solar_watts']],
  ['prometheus-push-gateway', { server, auth: 'none' }, ['solstead_pv_power_watts', 'solstead_solar_watts']],
  ['prometheus-file', { file: 'home.prom' }, ['solstead_pv_power_watts', 'solstead_solar_watts']],
] as const)('%s', async (kind, settings, [here, there]) => {
  const [plain, renamed] = [await given({ kind, ...settings }, undefined), await given({ kind, ...settings }, names)];
  expect(plain).toContain(here);
  expect(plain).toContain('roof');
  expect(renamed).toContain(there);
  expect(renamed).toContain('Dach');
  expect(renamed).not.toContain('roof');
  expect(renamed).not.toContain('pv_power');
  // What has no other name keeps its own.
  expect(renamed).toMatch(/inverter[._]mode/);
});

test.each(['solar-assistant', 'domoticz', 'pvoutput', 'home-assistant'])('%s has names that are its own', (kind) => {
  const settings = {
    'solar-assistant': {},
    domoticz: { server: 'mqtt://127.0.0.1', devices: '12 roof pv.power' },
    pvoutput: { system: '1' },
    'home-assistant': {},
  }[kind];
  const made = setKind({ kind, ...settings });
  expect(() => checkedFilter({ names }, made.kind, ['roof'])).toThrow('this kind has its own names');
});
