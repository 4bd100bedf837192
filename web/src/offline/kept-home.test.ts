import { expect, test } from 'vitest';
import type { Session } from '#api/contract.ts';
import type { LiveState } from '../live-state.ts';
import { fc } from '#tools/testkit/property.ts';
import { createKeptHome, type KeptState } from './kept-home.ts';

const session: Session = {
  state: 'signed-in',
  account: { name: 'Anna', role: 'owner', everywhere: true, grants: [{ site: '*', may: 'owner' }] },
  version: '1',
  grafana: 'https://grafana.example/',
};
const home = { id: 'home', name: 'Home', timeZone: 'Europe/Berlin', demo: false };
const branch = { powerW: 100, atMs: 1000, quality: 'good' } as const;
const health = { requests: 1, answers: 1, timeouts: 0, badFrames: 0, refused: 0, reconnects: 0, rejectedValues: 0 };
const device = {
  id: 'roof',
  name: 'Roof',
  definition: 'pi30',
  title: 'An inverter',
  kind: 'inverter',
  address: 'serial:///dev/ttyUSB0',
  state: 'online',
  intervalMs: 1000,
  identity: { serial: '1' },
  health,
} as const;
const state: LiveState = {
  site: home,
  flow: { atMs: 1000, pv: branch, grid: branch, battery: branch, load: branch, soc: 50, lacks: [], circuits: [] },
  energy: { date: '2026-11-20', fromMs: 0, toMs: 1000, pvWh: 5, measured: 1 },
  devices: [device],
  values: { roof: { 'pv.power': { device: 'roof', metric: 'pv.power', value: 5, atMs: 1000, quality: 'good' } } },
  steps: { roof: 5 },
  trail: [],
  atMs: 1000,
};
const heard: KeptState = { state, aheadMs: 5 };

function stage(most = Number.POSITIVE_INFINITY) {
  const texts = new Map<string, string>();
  const kept = createKeptHome({
    read: (name) => texts.get(name),
    write: (name, text) => text.length <= most && texts.set(name, text).size > 0,
    remove: (name) => void texts.delete(name),
  });
  return { texts, kept };
}

function keptStage() {
  const stood = stage();
  stood.kept.keepHead({ session, sites: [home] });
  stood.kept.keepState('Anna', heard);
  return stood;
}

test('a home comes back as it was heard, without what only the server knows', () => {
  const { kept } = keptStage();
  const { grafana: _, ...plain } = session;
  expect(kept.head()).toEqual({ session: plain, sites: [home] });
  expect(kept.state('home')).toEqual({ aheadMs: 5, state: { ...state, steps: {}, trail: [] } });
  expect(kept.state('other')).toBeUndefined();
});

test('nothing is kept for who is not signed in, of the demo, or under another name', () => {
  const { kept, texts } = stage();
  kept.keepState('Anna', heard);
  expect(texts.size).toBe(0);
  for (const state of ['demo', 'signed-out', 'unclaimed'] as const)
    kept.keepHead({ session: { state, version: '1' }, sites: [home] });
  kept.keepHead({ session, sites: [{ ...home, demo: true }] });
  expect(texts.size).toBe(0);
  kept.keepHead({ session, sites: [home] });
  kept.keepState('Bob', heard);
  kept.keepState('Anna', { ...heard, state: { ...state, site: { ...home, id: 'nosuch' } } });
  expect([...texts.keys()]).toEqual(['head']);
});

test('another account, and the same one with other rights, finds nothing', () => {
  const changes: Partial<NonNullable<Session['account']>>[] = [
    { name: 'Bob' },
    { grants: [{ site: 'home', may: { actions: ['device.command'], devices: ['roof'] } }] },
  ];
  for (const change of changes) {
    const { kept } = keptStage();
    kept.keepHead({ session, sites: [home] });
    expect(kept.state('home')).toBeDefined();
    const account = { name: 'Anna', role: 'viewer', grants: [], ...change } as const;
    kept.keepHead({ session: { ...session, account }, sites: [home] });
    expect(kept.head()?.session.account?.name).toBe(account.name);
    expect(kept.state('home')).toBeUndefined();
  }
});

test('forgetting leaves nothing', () => {
  const { kept, texts } = keptStage();
  expect(texts.size).toBe(2);
  kept.forget();
  expect(texts.size).toBe(0);
});

test('what is too large, or finds no room, is not kept, and nothing older stays in its place', () => {
  const { kept } = keptStage();
  const large = { ...device, identity: { serial: 'x'.repeat(500_000) } };
  kept.keepState('Anna', { ...heard, state: { ...state, devices: [large] } });
  expect(kept.state('home')).toBeUndefined();
  const small = stage(10);
  small.kept.keepHead({ session, sites: [home] });
  expect(small.texts.size).toBe(0);
});

test.each([
  ['cut off', (text: string) => text.slice(0, -5)],
  ['another format', (text: string) => text.replace('"format":1', '"format":2')],
  ['an unknown zone', (text: string) => text.replace('Europe/Berlin', 'Nowhere/Land')],
  ['a power that is a text', (text: string) => text.replace('"powerW":100', '"powerW":"100"')],
  ['an unknown kind', (text: string) => text.replace('"kind":"inverter"', '"kind":"toaster"')],
  ['a metric of nobody', (text: string) => text.replaceAll('pv.power', 'no.such')],
  ['a clock that is none', (text: string) => text.replace('"aheadMs":5', '"aheadMs":1e300')],
  ['a value under another name', (text: string) => text.replace('{"pv.power"', '{"grid.power"')],
  ['no devices', (text: string) => text.replace('"devices":[', '"devices":null,"x":[')],
])('what does not read as it should counts as not kept: %s', (_, spoil) => {
  const { kept, texts } = keptStage();
  const before = texts.get('home-0') ?? '';
  expect(spoil(before)).not.toBe(before);
  texts.set('home-0', spoil(before));
  expect(kept.state('home')).toBeUndefined();
});

test('no text makes it throw, or signs anybody in as what they were not', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      const { kept, texts } = keptStage();
      texts.set('home-0', text);
      expect(kept.state('home')).toBeUndefined();
      texts.set('head', text);
      expect(kept.head()).toBeUndefined();
    }),
  );
});
