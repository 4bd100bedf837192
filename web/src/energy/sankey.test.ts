import { expect, test } from 'vitest';
import type { EnergyRow } from '#api/ledger.ts';
import { fc } from '#tools/testkit/property.ts';
import { linkWords, sankeyOf, type Sankey } from './sankey.ts';
import { placedSankey } from './sankey-layout.ts';

const noFlows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

function row(label: string, part: Partial<EnergyRow> = {}): EnergyRow {
  const known = { complete: true, measured: 1, estimated: 0, missing: 0, events: 0 };
  return { label, startMs: 0, endMs: 86_400_000, flows: noFlows, ...known, ...part };
}

const picture = (part: Partial<EnergyRow>, circuits = true): Sankey =>
  sankeyOf({ total: row('total', part) }, { circuits });
const nodesOf = ({ nodes }: Sankey) => Object.fromEntries(nodes.map(({ id, energyWh }) => [id, energyWh]));
const linksOf = ({ links }: Sankey) => links.map(({ from, to, energyWh }) => `${from} ${to} ${energyWh}`);

const flows = {
  ...noFlows,
  pvToLoadWh: 3000,
  pvToBatteryWh: 4000,
  pvToGridWh: 5000,
  batteryToLoadWh: 3500,
  gridToLoadWh: 2000,
};
const home = { pvWh: 12_000, importWh: 2000, exportWh: 5000, chargeWh: 4000, dischargeWh: 3500, loadWh: 8500, flows };

test('a home with sun and battery: bars are the figures of the table, bands the flows of the ledger', () => {
  const found = picture(home);
  expect(nodesOf(found)).toEqual({ pv: 12_000, battery: 3500, grid: 2000, load: 8500, charge: 4000, export: 5000 });
  expect(linksOf(found)).toEqual([
    'pv load 3000',
    'pv charge 4000',
    'pv export 5000',
    'battery load 3500',
    'grid load 2000',
  ]);
});

test('a bar for what the home has, and no other', () => {
  const meter = { importWh: 700, loadWh: 700, flows: { ...noFlows, gridToLoadWh: 700 } };
  expect(nodesOf(picture(meter))).toEqual({ grid: 700, load: 700 });
  const isle = {
    generatorWh: 900,
    chargeWh: 400,
    loadWh: 500,
    flows: { ...noFlows, generatorToLoadWh: 500, generatorToBatteryWh: 400, generatorToGridWh: 0 },
  };
  expect(linksOf(picture(isle))).toEqual(['generator load 500', 'generator charge 400']);
  expect(picture({})).toEqual({ nodes: [], links: [] });
});

test('what no flow accounts for has bars of its own, and roundings have none', () => {
  const found = picture({ ...home, pvWh: 12_600, loadWh: 8800, importWh: 2000.2 });
  expect(nodesOf(found)).toMatchObject({ pv: 12_600, load: 8800, unknown: 300, lost: 600 });
  expect(linksOf(found).slice(-2)).toEqual(['pv lost 600', 'unknown load 300']);
});

const circuit = (device: string, energyWh: number) => ({ device, energyWh, measured: 1, estimated: 0, missing: 0 });

test('the home is divided into circuits by what fed them; not where they used more, nor on a phone', () => {
  const circuits = [{ ...circuit('heat', 2000), origins: { pvWh: 500, batteryWh: 0, gridWh: 1500 } }];
  const found = picture({ ...home, circuits, everythingElseWh: 6500 });
  expect(nodesOf(found)).toMatchObject({ 'circuit heat': 2000, rest: 6500 });
  expect(linksOf(found).slice(5)).toEqual([
    'load circuit heat 500',
    'load circuit heat 1500',
    'load rest 2500',
    'load rest 3500',
    'load rest 500',
  ]);
  const sun = found.links.find(({ to }) => to === 'circuit heat');
  expect(sun === undefined ? undefined : linkWords(sun, found)).toEqual({
    from: 'From the sun',
    to: 'heat',
    ofTo: 0.25,
  });
  expect(picture({ ...home, circuits, circuitsOverWh: 10 })).toEqual(picture(home));
  expect(picture({ ...home, circuits, everythingElseWh: 6500 }, false)).toEqual(picture(home));
});

test('many circuits are few bars, and still the whole', () => {
  const circuits = Array.from({ length: 30 }, (_, index) => circuit(`c${index}`, 100));
  const { nodes } = picture({ ...home, circuits, everythingElseWh: 5500 });
  const third = nodes.filter(({ column }) => column === 2);
  expect(third).toHaveLength(9);
  expect(third.reduce((sum, { energyWh }) => sum + energyWh, 0)).toBe(8500);
});

const milliWh = fc.integer({ min: 0, max: 90_000_000 }).map((energy) => energy / 1000);

test('what comes in and goes out of every bar is the bar, whatever the meters say', () => {
  const channel = fc.option(milliWh, { nil: undefined });
  const part = fc.record({
    pvWh: channel,
    importWh: channel,
    exportWh: channel,
    chargeWh: channel,
    dischargeWh: channel,
    loadWh: channel,
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(part, ({ share, ...all }) => {
      const has = Object.fromEntries(Object.entries(all).filter(([, energy]) => energy !== undefined));
      // Some of the sun goes to each use, as far as there is both.
      const pvToLoadWh = Math.floor(share * Math.min(all.pvWh ?? 0, all.loadWh ?? 0));
      const found = picture({ ...has, flows: { ...noFlows, pvToLoadWh } });
      const { nodes, height } = placedSankey(found);
      const least = Math.max(0.5, 0.001 * Math.max(0, ...nodes.map(({ energyWh }) => energyWh)));
      for (const { id, column, energyWh, top, height: bar } of nodes) {
        const own = found.links.filter(({ from, to }) => (column === 0 ? from : to) === id);
        const sum = own.reduce((all_, one) => all_ + one.energyWh, 0);
        expect(Math.abs(sum - energyWh)).toBeLessThanOrEqual(2 * least);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top + bar).toBeLessThanOrEqual(height + 1e-6);
      }
      expect(found.links.every(({ energyWh }) => energyWh > 0)).toBe(true);
    }),
  );
});

test('labels have room below each other, and bands stay within their bars', () => {
  const few = {
    ...noFlows,
    pvToLoadWh: 12_000,
    batteryToLoadWh: 8,
    gridToLoadWh: 7,
    gridToBatteryWh: 9,
    pvToGridWh: 6,
  };
  const little = { pvWh: 12_006, dischargeWh: 8, importWh: 16, loadWh: 12_015, chargeWh: 9, exportWh: 6, flows: few };
  const { nodes, links, height } = placedSankey(picture(little));
  for (const column of [0, 1]) {
    const middles = nodes.filter((node) => node.column === column).map(({ top, height: bar }) => top + bar / 2);
    const steps = middles.slice(1).map((middle, index) => middle - (middles[index] ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(44);
  }
  expect(nodes.map(({ x }) => x)).toEqual([0, 0, 0, 1, 1, 1]);
  for (const { path } of links)
    for (const [, place] of path.matchAll(/[\d.]+ ([\d.]+)/g)) expect(Number(place)).toBeLessThanOrEqual(height);
});
