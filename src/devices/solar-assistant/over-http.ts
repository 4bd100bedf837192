// Solar-Assistant over its own REST interface: a list of everything it knows under the topics of MQTT, and settings by POST; or over its
// WebSocket, whose link answers for it in the same form and tells when there is news. The user is `admin`, the password that of its web page. Nothing in an answer says how old a value is: with the cable unplugged it repeats the last, and
// is taken for one that repeats itself. Source: [solar-assistant] REST API, entity contract.
import { because } from '#core/reason.ts';
import type { HttpRequest } from '#core/http-exchange.ts';
import { readBody } from '#codec/http-json.ts';
import { isJsonObject, type JsonObject } from '#codec/shelly-rpc.ts';
import { freezeDeep, read } from '../define.ts';
import type { DiscoveryAnswer, DiscoveryStep, HttpDefinition, MqttDefinition, WriteCommand } from '../definition.ts';
import { httpDefinition } from '../http-device.ts';
import { answerTable, textAt, textNumberAt, type TypedStateRow } from '../state-rows.ts';
import { solarAssistant } from './solar-assistant.ts';

const metricsPage = 'metrics';
const path = '/api/v1/metrics';
/** With sixteen inverters and batteries some 2000 values of 130 bytes. */
const [mostBody, usualBytes, mostValues] = [262_144, 60_000, 4000];

/** A value as its topic says it. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The values of a list by part and name: `{"topic": "total/pv_power", "value": 1234}`. */
function stateOf({ items }: JsonObject): JsonObject {
  const parts = new Map<string, Map<string, string>>();
  for (const item of Array.isArray(items) ? items.slice(0, mostValues) : []) {
    const { topic, value } = isJsonObject(item) ? item : {};
    const [, part, name] = typeof topic === 'string' ? (/^([a-z_\d]{1,20})\/([^/]{1,80})$/.exec(topic) ?? []) : [];
    const text = textOf(value);
    if (part === undefined || name === undefined || text === undefined) continue;
    const known = parts.get(part) ?? new Map<string, string>();
    parts.set(part, known.set(name, text));
  }
  return Object.fromEntries([...parts].map(([part, values]) => [part, Object.fromEntries(values)]));
}

/** A setting as it goes out: of MQTT it is `inverter_1/work_mode/set Selling first`. */
function sent(command: string): HttpRequest {
  const [, topic = '', value = ''] = /^(.*?)\/set (.*)$/s.exec(command) ?? [];
  return { method: 'POST', path, body: JSON.stringify({ topic, value }) };
}

const systemRows: readonly TypedStateRow[] = [
  textAt({ path: 'system/software_version', name: 'software_version', label: 'Software' }),
  textAt({ path: 'system/site_id', name: 'site_id', label: 'Site' }),
  textNumberAt(
    { path: 'system/cpu_temperature', name: 'cpu_temperature', label: 'Temperature', metric: 'device.temperature' },
    '°C',
  ),
  textNumberAt({ path: 'system/free_storage', name: 'free_storage', label: 'Free storage (MB)' }, ''),
];

const metricsCommand = ({ rows, decode, derive }: Pick<MqttDefinition, 'rows' | 'decode' | 'derive'>) =>
  read({
    name: metricsPage,
    title: 'Everything it knows',
    answerBytes: usualBytes,
    table: answerTable({ rows, decode }, { takesLists: true, stateOf }),
    ...(derive === undefined ? {} : { derive }),
  });

const shownHere = (writes: readonly WriteCommand[]): readonly WriteCommand[] =>
  writes.map((write) =>
    write.readBack === undefined
      ? write
      : { ...write, readBack: { command: metricsPage, field: write.readBack.field } },
  );

/** The definition of a unit with the inverters and batteries that it lists. */
function discovered(definition: HttpDefinition, answers: readonly DiscoveryAnswer[]): DiscoveryStep {
  const [first] = answers;
  if (first === undefined) return { kind: 'ask', command: metricsPage, answerBytes: usualBytes };
  // Refused: it will be again, and then it is told why.
  if (first.payload === undefined) return { kind: 'found', definition };
  const body = readBody(first.payload, { takesLists: true });
  if (body === undefined) return { kind: 'none', why: because('decode.no-object') };
  const made = solarAssistant.composedOf?.(new Set(Object.keys(stateOf(body)))) ?? solarAssistant;
  const [, ...others] = definition.commands;
  const { composed } = made;
  return {
    kind: 'found',
    definition: {
      ...definition,
      commands: [metricsCommand(made), ...others],
      writes: shownHere(made.writes),
      ...(composed === undefined ? {} : { composed }),
    },
  };
}

type Way = Pick<HttpDefinition, 'id' | 'aliases' | 'title' | 'sources' | 'links' | 'passwordBy' | 'mdns'> & {
  readonly autodetect: number;
};

function unit(way: Way): HttpDefinition {
  const { kind, maker, models } = solarAssistant;
  const plain = httpDefinition({
    ...way,
    version: 1,
    kind,
    maker,
    models,
    verified: 'document',
    takesLists: true,
    acksByStatus: true,
    mostBody,
    pages: [
      { name: metricsPage, title: '', request: { method: 'GET', path }, answerBytes: usualBytes, rows: [] },
      {
        name: 'system',
        title: 'The unit itself',
        request: { method: 'GET', path: '/api/v1/system' },
        answerBytes: 1000,
        rows: systemRows,
        stateOf,
      },
    ],
    writes: shownHere(solarAssistant.writes),
    write: sent,
    // Over its WebSocket the outcome of a setting is told.
    refusal: ({ error }) => (typeof error === 'string' ? error : undefined),
    responseMs: 10_000,
    // As often as it reads its inverters, and longer than a list takes.
    live: { everySeconds: 10, commands: [metricsPage] },
    settings: { everySeconds: 300, commands: ['system'] },
    repeatsAfterSeconds: solarAssistant.dialect.repeatsAfterSeconds ?? 900,
    identity: [
      { key: 'serial', command: metricsPage, field: 'inverter_1_serial_number' },
      { key: 'firmware', command: 'system', field: 'software_version' },
    ],
    probe: {
      command: metricsPage,
      matches: (body) => ['total', 'inverter_1', 'battery_1'].some((part) => Object.hasOwn(stateOf(body), part)),
    },
  });
  const [, ...others] = plain.commands;
  const definition: HttpDefinition = {
    ...plain,
    commands: [metricsCommand(solarAssistant), ...others],
    discover: (answers) => discovered(definition, answers),
  };
  return freezeDeep(definition);
}

/** Solar-Assistant over HTTP, in the signs of its contract: + charging. */
export const solarAssistantHttp: HttpDefinition = unit({
  id: 'solar-assistant-http',
  aliases: ['solar-assistant-rest'],
  title: 'Solar-Assistant over HTTP (REST)',
  sources: ['Solar-Assistant: REST API and entity contract (2026), with the tests of its own client'],
  links: ['http'],
  autodetect: 205,
  passwordBy: 'basic',
});

/** The same over its WebSocket: each value when it changes. */
export const solarAssistantLive: HttpDefinition = unit({
  id: 'solar-assistant-live',
  aliases: ['solar-assistant-websocket', 'solar-assistant-ws'],
  title: 'Solar-Assistant over its WebSocket',
  sources: ['Solar-Assistant: WebSocket API, REST API and entity contract (2026), with the tests of its own client'],
  links: ['solar-assistant'],
  autodetect: 206,
  mdns: [{ type: '_solar-assistant._tcp' }],
});
