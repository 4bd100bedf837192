// Every decision of the ledger can be reversed by a person: what changes is shown first, and undone it is as it was.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { Batch } from '#core/reading.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { expect, test, vi } from 'vitest';
import type { EnergyCorrection } from '#api/corrections.ts';
import { because } from '#core/reason.ts';
import { anna, openHome, site } from './testing/ledger-home.ts';

vi.setConfig({ testTimeout: 180_000 });

const startMs = Date.UTC(2026, 5, 1);
const count = 3 * 60;

/** A device's values, minute by minute for three hours; undefined: nothing was read. */
interface Told {
  readonly device: string;
  readonly kind: DeviceKind;
  readonly metric: MetricId;
  value(minute: number): number | undefined;
  readonly wrapWh?: number;
}

const counter = (value: (minute: number) => number | undefined, over: Partial<Told> = {}): Told => ({
  device: 'grid',
  kind: 'meter',
  metric: 'grid.energy.import',
  value,
  ...over,
});
const powerOf = (value: (minute: number) => number | undefined, over: Partial<Told> = {}): Told => ({
  device: 'grid',
  kind: 'meter',
  metric: 'grid.power',
  value,
  ...over,
});
/** 10 Wh a minute. */
const up = (from: number) => (minute: number) => from + 10 * minute;

interface Case {
  readonly what: string;
  readonly kind: string;
  readonly isBooked: boolean;
  readonly told: readonly Told[];
  readonly daily?: boolean;
  /** Wh of the import before and after, or of another channel. */
  readonly from: number;
  readonly to: number;
  readonly channel?: 'importWh' | 'pvWh' | 'dischargeWh' | 'meteringErrorWh';
}

const sunny = (value: Told['value'], metric: MetricId): Told => ({ device: 'sun', kind: 'inverter', metric, value });

const cases: readonly Case[] = [
  {
    what: 'a counter that began again',
    kind: 'reset',
    isBooked: false,
    told: [counter((minute) => (minute < 60 ? up(50_000)(minute) : up(40)(minute - 60)))],
    from: 590 + 40 + 1190,
    to: 590 + 1190,
  },
  {
    what: 'a roll-over',
    kind: 'rollover',
    isBooked: false,
    told: [counter((minute) => up(65_000)(minute) % 65_536, { wrapWh: 65_536 })],
    from: 1790,
    // What it shows past its end, without the way there.
    to: 1790 - 6,
  },
  {
    what: 'a fall that came back',
    kind: 'glitch',
    isBooked: true,
    told: [counter((minute) => (minute === 70 ? 100 : up(3000)(minute)))],
    from: 1790,
    to: 1790 + 100 + (3710 - 100) - 20,
  },
  {
    what: 'a jump that was left out',
    kind: 'held',
    isBooked: true,
    told: [counter((minute) => (minute < 60 ? up(1000)(minute) : up(900_000)(minute)))],
    from: 590 + 1190,
    to: 900_000 + 1790 - 1000,
  },
  {
    what: 'a counter that stood still beside its power',
    kind: 'suspect',
    isBooked: true,
    told: [sunny(() => 5000, 'pv.energy'), sunny(() => 2000, 'pv.power')],
    channel: 'pvWh',
    from: 5967,
    to: 0,
  },
  {
    what: 'a counter that proved itself',
    kind: 'trusted',
    isBooked: false,
    told: [
      sunny((minute) => (minute < 60 ? 5000 : 5000 + (minute - 60) * 40), 'pv.energy'),
      sunny(() => 2000, 'pv.power'),
    ],
    channel: 'pvWh',
    from: 6633,
    to: 5967,
  },
  {
    what: 'a value that is none',
    kind: 'rejected',
    isBooked: true,
    told: [powerOf((minute) => (minute === 70 ? 32_767 : 600))],
    from: 1790,
    to: 1790 + 536,
  },
  {
    what: 'what a counter found after a silence',
    kind: 'gap',
    isBooked: false,
    told: [counter((minute) => (minute > 60 && minute < 100 ? undefined : up(1000)(minute)))],
    from: 1790,
    to: 1790 - 400,
  },
  {
    what: 'a silence of a power',
    kind: 'gap',
    isBooked: true,
    told: [powerOf((minute) => (minute > 60 && minute < 100 ? undefined : 600))],
    from: 1790 - 370,
    to: 1790,
  },
  {
    what: 'the new day of a daily counter',
    kind: 'day-start',
    isBooked: false,
    told: [counter((minute) => (minute < 60 ? up(8000)(minute) : up(30)(minute - 60)))],
    daily: true,
    from: 590 + 30 + 1190,
    to: 590 + 1190,
  },
  {
    what: 'an inverter in the place of a battery',
    kind: 'stand-in',
    isBooked: false,
    told: [
      {
        device: 'bms',
        kind: 'battery',
        metric: 'battery.power',
        value: (minute) => (minute < 61 || minute > 119 ? 300 : undefined),
      },
      { device: 'sun', kind: 'inverter', metric: 'battery.power', value: () => 300 },
    ],
    channel: 'dischargeWh',
    from: 895,
    to: 895 - 280,
  },
];

async function lived(context: Parameters<typeof openHome>[0], { told, daily }: Pick<Case, 'told' | 'daily'>) {
  // The hours of a daily counter lie around midnight.
  const fromMs = startMs + (daily === true ? dayMs - hourMs : 8 * hourMs);
  const home = await openHome(context, { nowMs: fromMs + 3 * hourMs + 5 * minuteMs, timeZone: 'UTC' });
  for (const { device, kind, metric, wrapWh } of told)
    home.ledger.place({
      id: device,
      kind,
      intervalMs: minuteMs,
      ...(wrapWh === undefined ? {} : { widths: { [metric]: wrapWh } }),
    });
  const batches = Array.from({ length: count }, (_, minute) =>
    told.flatMap(({ device, metric, value }): Batch[] => {
      const own = value(minute);
      const atMs = fromMs + minute * minuteMs;
      return own === undefined ? [] : [{ site, device, atMs, metric: [metric], value: [own], quality: ['good'] }];
    }),
  ).flat();
  await home.ingest(batches);
  if (daily === true) {
    const options = {
      phases: 'net',
      load: 'derived',
      daily: [{ device: 'grid', metric: 'grid.energy.import' }],
    } as const;
    await home.energy.saveCountingOptions(options, anna);
  }
  await home.ledger.settlement.settled();
  const span = { fromMs, toMs: fromMs + 3 * hourMs };
  return { home, span };
}

test('meters that disagree, and what a device measures', async (context) => {
  const { home, span } = await lived(context, {
    told: [
      powerOf(() => -1000),
      sunny(() => 2000, 'pv.power'),
      { device: 'bms', kind: 'battery', metric: 'battery.power', value: () => -1500 },
    ],
  });
  // Reported before the day is over.
  const told = async () => (await home.energy.events(span)).filter(({ kind }) => kind === 'disagreement');
  const [event] = await told();
  expect(event?.energyWh).toBeGreaterThan(1000);
  const outcome = await home.energy.applyCorrection(
    { kind: 'overrule', event: event?.id ?? '', isBooked: false },
    { why: 'the heater is not metered', by: anna },
  );
  expect(outcome.after[0]?.events).toBe((outcome.before[0]?.events ?? 0) - 1);
  expect(await told()).toEqual([]);
  await home.energy.undoCorrection(outcome.repair?.id ?? '');
  expect(await told()).toEqual([event]);
});

test('a role, a replaced meter and a set clock are turned round by an act of their own, which they name', async (context) => {
  const { home, span } = await lived(context, { told: [counter(up(1000))] });
  expect((await home.energy.events(span)).map(({ turn }) => turn.by)).not.toContain('undo');
  const exchanged = {
    kind: 'replacement',
    source: 'grid:grid.energy.import',
    atMs: span.fromMs + hourMs,
    newStartWh: 0,
  };
  const { repair, after, before } = await home.energy.applyCorrection(exchanged as EnergyCorrection, {
    why: 'a new meter',
    by: anna,
  });
  expect(after).not.toEqual(before);
  const base = { atMs: span.fromMs + 5, energy: 0, count: 1, reason: because('clock.unknown', { batches: 1 }) };
  home.ledger.note({ ...base, id: `clock/clock/${base.atMs}`, source: 'clock', kind: 'clock' });
  home.ledger.note({ ...base, id: `grid/role/${base.atMs}`, source: 'grid', kind: 'role' });
  await vi.waitFor(async () => expect((await home.energy.events(span)).length).toBeGreaterThan(2), 20_000);
  const events = await home.energy.events(span);
  const of = (kind: string) => events.find((event) => event.kind === kind);
  expect(of('replaced')?.turn).toEqual({ by: 'undo', repair: repair?.id });
  expect(of('role')?.turn).toEqual({ by: 'role', device: 'grid' });
  expect(of('clock')?.turn).toEqual({ by: 'misdated' });
  const refused = async (kind: string) =>
    home.energy.previewCorrection({ kind: 'overrule', event: of(kind)?.id ?? '', isBooked: false });
  await expect(refused('role')).rejects.toMatchObject({
    reason: { code: 'repair.role-decision', params: { device: 'grid' } },
  });
  await expect(refused('clock')).rejects.toMatchObject({ reason: { code: 'repair.clock-decision' } });
  await expect(refused('replaced')).rejects.toMatchObject({
    reason: { code: 'repair.replaced-decision', params: { id: repair?.id } },
  });
  await home.energy.undoCorrection(repair?.id ?? '');
  expect((await home.energy.events(span)).map(({ kind }) => kind)).not.toContain('replaced');
});

test.for(cases)('$what: $kind', async (one, context) => {
  const { kind, isBooked, channel = 'importWh', from, to } = one;
  const { home, span } = await lived(context, one);
  const wh = async () => (await home.energy.report({ ...span, by: 'hour' })).total[channel] ?? 0;
  const event = (await home.energy.events(span)).find((told) => told.kind === kind);
  const first = await wh();
  expect(Math.abs(first - from)).toBeLessThanOrEqual(12);
  const repair = { kind: 'overrule', event: event?.id ?? '', isBooked } as const;
  const preview = await home.energy.previewCorrection(repair);
  expect(preview.before.length).toBeGreaterThan(0);
  const outcome = await home.energy.applyCorrection(repair, { why: 'it was otherwise', by: anna });
  expect(outcome.after).toEqual(preview.after);
  expect(Math.abs((await wh()) - to)).toBeLessThanOrEqual(12);
  await home.energy.undoCorrection(outcome.repair?.id ?? '');
  expect(await wh()).toBe(first);
});
