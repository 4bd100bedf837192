// The home's power flow from its devices' values: which device counts for sun, grid, battery and home, by what devices measure
// and which of them are alive. For the grid a meter takes precedence over an inverter, for itself a battery does; a lesser source
// stands in while the best one is silent, exactly as in the ledger. The home is the sum of its sources.
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import { idOfPart, partOf } from '#core/meter-part.ts';
import type { Quality } from '#core/reading.ts';
import { minuteMs } from '#core/time.ts';
import { type Claim, claimsOf } from '#energy/metering/claims.ts';
import { voiceOfSide } from '#energy/metering/plan-of.ts';
import type { MeteredDevice } from '#energy/metering/plan-options.ts';
import type { PowerSource } from '#energy/metering/plan.ts';
import { type MeterRole, type MeterRoles, namesSides, type SideName } from '#energy/metering/roles.ts';
import { type Speaker, spokenBy } from '#energy/metering/voices.ts';
import type { Flow, FlowBranch, FlowCircuit, LiveValue } from '#api/contract.ts';

/** A device as the flow sees it. */
export interface FlowDevice {
  readonly id: string;
  readonly kind: DeviceKind;
  /** What it measures; absent: each of its values belongs to the side it names. */
  readonly measures?: MeterRole;
  /** What parts of it measure, by their ids; absent: none has a role of its own. */
  readonly parts?: MeterRoles;
}

/** Devices with what they, and parts of them, measure. */
export function withRoles(devices: readonly FlowDevice[], roles: MeterRoles): readonly FlowDevice[] {
  return devices.map((device) => {
    const measures = roles.get(device.id);
    const parts = new Map([...roles].filter(([id]) => partOf(id)?.device === device.id));
    return {
      ...device,
      ...(measures === undefined ? {} : { measures }),
      ...(parts.size === 0 ? {} : { parts }),
    };
  });
}

/** Looks up a value of a device. */
export type Look = (device: string, metric: MetricId) => Pick<LiveValue, 'value' | 'atMs' | 'quality'> | undefined;

const powerMetrics = [
  'pv.power',
  'grid.power',
  'grid.power.l1',
  'grid.power.l2',
  'grid.power.l3',
  'battery.power',
  'load.power',
] as const satisfies readonly MetricId[];

/** Powers of relays: smart plugs, and what their channels feed. */
const relayMetrics = [1, 2, 3, 4, 5, 6, 7, 8].map((channel): MetricId => `relay.power.${channel}`);

/** Powers of the channels of meters. */
const channelMetrics = Array.from({ length: 16 }, (_none, index): MetricId => `meter.power.${index + 1}`);

/** The metrics a flow is made of. */
export const flowMetrics: ReadonlySet<MetricId> = new Set<MetricId>([
  ...powerMetrics,
  ...relayMetrics,
  ...channelMetrics,
  'grid.voltage',
  'grid.connected',
  'battery.soc',
  'battery.voltage',
  'battery.capacity',
]);

const unknown: FlowBranch = { quality: 'good' };
const trust: Readonly<Record<Quality, number>> = { stale: 0, held: 1, estimated: 2, good: 3 };

const worse = (left: Quality, right: Quality): Quality => (trust[left] <= trust[right] ? left : right);

/** The sum of two branches; what is not known adds nothing. */
function plus(left: FlowBranch, right: FlowBranch): FlowBranch {
  if (left.powerW === undefined) return right;
  if (right.powerW === undefined) return left;
  const standIns = [...(left.standIns ?? []), ...(right.standIns ?? [])];
  return {
    powerW: left.powerW + right.powerW,
    atMs: Math.min(left.atMs ?? Number.POSITIVE_INFINITY, right.atMs ?? Number.POSITIVE_INFINITY),
    quality: worse(left.quality, right.quality),
    ...(standIns.length === 0 ? {} : { standIns }),
  };
}

/** The home as its devices are now. */
interface Home {
  readonly devices: readonly FlowDevice[];
  readonly roles: MeterRoles;
  readonly look: Look;
  readonly claims: readonly Claim[];
}

/** What devices report, by the metrics they have given. */
function homeOf(devices: readonly FlowDevice[], look: Look): Home {
  const metered = devices.map(
    ({ id, kind }): MeteredDevice => ({
      id,
      kind,
      intervalMs: minuteMs,
      metrics: [...powerMetrics, ...relayMetrics, ...channelMetrics].filter(
        (metric) => typeof look(id, metric)?.value === 'number',
      ),
    }),
  );
  const roles = new Map(
    devices.flatMap(({ id, measures, parts = [] }) => [
      ...(measures === undefined ? [] : [[id, measures] as const]),
      ...parts,
    ]),
  );
  return { devices, roles, look, claims: claimsOf(metered, { timeZone: 'UTC', roles }) };
}

/** What is positive in a flow: sources. */
const isSource: Readonly<Record<PowerSource['positive'], boolean>> = {
  pv: true,
  import: true,
  discharge: true,
  load: true,
  generator: true,
  circuit: true,
  charge: false,
  export: false,
};

function powerOf({ device, metrics, positive, reversed }: PowerSource, look: Look): FlowBranch {
  const sign = (isSource[positive] ? 1 : -1) * (reversed === true ? -1 : 1);
  let sum = unknown;
  for (const metric of metrics) {
    const found = look(device, metric);
    if (typeof found?.value !== 'number') continue;
    sum = plus(sum, { powerW: sign * found.value, atMs: found.atMs, quality: found.quality });
  }
  return sum;
}

/** What is known about a side: the best of all that are alive, else the last values of those that are not. */
function sideOf({ claims, look }: Home, side: SideName): FlowBranch {
  const own = claims.filter((claim) => claim.side === side).sort((left, right) => left.rank - right.rank);
  const voice = voiceOfSide(own);
  if (voice === undefined) return unknown;
  const powers = own.flatMap(({ sources }) => sources).filter((source) => source.kind === 'power');
  const saidBy = ({ sources }: Speaker): FlowBranch =>
    powers.filter(({ id }) => sources.includes(id)).reduce((sum, one) => plus(sum, powerOf(one, look)), unknown);
  const aliveMs = (speaker: Speaker): number => {
    const { powerW, quality } = saidBy(speaker);
    return powerW === undefined || quality === 'stale' ? 0 : minuteMs;
  };
  return spokenBy(voice, aliveMs).reduce((sum, { speaker, isStandIn }) => {
    const said = saidBy(speaker);
    const { device: whole, part: device = whole } = powers.find(({ id }) => speaker.sources.includes(id)) ?? {};
    const standsIn = isStandIn && device !== undefined;
    return plus(sum, standsIn ? { ...said, quality: worse(said.quality, 'estimated'), standIns: [device] } : said);
  }, unknown);
}

/** Volts on the inverter's input from which on the grid is present. */
const gridThereV = 50;

/**
 * Whether an inverter has the grid at its input; by its mode first, as volts are there before a relay closes. The mode is read as
 * the number that is kept of it, so that the past is judged like the present; one that is old says nothing against volts of now.
 */
function inputOf(
  look: Look,
  id: string,
): { readonly isThere: boolean; readonly atMs: number; readonly quality: Quality }[] {
  const volts = look(id, 'grid.voltage');
  const byMode = look(id, 'grid.connected');
  const connected =
    byMode?.quality === 'stale' && volts !== undefined && volts.quality !== 'stale' ? undefined : byMode;
  const first = connected ?? volts;
  if (first === undefined) return [];
  const isThere = connected?.value !== 0 && (volts === undefined || Number(volts.value) >= gridThereV);
  return [{ isThere, atMs: first.atMs, quality: first.quality }];
}

/** Whether there is a battery whose power is not reported. */
function isBatteryHidden({ devices, look, claims }: Home): boolean {
  if (claims.some(({ side }) => side === 'battery')) return false;
  return devices.some(({ id }) =>
    (['battery.soc', 'battery.voltage'] as const).some((one) => look(id, one) !== undefined),
  );
}

/** If nothing measures the grid: what an inverter's output takes beyond sun and battery, when its input is live. */
function estimatedGrid(
  home: Home,
  { pv, battery, output }: Record<'pv' | 'battery' | 'output', FlowBranch>,
): FlowBranch {
  const live = home.devices.filter(({ kind }) => kind === 'inverter').flatMap(({ id }) => inputOf(home.look, id));
  if (live.length === 0 || output.powerW === undefined) return unknown;
  const atMs = Math.min(output.atMs ?? Number.POSITIVE_INFINITY, ...live.map((input) => input.atMs));
  const inputQuality = live.map(({ quality }) => quality).reduce(worse, 'estimated');
  const isThere = live.some((input) => input.isThere);
  if (!isThere) return { powerW: 0, atMs, quality: worse(inputQuality, output.quality) };
  // Without the sun's share, or that of a battery, the rest would be a guess; a home without a battery has no such share.
  if (pv.powerW === undefined || isBatteryHidden(home)) return unknown;
  const sources = plus(pv, battery);
  return {
    powerW: Math.max(0, output.powerW - (sources.powerW ?? 0)),
    atMs: Math.min(atMs, sources.atMs ?? atMs),
    quality: worse(worse(inputQuality, output.quality), sources.quality),
  };
}

/** Mean state of charge, weighted by capacity if every battery reports it; of those that are alive if any is. */
function stateOfCharge(devices: readonly FlowDevice[], look: Look): number | undefined {
  for (const isAlive of [true, false])
    for (const kind of ['battery', 'inverter'] as const) {
      const batteries: { readonly soc: number; readonly ah: number }[] = [];
      for (const device of devices) {
        const found = device.kind === kind ? look(device.id, 'battery.soc') : undefined;
        if (typeof found?.value !== 'number' || (isAlive && found.quality === 'stale')) continue;
        if (device.measures?.kind === 'copy' || device.measures?.kind === 'nothing') continue;
        batteries.push({ soc: found.value, ah: Number(look(device.id, 'battery.capacity')?.value ?? 0) });
      }
      if (batteries.length === 0) continue;
      const isWeighted = batteries.every(({ ah }) => ah > 0);
      const total = isWeighted ? batteries.reduce((sum, { ah }) => sum + ah, 0) : batteries.length;
      return batteries.reduce((sum, { soc, ah }) => sum + (soc * (isWeighted ? ah : 1)) / total, 0);
    }
  return undefined;
}

/** A home never makes power: sources that were read moments apart may sum to a little below 0. */
function notNegative(sum: FlowBranch): FlowBranch {
  return sum.powerW !== undefined && sum.powerW < 0 ? { ...sum, powerW: 0 } : sum;
}

/** What a meter shows that is not at the grid. */
function meteredBy(look: Look, id: string): FlowBranch {
  const total = look(id, 'grid.power') ?? look(id, 'load.power');
  if (typeof total?.value === 'number')
    return { powerW: Math.abs(total.value), atMs: total.atMs, quality: total.quality };
  const summed = (metrics: readonly MetricId[]): FlowBranch =>
    metrics
      .map((metric) => look(id, metric))
      .reduce<FlowBranch>(
        (sum, one) =>
          typeof one?.value === 'number' ? plus(sum, { powerW: one.value, atMs: one.atMs, quality: one.quality }) : sum,
        unknown,
      );
  const phases = summed(['grid.power.l1', 'grid.power.l2', 'grid.power.l3']);
  return phases.powerW === undefined ? summed(relayMetrics) : phases;
}

/** What parts of devices show for a side that is not of the grid, by their ids. */
function partsAt({ claims, look }: Home, side: Claim['side']): readonly (readonly [id: string, FlowBranch])[] {
  return claims
    .filter((claim) => claim.side === side && claim.copyOf === undefined && partOf(claim.device) !== undefined)
    .map(({ device, sources }) => {
      const powers = sources.filter((source) => source.kind === 'power');
      const { powerW, ...rest } = powers.reduce((sum, one) => plus(sum, powerOf(one, look)), unknown);
      return [device, powerW === undefined ? rest : { ...rest, powerW: Math.abs(powerW) }] as const;
    });
}

/** Circuits inside the home, as their meters show them. */
function circuitsOf(home: Home): FlowCircuit[] {
  const { devices, roles, look, claims } = home;
  const ofParts = partsAt(home, 'circuit').map(([device, branch]): FlowCircuit => {
    const role = roles.get(device);
    return { device, ...(role?.kind === 'circuit' && role.name !== undefined ? { name: role.name } : {}), ...branch };
  });
  const isPlug = (id: string): boolean => claims.some(({ device, side }) => device === id && side === 'circuit');
  const ofDevices = devices.flatMap(({ id, measures = { kind: 'own' } }): FlowCircuit[] => {
    if (measures.kind === 'circuit')
      return [{ device: id, ...(measures.name === undefined ? {} : { name: measures.name }), ...meteredBy(look, id) }];
    return measures.kind === 'own' && isPlug(id) ? [{ device: id, ...meteredBy(look, id) }] : [];
  });
  return [...ofDevices, ...ofParts];
}

/** The sides of the flow the home does not have: devices that report other values never reported any of theirs. */
function lacksOf({ devices, look, claims }: Home): ('pv' | 'grid' | 'battery')[] {
  const hasSpoken = (one: FlowDevice): boolean => [...flowMetrics].some((metric) => look(one.id, metric) !== undefined);
  if (devices.length === 0 || !devices.filter(({ kind }) => kind !== 'relay').every(hasSpoken)) return [];
  const has = new Set<string>(claims.map(({ side }) => side));
  const isInput = devices.some(
    ({ id }) => look(id, 'grid.voltage') !== undefined || look(id, 'grid.connected') !== undefined,
  );
  const isBattery = devices.some(
    ({ id }) => look(id, 'battery.soc') !== undefined || look(id, 'battery.voltage') !== undefined,
  );
  return (['pv', 'grid', 'battery'] as const).filter(
    (side) => !has.has(side) && !(side === 'grid' && isInput) && !(side === 'battery' && isBattery),
  );
}

/** Whether every phase that a meter shows measures something else: then nothing of it is left at the grid. */
function isGivenAway({ id, parts }: FlowDevice, look: Look): boolean {
  const phases = [1, 2, 3].filter((index) => look(id, `grid.power.l${index}`) !== undefined);
  const roles = phases.map((index) => parts?.get(idOfPart({ device: id, kind: 'phase', index }))?.kind ?? 'own');
  return phases.length > 0 && roles.every((kind) => kind !== 'own');
}

/** Whether there is a meter that should report the grid, even while it is silent. */
function isGridMeter(device: FlowDevice, look: Look): boolean {
  const { kind, measures = { kind: 'own' }, parts } = device;
  if (parts?.values().some((part) => part.kind === 'grid') === true) return true;
  const isMeter = measures.kind === 'grid' || (kind === 'meter' && namesSides(measures));
  return isMeter && !isGivenAway(device, look);
}

/** The flow of a home: load = pv + grid + battery + generator, with the branches that are known. */
export function flowOf(devices: readonly FlowDevice[], look: Look, atMs: number): Flow {
  const home = homeOf(devices, look);
  const [pv, battery, output, metered] = [
    sideOf(home, 'pv'),
    sideOf(home, 'battery'),
    sideOf(home, 'load'),
    sideOf(home, 'grid'),
  ];
  const isMetered = metered.powerW !== undefined || devices.some((device) => isGridMeter(device, look));
  const grid = isMetered ? metered : estimatedGrid(home, { pv, battery, output });
  const generators = devices.filter(({ measures }) => measures?.kind === 'generator');
  const ofParts = partsAt(home, 'generator').map(([, branch]) => branch);
  const generator = [...generators.map(({ id }) => meteredBy(look, id)), ...ofParts].reduce(plus, unknown);
  // Without the grid's share the sum would be a guess: then the inverter's own output is what is known of the home.
  const sum = plus(plus(plus(pv, grid), battery), generator);
  const { standIns: _ofSources, ...load } = grid.powerW === undefined ? output : notNegative(sum);
  const soc = stateOfCharge(devices, look);
  const circuits = circuitsOf(home);
  const lacks = lacksOf(home);
  return {
    atMs,
    pv,
    grid,
    battery,
    load,
    ...(generators.length + ofParts.length === 0 ? {} : { generator }),
    ...(circuits.length === 0 ? {} : { circuits }),
    ...(lacks.length === 0 ? {} : { lacks }),
    ...(soc === undefined ? {} : { soc }),
  };
}
