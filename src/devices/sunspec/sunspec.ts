// A SunSpec device as a definition: discovery walks its map, then every model it has is read with that model's table.
import { type RegisterRow, rowWriter } from '#codec/register-rows.ts';
import { registerBlocks, type RegisterBlock } from '#codec/registers.ts';
import { firstOfEach, isMarker, pointWriter, type SunspecModel, walkModels } from '#codec/sunspec.ts';
import { modbusWire } from '#codec/modbus.ts';
import type { MetricId } from '#core/catalogue.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { Derivation, DiscoveryStep, Mode, RequestDefinition } from '../definition.ts';
import { blockCommands, serial9600 } from '../modbus-device.ts';
import { registerWriter, type RegisterWrite } from '../register-writes.ts';
import { type ControlScales, scalesFrom } from './control-scales.ts';
import { writesFor } from './control-writes.ts';
import { derRows, inverterRows, mostTrackers, portRows, trackerRows } from './inverter-models.ts';
import { floatMeterRows, type MeterOptions, meterRows } from './meter-models.ts';
import { storageModes } from './storage-modes.ts';
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
  /** Trackers of model 160 that are strings; the two behind them are the battery's charge and discharge (Fronius GEN24). */
  readonly batteryTrackersFrom?: number;
  /** Registers of the maker beside the map, which not all units have. */
  readonly own?: {
    readonly rows: readonly RegisterRow[];
    readonly writes: readonly RegisterWrite[];
    readonly modes: readonly Mode[];
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

function rowsOf(model: SunspecModel, device: SunspecDevice, scales: ControlScales): RegisterRow[] {
  const { id, address, length } = model;
  const trackers = repeats(length, [8, 20]);
  const strings = device.batteryTrackersFrom === undefined ? trackers : device.batteryTrackersFrom - 1;
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
      return trackerRows(address, { trackers, strings });
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

/** Metrics computed from fields of one model. */
function derivations(models: ReadonlyMap<number, SunspecModel>, device: SunspecDevice): Derivation[] {
  if (device.kind !== 'inverter') return [];
  const trackers = models.get(160);
  const hasStorage = models.has(124) || models.has(713) || models.has(802);
  if (trackers === undefined) {
    const hasAc = [101, 102, 103, 111, 112, 113, 701].some((id) => models.has(id));
    // With storage on the same DC bus the AC power is not the sun's.
    if (!hasAc || hasStorage) return [];
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
  const from = device.batteryTrackersFrom;
  const count = Math.min(mostTrackers, repeats(trackers.length, [8, 20]));
  const strings = Array.from({ length: Math.min(count, (from ?? count + 1) - 1) }, (_, index) => index + 1);
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
    {
      metric: 'pv.energy',
      name: 'pv_energy',
      label: 'Solar energy (sum of the strings)',
      unit: 'Wh',
      needs: 'any',
      from: strings.map((k) => `tracker_${k}_energy`),
      calc: (...energies) => sum(energies),
    },
  ];
  if (from === undefined || count < from + 1) return list;
  return [
    ...list,
    {
      metric: 'battery.power',
      name: 'battery_power',
      label: 'Battery power (discharge less charge)',
      unit: 'W',
      from: [`tracker_${from}_power`, `tracker_${from + 1}_power`],
      calc: (charge, discharge) => round(numeric(discharge) - numeric(charge), 3),
    },
  ];
}

/** AC energy is the sun's where there is no storage and no better counter. */
function withAcEnergy(
  rows: readonly RegisterRow[],
  models: ReadonlyMap<number, SunspecModel>,
  kind: RequestDefinition['kind'],
): RegisterRow[] {
  const isSun = kind === 'inverter' && ![124, 160, 713, 802].some((id) => models.has(id));
  const metric: MetricId = 'pv.energy';
  return rows.map((row) =>
    isSun && (row.name === 'ac_lifetime_energy' || row.name === 'energy_injected') ? { ...row, metric } : row,
  );
}

type Found = Pick<RequestDefinition, 'commands' | 'writes' | 'modes' | 'live' | 'settings' | 'identity'>;

function tablesFor(device: SunspecDevice, list: readonly SunspecModel[], scales: ControlScales): Found {
  const models = new Map(list.toReversed().map((model) => [model.id, model]));
  const taken = new Set<MetricId>(derivations(models, device).map(({ metric }) => metric));
  const blocks: RegisterBlock[] = [];
  const rows: RegisterRow[] = [];
  for (const id of [...precedence, ...control]) {
    const model = models.get(id);
    if (model === undefined) continue;
    const own = firstOfEach(withAcEnergy(rowsOf(model, device, scales), models, device.kind), taken);
    rows.push(...own);
    blocks.push(...registerBlocks(own, { maxGap: 124 }));
  }
  const { own = { rows: [], writes: [], modes: [] } } = device;
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
  return {
    commands: blockCommands(blocks, derivations(models, device)),
    writes: [...writes, ...own.writes].map((write) => registerWriter(write, rows, blocks)),
    modes: [...(hasStorage ? storageModes : []), ...own.modes],
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

/** A definition from what differs between makers. */
export function sunspecDefinition(device: SunspecDevice): RequestDefinition {
  const { unit, batteryTrackersFrom: _b, exportPositive: _e, own: _o, usual, ...common } = device;
  const definitionWith = (models: readonly SunspecModel[], scales: ControlScales): RequestDefinition => {
    const tables = tablesFor(device, models, scales);
    const marker = markerCommand((models[0]?.address ?? 40_002) - 2);
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
    ...definitionWith(usual, { maxW: 10_000, limit: 1, acLimit: 1, reserve: 1, rate: 1 }),
    discover(answers): DiscoveryStep {
      const walk = walkModels(answers);
      if (walk.kind === 'ask') return { kind: 'ask', command: walk.command, answerBytes: 40 };
      if (walk.kind === 'none') return walk;
      const scales = scalesFrom(answers, walk.models);
      if ('ask' in scales) return { kind: 'ask', command: scales.ask, answerBytes: 60 };
      return { kind: 'found', definition: definitionWith(walk.models, scales) };
    },
  });
}
