// Charge points that speak OCPP 1.6-J and come to this computer by themselves. The wire is `transport/ocpp`; here stands what its state holds
// and what can be told. Source: [ocpp-16].
import { isReason } from '#core/reason.ts';
import { readJsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep, numeric, round } from '../define.ts';
import { type MqttDefinition, wholeState, type WriteCommand } from '../definition.ts';
import type { MessageContent, MessageDialect } from '../message-dialect.ts';
import { booleanAt, numberAt, stateTable, textAt, type TypedStateRow } from '../state-rows.ts';

/** A profile takes some seconds at many; the answer of a charge point is waited for in the central system. */
const replyMs = 22_000;

function readState(payload: Uint8Array): MessageContent {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { at, ...state } = json.object;
  return { kind: 'state', state, ...(typeof at === 'number' ? { atMs: at } : {}) };
}

function readPresence(payload: Uint8Array): MessageContent {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { state, ...rest } = json.object;
  return { kind: 'online', online: state === 'online', state: rest };
}

function readResponse(payload: Uint8Array): MessageContent {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { id, refused, isUnclear, isAway } = json.object;
  return {
    kind: 'response',
    ...(typeof id === 'number' ? { id } : {}),
    ...(isReason(refused) ? { refused } : {}),
    ...(isUnclear === true ? { isUnclear } : {}),
    ...(isAway === true ? { isAway } : {}),
  };
}

function readTurnedAway(payload: Uint8Array): MessageContent {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { why } = json.object;
  return isReason(why) ? { kind: 'turned-away', why } : { kind: 'other' };
}

const readers: Readonly<Record<string, (payload: Uint8Array) => MessageContent>> = {
  state: readState,
  online: readPresence,
  response: readResponse,
  'turned-away': readTurnedAway,
};

const dialect: MessageDialect = {
  id: 'ocpp16',
  title: 'OCPP 1.6',
  over: 'charge-points',
  filters: (prefix) => [`${prefix}/+`],
  read(prefix, topic, payload) {
    const what = topic.startsWith(`${prefix}/`) ? topic.slice(prefix.length + 1) : '';
    return Object.hasOwn(readers, what) ? (readers[what]?.(payload) ?? { kind: 'other' }) : { kind: 'other' };
  },
  askState: ({ prefix, id }) => [{ topic: `${prefix}/ask`, payload: JSON.stringify({ id }) }],
  request: ({ prefix, id }, command) => ({ topic: `${prefix}/command`, payload: JSON.stringify({ id, command }) }),
  answers: 'by-id',
  replyMs,
  gatherMs: 0,
  discovery: [],
  discover: () => undefined,
};

const measured = (name: string, label: string, metric: NonNullable<TypedStateRow['metric']>) => ({
  path: `measured/${name}`,
  name,
  label,
  metric,
});

const phases = [1, 2, 3] as const;

const table = stateTable([
  textAt({ path: 'state', name: 'state', label: 'State', metric: 'charger.state' }),
  booleanAt({ path: 'plugged', name: 'plugged', label: 'Car connected', metric: 'charger.plugged' }),
  textAt({ path: 'fault', name: 'fault', label: 'Fault', metric: 'charger.fault' }),
  booleanAt({ path: 'enabled', name: 'enabled', label: 'Charging allowed', metric: 'charger.enabled' }),
  numberAt({ path: 'limit', name: 'limit', label: 'Largest current', metric: 'charger.current.limit' }, 'A'),
  numberAt({ path: 'phases', name: 'phases', label: 'Phases', metric: 'charger.phases' }, ''),
  numberAt(measured('power', 'Power', 'charger.power'), 'W'),
  numberAt(measured('energy', 'Energy', 'charger.energy'), 'Wh'),
  numberAt(measured('soc', 'State of charge of the car', 'car.soc'), '%'),
  ...phases.map((n) => numberAt(measured(`current_l${n}`, `Current, phase ${n}`, `charger.current.l${n}`), 'A')),
  ...phases.map((n) => numberAt(measured(`voltage_l${n}`, `Voltage, phase ${n}`, `charger.voltage.l${n}`), 'V')),
  textAt({ path: 'boot/model', name: 'model', label: 'Model' }),
  textAt({ path: 'boot/serial', name: 'serial', label: 'Serial number' }),
  textAt({ path: 'boot/firmware', name: 'firmware', label: 'Firmware' }),
]);

const readBack = (field: string) => ({ command: wholeState, field }) as const;
const action = (name: string, title: string, command: string): WriteCommand => ({
  kind: 'write',
  name,
  title,
  value: { kind: 'none' },
  request: (value) => (value === '' ? command : undefined),
});

const writes: readonly WriteCommand[] = [
  {
    kind: 'write',
    name: 'enabled',
    title: 'Allow charging',
    value: { kind: 'choice', options: { on: 'on', off: 'off' } },
    serves: { setPoint: 'charger.enabled', words: { on: 'on', off: 'off' } },
    request: (value) => (value === 'on' || value === 'off' ? `enabled ${value}` : undefined),
    readBack: readBack('enabled'),
  },
  {
    kind: 'write',
    name: 'limit',
    title: 'Set the largest current',
    value: { kind: 'number', unit: 'A', min: 6, max: 80, step: 0.1 },
    serves: { setPoint: 'charger.current.limit' },
    request: (value) => (typeof value === 'number' && value >= 6 && value <= 80 ? `limit ${value}` : undefined),
    readBack: readBack('limit'),
  },
  {
    kind: 'write',
    name: 'phases',
    title: 'Set the number of phases',
    value: { kind: 'number', unit: '', min: 1, max: 3, step: 2 },
    serves: { setPoint: 'charger.phases' },
    request: (value) => (value === 1 || value === 3 ? `phases ${value}` : undefined),
    readBack: readBack('phases'),
  },
  action('start', 'Begin a charge', 'start'),
  action('stop', 'End the charge', 'stop'),
  { ...action('unlock', 'Unlock the plug', 'unlock'), dangerous: true },
  { ...action('reset', 'Restart the charger', 'reset Soft'), dangerous: true },
];

/** The power from the currents, where the charge point does not say it. */
const powerOf = (...values: readonly unknown[]): number | undefined => {
  const numbers = values.map((value) => (typeof value === 'number' ? value : undefined));
  const sum = phases.reduce((all, _, at) => all + (numbers[at] ?? 0) * (numbers[at + phases.length] ?? usualV), 0);
  return phases.every((_, at) => numbers[at] === undefined) ? undefined : round(numeric(sum), 0);
};
const usualV = 230;

/** A charge point, or one connector of it. */
export const ocpp16: MqttDefinition = freezeDeep({
  id: 'ocpp16',
  aliases: ['ocpp', 'ocpp1.6', 'ocpp16j'],
  version: 1,
  kind: 'charger',
  maker: 'OCPP',
  title: 'Charger with OCPP 1.6',
  models: ['chargers that can be pointed to a central system of one’s own (ws:// address, OCPP 1.6-J)'],
  verified: 'document',
  sources: ['OCPP 1.6 edition 2', 'OCPP-J 1.6', 'Improved security for OCPP 1.6-J'],
  mode: 'mqtt',
  links: ['ocpp'],
  dialect,
  rows: table.rows,
  decode: table.decode,
  derive: [
    {
      metric: 'charger.power',
      name: 'power_computed',
      label: 'Power',
      unit: 'W',
      from: ['current_l1', 'current_l2', 'current_l3', 'voltage_l1', 'voltage_l2', 'voltage_l3'],
      needs: 'any',
      unless: 'power',
      quality: 'estimated',
      calc: powerOf,
    },
  ],
  everySeconds: 30,
  identity: [
    { key: 'model', path: 'boot/model' },
    { key: 'serial', path: 'boot/serial' },
    { key: 'firmware', path: 'boot/firmware' },
  ],
  writes,
});
