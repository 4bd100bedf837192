// WARP Charger (Tinkerforge) over its local HTTP API: a page each of what it does, its charge slots, its meter and the charge that is under way.
// The least of all active slots is what a car may take; ours is that of the external control, whose current of 0 stops it. Source: [warp].
import type { JsonObject } from '#codec/shelly-rpc.ts';
import type { HttpRequest } from '#core/http-exchange.ts';
import { freezeDeep } from '../define.ts';
import { type HttpDefinition, usualWear, type WriteCommand } from '../definition.ts';
import { httpDefinition, type HttpPage } from '../http-device.ts';
import { booleanAt, numberAt, textAt } from '../state-rows.ts';

/** Place of the external control among the slots. */
const externalSlot = 8;
/** That of its button and of `stop_charging`. */
const buttonSlot = 4;
/** Of IEC 61851-1 and of the document, A. */
const [leastA, mostA] = [6, 32] as const;
const phases = [1, 2, 3] as const;

const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const known = (values: Readonly<Record<string, unknown>>): JsonObject =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** `charger_state`. Ready, it is the car that takes nothing; waiting, a slot, a card or a button keeps it from charging. */
const states: Readonly<Record<number, readonly [state: string, isPlugged: boolean | undefined]>> = {
  0: ['available', false],
  1: ['suspended-evse', true],
  2: ['suspended-ev', true],
  3: ['charging', true],
  4: ['faulted', undefined],
};

/** `error_state`, and the two that say more. */
const errors: Readonly<Record<number, string>> = {
  2: 'switch',
  3: 'residual current monitor',
  4: 'contactor',
  5: 'communication',
};

function faultOf({ error_state: error, contactor_error: contactor }: JsonObject): string | undefined {
  const [code, relay] = [numberIn(error), numberIn(contactor)];
  if (code === undefined) return undefined;
  if (code !== 0) return errors[code] ?? `error ${code}`;
  return relay === undefined || relay === 0 ? '' : `contactor ${relay}`;
}

function stateOf(body: JsonObject): JsonObject {
  const now = numberIn(body['charger_state']);
  const [state, plugged] = (now === undefined ? undefined : states[now]) ?? [];
  const allowed = numberIn(body['allowed_charging_current']);
  return known({
    state,
    plugged,
    fault: faultOf(body),
    allowed: allowed === undefined ? undefined : allowed / 1000,
  });
}

function slotOf({ items }: JsonObject): JsonObject {
  const all: readonly unknown[] = Array.isArray(items) ? items : [];
  const [slot, button] = [all[externalSlot], all[buttonSlot]];
  if (!isObject(slot)) return {};
  const { max_current: milliamps, active, clear_on_disconnect: clears } = slot;
  const current = numberIn(milliamps);
  return known({
    current: current === undefined ? undefined : current / 1000,
    active: typeof active === 'boolean' ? active : undefined,
    clears: typeof clears === 'boolean' ? clears : undefined,
    limit: active === true && current !== undefined && current > 0 ? current / 1000 : undefined,
    released: isObject(button) ? button['active'] === false || numberIn(button['max_current']) !== 0 : undefined,
    enabled: typeof active !== 'boolean' || current === undefined ? undefined : !active || current > 0,
  });
}

function phaseValues({ items }: JsonObject): JsonObject {
  const all: readonly unknown[] = Array.isArray(items) ? items : [];
  const values: Record<string, unknown> = {};
  for (const n of phases) {
    values[`voltage_l${n}`] = numberIn(all[n - 1]);
    values[`current_l${n}`] = numberIn(all[n + 2]);
  }
  return known(values);
}

/** Who charges: a user of the charger, nobody in particular (0), or no charge is under way (−1). */
function chargeOf(body: JsonObject): JsonObject {
  const user = numberIn(body['user_id']);
  return known({
    user: user === undefined ? undefined : user < 0 ? 'no charge' : user === 0 ? 'anybody' : `user ${user}`,
    start: numberIn(body['meter_start']),
  });
}

const get = (path: string): HttpRequest => ({ method: 'GET', path: `/${path}` });

const pages: readonly HttpPage[] = [
  {
    name: 'evse/state',
    title: 'How it charges',
    request: get('evse/state'),
    answerBytes: 200,
    stateOf,
    rows: [
      textAt({ path: 'state', name: 'charger_state', label: 'State', metric: 'charger.state' }),
      booleanAt({ path: 'plugged', name: 'plugged', label: 'Car connected', metric: 'charger.plugged' }),
      numberAt({ path: 'allowed', name: 'allowed_charging_current', label: 'Least of all its slots' }, 'A'),
      textAt({ path: 'fault', name: 'error_state', label: 'Fault', metric: 'charger.fault' }),
    ],
  },
  {
    name: 'evse/slots',
    title: 'What its slots let a car take',
    request: get('evse/slots'),
    answerBytes: 1200,
    stateOf: slotOf,
    rows: [
      booleanAt({ path: 'enabled', name: 'enabled', label: 'Charging allowed', metric: 'charger.enabled' }),
      numberAt({ path: 'limit', name: 'limit', label: 'Largest current', metric: 'charger.current.limit' }, 'A'),
      numberAt({ path: 'current', name: 'external_current', label: 'Current of the external control' }, 'A'),
      booleanAt({ path: 'active', name: 'external_enabled', label: 'External control counts' }),
      booleanAt({ path: 'released', name: 'charging', label: 'Its charge was begun' }),
      booleanAt({ path: 'clears', name: 'clear_on_disconnect', label: 'It stops when the car leaves' }),
    ],
  },
  {
    name: 'meter/values',
    title: 'What it measures',
    request: get('meter/values'),
    answerBytes: 100,
    rows: [
      numberAt({ path: 'power', name: 'power', label: 'Power', metric: 'charger.power' }, 'W'),
      numberAt({ path: 'energy_abs', name: 'energy_abs', label: 'Energy', metric: 'charger.energy' }, 'Wh', {
        scale: 1000,
      }),
    ],
  },
  {
    name: 'meter/all_values',
    title: 'What it measures of each phase',
    request: get('meter/all_values'),
    answerBytes: 900,
    stateOf: phaseValues,
    rows: [
      ...phases.map((n) =>
        numberAt(
          {
            path: `current_l${n}`,
            name: `current_l${n}`,
            label: `Current, phase ${n}`,
            metric: `charger.current.l${n}`,
          },
          'A',
        ),
      ),
      ...phases.map((n) =>
        numberAt(
          {
            path: `voltage_l${n}`,
            name: `voltage_l${n}`,
            label: `Voltage, phase ${n}`,
            metric: `charger.voltage.l${n}`,
          },
          'V',
        ),
      ),
    ],
  },
  {
    name: 'charge_tracker/current_charge',
    title: 'The charge that is under way',
    request: get('charge_tracker/current_charge'),
    answerBytes: 180,
    stateOf: chargeOf,
    rows: [
      textAt({ path: 'user', name: 'user_id', label: 'Who charges' }),
      numberAt({ path: 'start', name: 'meter_start', label: 'Energy when it began' }, 'Wh', { scale: 1000 }),
    ],
  },
  {
    name: 'info/name',
    title: 'What it is',
    request: get('info/name'),
    answerBytes: 120,
    rows: [
      textAt({ path: 'display_type', name: 'display_type', label: 'Model' }),
      textAt({ path: 'uid', name: 'uid', label: 'Serial number' }),
      textAt({ path: 'type', name: 'type', label: 'Type' }),
    ],
  },
  {
    name: 'info/version',
    title: 'Its firmware',
    request: get('info/version'),
    answerBytes: 100,
    rows: [textAt({ path: 'firmware', name: 'firmware', label: 'Firmware' })],
  },
];

/** Where it can pretend to be unplugged. */
const wakingPage: HttpPage = {
  name: 'evse/ev_wakeup',
  title: 'Whether it wakes a car',
  request: get('evse/ev_wakeup'),
  answerBytes: 30,
  rows: [booleanAt({ path: 'enabled', name: 'ev_wakeup', label: 'It wakes a car that sleeps' })],
};

/** Phases, as the charger switches them itself from the third generation on. */
const phasePages: readonly HttpPage[] = [
  {
    name: 'power_manager/low_level_state',
    title: 'Its phases',
    request: get('power_manager/low_level_state'),
    answerBytes: 700,
    stateOf: ({ is_3phase: isThree }) =>
      known({ phases: typeof isThree === 'boolean' ? (isThree ? 3 : 1) : undefined }),
    rows: [numberAt({ path: 'phases', name: 'is_3phase', label: 'Phases', metric: 'charger.phases' }, '')],
  },
  {
    name: 'power_manager/external_control',
    title: 'The phases it was told',
    request: get('power_manager/external_control'),
    answerBytes: 30,
    rows: [numberAt({ path: 'phases_wanted', name: 'phases_wanted', label: 'Phases wanted' }, '')],
  },
];

const readBack = (field: string) => ({ command: 'evse/slots', field }) as const;
const body = (value: object): string => JSON.stringify(value);

const writes: readonly WriteCommand[] = [
  {
    kind: 'write',
    name: 'external_current',
    title: 'Set the current of the external control; 0 stops',
    value: {
      kind: 'number',
      unit: 'A',
      min: 0,
      max: mostA,
      step: 0.1,
      ranges: [
        [0, 0],
        [leastA, mostA],
      ],
    },
    serves: {
      setPoint: 'charger.current.limit',
      amounts: [leastA, mostA],
      gate: { setPoint: 'charger.enabled', least: leastA, counts: 'external_enabled' },
      along: [
        { write: 'clear_on_disconnect', value: 'on' },
        { write: 'external_enabled', value: 'on' },
      ],
    },
    request: (value) =>
      typeof value === 'number' && (value === 0 || (value >= leastA && value <= mostA))
        ? `evse/external_current_update ${body({ current: Math.round(value * 1000) })}`
        : undefined,
    readBack: readBack('external_current'),
  },
  {
    kind: 'write',
    name: 'clear_on_disconnect',
    title: 'Stop when the car leaves',
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    wear: usualWear,
    request: (value) => `evse/external_clear_on_disconnect_update ${body({ clear_on_disconnect: value === 'on' })}`,
    readBack: readBack('clear_on_disconnect'),
  },
  {
    kind: 'write',
    name: 'external_enabled',
    title: 'Let the external control count',
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    wear: usualWear,
    request: (value) => `evse/external_enabled_update ${body({ enabled: value === 'on' })}`,
    readBack: readBack('external_enabled'),
  },
  {
    kind: 'write',
    name: 'charging',
    title: 'Begin or end the charge',
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    request: (value) => `evse/${value === 'on' ? 'start' : 'stop'}_charging null`,
    readBack: readBack('charging'),
  },
  {
    kind: 'write',
    name: 'ev_wakeup',
    title: 'Wake a car that sleeps',
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    wear: usualWear,
    request: (value) => `evse/ev_wakeup_update ${body({ enabled: value === 'on' })}`,
    readBack: { command: wakingPage.name, field: 'ev_wakeup' },
  },
];

/** Ending the charge with it, and waking the car where it can. */
const stoppingWrites = writes.map((write): WriteCommand => {
  const gate = write.serves?.gate;
  if (write.serves === undefined || gate === undefined) return write;
  return { ...write, serves: { ...write.serves, gate: { ...gate, also: 'charging', helped: 'ev_wakeup' } } };
});

const phaseWrites: readonly WriteCommand[] = [
  {
    kind: 'write',
    name: 'phases_wanted',
    title: 'Set the number of phases',
    value: { kind: 'number', unit: '', min: 1, max: 3, step: 2 },
    serves: { setPoint: 'charger.phases' },
    request: (value) =>
      value === 1 || value === 3
        ? `power_manager/external_control_update ${body({ phases_wanted: value })}`
        : undefined,
    readBack: { command: 'power_manager/external_control', field: 'phases_wanted' },
  },
];

/** What a writer wants, as it goes out. */
function requestOf(command: string): HttpRequest {
  const end = command.indexOf(' ');
  return { method: 'PUT', path: `/${command.slice(0, end)}`, body: command.slice(end + 1) };
}

interface Generation {
  readonly id: string;
  readonly title: string;
  readonly models: readonly string[];
  readonly autodetect: number;
  /** `type` of `info/name`. */
  readonly types: readonly string[];
  readonly isPhased: boolean;
}

const pagesOf = (isPhased: boolean): readonly HttpPage[] => [...pages, wakingPage, ...(isPhased ? phasePages : [])];

const generation = ({ id, title, models, autodetect, types, isPhased }: Generation): HttpDefinition =>
  freezeDeep(
    httpDefinition({
      id,
      aliases: [`tinkerforge-${id}`],
      version: 1,
      kind: 'charger',
      maker: 'Tinkerforge',
      title,
      models,
      verified: 'document',
      sources: ['WARP Charger: HTTP API'],
      autodetect,
      wireId: 'warp',
      takesLists: true,
      acksByStatus: true,
      pages: pagesOf(isPhased),
      writes: [...writes, ...(isPhased ? phaseWrites : [])],
      stopping: { writes: [...stoppingWrites, ...(isPhased ? phaseWrites : [])] },
      write: requestOf,
      responseMs: 4000,
      live: {
        everySeconds: 5,
        commands: [
          'evse/state',
          'evse/slots',
          'meter/values',
          'meter/all_values',
          ...(isPhased ? [phasePages[0]?.name ?? ''] : []),
        ],
      },
      settings: { everySeconds: 60, commands: ['charge_tracker/current_charge'] },
      identity: [
        { key: 'model', command: 'info/name', field: 'display_type' },
        { key: 'serial', command: 'info/name', field: 'uid' },
        { key: 'firmware', command: 'info/version', field: 'firmware' },
      ],
      probe: { command: 'info/name', matches: ({ type }) => typeof type === 'string' && types.includes(type) },
    }),
  );

/** A WARP Charger of the first or second generation. */
export const warp: HttpDefinition = generation({
  id: 'warp',
  title: 'WARP Charger, WARP2 Charger (HTTP)',
  models: ['WARP Charger Smart, Pro', 'WARP2 Charger Smart, Pro'],
  autodetect: 241,
  types: ['warp', 'warp2'],
  isPhased: false,
});

/** One that switches its phases. */
export const warp3: HttpDefinition = generation({
  id: 'warp3',
  title: 'WARP3 Charger (HTTP)',
  models: ['WARP3 Charger Smart, Pro'],
  autodetect: 242,
  types: ['warp3'],
  isPhased: true,
});
