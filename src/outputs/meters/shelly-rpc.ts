// How a Shelly meter answers: methods over HTTP, and frames over HTTP, WebSocket and UDP. Without a fresh reading what is measured is an error
// and never a number: 503 over HTTP, an error in a frame, silence over UDP, where a battery knows no other failure than a meter that is gone.
// Nulls, which a real device gives while it cannot measure, are read as 0 W by some, who then keep what they do for ever.
// Source: shelly-api-docs.shelly.cloud, gen2: RPC protocol, RPC channels, error codes.
import type { WebAnswered, WebAsked } from '#core/answering.ts';
import { isRecord } from '#core/entries.ts';
import type { Reason } from '#core/reason.ts';
import { inEnglish } from '#core/reason.ts';
import type { MeterReading } from './meter-reading.ts';
import {
  deviceInfo,
  em1DataStatus,
  em1Status,
  emDataStatus,
  emeterStatus,
  emStatus,
  firstStatus,
  type ShellyIdentity,
  shellyIdOf,
  shellyModels,
  sysStatus,
} from './shelly-status.ts';
import { shellyText, type Told } from './shelly-text.ts';

/** What a meter answers from. */
export interface ShellyParts {
  readonly identity: ShellyIdentity;
  read(): MeterReading | Reason;
  /** Epoch ms, and ms since it is there. */
  now(): { readonly nowMs: number; readonly upMs: number };
}

/** A failure as the maker numbers it. */
interface RpcError {
  readonly code: number;
  readonly message: string;
}

type Found = { readonly result: Told } | { readonly error: RpcError };
type Params = Readonly<Record<string, unknown>>;
type Method = (params: Params) => Found;

const codes = { invalid: -103, notFound: -105, unavailable: -114, noHandler: 404 } as const;
/** A longer name is none. */
const mostName = 60;

const ok = (result: Told): Found => ({ result });
const failed = (code: number, message: string): Found => ({ error: { code, message } });

/** The number of a component: that of the first where none is given, as some ask without. */
function idOf({ id = 0 }: Params): number | undefined {
  const number = typeof id === 'string' && /^\d{1,3}$/.test(id) ? Number(id) : id;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

/** A method of the one component there is. */
const ofFirst =
  (run: () => Found): Method =>
  (params) => {
    const id = idOf(params);
    if (id === undefined) return failed(codes.invalid, "Invalid argument 'id'!");
    return id === 0 ? run() : failed(codes.notFound, `Argument 'id', value ${id} not found!`);
  };

/** Every method by its name in lower case: the firmware does not mind the case. */
function methodsOf({ identity, read, now }: ShellyParts): ReadonlyMap<string, Method> {
  const fresh = (status: (reading: MeterReading) => Told): Found => {
    const found = read();
    return 'code' in found ? failed(codes.unavailable, inEnglish(found)) : ok(status(found));
  };
  const isThree = identity.model === 'pro-3em';
  const all = (reading: MeterReading): Told => ({
    ble: {},
    cloud: { connected: false },
    ...(isThree
      ? { 'em:0': emStatus(reading), 'emdata:0': emDataStatus(reading) }
      : { 'em1:0': em1Status(reading), 'em1data:0': em1DataStatus(reading) }),
    eth: { ip: null },
    modbus: {},
    mqtt: { connected: false },
    sys: sysStatus(identity, now()),
    wifi: { sta_ip: null, status: 'disconnected', ssid: null, rssi: 0 },
    ws: { connected: false },
  });
  const table: readonly (readonly [string, Method])[] = [
    ['Shelly.GetDeviceInfo', () => ok(deviceInfo(identity))],
    ['Shelly.GetStatus', () => fresh(all)],
    ['Shelly.GetConfig', () => ok({ sys: { device: { name: identity.name, mac: identity.mac } } })],
    ['Sys.GetStatus', () => ok(sysStatus(identity, now()))],
    ['EM.GetStatus', ofFirst(() => fresh(emStatus))],
    [
      'EM.GetConfig',
      ofFirst(() =>
        ok({ id: 0, name: null, blink_mode_selector: 'active_energy', phase_selector: 'all', ct_type: '120A' }),
      ),
    ],
    ['EMData.GetStatus', ofFirst(() => fresh(emDataStatus))],
    ['EM1.GetStatus', ofFirst(() => fresh(em1Status))],
    ['EM1.GetConfig', ofFirst(() => ok({ id: 0, name: null, reverse: false }))],
    ['EM1Data.GetStatus', ofFirst(() => fresh(em1DataStatus))],
  ];
  const names = [...table.map(([name]) => name), 'Shelly.ListMethods'];
  const list: Method = () => ok({ methods: names });
  return new Map(
    [...table, ['Shelly.ListMethods', list] as const].map(([name, method]) => [name.toLowerCase(), method]),
  );
}

/** Status of HTTP for a failure: one that a client looks at sees it, one that reads the body sees the code. */
const statusOf = ({ code }: RpcError): number =>
  code === codes.unavailable ? 503 : code === codes.invalid ? 400 : 404;

const answered = (found: Found): WebAnswered & Given =>
  'result' in found
    ? { status: 200, body: shellyText(found.result), isGiven: true }
    : { status: statusOf(found.error), body: shellyText({ ...found.error }), isGiven: false };

/** An object of a text; undefined if it is none. */
function objectOf(text: string): Params | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    // Whoever sent it finds out by the answer, or by silence.
    return undefined;
  }
}

/** Whether what was asked for was given: an error is no answer of a meter. */
interface Given {
  readonly isGiven: boolean;
}

/** A meter that answers. */
export interface ShellyAnswers {
  web(asked: WebAsked): WebAnswered & Given;
  /** The answer to a frame; nothing where it is none. Over UDP it has no body where there is no fresh reading. */
  frame(text: string, way: 'socket' | 'datagram'): (Given & { readonly body?: string }) | undefined;
}

/** Ids and names that are given back: short. */
const echoed = (value: unknown): Told | undefined => {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  return typeof value === 'string' && value.length <= 200 ? value : undefined;
};

/** Makes one. */
export function shellyAnswers(parts: ShellyParts): ShellyAnswers {
  const { identity, read, now } = parts;
  const methods = methodsOf(parts);
  const src = shellyIdOf(identity);
  const isFirst = shellyModels[identity.model].gen === 1;
  const run = (name: string, params: Params): Found => {
    const method = isFirst ? undefined : methods.get(name.toLowerCase());
    return method?.(params) ?? failed(codes.noHandler, `No handler for ${name.slice(0, mostName)}`);
  };
  const framed = (text: string): { readonly found: Found; readonly body: string } | undefined => {
    const frame = objectOf(text);
    const method = frame?.['method'];
    if (frame === undefined || typeof method !== 'string') return undefined;
    const params = frame['params'];
    const found = run(method, isRecord(params) ? params : {});
    const [id = null, dst] = [echoed(frame['id']), echoed(frame['src'])];
    const head = { id, src, ...(dst === undefined ? {} : { dst }) };
    const rest = 'result' in found ? found : { error: { ...found.error } };
    return { found, body: shellyText({ ...head, ...rest }) };
  };
  const first = (path: string): Found => {
    const status = (of: (reading: MeterReading) => Told): Found => {
      const reading = read();
      return 'code' in reading ? failed(codes.unavailable, inEnglish(reading)) : ok(of(reading));
    };
    const meter = /^\/emeter\/([0-2])$/.exec(path)?.[1];
    if (meter !== undefined) return status((reading) => emeterStatus(reading, Number(meter)));
    if (path === '/status') return status((reading) => firstStatus(reading, identity, now().nowMs));
    return failed(codes.noHandler, 'Not Found');
  };
  return {
    web({ method, target, body }) {
      const { path, params } = partsOf(target);
      if (path === '/shelly') return answered(ok(deviceInfo(identity)));
      if (isFirst) return answered(first(path));
      if (path === '/rpc' && method === 'POST') {
        const answer = framed(body);
        if (answer === undefined) return answered(failed(codes.invalid, 'Invalid frame'));
        // A frame says in itself what failed; only silence of the meter is also told to whoever looks at the status alone.
        const isSilent = 'error' in answer.found && answer.found.error.code === codes.unavailable;
        return { status: isSilent ? 503 : 200, body: answer.body, isGiven: 'result' in answer.found };
      }
      const name = path.startsWith('/rpc/') ? path.slice('/rpc/'.length) : undefined;
      if (name === undefined) return answered(failed(codes.noHandler, 'Not Found'));
      return answered(run(name, method === 'POST' ? (objectOf(body) ?? {}) : params));
    },
    frame(text, way) {
      const answer = framed(text);
      if (answer === undefined) return undefined;
      const isSilent = way === 'datagram' && 'error' in answer.found && answer.found.error.code === codes.unavailable;
      return { isGiven: 'result' in answer.found, ...(isSilent ? {} : { body: answer.body }) };
    },
  };
}

/** Path and query of what was asked for; a stranger's text is no URL that could be trusted to be one. */
function partsOf(target: string): { readonly path: string; readonly params: Params } {
  const [path = '', query = ''] = target.split('?', 2);
  return { path, params: Object.fromEntries(new URLSearchParams(query)) };
}
