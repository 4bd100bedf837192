// How settled hours and days are stored: JSON of columns, deflated. The terms are those of src/energy, stored as they are.
import { isRecord } from '#core/entries.ts';
import { said } from '#core/reason.ts';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import Type from 'typebox';
import { SolsteadError } from '#core/errors.ts';
import type { StoredHour } from '#core/ledger.ts';
import { noFlows } from '#energy/metering/flows.ts';
import type { Settled } from '#energy/metering/settle.ts';
import {
  bucketMs,
  channels,
  type Channel,
  type ChannelEnergy,
  type EnergyBucket,
  flowPaths,
  type MilliWh,
} from '#energy/types.ts';
import type { OptionsKey } from './counting-options.ts';
import { documentCodec } from './document-codec.ts';
import { bookingSchema, eventSchema, upgradedEvent } from './documents.ts';

const atMs = Type.Number();
const numbers = Type.Array(Type.Number());
const rule = Type.Union([
  Type.Literal('counter'),
  Type.Literal('power'),
  Type.Literal('gap-shape'),
  Type.Literal('gap-even'),
  Type.Literal('derived'),
  Type.Literal('repair'),
]);
const booked = { source: Type.String(), channel: bookingSchema, rule };
const time = { fromMs: atMs, toMs: atMs };
const paced = { energy: Type.Number(), ms: Type.Number() };
const shapePart = Type.Object({ ...time, work: Type.Number(), knownMs: Type.Number() });
const moment = Type.Tuple([atMs, Type.Number()]);
const allocated = Type.Object({ ...time, energy: Type.Number() });
const count = Type.Object({ atMs, value: Type.Number() });

const counterState = Type.Object({
  good: Type.Optional(count),
  sinceMs: atMs,
  resolution: Type.Number(),
  held: Type.Optional(
    Type.Object({
      way: Type.Union([Type.Literal('up'), Type.Literal('down')]),
      first: count,
      last: count,
      count: Type.Number(),
      work: Type.Number(),
      drop: Type.Number(),
    }),
  ),
  top: Type.Optional(Type.Object({ atMs, value: Type.Number(), start: Type.Number() })),
  doubt: Type.Optional(
    Type.Object({
      base: count,
      first: count,
      channel: bookingSchema,
      booked: Type.Array(Type.Object({ rule, parts: Type.Array(allocated) })),
    }),
  ),
  pace: Type.Optional(
    Type.Object({
      hourMs: atMs,
      ...paced,
      before: Type.Optional(Type.Object(paced)),
    }),
  ),
  profile: Type.Optional(
    Type.Object({
      slots: numbers,
      slot: Type.Number(),
      energy: Type.Number(),
      isPart: Type.Optional(Type.Literal(true)),
    }),
  ),
  neighbours: Type.Optional(Type.Array(shapePart)),
  audit: Type.Optional(
    Type.Object({
      fromMs: atMs,
      ms: Type.Number(),
      counted: Type.Number(),
      work: Type.Number(),
      short: Type.Array(allocated),
    }),
  ),
  suspicion: Type.Optional(
    Type.Object({
      fromMs: atMs,
      base: Type.Number(),
      energy: Type.Number(),
      rest: Type.Number(),
      debt: Type.Number(),
      isStill: Type.Boolean(),
      isFinal: Type.Optional(Type.Literal(true)),
      proof: Type.Object({ from: Type.Number(), last: Type.Number(), steps: Type.Number(), work: Type.Number() }),
    }),
  ),
  patienceMs: Type.Optional(Type.Number()),
  isVouched: Type.Optional(Type.Literal(true)),
  heard: Type.Optional(Type.Object({ work: Type.Number(), knownMs: Type.Number() })),
  shape: Type.Array(shapePart),
});

const powerState = Type.Object({
  last: Type.Array(Type.Union([Type.Tuple([atMs, Type.Number()]), Type.Null()])),
  positive: Type.Number(),
  negative: Type.Number(),
});

/** A reading that was held back did not know what its power had done. */
function withHeldWork(after: unknown): unknown {
  if (!isRecord(after) || !isRecord(after['counters'])) return after;
  const counters = Object.entries(after['counters']).map(([id, one]) => {
    const held = isRecord(one) && isRecord(one['held']) ? { held: { work: 0, drop: 0, ...one['held'] } } : {};
    return [id, isRecord(one) ? { ...one, ...held } : one] as const;
  });
  return { ...after, counters: Object.fromEntries(counters) };
}

/** Before version 2 what an hour found for earlier times had other names; before codes a decision was a sentence. */
function upgradedHour(hour: unknown): unknown {
  if (!isRecord(hour)) return hour;
  const { spreads, covers, choices, ...rest } = hour;
  const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
  return {
    ...rest,
    events: list(hour['events']).map(upgradedEvent),
    allocations: list(spreads).map((one) => {
      if (!isRecord(one)) return one;
      const { pieces, ...booking } = one;
      return { ...booking, parts: pieces };
    }),
    coverage: covers,
    after: withHeldWork(hour['after']),
    ...(choices === undefined ? {} : { options: choices }),
  };
}

const hourCodec = documentCodec({
  version: 2,
  schema: Type.Object({
    ...time,
    firstMs: atMs,
    energies: Type.Array(Type.Object({ ...booked, energy: numbers })),
    known: Type.Array(Type.Object({ source: Type.String(), measuredMs: numbers, estimatedMs: numbers })),
    allocations: Type.Array(Type.Object({ ...booked, parts: Type.Array(allocated) })),
    coverage: Type.Array(Type.Object({ source: Type.String(), ...time, isMeasured: Type.Boolean() })),
    events: Type.Array(eventSchema),
    awayMs: Type.Optional(numbers),
    soc: Type.Optional(Type.Array(Type.Object({ device: Type.String(), first: moment, last: moment }))),
    compared: Type.Array(Type.Object({ source: Type.String(), channel: bookingSchema, energy: Type.Number() })),
    after: Type.Object({
      atMs,
      counters: Type.Record(Type.String(), counterState),
      powers: Type.Record(Type.String(), powerState),
    }),
    options: Type.Optional(Type.String()),
  }),
  typed: (hour): KeptHour => hour,
  upgrade: upgradedHour,
});

/** Buckets without what they are made from: enough for sums and money. */
interface BucketColumns {
  readonly startMs: readonly number[];
  /** Energy, ms measured and ms estimated. */
  readonly channels: Readonly<Partial<Record<Channel, readonly (readonly number[])[]>>>;
  /** Circuits by device, likewise; absent if there is none. */
  readonly circuits?: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** In the order of the flow paths. */
  readonly flows: readonly (readonly number[])[];
  readonly error: readonly number[];
  /** Absent if there is none. */
  readonly disagreement?: readonly number[];
}

const columns = Type.Array(numbers, { minItems: 3, maxItems: 3 });

const bucketsCodec = documentCodec({
  version: 1,
  schema: Type.Object({
    startMs: numbers,
    channels: Type.Object({
      pv: Type.Optional(columns),
      import: Type.Optional(columns),
      export: Type.Optional(columns),
      charge: Type.Optional(columns),
      discharge: Type.Optional(columns),
      load: Type.Optional(columns),
      generator: Type.Optional(columns),
    }),
    circuits: Type.Optional(Type.Record(Type.String(), columns)),
    flows: Type.Array(numbers, { minItems: 7, maxItems: flowPaths.length }),
    error: numbers,
    disagreement: Type.Optional(numbers),
  }),
  typed: (all): BucketColumns => all,
});

/** Speed before size: an hour is packed once but a day often. */
const level = 1;

function packed(content: unknown): Uint8Array {
  return deflateRawSync(JSON.stringify(content), { level });
}

function unpacked(content: Uint8Array, at: string): unknown {
  try {
    return JSON.parse(inflateRawSync(content).toString());
  } catch (thrown) {
    throw new SolsteadError('store.corrupt', { at, why: said(thrown), cause: thrown });
  }
}

/** A settled hour as it is kept. */
export interface KeptHour extends Settled {
  /** The options it was settled with; absent: the defaults. */
  readonly options?: OptionsKey;
}

/** A settled hour for the store. */
export const packHour = (settled: KeptHour): Uint8Array => packed(hourCodec.wrap(settled));

/** A settled hour from the store. Errors: `store.corrupt`, `store.newer`. */
export function unpackHour({ hourMs, content }: Pick<StoredHour, 'hourMs' | 'content'>): KeptHour {
  const at = `ledger: hour ${hourMs}`;
  return hourCodec.check(unpacked(content, at), at);
}

const at = (column: readonly MilliWh[] | undefined, index: number): number => column?.[index] ?? 0;

function energyAt([energy, measured, estimated]: readonly (readonly number[])[], index: number): ChannelEnergy {
  const known = { measuredMs: at(measured, index), estimatedMs: Math.min(at(estimated, index), bucketMs) };
  return { energy: at(energy, index), ...known, from: [] };
}

/** The buckets of a day for the store; a channel of any of them is a channel of all. */
export function packBuckets(buckets: readonly EnergyBucket[]): Uint8Array {
  const has = channels.filter((channel) => buckets.some((bucket) => bucket.channels[channel] !== undefined));
  const circuits = new Set(buckets.flatMap((bucket) => Object.keys(bucket.circuits ?? {})));
  const columnsOf = (of: (bucket: EnergyBucket) => ChannelEnergy | undefined): number[][] =>
    (['energy', 'measuredMs', 'estimatedMs'] as const).map((part) => buckets.map((bucket) => of(bucket)?.[part] ?? 0));
  const all: BucketColumns = {
    startMs: buckets.map(({ startMs }) => startMs),
    channels: Object.fromEntries(has.map((channel) => [channel, columnsOf((bucket) => bucket.channels[channel])])),
    ...(circuits.size === 0
      ? {}
      : {
          circuits: Object.fromEntries(
            [...circuits].map((device) => [device, columnsOf((bucket) => bucket.circuits?.[device])]),
          ),
        }),
    flows: flowPaths.map((path) => buckets.map(({ flows }) => flows[path])),
    error: buckets.map(({ meteringError }) => meteringError),
    ...(buckets.some(({ disagreement }) => disagreement !== undefined)
      ? { disagreement: buckets.map(({ disagreement = 0 }) => disagreement) }
      : {}),
  };
  return packed(bucketsCodec.wrap(all));
}

/** The buckets of a day from the store; `place` names it. Errors: `store.corrupt`, `store.newer`. */
export const unpackBuckets = (content: Uint8Array, place: string): EnergyBucket[] => [...eachUnpacked(content, place)];

/** The same, each made on demand. Errors: `store.corrupt`, `store.newer`. */
export function* eachUnpacked(content: Uint8Array, place: string): Generator<EnergyBucket, void> {
  const all = bucketsCodec.check(unpacked(content, place), place);
  const has = channels.filter((channel) => all.channels[channel] !== undefined);
  for (const [index, startMs] of all.startMs.entries()) {
    const own: Partial<Record<Channel, ChannelEnergy>> = {};
    for (const channel of has) own[channel] = energyAt(all.channels[channel] ?? [], index);
    // As when it was packed: a circuit of which nothing is known is absent.
    const circuits = Object.entries(all.circuits ?? {})
      .map(([device, own]) => [device, energyAt(own, index)] as const)
      .filter(([, { energy, measuredMs, estimatedMs }]) => energy !== 0 || measuredMs + estimatedMs > 0);
    const flows = noFlows();
    for (const [place, path] of flowPaths.entries()) flows[path] = at(all.flows[place], index);
    const disagreement = at(all.disagreement, index);
    const error = { meteringError: at(all.error, index), ...(disagreement > 0 ? { disagreement } : {}) };
    yield {
      startMs,
      channels: own,
      ...(circuits.length === 0 ? {} : { circuits: Object.fromEntries(circuits) }),
      flows,
      ...error,
    };
  }
}
