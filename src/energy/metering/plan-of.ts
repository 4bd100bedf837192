// A sensible meter plan from what a home has: what speaks for a side and what stands in, counters before integration.
import { minuteMs } from '#core/time.ts';
import { bookings } from '../types.ts';
import { type Claim, claimsOf } from './claims.ts';
import { doesBook, gapLimitOf, type MeterPlan, type PlannedCircuit, type PresenceSource, type Source } from './plan.ts';
import type { MeteredDevice, PhaseRule, PlanOptions } from './plan-options.ts';
import { roleOf, type SideName } from './roles.ts';
import { circuitSide, type SideVoice, speakersOf, type Voice } from './voices.ts';

const joined = (kind: 'sum' | 'first', voices: readonly Voice[]): Voice | undefined => {
  if (voices.length < 2) return voices[0];
  return kind === 'sum' ? { sum: voices } : { first: voices };
};

const given = <T>(values: readonly (T | undefined)[]): T[] => values.filter((value) => value !== undefined);

/** Those of each rank added up, the better ranks first. */
function byRank(claims: readonly Claim[], voiceOf: (claim: Claim) => Voice): Voice | undefined {
  const sorted = [...new Set(claims.map(({ rank }) => rank))].sort((left, right) => left - right);
  const levels = sorted.map((rank) =>
    joined(
      'sum',
      claims.filter((claim) => claim.rank === rank).map((claim) => voiceOf(claim)),
    ),
  );
  return joined('first', given(levels));
}

/** What speaks for a side, out of all that is reported for it. */
export function voiceOfSide(claims: readonly Claim[]): Voice | undefined {
  const names = new Set(claims.map(({ device }) => device));
  const isCopy = ({ copyOf }: Claim): boolean => copyOf !== undefined && names.has(copyOf);
  const withCopies = (claim: Claim): Voice => {
    const copies = claims.filter((one) => isCopy(one) && one.copyOf === claim.device).map(({ voice }) => voice);
    return joined('first', [claim.voice, ...copies]) ?? claim.voice;
  };
  const originals = claims.filter((claim) => !isCopy(claim));
  const isWithin = ({ of, device }: Claim): boolean => of !== undefined && of !== device && names.has(of);
  const apart = originals.filter((claim) => claim.apart === true);
  const within = originals.filter((claim) => claim.apart !== true && isWithin(claim));
  const hosts = new Set(within.map(({ of }) => of));
  const rest = originals.filter((claim) => claim.apart !== true && !within.includes(claim));
  const hosted = rest
    .filter(({ device }) => hosts.has(device))
    .map((host) => {
      const inside = within.filter(({ of }) => of === host.device).map(withCopies);
      return joined('first', given([joined('sum', inside), withCopies(host)]));
    });
  const usual = byRank(
    rest.filter(({ device }) => !hosts.has(device)),
    withCopies,
  );
  return joined('sum', given([...hosted, usual, ...apart.map(withCopies)]));
}

/** Sources whose silence does no harm, because others are booked in that time. */
function withStandIns(voice: Voice): string[] {
  if ('sources' in voice) return [];
  if ('sum' in voice) return voice.sum.flatMap(withStandIns);
  return [
    ...voice.first.slice(0, -1).flatMap((one) => speakersOf(one).flatMap(({ sources }) => sources)),
    ...voice.first.flatMap(withStandIns),
  ];
}

const isPlainSum = (voice: Voice): boolean => {
  if ('sources' in voice) return voice.isNetted !== true && voice.away === undefined;
  return 'sum' in voice && voice.sum.every(isPlainSum);
};

interface PlannedSide {
  readonly sources: readonly Source[];
  readonly voice?: SideVoice;
}

const netWidths: Readonly<Partial<Record<PhaseRule, number>>> = {
  'net-minute': minuteMs,
  'net-quarter': 15 * minuteMs,
};

function planSide(all: readonly Claim[], side: SideName, { phases, rules }: PlanOptions): PlannedSide {
  const claims = all.filter((claim) => claim.side === side).sort((left, right) => left.rank - right.rank);
  if (rules === 1) {
    // The first kind of device that reports a side at all.
    const first = Math.min(...claims.map(({ rank }) => rank));
    return { sources: claims.filter(({ rank }) => rank === first).flatMap(({ sources }) => sources) };
  }
  return plannedOf(claims, { side, netMs: side === 'grid' && phases !== undefined ? netWidths[phases] : undefined });
}

function plannedOf(
  claims: readonly Claim[],
  { side, netMs }: { readonly side: string; readonly netMs?: number | undefined },
): PlannedSide {
  const voice = voiceOfSide(claims);
  const sources = claims.flatMap((claim) => claim.sources);
  if (voice === undefined || (isPlainSum(voice) && netMs === undefined)) return { sources };
  const covered = new Set(withStandIns(voice));
  const marked = sources.map(
    (source): Source => (source.kind === 'power' && covered.has(source.id) ? { ...source, hasStandIn: true } : source),
  );
  const booked = bookings.filter((channel) => sources.some((source) => doesBook(source, channel)));
  return {
    sources: marked,
    voice: { side, channels: booked, voice, ...(netMs === undefined ? {} : { netMs }) },
  };
}

/** Each circuit for itself: a copy stands in for its original, and nothing is added up. */
function planCircuits(
  all: readonly Claim[],
  { roles }: PlanOptions,
): (PlannedSide & { readonly circuit: PlannedCircuit })[] {
  const claims = Map.groupBy(
    all.filter(({ side }) => side === 'circuit'),
    ({ device, copyOf = device }) => copyOf,
  );
  return [...claims].map(([device, own]) => {
    const planned = plannedOf(own, { side: circuitSide(device) });
    const booking = planned.sources.filter((source) => doesBook(source, 'circuit'));
    const role = roleOf(roles, device);
    const name = role.kind === 'circuit' ? role.name : undefined;
    const circuit = { device, ...(name === undefined ? {} : { name }), sources: booking.map(({ id }) => id) };
    return { ...planned, circuit };
  });
}

/** Volts on an inverter's input from which the grid counts as present. */
const gridThereV = 50;

/** What shows whether inverters have a grid at their input. */
function presenceOf(devices: readonly MeteredDevice[]): PresenceSource[] {
  return devices
    .filter(({ kind }) => kind === 'inverter')
    .flatMap((device) =>
      (['grid.voltage', 'grid.connected'] as const)
        .filter((metric) => device.metrics.includes(metric))
        .map((metric) => ({
          id: `${device.id}:${metric}`,
          device: device.id,
          metric,
          from: metric === 'grid.voltage' ? gridThereV : 1,
          gapLimitMs: gapLimitOf(device.intervals?.get(metric) ?? device.intervalMs),
        })),
    );
}

const batterySigns = ['battery.soc', 'battery.voltage', 'battery.current'] as const;

/** Whether there is a battery whose power is not measured: what it gives must not be booked as bought. */
function isBatteryHidden(devices: readonly MeteredDevice[], battery: readonly Source[]): boolean {
  return battery.length === 0 && devices.some(({ metrics }) => batterySigns.some((one) => metrics.includes(one)));
}

/** What is derived if nothing measures the grid. */
function derivedGrid(
  devices: readonly MeteredDevice[],
  { pv, battery, load }: Record<'pv' | 'battery' | 'load', readonly Source[]>,
  { roles, rules }: PlanOptions,
): Pick<MeterPlan, 'derives' | 'presence'> {
  const presence = presenceOf(devices);
  if (load.length === 0) return {};
  if (rules === 1) return presence.some(({ metric }) => metric === 'grid.voltage') ? { derives: 'import' } : {};
  if (isBatteryHidden(devices, battery)) return {};
  if (presence.length > 0) return { derives: 'import', presence };
  // A house that is measured whole and makes its own power buys and sells what is left.
  const isWhole = [...(roles?.values() ?? [])].some(({ kind }) => kind === 'home');
  return isWhole && pv.length > 0 ? { derives: 'grid' } : {};
}

/**
 * The plan of a home: a meter speaks for the grid before an inverter, a battery for itself; a source that knows less
 * stands in while the one that knows best is silent. What the home uses is derived if the grid is known, otherwise it is what
 * an inverter or a meter of the whole house says, and then what came from the grid is derived if there is an input.
 */
export function planOf(devices: readonly MeteredDevice[], options: PlanOptions): MeterPlan {
  const claims = claimsOf(devices, options);
  const side = (name: SideName): PlannedSide => planSide(claims, name, options);
  const [pv, grid, battery, load] = [side('pv'), side('grid'), side('battery'), side('load')];
  const generator = options.rules === 1 ? { sources: [] } : side('generator');
  const others = [pv, grid, battery, generator];
  const isHouseMetered = [...(options.roles?.values() ?? [])].some(({ kind }) => kind === 'home');
  const isOwn = (options.load === 'own' || isHouseMetered) && load.sources.length > 0;
  const isDerived = grid.sources.length > 0 && !isOwn;
  const circuits = options.rules === 1 ? [] : planCircuits(claims, options);
  const used = [...others, ...(isDerived ? [] : [load]), ...circuits];
  const voices = given(used.map(({ voice }) => voice));
  const derives: Pick<MeterPlan, 'derives' | 'presence'> = isDerived
    ? { derives: 'load' }
    : grid.sources.length > 0
      ? {}
      : derivedGrid(devices, { pv: pv.sources, battery: battery.sources, load: load.sources }, options);
  const isAtInput =
    generator.sources.length > 0 &&
    grid.sources.length > 0 &&
    claims.every((one) => one.side !== 'grid' || one.rank > 0);
  return {
    sources: used.flatMap(({ sources }) => sources),
    ...derives,
    ...(isAtInput ? { isGeneratorAtInput: true } : {}),
    ...(voices.length === 0 ? {} : { sides: voices }),
    ...(circuits.length === 0 ? {} : { circuits: circuits.map(({ circuit }) => circuit) }),
  };
}
