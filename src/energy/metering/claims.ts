// Which side of a home a device speaks for, with the sources it gives: by its role if it has one, otherwise by its kind.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { Booking } from '../types.ts';
import { gapLimitOf, type CounterSource, type PowerSource, type Source } from './plan.ts';
import { withParts } from './parts.ts';
import type { MeteredDevice, PlanOptions } from './plan-options.ts';
import { copiedRole, gridOf, type MeterRole, namesSides, roleOf, sideNames, type SideName } from './roles.ts';
import type { Voice } from './voices.ts';

/** A side of the home, or a part of what it uses. */
export type ClaimSide = SideName | 'circuit';

/** What a device measures for a side: its power, the channels of both signs, and its counters. */
interface Measured {
  readonly side: ClaimSide;
  readonly power: MetricId;
  readonly positive: Booking;
  readonly negative?: Booking;
  readonly counters: Partial<Record<Booking, MetricId>>;
  readonly reversed?: boolean;
  /** Whether the powers of its relays stand for a power it does not report: smart plugs. */
  readonly relays?: boolean;
}

/** What a device can report for a side. */
export interface Claim {
  readonly device: string;
  readonly side: ClaimSide;
  /** 0 for the kind of device that knows best. */
  readonly rank: number;
  readonly sources: readonly Source[];
  readonly voice: Voice;
  /** The device it is a copy of. */
  readonly copyOf?: string;
  /** The device whose side this also is. */
  readonly of?: string;
  /** Whether no other device measures this. */
  readonly apart?: boolean;
}

const own: Readonly<Record<ClaimSide, Measured>> = {
  pv: { side: 'pv', power: 'pv.power', positive: 'pv', counters: { pv: 'pv.energy' } },
  grid: {
    side: 'grid',
    power: 'grid.power',
    positive: 'import',
    negative: 'export',
    counters: { import: 'grid.energy.import', export: 'grid.energy.export' },
  },
  battery: {
    side: 'battery',
    power: 'battery.power',
    positive: 'discharge',
    negative: 'charge',
    counters: { charge: 'battery.energy.charge', discharge: 'battery.energy.discharge' },
  },
  load: { side: 'load', power: 'load.power', positive: 'load', counters: { load: 'load.energy' } },
  // Only a role says that a meter is at a generator.
  generator: {
    side: 'generator',
    power: 'grid.power',
    positive: 'generator',
    counters: { generator: 'grid.energy.import' },
  },
  // The same for a circuit.
  circuit: {
    side: 'circuit',
    power: 'load.power',
    positive: 'circuit',
    counters: { circuit: 'load.energy' },
    relays: true,
  },
};

/** Which kinds of device know a side best. */
const ranks: Readonly<Record<ClaimSide, readonly DeviceKind[]>> = {
  pv: ['inverter', 'meter'],
  grid: ['meter', 'inverter'],
  battery: ['battery', 'inverter'],
  load: ['inverter'],
  generator: [],
  circuit: [],
};

const sideOfRole: Readonly<Partial<Record<MeterRole['kind'], ClaimSide>>> = {
  grid: 'grid',
  pv: 'pv',
  battery: 'battery',
  home: 'load',
  generator: 'generator',
  circuit: 'circuit',
};

const importOf = { power: 'grid.power', counter: 'grid.energy.import', other: 'grid.energy.export' } as const;

/** What a meter of alternating current measures if it is not at the grid: its import is what the role says. */
function metered(side: ClaimSide, reversed: boolean): Measured {
  const [forward, backward] = reversed ? [importOf.other, importOf.counter] : [importOf.counter, importOf.other];
  const turned = { ...(reversed ? { reversed } : {}), relays: true };
  switch (side) {
    case 'pv':
      return { side, power: importOf.power, positive: 'pv', counters: { pv: forward }, ...turned };
    case 'load':
      return { side, power: importOf.power, positive: 'load', counters: { load: forward }, ...turned };
    case 'generator':
      return { ...own.generator, relays: true };
    case 'circuit':
      return {
        side,
        power: importOf.power,
        positive: 'circuit',
        counters: { circuit: importOf.counter },
        relays: true,
      };
    case 'battery':
      return {
        side,
        power: importOf.power,
        positive: 'charge',
        negative: 'discharge',
        counters: { charge: forward, discharge: backward },
        ...turned,
      };
    case 'grid':
      return {
        ...own.grid,
        counters: { import: forward, export: backward },
        ...turned,
      };
  }
}

const phaseNumbers = [1, 2, 3] as const;
const phasePowers = phaseNumbers.map((phase): MetricId => `grid.power.l${phase}`);

/** The phases of a meter's power. */
const phasesOf = (metrics: readonly MetricId[]): readonly MetricId[] =>
  phasePowers.filter((metric) => metrics.includes(metric));

const relayPower = /^relay\.power\.\d+$/;

/** The powers of a device's relays. */
const relaysOf = ({ metrics }: MeteredDevice): readonly MetricId[] =>
  metrics.filter((metric) => relayPower.test(metric));

type Facts = Pick<Source, 'device' | 'part' | 'intervalMs' | 'gapLimitMs' | 'plausibleW'>;

/** The metric that is read for one that is looked for; of a part they differ. */
const realOf = ({ partOf }: MeteredDevice, metric: MetricId): MetricId => partOf?.metrics.get(metric) ?? metric;

/** The device that is read. */
const wholeOf = ({ id, partOf }: MeteredDevice): string => partOf?.device ?? id;

const defaultPlausibleW = 50_000;

function factsOf(device: MeteredDevice, metric: MetricId | undefined, options: PlanOptions): Facts {
  const given = metric === undefined ? undefined : device.intervals?.get(metric);
  const intervalMs = given ?? device.intervalMs;
  return {
    device: wholeOf(device),
    ...(device.partOf === undefined ? {} : { part: device.id }),
    intervalMs,
    gapLimitMs: gapLimitOf(intervalMs),
    plausibleW: options.plausibleW ?? defaultPlausibleW,
  };
}

/** The powers of a side as groups: one of all phases, or one a phase. */
function powerGroups(device: MeteredDevice, what: Measured, options: PlanOptions): (readonly MetricId[])[] {
  const given = what.power === 'grid.power' ? phasesOf(device.metrics) : [];
  if (what.side === 'grid' && options.phases === 'each' && given.length > 1) return given.map((metric) => [metric]);
  if (device.metrics.includes(what.power)) return [[what.power]];
  if (given.length > 0 || what.relays !== true) return given.length > 0 ? [given] : [];
  // A counter counts all relays together; without one each is integrated by itself, so that one that is silent hides no other.
  const relays = relaysOf(device);
  const isCounted = Object.values(what.counters).some((metric) => device.metrics.includes(metric));
  return isCounted && relays.length > 0 ? [relays] : relays.map((metric) => [metric]);
}

const phaseCounters = (device: MeteredDevice, metric: MetricId): MetricId[] =>
  device.metrics.filter((one) => one.startsWith(`${metric}.l`));

/** The counters of a channel: the device's own sum, or one a phase if there is no sum or a person wants phases one by one. */
function counterMetrics(device: MeteredDevice, what: Measured & { readonly metric: MetricId }, options: PlanOptions) {
  const { metric, side } = what;
  const given = metric.startsWith('grid.') ? phaseCounters(device, metric) : [];
  if (side === 'grid' && options.phases === 'each') {
    if (given.length > 1) return given;
    // A sum counter nets phases as its meter does: to book them one by one their powers have to be integrated.
    if (phasesOf(device.metrics).length === phaseNumbers.length) return [];
  }
  if (device.metrics.includes(metric)) return [metric];
  return options.rules === 1 ? [] : given;
}

function countersOf(device: MeteredDevice, what: Measured, options: PlanOptions): CounterSource[] {
  const sources: CounterSource[] = [];
  for (const channel of ['pv', 'import', 'export', 'charge', 'discharge', 'load', 'generator', 'circuit'] as const) {
    const metric = what.counters[channel];
    if (metric === undefined) continue;
    for (const looked of counterMetrics(device, { ...what, metric }, options)) {
      const one = realOf(device, looked);
      const isDaily = options.daily?.has(`${wholeOf(device)} ${one}`) === true;
      const wrapWh = device.widths?.[one];
      sources.push({
        kind: 'counter',
        id: `${wholeOf(device)}:${one}`,
        ...factsOf(device, one, options),
        metric: one,
        channel,
        span: isDaily ? 'daily' : 'total',
        timeZone: options.timeZone,
        ...(wrapWh === undefined ? {} : { wrapWh }),
        ...(device.moved === undefined ? {} : { movedMs: device.moved }),
      });
    }
  }
  return sources;
}

function powersOf(device: MeteredDevice, what: Measured, options: PlanOptions): Omit<PowerSource, 'books'>[] {
  const groups = powerGroups(device, what, options).map((group) => group.map((metric) => realOf(device, metric)));
  return groups.map((metrics) => ({
    kind: 'power',
    id: `${wholeOf(device)}:${metrics.join('+')}`,
    ...factsOf(device, metrics[0], options),
    metrics,
    positive: what.positive,
    ...(what.negative === undefined ? {} : { negative: what.negative }),
    ...(what.reversed === undefined ? {} : { reversed: what.reversed }),
  }));
}

/** Each counter with the power that shows the shape of what it counts. */
function shaped(counters: readonly CounterSource[], powers: readonly Pick<PowerSource, 'id' | 'metrics'>[]) {
  return counters.map((counter): CounterSource => {
    const phase = /\.l\d$/.exec(counter.metric)?.[0];
    const ofPhase = phase === undefined ? undefined : powers.find(({ metrics }) => metrics[0]?.endsWith(phase));
    const power = ofPhase ?? (phase === undefined || powers.length === 1 ? powers[0] : undefined);
    return power === undefined ? counter : { ...counter, shape: power.id };
  });
}

const idsOf = (sources: readonly Source[]): string[] => sources.map(({ id }) => id);

/** Counters of both ways as one that runs forwards and backwards; those of one way stay as they are. */
function asOne(counters: readonly CounterSource[]): readonly CounterSource[] {
  const metrics = (way: Booking): MetricId[] =>
    counters.filter(({ channel }) => channel === way).map(({ metric }) => metric);
  const parts = { plus: metrics('import'), minus: metrics('export') };
  const first = counters.find(({ channel }) => channel === 'import');
  if (first === undefined || parts.minus.length === 0 || counters.some(({ span }) => span === 'daily')) return counters;
  const { shape: _none, wrapWh: _open, ...rest } = first;
  return [{ ...rest, id: `${first.device}:grid.energy`, parts, fallsTo: 'export' }];
}

/** What a device reports for a side: counters, and its power for what no counter counts and for the shape. */
function said(
  device: MeteredDevice,
  what: Measured,
  options: PlanOptions,
): Pick<Claim, 'sources' | 'voice'> | undefined {
  const both = what.negative === undefined ? [what.positive] : [what.positive, what.negative];
  const powers = powersOf(device, what, options);
  const counters = shaped(countersOf(device, what, options), powers);
  if (powers.length === 0 && counters.length === 0) return undefined;
  // Counters that add up what each phase counts cannot give the net of the phases.
  const isSummed =
    options.rules !== 1 &&
    what.side === 'grid' &&
    options.phases !== 'each' &&
    counters.length > 0 &&
    (options.sumsPhases?.has(device.id) === true || phaseCounters(device, 'grid.energy.import').length > 0);
  if (isSummed) {
    const net = asOne(counters);
    const speaker = { sources: idsOf(net), isNetted: true };
    if (powers.length === 0) return { sources: net, voice: speaker };
    const all = powers.map((power): PowerSource => ({ ...power, books: both }));
    return { sources: [...net, ...all], voice: { first: [{ sources: idsOf(all) }, speaker] } };
  }
  const counted = new Set(counters.map(({ channel }) => channel));
  const all = powers.map(
    (power): PowerSource => ({ ...power, books: both.filter((channel) => !counted.has(channel)) }),
  );
  const booking = [...counters, ...all.filter(({ books }) => books.length > 0)];
  return { sources: [...counters, ...all], voice: { sources: idsOf(booking) } };
}

/** A side of which a device shows the opposite sign: its meter of the grid counts each way as the other. */
function turned(what: Measured): Measured {
  if (what.side === 'battery') return { ...what, reversed: true };
  if (what.side !== 'grid') return what;
  const { import: forward, export: backward } = what.counters;
  const counters = {
    ...(backward === undefined ? {} : { import: backward }),
    ...(forward === undefined ? {} : { export: forward }),
  };
  return { ...what, reversed: true, counters };
}

/** What a device measures according to its role, with its rank; `isTurned`: with the opposite sign, besides what the role says. */
function measuredBy(device: MeteredDevice, role: MeterRole, isTurned: boolean): (Measured & Pick<Claim, 'rank'>)[] {
  if (namesSides(role)) {
    const sides = sideNames.flatMap((side) => {
      const rank = ranks[side].indexOf(device.kind);
      if (rank === -1) return [];
      const isOpposite = isTurned && (role.kind !== 'same-grid' || side === 'grid');
      return [{ ...(isOpposite ? turned(own[side]) : own[side]), rank }];
    });
    // A smart plug is inside the home, whatever else is.
    return sides.length === 0 && relaysOf(device).length > 0 ? [{ ...own.circuit, rank: 0 }] : sides;
  }
  const side = sideOfRole[role.kind];
  if (side === undefined) return [];
  const isSaid = 'reversed' in role ? (role.reversed ?? false) : false;
  const reversed = isSaid !== isTurned;
  const given = own[side];
  const hasOwn =
    side !== 'grid' &&
    [given.power, ...Object.values(given.counters)].some((metric) => device.metrics.includes(metric));
  const rank = Math.max(0, ranks[side].indexOf(device.kind));
  return [{ ...(hasOwn ? { ...given, ...(reversed ? { reversed } : {}) } : metered(side, reversed)), rank }];
}

/** A voice whose speakers know when their device is not part of the home. */
function withAway(voice: Voice, device: MeteredDevice): Voice {
  const { away } = device;
  if (away === undefined) return voice;
  if ('sources' in voice) return { ...voice, away };
  const all = ('sum' in voice ? voice.sum : voice.first).map((one) => withAway(one, device));
  return 'sum' in voice ? { sum: all } : { first: all };
}

/** What the devices of a home report for its sides, in order of the devices. */
export function claimsOf(devices: readonly MeteredDevice[], options: PlanOptions): Claim[] {
  const { roles } = options;
  return withParts(devices, roles).flatMap((device) => {
    const given = roleOf(roles, device.id);
    const { role, device: original, isTurned } = copiedRole(roles, device.id);
    const isOpposite = given.kind === 'same-grid' ? given.reversed === true : isTurned;
    return measuredBy(device, role, isOpposite).flatMap((what): Claim[] => {
      const found = said(device, what, options);
      if (found === undefined) return [];
      const { side, rank } = what;
      const same = given.kind === 'same-grid' && side === 'grid' ? gridOf(roles, device.id) : original;
      const isCopied = (given.kind === 'copy' || given.kind === 'same-grid') && same !== device.id;
      return [
        {
          device: device.id,
          side,
          rank,
          ...found,
          voice: withAway(found.voice, device),
          ...(isCopied ? { copyOf: same } : {}),
          ...((given.kind === 'pv' || given.kind === 'battery') && given.of !== undefined ? { of: given.of } : {}),
          ...('apart' in given && given.apart ? { apart: true } : {}),
        },
      ];
    });
  });
}
