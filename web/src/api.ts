// Requests to the server, by relative addresses so that they hold under any path prefix.
// Whatever goes wrong becomes a Failure of the contract: a code, what happened, and what helps.
import type {
  BrokerAccount,
  Claim,
  Command,
  CommandResult,
  Device,
  Found,
  History,
  NewDevice,
  Port,
  Protocol,
  Session,
  SignIn,
  Site,
  TestRequest,
  TestResult,
} from '#api/contract.ts';
import type { Failure } from '#api/failure.ts';
import type { Anomaly } from '#api/anomalies.ts';
import type { Setting, SettingChange, SettingOutcome } from '#api/settings.ts';
import { texts } from './texts.ts';

/** A request that failed, in the contract's words. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly failure: Failure;
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;

  constructor(failure: Failure, status: number) {
    super(failure.message);
    this.failure = failure;
    this.status = status;
  }
}

const base = 'api/v1/';
const timeoutMs = 20_000;

function isFailure(body: unknown): body is Failure {
  if (typeof body !== 'object' || body === null) return false;
  const { code, message, repair } = body as Partial<Record<keyof Failure, unknown>>;
  return typeof code === 'string' && typeof message === 'string' && typeof repair === 'string';
}

/** The failure behind anything thrown while asking the server. */
export function failureOf(thrown: unknown): Failure {
  return thrown instanceof RequestError ? thrown.failure : { code: 'web.broken', ...texts.failure.broken };
}

/** How something is asked. */
export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for the answer, ms. */
  readonly waitMs?: number;
}

async function fetchOrFail(path: string, { method = 'GET', body, signal, waitMs = timeoutMs }: Ask): Promise<Response> {
  const limit = AbortSignal.timeout(waitMs);
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  try {
    return await fetch(base + path, init);
  } catch (thrown) {
    if (signal?.aborted === true) throw thrown;
    throw new RequestError({ code: 'web.unreachable', ...texts.failure.unreachable }, 0);
  }
}

/** Asks the server, by a path under `api/v1/`; throws a RequestError. */
export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  const response = await fetchOrFail(path, options);
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new RequestError({ code: 'web.broken', ...texts.failure.broken }, response.status);
  }
  if (response.ok) return body as T;
  throw new RequestError(isFailure(body) ? body : { code: 'web.broken', ...texts.failure.broken }, response.status);
}

const post = <T>(path: string, body: unknown = {}, more: Omit<Ask, 'method' | 'body'> = {}): Promise<T> =>
  ask<T>(path, { ...more, method: 'POST', body });

/** Path of a site. */
export const sitePath = (site: string): string => `sites/${encodeURIComponent(site)}`;
const devicePath = (site: string, device: string): string => `${sitePath(site)}/devices/${encodeURIComponent(device)}`;

/** What a chart asks for. */
export interface HistoryAsk {
  readonly metric: string;
  readonly device?: string;
  readonly fromMs: number;
  readonly toMs?: number;
  readonly signal?: AbortSignal;
}

function history(site: string, { metric, device, fromMs, toMs, signal }: HistoryAsk): Promise<History> {
  const query = new URLSearchParams({ metric, from: String(Math.round(fromMs)) });
  if (device !== undefined) query.set('device', device);
  if (toMs !== undefined) query.set('to', String(Math.round(toMs)));
  return ask<History>(`${sitePath(site)}/history?${query.toString()}`, { signal });
}

/** A device may need a minute to answer, and finding out the protocol tries several. */
const testWaitMs = 180_000;
const commandWaitMs = 60_000;
/** What was not read of a device as yet is asked before the list is told. */
const settingsWaitMs = 45_000;

/** Every request the app makes. */
export const api = {
  session: (signal?: AbortSignal) => ask<Session>('session', { signal }),
  signIn: (body: SignIn) => post<Session>('session', body),
  signOut: () => ask<Session>('session', { method: 'DELETE' }),
  claim: (body: Claim) => post<Session>('owner', body),
  startDemo: () => post<Session>('demo'),
  leaveDemo: () => ask<Session>('demo', { method: 'DELETE' }),
  sites: (signal?: AbortSignal) => ask<readonly Site[]>('sites', { signal }),
  history,
  command: (site: string, device: string, body: Command) =>
    post<CommandResult>(`${devicePath(site, device)}/command`, body, { waitMs: commandWaitMs }),
  settings: (site: string, device: string, signal?: AbortSignal) =>
    ask<readonly Setting[]>(`${devicePath(site, device)}/settings`, { signal, waitMs: settingsWaitMs }),
  /** `name` of the setting. */
  set: (site: string, { device, name }: { readonly device: string; readonly name: string }, body: SettingChange) =>
    post<SettingOutcome>(`${devicePath(site, device)}/settings/${encodeURIComponent(name)}`, body, {
      waitMs: commandWaitMs,
    }),
  /** What lasts and was not put away. */
  anomalies: (site: string, signal?: AbortSignal) =>
    ask<readonly Anomaly[]>(`${sitePath(site)}/anomalies?open=true`, { signal }),
  dismissAnomaly: (site: string, id: string) =>
    post<Anomaly>(`${sitePath(site)}/anomalies/${encodeURIComponent(id)}/dismiss`),
  ports: (signal?: AbortSignal) => ask<readonly Port[]>('setup/ports', { signal }),
  protocols: (signal?: AbortSignal) => ask<readonly Protocol[]>('protocols', { signal }),
  found: (signal?: AbortSignal) => ask<readonly Found[]>('setup/found', { signal }),
  test: (body: TestRequest, signal: AbortSignal) =>
    post<TestResult>('setup/test', body, { signal, waitMs: testWaitMs }),
  addBrokerAccount: (username: string) => post<BrokerAccount>('setup/broker-accounts', { username }),
  addDevice: (site: string, body: NewDevice) => post<Device>(`${sitePath(site)}/devices`, body),
  removeDevice: (site: string, device: string) => ask<unknown>(devicePath(site, device), { method: 'DELETE' }),
};

/** Address of a download of a site's history. */
export function exportUrl(site: string, query: URLSearchParams): string {
  return `${base}${sitePath(site)}/export?${query.toString()}`;
}

/** Address of the live socket of a site. */
export function liveUrl(site: string): string {
  const url = new URL(`${base}live`, document.baseURI);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  url.search = new URLSearchParams({ site }).toString();
  url.hash = '';
  return url.href;
}
