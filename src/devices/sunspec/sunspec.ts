// A SunSpec device as a definition: discovery walks its map, then every model it has is read with that model's table.
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { registerBlocks, type RegisterBlock } from '#codec/registers.ts';
import { firstOfEach, isMarker, pointWriter, type SunspecModel, walkModels } from '#codec/sunspec.ts';
import { modbusWire } from '#codec/modbus.ts';
import type { MetricId } from '#core/catalogue.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type {
  ComposedSetPoint,
  Derivation,
  DiscoveryAnswer,
  DiscoveryStep,
  MetricSum,
  RequestDefinition,
} from '../definition.ts';
import { blockCommands, serial9600 } from '../modbus-device.ts';
import { registerWriter, type RegisterWrite } from '../register-writes.ts';
import { type ControlScales, scalesFrom } from './control-scales.ts';
import { writesFor } from './control-writes.ts';
import { derRows, inverterRows, portDerivations, portRows, portSums, trackerRows } from './inverter-models.ts';
import { floatMeterRows, type MeterOptions, meterRows } from './meter-models.ts';
import {
  areAllRead,
  trackerCount,
  toldByTrackers,
  type TrackerRoles,
  trackerRoles,
  type Trackers,
} from './tracker-roles.ts';
import { batteriesFrom, batteryBlockRows, batterySums } from './solaredge-battery.ts';
import { storageModes } from './storage-modes.ts';
import { hasBatteryTrackers, makerNames, whichSunspec } from './which-maker.ts';
import {
  acControlRows,
  batteryRows,
  capacityRows,
  controlRows,
  derFunctions,
  functionRows,
  nameplateRows,
  settingsRows,
  statusRows,
  storageCapacityRows,
  storageRows,
} from './storage-models.ts';

type Same = 'id' | 'aliases' | 'version' | 'kind' | 'maker' | 'title' | 'models' | 'verified' | 'sources';

/** What differs between makers of SunSpec devices. */
export interface SunspecDevice extends Pick<RequestDefinition, Same>, MeterOptions {
  readonly unit: number;
  /** Whether two trackers of model 160 may be the battery's charge and discharge without saying so (Fronius hybrids). */
  readonly batteryTrackers?: boolean;
  /** Whether the maker has blocks of registers for batteries (SolarEdge). */
  readonly batteryBlocks?: boolean;
  /** Registers of the maker beside the map, which not all units have. */
  readonly own?: {
    readonly rows: readonly RegisterRow[];
    readonly writes: readonly RegisterWrite[];
    readonly composed: readonly ComposedSetPoint[];
  };
  /** The models of a usual device: what is listed and decoded without a device at hand. */
  readonly usual: readonly SunspecModel[];
}

/** A chain of models behind a base, from ids and lengths. */
export function chain(
  base: number,
  models: readonly (readonly [id: number, length: number])[],
): readonly SunspecModel[] {
  let address = base + 2;
  return models.map(([id, length]) => {
    const model = { id, address, length };
    address += 2 + length;
    return model;
  });
}

/** Order in which models give a metric that several have: the meter's before the inverter's. */
const precedence = [
  201, 202, 203, 204, 211, 212, 213, 214, 802, 713, 124, 160, 714, 101, 102, 103, 111, 112, 113, 701, 122,
];
const control = [1, 120, 121, 123, 702, 703, 704, 705, 706, 707, 708, 709, 710, 711, 712];

function commonRows(address: number): RegisterRow[] {
  const at = pointWriter(address, 'identity');
  return [
    at(2, 'string', { label: 'Manufacturer', length: 16 }),
    at(18, 'string', { label: 'Model', length: 16 }),
    at(42, 'string', { label: 'Version', length: 8 }),
    at(50, 'string', { label: 'Serial number', length: 16 }),
  ];
}

/** How many trackers or ports a model of this length has. */
const repeats = (length: number, [head, each]: readonly [number, number]): number =>
  Math.max(0, Math.floor((length - head) / each));

/** What discovery found: the models, the scales of what can be set, and what the trackers are. */
interface FoundModels {
  readonly models: readonly SunspecModel[];
  readonly scales: ControlScales;
  readonly trackers: TrackerRoles;
  /** Whether the trackers count energy; else the inverter's own counter is the only one. */
  readonly areTrackersCounting: boolean;
  /** Blocks of batteries that are there, counted from 1. */
  readonly batteries: readonly number[];
}

function rowsOf(model: SunspecModel, device: SunspecDevice, { scales, trackers }: FoundModels): RegisterRow[] {
  const { id, address, length } = model;
  if (id >= 101 && id <= 103) return inverterRows(address, id === 101 ? 1 : id === 102 ? 2 : 3, false);
  if (id >= 111 && id <= 113) return inverterRows(address, id === 111 ? 1 : id === 112 ? 2 : 3, true);
  if (id >= 201 && id <= 204) return meterRows(address, device);
  if (id >= 211 && id <= 214) return floatMeterRows(address, device);
  const title = derFunctions[id];
  if (title !== undefined) return functionRows(address, title);
  switch (id) {
    case 1:
      return commonRows(address);
    case 120:
      return nameplateRows(address);
    case 121:
      return settingsRows(address);
    case 122:
      return statusRows(address);
    case 123:
      return controlRows(address, scales.limit ?? 1);
    case 124:
      return storageRows(address, { reserve: scales.reserve ?? 1, rate: scales.rate ?? 1 });
    case 160:
      return trackerRows(address, trackerCount(model), trackers);
    case 701:
      return derRows(address);
    case 702:
      return capacityRows(address);
    case 704:
      return acControlRows(address, scales.acLimit ?? 1);
    case 713:
      return storageCapacityRows(address);
    case 714:
      return portRows(address, repeats(length, [18, 25]));
    case 802:
      return batteryRows(address);
    default:
      return [];
  }
}

const sum = (values: readonly (number | string | boolean)[]): number =>
  round(
    values.map(numeric).reduce((total, value) => total + value, 0),
    3,
  );

/** Metrics computed from the trackers of model 160. */
function trackerDerivations({ strings, charge, discharge }: TrackerRoles, areCounting: boolean): Derivation[] {
  const energy: Derivation = {
    metric: 'pv.energy',
    name: 'pv_energy',
    label: 'Solar energy (sum of the strings)',
    unit: 'Wh',
    needs: 'any',
    from: strings.map((k) => `tracker_${k}_energy`),
    calc: (...energies) => sum(energies),
  };
  const list: Derivation[] = [
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'Solar power (sum of the strings)',
      unit: 'W',
      needs: 'any',
      from: strings.map((k) => `tracker_${k}_power`),
      calc: (...powers) => sum(powers),
    },
    ...(areCounting ? [energy] : []),
  ];
  if (charge === undefined || discharge === undefined) return list;
  return [
    ...list,
    {
      metric: 'battery.power',
      name: 'battery_power',
      label: 'Battery power (discharge less charge)',
      unit: 'W',
      from: [`tracker_${charge}_power`, `tracker_${discharge}_power`],
      calc: (into, out) => round(numeric(out) - numeric(into), 3),
    },
  ];
}

/** Whether model 160 tells every tracker. */
function hasAllTrackers(models: ReadonlyMap<number, SunspecModel>): boolean {
  const model = models.get(160);
  return model !== undefined && areAllRead(model);
}

/** DC ports that tell the sun from a storage, where no trackers do. */
function portsOf(models: ReadonlyMap<number, SunspecModel>): number {
  const model = models.has(160) ? undefined : models.get(714);
  return model === undefined ? 0 : repeats(model.length, [18, 25]);
}

/** What a round adds up: batteries of the maker's blocks, or DC ports. */
function sumsFor(
  models: ReadonlyMap<number, SunspecModel>,
  batteries: readonly number[],
  taken: ReadonlySet<MetricId>,
): readonly MetricSum[] {
  if (batteries.length > 0) return batterySums(batteries);
  const hasPorts = portsOf(models) > 0 && [124, 713, 802].some((id) => models.has(id));
  return hasPorts ? portSums(portsOf(models), taken) : [];
}

/** Metrics computed from fields of one model. */
function derivations(
  models: ReadonlyMap<number, SunspecModel>,
  device: SunspecDevice,
  { trackers, batteries, areTrackersCounting }: FoundModels,
): Derivation[] {
  if (device.kind !== 'inverter') return [];
  if (hasAllTrackers(models)) return trackerDerivations(trackers, areTrackersCounting);
  const hasStorage = batteries.length > 0 || models.has(124) || models.has(713) || models.has(802);
  const hasAc = [101, 102, 103, 111, 112, 113, 701].some((id) => models.has(id));
  // With storage on the same DC bus the AC power is not the sun's: the ports of model 714 tell them apart.
  if (hasStorage) return [...portDerivations(portsOf(models))];
  if (!hasAc) return [];
  return [
    {
      metric: 'pv.power',
      name: 'pv_power',
      label: 'Solar power (AC power, at least 0)',
      unit: 'W',
      from: ['ac_power'],
      calc: (power) => Math.max(0, numeric(power)),
    },
  ];
}

/** AC energy is the sun's where there is no storage and no better counter; beside the blocks of a battery the AC power counts. */
function withAcMetrics(
  rows: readonly RegisterRow[],
  models: ReadonlyMap<number, SunspecModel>,
  {
    kind,
    hasBlocks,
    areTrackersCounting,
  }: { kind: RequestDefinition['kind']; hasBlocks: boolean; areTrackersCounting: boolean },
): RegisterRow[] {
  const hasCounters = hasAllTrackers(models) && areTrackersCounting;
  const hasOther = hasBlocks || hasCounters || [124, 713, 802].some((id) => models.has(id));
  const isSun = kind === 'inverter' && !hasOther;
  return rows.map((row): RegisterRow => {
    if (isSun && (row.name === 'ac_lifetime_energy' || row.name === 'energy_injected'))
      return { ...row, metric: 'pv.energy' };
    return hasBlocks && row.name === 'ac_power' ? { ...row, metric: 'inverter.power' } : row;
  });
}

/** Rows of one of the maker's battery blocks. */
const blockRows = (battery: number, batteries: readonly number[]): RegisterRow[] =>
  batteryBlockRows(battery, { isFirst: battery === batteries[0], isOnly: batteries.length === 1 });

type Found = Pick<RequestDefinition, 'sums' | 'commands' | 'writes' | 'composed' | 'live' | 'settings' | 'identity'>;

function tablesFor(device: SunspecDevice, found: FoundModels): Found {
  const { scales } = found;
  const models = new Map(found.models.toReversed().map((model) => [model.id, model]));
  const derived = derivations(models, device, found);
  const hasBlocks = found.batteries.length > 0;
  const taken = new Set<MetricId>(derived.map(({ metric }) => metric));
  const blocks: RegisterBlock[] = [];
  const rows: RegisterRow[] = [];
  for (const id of [...precedence, ...control]) {
    const model = models.get(id);
    if (model === undefined) continue;
    const own = firstOfEach(
      withAcMetrics(rowsOf(model, device, found), models, {
        kind: device.kind,
        hasBlocks,
        areTrackersCounting: found.areTrackersCounting,
      }),
      taken,
    );
    rows.push(...own);
    blocks.push(...registerBlocks(own, { maxGap: 124 }));
  }
  for (const battery of found.batteries)
    blocks.push(...registerBlocks(blockRows(battery, found.batteries), { maxGap: 124 }));
  const { own = { rows: [], writes: [], composed: [] } } = device;
  const writes = writesFor(models, scales);
  const hasStorage = writes.some(({ field }) => field === 'storage_control_mode');
  rows.push(...own.rows);
  blocks.push(...registerBlocks(own.rows));
  const named = (group: RegisterBlock['group']): string[] =>
    blocks.filter((block) => block.group === group).map(({ command }) => command);
  const identityCommand = named('identity')[0];
  const keys = [
    ['model', 'model'],
    ['serial', 'serial_number'],
    ['firmware', 'version'],
  ] as const;
  const sums = device.kind === 'inverter' ? sumsFor(models, found.batteries, taken) : [];
  return {
    ...(sums.length === 0 ? {} : { sums }),
    commands: blockCommands(blocks, derived),
    writes: [...writes, ...own.writes].map((write) => registerWriter(write, rows, blocks)),
    composed: [...(hasStorage ? storageModes(scales.storageW) : []), ...own.composed],
    live: { everySeconds: 5, commands: named('live') },
    settings: { everySeconds: 300, commands: named('settings') },
    identity:
      identityCommand === undefined ? [] : keys.map(([key, field]) => ({ key, command: identityCommand, field })),
  };
}

/** The marker that every map begins with, as a command for finding out what is on a link. */
function markerCommand(base: number) {
  const marker = rowWriter({ kind: 'holding' })(base, 'string', { label: 'SunSpec marker', length: 2 });
  const [block] = registerBlocks([marker]);
  if (block === undefined) throw new TypeError('assertion: no block of one row');
  return read({ name: block.command, title: 'Begin of the SunSpec map', answerBytes: 40, table: block.table });
}

/** What the definition of a usual device is made from, without a device at hand. */
function usually(device: SunspecDevice): FoundModels {
  return {
    models: device.usual,
    scales: { maxW: 10_000, storageW: 10_000, limit: 1, acLimit: 1, reserve: 1, rate: 1 },
    trackers: rolesOf({ models: device.usual, mayBeBattery: device.batteryTrackers === true }),
    areTrackersCounting: true,
    batteries: [],
  };
}

function rolesOf({
  models,
  ...rest
}: Pick<Trackers, 'mayBeBattery' | 'names'> & { readonly models: readonly SunspecModel[] }): TrackerRoles {
  const model = models.find(({ id }) => id === 160);
  const count = model === undefined ? 0 : trackerCount(model);
  return trackerRoles({ count, hasStorage: models.some(({ id }) => id === 124), ...rest });
}

/** The next question of discovery, or what it found. */
function findModels(
  device: SunspecDevice,
  answers: readonly DiscoveryAnswer[],
): FoundModels | Exclude<DiscoveryStep, { kind: 'found' }> {
  const walk = walkModels(answers);
  if (walk.kind === 'ask') return { kind: 'ask', command: walk.command, answerBytes: 40 };
  if (walk.kind === 'none') return walk;
  const { models } = walk;
  const scales = scalesFrom(answers, models);
  if ('ask' in scales) return { kind: 'ask', command: scales.ask, answerBytes: 60 };
  const trackers = device.kind === 'inverter' ? models.find(({ id }) => id === 160) : undefined;
  const told = trackers === undefined ? { names: undefined, areCounting: true } : toldByTrackers(answers, trackers);
  if ('ask' in told) return { kind: 'ask', command: told.ask, answerBytes: 250 };
  const maker = trackers === undefined ? { maker: '' } : makerNames(answers, models);
  if ('ask' in maker) return { kind: 'ask', command: maker.ask, answerBytes: 80 };
  const mayBeBattery = device.batteryTrackers === true || hasBatteryTrackers(maker.maker);
  const blocks = device.batteryBlocks === true ? batteriesFrom(answers) : { batteries: [] };
  if ('ask' in blocks) return { kind: 'ask', command: blocks.ask, answerBytes: 40 };
  return {
    models,
    scales,
    trackers: rolesOf({ models, mayBeBattery, names: told.names }),
    areTrackersCounting: told.areCounting,
    batteries: blocks.batteries,
  };
}

/** A definition from what differs between makers. */
export function sunspecDefinition(device: SunspecDevice): RequestDefinition {
  const { unit, batteryTrackers: _t, batteryBlocks: _b, exportPositive: _e, own: _o, usual: _u, ...common } = device;
  const definitionWith = (found: FoundModels): RequestDefinition => {
    const tables = tablesFor(device, found);
    const marker = markerCommand((found.models[0]?.address ?? 40_002) - 2);
    return freezeDeep<RequestDefinition>({
      ...common,
      mode: 'request',
      links: ['tcp', 'serial'],
      wire: modbusWire({ framing: 'tcp', unit }),
      wireAt: (scheme, target) =>
        modbusWire({ framing: target.framing ?? (scheme === 'tcp' ? 'tcp' : 'rtu'), unit: target.unit ?? unit }),
      serial: serial9600,
      responseMs: 3000,
      ...tables,
      commands: [marker, ...tables.commands],
      autodetect: 'addressed',
      probe: { command: marker.name, matches: isMarker },
    });
  };
  return freezeDeep<RequestDefinition>({
    ...definitionWith(usually(device)),
    whichOf: whichSunspec,
    discover(answers): DiscoveryStep {
      const found = findModels(device, answers);
      return 'kind' in found ? found : { kind: 'found', definition: definitionWith(found) };
    },
  });
}
