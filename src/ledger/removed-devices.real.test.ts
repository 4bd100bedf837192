// A device counts from when it is there until it is removed: what was booked before stays, its replacement continues, and
// neither switches the other off.
import { expect, test } from 'vitest';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricId } from '#core/catalogue.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import type { Owner } from '#tools/testkit/owner.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { bucketMs, type EnergyBucket } from '#energy/types.ts';
import { openHome, site } from './testing/ledger-home.ts';

const startMs = Date.UTC(2026, 5, 1);
const second = 1000;

interface Said {
  readonly device: string;
  readonly values: Readonly<Partial<Record<MetricId, number | ((atMs: number) => number)>>>;
}

async function homeOf(context: Owner, { path = tempDir(context), nowMs = startMs } = {}) {
  const home = await openHome(context, { path, nowMs });
  const place = (id: string, kind: DeviceKind) => home.ledger.place({ id, kind, intervalMs: 5 * second });
  /** Values of devices every 5 s between two minutes; then it is the second of them. */
  const run = async (from: number, to: number, said: readonly Said[]) => {
    for (let at = startMs + from * minuteMs; at < startMs + to * minuteMs; at += 5 * second) {
      home.clock.set(at);
      await home.ingest(
        said.map(({ device, values }) => {
          const metric = Object.keys(values) as MetricId[];
          const value = Object.values(values).map((one) => (typeof one === 'function' ? one(at) : (one ?? 0)));
          return { site, device, atMs: at, metric, value, quality: metric.map(() => 'good' as const) };
        }),
      );
    }
    home.clock.set(startMs + to * minuteMs);
    await home.ledger.settlement.settled();
  };
  const today = () => home.ledger.days.today();
  /** Energies and known time of the five minutes of the open hour before a minute. */
  const before = (minute: number) =>
    home.ledger.days.openBuckets().filter(({ startMs: at }) => at + bucketMs <= startMs + minute * minuteMs);
  return { ...home, place, run, today, before };
}

const inverter: Said = {
  device: 'axpert',
  values: { 'pv.power': 0, 'battery.power': 0, 'load.power': 145, 'grid.voltage': 230 },
};
const bms = (device: string, watts = 150): Said => ({ device, values: { 'battery.power': watts } });

test('a battery that was removed and is added as a new device goes on; what it gave before stays', async (context) => {
  const home = await homeOf(context);
  home.place('axpert', 'inverter');
  home.place('old', 'battery');
  await home.run(2, 20, [inverter, bms('old')]);
  const before = home.today();
  expect(before.dischargeWh).toBeCloseTo((150 * 18) / 60, 0);
  home.ledger.remove('old');
  expect((await home.energy.roles()).sides.find(({ side }) => side === 'battery')?.speakers).toEqual([
    { device: 'axpert', standsIn: true },
  ]);
  home.place('new', 'battery');
  await home.run(20, 40, [inverter, bms('new')]);
  expect(home.today().dischargeWh).toBeCloseTo((150 * 38) / 60, 0);
  expect(home.today().importWh).toBeLessThan(1);
  const { sides } = await home.energy.roles();
  expect(sides.find(({ side }) => side === 'battery')?.speakers.map(({ device }) => device)).toEqual(['new', 'axpert']);
  const was = home.today();
  await home.close();
  const again = await homeOf(context, { path: home.path, nowMs: home.clock.nowMs() });
  again.place('axpert', 'inverter');
  again.place('new', 'battery');
  expect(again.today()).toEqual(was);
  await again.run(40, 41, [inverter, bms('new')]);
  expect(again.today().dischargeWh).toBeCloseTo((was.dischargeWh ?? 0) + 150 / 60, 1);
  expect(again.troubles).toEqual([]);
});

const meter = (device: string, watts: number, startWh = 1000): Said => ({
  device,
  values: {
    'grid.power': watts,
    'grid.energy.import': (atMs) => startWh + Math.floor(((atMs - startMs) / hourMs) * watts),
  },
});
const hybrid = (device: string, watts: number): Said => ({
  device,
  values: { 'pv.power': watts, 'load.power': 400, 'battery.power': 50, 'grid.power': 100 },
});

interface Swap {
  readonly name: string;
  readonly stays: readonly (readonly [DeviceKind, Said])[];
  readonly old: readonly [DeviceKind, Said];
  readonly next: readonly [DeviceKind, Said];
  readonly channel: 'discharge' | 'import' | 'pv';
  /** Minutes in which the old one goes and the next comes. */
  readonly goes: number;
  readonly comes: number;
  /** W of the old and the next. */
  readonly watts: readonly [number, number];
  /** W that another device reports while neither is there; absent: none does. */
  readonly between?: number;
}

const swaps: readonly Swap[] = [
  {
    name: 'a battery beside an inverter',
    stays: [['inverter', inverter]],
    old: ['battery', bms('old')],
    next: ['battery', bms('new', 300)],
    channel: 'discharge',
    goes: 20,
    comes: 20,
    watts: [150, 300],
    between: 0,
  },
  {
    name: 'the same battery after a while',
    stays: [['inverter', inverter]],
    old: ['battery', bms('old')],
    next: ['battery', bms('old', 300)],
    channel: 'discharge',
    goes: 20,
    comes: 30,
    watts: [150, 300],
    between: 0,
  },
  {
    name: 'a battery that nobody stands in for',
    stays: [['meter', meter('grid', 500)]],
    old: ['battery', bms('old')],
    next: ['battery', bms('new', 300)],
    channel: 'discharge',
    goes: 20.5,
    comes: 25.25,
    watts: [150, 300],
  },
  {
    name: 'a meter of the grid with counters',
    stays: [['battery', bms('pack')]],
    old: ['meter', meter('one', 600)],
    next: ['meter', meter('two', 1200, 80_000)],
    channel: 'import',
    goes: 20,
    comes: 20,
    watts: [600, 1200],
  },
  {
    name: 'an inverter',
    stays: [],
    old: ['inverter', hybrid('one', 300)],
    next: ['inverter', hybrid('two', 600)],
    channel: 'pv',
    goes: 20,
    comes: 20,
    watts: [300, 600],
  },
];

const energiesOf = (buckets: readonly EnergyBucket[]) =>
  buckets.map(({ startMs: at, channels, flows, meteringError }) => ({ at, channels, flows, meteringError }));

test.for(swaps)('$name goes and another comes: each counts for its time', async (swap, context) => {
  const { expect: inTest } = context;
  const home = await homeOf(context);
  const { stays, old, next, channel, goes, comes } = swap;
  for (const [kind, { device }] of [...stays, old]) home.place(device, kind);
  const others = stays.map(([, said]) => said);
  await home.run(0, goes, [...others, old[1]]);
  const before = energiesOf(home.before(goes - 5));
  inTest(before.length).toBe(Math.floor(goes / 5) - 1);
  home.ledger.remove(old[1].device);
  await home.run(goes, comes, others);
  home.place(next[1].device, next[0]);
  await home.run(comes, 60, [...others, next[1]]);
  inTest(energiesOf(home.before(goes - 5))).toEqual(before);
  const wanted = (swap.watts[0] * goes + (swap.between ?? 0) * (comes - goes) + swap.watts[1] * (60 - comes)) / 60;
  home.clock.set(startMs + hourMs + 10 * minuteMs);
  await home.run(70, 75, others);
  await home.ledger.settlement.settled();
  const { total } = await home.energy.report({ fromMs: startMs, toMs: startMs + hourMs, by: 'hour' });
  const why = await home.energy.why(channel, { fromMs: startMs, toMs: startMs + hourMs });
  inTest(Math.abs((total[`${channel}Wh`] ?? 0) - wanted), `${total[`${channel}Wh`]} for ${wanted}`).toBeLessThan(4);
  inTest(why.energyWh).toBeCloseTo(total[`${channel}Wh`] ?? -1, 3);
  inTest(why.missing).toBeLessThan((swap.between === undefined ? comes - goes + 1 : 1) / 60);
  const is = (name: 'pvWh' | 'importWh' | 'dischargeWh' | 'loadWh' | 'chargeWh' | 'exportWh') => total[name] ?? 0;
  const came = is('pvWh') + is('importWh') + is('dischargeWh');
  const went = is('loadWh') + is('chargeWh') + is('exportWh');
  inTest(Math.abs(came - went)).toBeLessThanOrEqual((total.meteringErrorWh ?? 0) + 0.001);
  await home.close();
  const again = await homeOf(context, { path: home.path, nowMs: home.clock.nowMs() });
  inTest((await again.energy.report({ fromMs: startMs, toMs: startMs + hourMs, by: 'hour' })).total).toEqual(total);
});

test('a second battery that comes takes nothing from what is known of the first, in the hour it comes', async (context) => {
  const home = await homeOf(context);
  home.place('grid', 'meter');
  home.place('one', 'battery');
  await home.run(0, 30, [meter('grid', 500), bms('one')]);
  home.place('two', 'battery');
  await home.run(30, 60, [meter('grid', 500), bms('one'), bms('two', 300)]);
  const why = await home.energy.why('discharge', { fromMs: startMs, toMs: startMs + hourMs });
  expect(why.energyWh).toBeCloseTo(300, 0);
  expect(why.missing).toBeLessThan(0.01);
});
