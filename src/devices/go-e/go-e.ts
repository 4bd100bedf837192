// go-eCharger (Gemini, HOMEfix from V3, PRO) over its local HTTP API v2, which has to be switched on in its app: one page of keys, and a page
// that sets them. Powers are in W, the array `nrg` has voltages, currents and powers. Source: [go-e].
import type { JsonObject } from '#codec/shelly-rpc.ts';
import type { HttpRequest } from '#core/http-exchange.ts';
import { freezeDeep } from '../define.ts';
import { type HttpDefinition, usualWear, type WriteCommand } from '../definition.ts';
import { httpDefinition } from '../http-device.ts';
import { booleanAt, numberAt, textAt, type TypedStateRow } from '../state-rows.ts';

const keys = ['car', 'alw', 'amp', 'frc', 'psm', 'nrg', 'eto', 'wh', 'err', 'trx', 'su'];
const infoKeys = ['typ', 'sse', 'fwv', 'fna'];

/** `car`. That it waits for the car (3) or has ended its charge (4) says not whose pause it is: `alw` does. */
const states: Readonly<Record<number, readonly [state: string, isPlugged: boolean | undefined]>> = {
  1: ['available', false],
  2: ['charging', true],
  3: ['suspended', true],
  4: ['suspended', true],
  5: ['faulted', undefined],
};

const whosePause = (allowed: unknown): string | undefined =>
  typeof allowed !== 'boolean' ? undefined : allowed ? 'suspended-ev' : 'suspended-evse';

const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** Where a key stands for something else than its number. */
function stateOf(body: JsonObject): JsonObject {
  const { car, alw, psm, frc, nrg, err } = body;
  const [said, plugged] = (typeof car === 'number' ? states[car] : undefined) ?? [];
  const state = said === 'suspended' ? whosePause(alw) : said;
  const phases = psm === 1 ? 1 : psm === 2 ? 3 : undefined;
  const forced = frc === 1 ? 'off' : frc === 2 ? 'on' : frc === 0 ? 'neutral' : undefined;
  const fault = numberIn(err);
  const meter: readonly unknown[] = Array.isArray(nrg) ? nrg : [];
  const at = (index: number): number | undefined => numberIn(meter[index]);
  const values = {
    state,
    plugged,
    phases,
    forced,
    fault: fault === undefined ? undefined : fault === 0 ? '' : `error ${fault}`,
    power: at(11),
    voltage_l1: at(0),
    voltage_l2: at(1),
    voltage_l3: at(2),
    current_l1: at(4),
    current_l2: at(5),
    current_l3: at(6),
  };
  return { ...body, ...Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) };
}

const phases = [1, 2, 3] as const;

const rows: readonly TypedStateRow[] = [
  textAt({ path: 'state', name: 'state', label: 'State', metric: 'charger.state' }),
  booleanAt({ path: 'plugged', name: 'plugged', label: 'Car connected', metric: 'charger.plugged' }),
  booleanAt({ path: 'alw', name: 'alw', label: 'Charging allowed', metric: 'charger.enabled' }),
  textAt({ path: 'forced', name: 'frc', label: 'Forced' }),
  numberAt({ path: 'amp', name: 'amp', label: 'Largest current', metric: 'charger.current.limit' }, 'A'),
  numberAt({ path: 'phases', name: 'psm', label: 'Phases', metric: 'charger.phases' }, ''),
  numberAt({ path: 'power', name: 'power', label: 'Power', metric: 'charger.power' }, 'W'),
  numberAt({ path: 'eto', name: 'eto', label: 'Energy', metric: 'charger.energy' }, 'Wh'),
  numberAt({ path: 'wh', name: 'wh', label: 'Energy since the car came' }, 'Wh'),
  booleanAt({ path: 'su', name: 'su', label: 'It pretends to be unplugged behind a pause' }),
  textAt({ path: 'fault', name: 'err', label: 'Fault', metric: 'charger.fault' }),
  ...phases.map((n) =>
    numberAt(
      { path: `current_l${n}`, name: `current_l${n}`, label: `Current, phase ${n}`, metric: `charger.current.l${n}` },
      'A',
    ),
  ),
  ...phases.map((n) =>
    numberAt(
      { path: `voltage_l${n}`, name: `voltage_l${n}`, label: `Voltage, phase ${n}`, metric: `charger.voltage.l${n}` },
      'V',
    ),
  ),
];

const info: readonly TypedStateRow[] = [
  textAt({ path: 'typ', name: 'typ', label: 'Model' }),
  textAt({ path: 'sse', name: 'sse', label: 'Serial number' }),
  textAt({ path: 'fwv', name: 'fwv', label: 'Firmware' }),
];

const pageOf = (wanted: readonly string[]): HttpRequest => ({
  method: 'GET',
  path: `/api/status?filter=${wanted.join(',')}`,
});

const readBack = (field: string) => ({ command: 'status', field }) as const;

const writes: readonly WriteCommand[] = [
  {
    kind: 'write',
    name: 'frc',
    title: 'Allow charging',
    value: { kind: 'choice', options: { on: '2', off: '1', neutral: '0' } },
    serves: { setPoint: 'charger.enabled', words: { on: 'on', off: 'off' } },
    request: (value) => ({ on: 'frc=2', off: 'frc=1', neutral: 'frc=0' })[String(value)],
    readBack: readBack('frc'),
  },
  {
    kind: 'write',
    name: 'amp',
    title: 'Set the largest current',
    value: { kind: 'number', unit: 'A', min: 6, max: 32, step: 1 },
    serves: { setPoint: 'charger.current.limit' },
    request: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= 6 && value <= 32 ? `amp=${value}` : undefined,
    readBack: readBack('amp'),
  },
  {
    kind: 'write',
    name: 'psm',
    title: 'Set the number of phases',
    value: { kind: 'number', unit: '', min: 1, max: 3, step: 2 },
    serves: { setPoint: 'charger.phases' },
    request: (value) => (value === 1 ? 'psm=1' : value === 3 ? 'psm=2' : undefined),
    readBack: readBack('psm'),
  },
  {
    kind: 'write',
    name: 'su',
    title: 'Pretend to be unplugged behind a pause',
    value: { kind: 'choice', options: { on: 'true', off: 'false' } },
    wear: usualWear,
    request: (value) => `su=${value === 'on'}`,
    readBack: readBack('su'),
  },
];

/** Its pause ends the charge in any case; a car that sleeps then is woken by being unplugged, which it can pretend before it charges again. */
const stopping: HttpDefinition['stopping'] = {
  writes: writes.map(({ serves, ...write }): WriteCommand => {
    const isKept = serves !== undefined && serves.setPoint !== 'charger.enabled';
    return { ...write, ...(isKept ? { serves } : {}) };
  }),
  composed: [
    {
      setPoint: 'charger.enabled',
      ways: [
        {
          value: 1,
          steps: [
            { write: 'su', value: 'on' },
            { write: 'frc', value: 'on' },
          ],
          shownBy: { frc: ['on'] },
        },
        { value: 0, steps: [{ write: 'frc', value: 'off' }] },
      ],
    },
  ],
};

/** A go-eCharger. */
export const goE: HttpDefinition = freezeDeep(
  httpDefinition({
    id: 'go-e',
    aliases: ['goe', 'go-echarger'],
    version: 1,
    kind: 'charger',
    maker: 'go-e',
    title: 'go-eCharger (HTTP API v2)',
    models: ['Gemini', 'Gemini flex', 'HOMEfix and HOME+ from V3', 'PRO'],
    verified: 'document',
    sources: ['go-eCharger API v2: HTTP, keys'],
    autodetect: 240,
    mdns: [{ type: '_http._tcp', named: '^go-echarger' }],
    pages: [
      { name: 'status', title: 'How it charges', request: pageOf(keys), answerBytes: 600, rows, stateOf },
      { name: 'info', title: 'What it is', request: pageOf(infoKeys), answerBytes: 200, rows: info },
    ],
    writes,
    stopping,
    write: (command) => ({ method: 'GET', path: `/api/set?${command}` }),
    refusal: (body) => {
      const said = Object.values(body).find((value) => typeof value === 'string' && /^(?:error|invalid)/i.test(value));
      return typeof said === 'string' ? said : undefined;
    },
    responseMs: 4000,
    live: { everySeconds: 5, commands: ['status'] },
    settings: { everySeconds: 86_400, commands: [] },
    identity: [
      { key: 'model', command: 'info', field: 'typ' },
      { key: 'serial', command: 'info', field: 'sse' },
      { key: 'firmware', command: 'info', field: 'fwv' },
    ],
    probe: { command: 'info', matches: ({ typ, sse }) => typeof typ === 'string' && typeof sse === 'string' },
  }),
);
