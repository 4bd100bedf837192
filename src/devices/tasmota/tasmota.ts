// Tasmota: plugs and relays with energy meters, and heads that read a utility meter (scripts and SML). Its full topic is `%prefix%/%topic%/`
// as delivered; a device's place is its topic, or the whole full topic with `%prefix%` in it. Source: [tasmota-mqtt].
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { isJsonObject, readJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import type { MessageContent, Sighting } from '../message-dialect.ts';
import { numberAt, stateTable, type TypedStateRow, wordSwitchAt } from '../state-rows.ts';
import { type HeardMessage, topicDialect } from '../topic-dialect.ts';

/** The relays of an object: the only one has no number. */
function relaysIn(object: JsonObject): JsonObject {
  const found = Object.entries(object).flatMap(([key, value]) => {
    const [, number] = /^POWER([1-8]?)$/.exec(key) ?? [];
    return number === undefined ? [] : [[number === '' ? '1' : number, value] as const];
  });
  return Object.fromEntries(found);
}

/** Timers of relays by number, s: those that end being on, and those that end being off; null: none any more. */
interface Timers {
  readonly on: Readonly<Record<string, number | null>>;
  readonly off: Readonly<Record<string, number | null>>;
}

/** A relay that is off has no timer any more that would switch it off, and the other way round. */
function timersOver(relays: JsonObject): Timers {
  const over = (word: string) =>
    Object.fromEntries(
      Object.entries(relays).flatMap(([number, value]) =>
        typeof value === 'string' && value.toUpperCase() === word ? [[number, null] as const] : [],
      ),
    );
  return { on: over('OFF'), off: over('ON') };
}

/** Timers that run: `[{"Remaining":89950,"Command":"Power1 0"}]`, in milliseconds. */
function timersIn(list: readonly unknown[]): Timers {
  const timers: { on: Record<string, number>; off: Record<string, number> } = { on: {}, off: {} };
  for (const one of list.slice(0, 16)) {
    const { Remaining: ms, Command: command } = isJsonObject(one) ? one : {};
    const [, number, turn] = typeof command === 'string' ? (/^Power([1-8]) ([01])$/i.exec(command) ?? []) : [];
    if (number !== undefined && typeof ms === 'number')
      timers[turn === '0' ? 'on' : 'off'][number] = Math.ceil(ms / 1000);
  }
  return timers;
}

/** A value a channel as `<name>_of/1`, `/2`, …; one for all stays as it is. */
function perChannel(energy: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(energy).map(([key, value]) =>
      Array.isArray(value)
        ? [`${key}_of`, Object.fromEntries(value.slice(0, 8).map((one: unknown, index) => [String(index + 1), one]))]
        : [key, value],
    ),
  );
}

/** What scripts call the values of a utility meter; the first that fits. Numbers of OBIS stand for the same. */
const meterWords: readonly { readonly name: string; readonly is: RegExp }[] = [
  {
    name: 'power',
    is: /^(?:power(?:_?(?:curr(?:ent)?|total|sum|cur|act))?|curr_?w|p(?:_total)?|leistung|w|1_?6_?7_?0|16_7_0)$/i,
  },
  { name: 'total_in', is: /^(?:(?:e_?)?(?:total|energy)_?in|e_in|import|bezug|zaehlerstand|total_kwh|1_8_0|e_?imp)$/i },
  { name: 'total_out', is: /^(?:(?:e_?)?(?:total|energy)_?out|e_out|export|einspeisung|2_8_0|e_?exp)$/i },
  { name: 'power_l1', is: /^(?:power|p|w)_?(?:l|p)?1$/i },
  { name: 'power_l2', is: /^(?:power|p|w)_?(?:l|p)?2$/i },
  { name: 'power_l3', is: /^(?:power|p|w)_?(?:l|p)?3$/i },
];

/** The values of a utility meter in an object with names of its owner's choice; undefined if it has none. */
function meterIn(object: JsonObject): JsonObject | undefined {
  const found: Record<string, number> = {};
  for (const [key, value] of Object.entries(object)) {
    const name = meterWords.find(({ is }) => is.test(key))?.name;
    if (name !== undefined && typeof value === 'number' && !(name in found)) found[name] = value;
  }
  return 'power' in found || 'total_in' in found ? found : undefined;
}

/** The utility meter of a report: the first object that is one. */
function utilityMeter(report: JsonObject): JsonObject | undefined {
  for (const [key, value] of Object.entries(report)) {
    const found = key !== 'ENERGY' && isJsonObject(value) ? meterIn(value) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function reported(report: JsonObject): MessageContent {
  const energy = report['ENERGY'];
  const meter = utilityMeter(report);
  const relays = relaysIn(report);
  return {
    kind: 'state',
    state: {
      relays,
      timers: timersOver(relays),
      ...(isJsonObject(report['Wifi']) ? { wifi: report['Wifi'] } : {}),
      ...('UptimeSec' in report ? { uptime: report['UptimeSec'] } : {}),
      ...(isJsonObject(energy) ? { energy: perChannel(energy) } : {}),
      ...(meter === undefined ? {} : { meter }),
    },
  };
}

const objectOf = (payload: Uint8Array, read: (object: JsonObject) => MessageContent): MessageContent => {
  const json = readJsonObject(payload);
  return 'why' in json ? { kind: 'malformed', why: json.why } : read(json.object);
};

/** An answer to a command: the relays as they are now, or that it is none. */
function result(object: JsonObject): MessageContent {
  const { Command: command } = object;
  if (command === 'Unknown' || command === 'Error')
    return { kind: 'response', refused: because('outside.said', { said: external(`Command ${command}`) }) };
  const relays = relaysIn(object);
  if (Object.keys(relays).length > 0) return { kind: 'response', state: { relays, timers: timersOver(relays) } };
  const { TimedPower: timers } = object;
  if (Array.isArray(timers)) return { kind: 'state', state: { timers: timersIn(timers) } };
  // `{"TimedPower1":"Done"}`: its timers are ended.
  const [, ended] = Object.keys(object).map((key) => /^TimedPower([1-8])$/i.exec(key))[0] ?? [];
  if (ended === undefined) return { kind: 'other' };
  return { kind: 'response', state: { timers: { on: { [ended]: null }, off: { [ended]: null } } } };
}

/** `STATUS10` holds the sensors, `STATUS11` the state. */
function status(object: JsonObject): MessageContent {
  const inner = object['StatusSNS'] ?? object['StatusSTS'];
  return isJsonObject(inner) ? reported(inner) : { kind: 'other' };
}

/** The plain answer of one relay, sent beside the object or instead of it. */
const relayWord = ({ words, text = '' }: HeardMessage): MessageContent => {
  const relays = relaysIn({ [words['command'] ?? '']: text });
  return Object.keys(relays).length === 0 ? { kind: 'other' } : { kind: 'state', state: { relays } };
};

const kindOf = ({ payload }: HeardMessage): string | undefined => {
  const json = readJsonObject(payload);
  if ('why' in json) return undefined;
  if (utilityMeter(json.object) !== undefined) return 'tasmota-meter';
  const isPlug = isJsonObject(json.object['ENERGY']) || Object.keys(relaysIn(json.object)).length > 0;
  return isPlug ? 'tasmota-plug' : undefined;
};

/** What a device says of itself for discovery: its topic and its full topic. */
function announced({ payload }: HeardMessage): Sighting | undefined {
  const json = readJsonObject(payload);
  if ('why' in json) return undefined;
  const { t: topic, ft: full, rl: relays } = json.object;
  if (typeof topic !== 'string' || topic === '' || typeof full !== 'string') return undefined;
  if (!Array.isArray(relays) || !relays.some((relay) => relay === 1 || relay === 2)) return undefined;
  const place = full === '%prefix%/%topic%/' ? topic : full.replace('%topic%', topic).replace(/\/$/, '');
  return /[+#\0]/.test(place) || place.length > 200 ? undefined : { prefix: place, definition: 'tasmota-plug' };
}

const dialect = topicDialect({
  id: 'tasmota',
  title: 'Tasmota',
  places: (prefix) =>
    Object.fromEntries(
      ['tele', 'stat', 'cmnd'].map((kind) => [
        kind,
        prefix.includes('%prefix%') ? prefix.replace('%prefix%', kind) : `${kind}/${prefix}`,
      ]),
    ),
  says: [
    { topic: '{tele}/LWT', as: 'online', online: 'Online', offline: 'Offline' },
    { topic: '{tele}/STATE', read: ({ payload }) => objectOf(payload, reported) },
    { topic: '{tele}/SENSOR', read: ({ payload }) => objectOf(payload, reported) },
    { topic: '{stat}/RESULT', read: ({ payload }) => objectOf(payload, result) },
    { topic: '{stat}/STATUS10', read: ({ payload }) => objectOf(payload, status) },
    { topic: '{stat}/STATUS11', read: ({ payload }) => objectOf(payload, status) },
    { topic: '{stat}/{command}', read: relayWord },
  ],
  asks: [
    { topic: '{cmnd}/STATUS', payload: '10' },
    { topic: '{cmnd}/STATUS', payload: '11' },
  ],
  answers: 'in-order',
  shows: [
    { topic: 'tasmota/discovery/{mac}/config', found: announced },
    { topic: 'tele/{topic}/SENSOR', prefix: '{topic}', definition: kindOf },
    { topic: 'tele/{topic}/STATE', prefix: '{topic}', definition: kindOf },
  ],
});

const common = {
  version: 1,
  maker: 'Tasmota',
  verified: 'document',
  sources: ['Tasmota documentation: MQTT, Commands, JSON status responses, Smart Meter Interface'],
  mode: 'mqtt',
  links: ['mqtt'],
  dialect,
  // Its own period is 300 s as delivered; in between it is asked.
  everySeconds: 30,
  identity: [],
  mdns: [{ type: '_http._tcp', named: '^tasmota[-_]' }],
} as const;

const relays = [1, 2, 3, 4, 5, 6, 7, 8];

const healthRows: readonly TypedStateRow[] = [
  numberAt({ path: 'wifi/Signal', name: 'signal', label: 'Wi-Fi signal', metric: 'device.signal' }, 'dBm'),
  numberAt({ path: 'uptime', name: 'uptime', label: 'Time since start', metric: 'device.uptime' }, 's'),
];

const relayRows: readonly TypedStateRow[] = relays.flatMap((n) => [
  wordSwitchAt(
    { path: `relays/${n}`, name: `power_${n}`, label: `Relay ${n}`, metric: `relay.on.${n}` },
    ['on', '1'],
    ['off', '0'],
  ),
  numberAt(
    { path: `timers/on/${n}`, name: `power_${n}_on_timer`, label: `On-timer of relay ${n}, as it was set` },
    's',
  ),
  numberAt(
    { path: `timers/off/${n}`, name: `power_${n}_off_timer`, label: `Off-timer of relay ${n}, as it was set` },
    's',
  ),
]);

/** Longest time a relay is switched for: a day, s. */
const longestTimer = 86_400;

/**
 * On or off for a time: the device itself ends it, so that it holds without us. Not by `PulseTime`, which is stored and would end every later
 * switching as well; firmware before 13.3 does not know `TimedPower` and refuses. Told again, the time begins anew. Behind it the device is
 * asked which timers it has. Source: [tasmota-mqtt].
 */
const timedWrite = (n: number, turn: 'on' | 'off'): WriteCommand => ({
  kind: 'write',
  name: `power_${n}_${turn}_for`,
  title: `Switch relay ${n} ${turn} for a time`,
  value: { kind: 'number', unit: 's', min: 1, max: longestTimer, step: 1 },
  request: (value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= longestTimer
      ? `{cmnd}/Backlog0 TimedPower${n} ${value * 1000},${turn === 'on' ? 1 : 0}; TimedPower`
      : undefined,
  readBack: { command: wholeState, field: `power_${n}_${turn}_timer` },
});

const relayWrites: readonly WriteCommand[] = relays.flatMap((n): WriteCommand[] => [
  {
    kind: 'write',
    name: `power_${n}`,
    title: `Switch relay ${n}`,
    value: { kind: 'choice', options: { on: 'ON', off: 'OFF' } },
    serves: {
      setPoint: `relay.on.${n}`,
      words: { on: 'on', off: 'off' },
      timed: { on: `power_${n}_on_for`, off: `power_${n}_off_for`, end: `power_${n}_timer_end` },
    },
    request: (value) => (value === 'on' || value === 'off' ? `{cmnd}/POWER${n} ${value.toUpperCase()}` : undefined),
    readBack: { command: wholeState, field: `power_${n}` },
  },
  {
    kind: 'write',
    name: `power_${n}_toggle`,
    title: `Relay ${n} to the other state`,
    value: { kind: 'none' },
    request: (value) => (value === '' ? `{cmnd}/POWER${n} TOGGLE` : undefined),
  },
  timedWrite(n, 'on'),
  timedWrite(n, 'off'),
  {
    kind: 'write',
    name: `power_${n}_timer_end`,
    title: `End the timer of relay ${n}; it stays as it is`,
    value: { kind: 'none' },
    request: (value) => (value === '' ? `{cmnd}/TimedPower${n}` : undefined),
  },
]);

const energy = (key: string, label: string, metric?: TypedStateRow['metric']) => ({
  path: `energy/${key}`,
  name: `energy_${key.toLowerCase().replaceAll('/', '_')}`,
  label,
  ...(metric === undefined ? {} : { metric }),
});

const plugTable = stateTable([
  ...relayRows,
  numberAt(energy('Power', 'Power'), 'W'),
  ...[1, 2, 3].map((n) => numberAt(energy(`Power_of/${n}`, `Power, channel ${n}`), 'W')),
  numberAt(energy('Total', 'Energy'), 'Wh', { scale: 1000 }),
  ...[1, 2, 3].map((n) => numberAt(energy(`Total_of/${n}`, `Energy, channel ${n}`), 'Wh', { scale: 1000 })),
  numberAt(energy('Today', 'Energy of today'), 'Wh', { scale: 1000 }),
  numberAt(energy('Voltage', 'Voltage', 'load.voltage'), 'V'),
  numberAt(energy('Current', 'Current'), 'A'),
  numberAt(energy('Frequency', 'Frequency', 'load.frequency'), 'Hz'),
  numberAt(energy('ApparentPower', 'Apparent power', 'load.power_apparent'), 'VA'),
  numberAt(energy('ReactivePower', 'Reactive power'), 'var'),
  numberAt(energy('Factor', 'Power factor'), ''),
  ...healthRows,
]);

const sum = (...values: readonly unknown[]): number => values.reduce<number>((all, value) => all + Number(value), 0);

/** Plugs and relays, with and without a meter. */
export const tasmotaPlug: MqttDefinition = freezeDeep({
  ...common,
  id: 'tasmota-plug',
  aliases: ['tasmota'],
  kind: 'relay',
  title: 'Tasmota plug or relays',
  models: ['plugs with HLW8012, BL0937, CSE7766, BL0940 or ADE7953', 'relays', 'PZEM-004T'],
  ...plugTable,
  derive: [
    {
      metric: 'relay.power.1',
      name: 'power_of_plug',
      label: 'Power through it',
      unit: 'W',
      from: [],
      sumOf: ['energy_power', 'energy_power_of_1', 'energy_power_of_2', 'energy_power_of_3'],
      calc: (all) => (typeof all === 'number' ? all : undefined),
    },
    {
      metric: 'load.energy',
      name: 'energy_of_plug',
      label: 'Energy through it',
      unit: 'Wh',
      from: [],
      sumOf: ['energy_total', 'energy_total_of_1', 'energy_total_of_2', 'energy_total_of_3'],
      calc: (all) => (typeof all === 'number' ? all : undefined),
    },
  ],
  writes: relayWrites,
} satisfies MqttDefinition);

const meter = (key: string, label: string, metric: TypedStateRow['metric']) => ({
  path: `meter/${key}`,
  name: key,
  label,
  ...(metric === undefined ? {} : { metric }),
});

const meterTable = stateTable([
  numberAt(meter('power', 'Power', 'grid.power'), 'W'),
  ...([1, 2, 3] as const).map((n) => numberAt(meter(`power_l${n}`, `Power, phase ${n}`, `grid.power.l${n}`), 'W')),
  numberAt(meter('total_in', 'Energy drawn', 'grid.energy.import'), 'Wh', { scale: 1000 }),
  numberAt(meter('total_out', 'Energy fed in', 'grid.energy.export'), 'Wh', { scale: 1000 }),
  ...healthRows,
]);

/** A head at the utility meter. */
export const tasmotaMeter: MqttDefinition = freezeDeep({
  ...common,
  id: 'tasmota-meter',
  aliases: ['tasmota-sml'],
  kind: 'meter',
  title: 'Tasmota head at a utility meter (SML, infrared)',
  models: ['Hichi and other reading heads'],
  ...meterTable,
  derive: [
    {
      metric: 'grid.power',
      name: 'power_of_phases',
      label: 'Power, sum of the phases',
      unit: 'W',
      from: ['power_l1', 'power_l2', 'power_l3'],
      unless: 'power',
      calc: (...values) => sum(...values),
    },
  ],
  writes: [],
} satisfies MqttDefinition);
