// Where a history is: a data folder, or an external server. One text names it, on the command line and in the environment.
import { because, type Reason } from '#core/reason.ts';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Clock, systemClock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import type { InfluxPlace } from '#store/engines/influx-engine.ts';
import { openFolder } from '#store/folder.ts';
import { openSqliteHistory } from '#store/sqlite-history.ts';
import type { OpenHistory as NamedHistory } from '#cli/context.ts';
import { type HistorySecrets, historySecrets, isWithoutHistoryCopy } from './environment.ts';

/** A place of a history; an `url` may hold an account. */
export type HistoryPlace =
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'postgres'; readonly url: Secret }
  | { readonly kind: 'victoria'; readonly url: Secret; readonly prefix?: string }
  | { readonly kind: 'influx'; readonly url: Secret; readonly within: InfluxPlace };

/** A history that is open, with what it holds. */
export interface OpenHistory {
  readonly store: HistoryStore;
  /** Closes the store, and releases its folder. */
  close(): Promise<void>;
}

function wrong(at: string, why: Reason): never {
  throw new SolsteadError('input.usage', { at, why });
}

/** The options of a place; one it does not know is an error. */
function optionsOf(url: URL, known: readonly string[]): ReadonlyMap<string, string> {
  const unknown = [...url.searchParams.keys()].find((key) => !known.includes(key));
  if (unknown !== undefined)
    wrong(placeName(url), because('place.option', { option: unknown, known: known.join(' and ') }));
  return new Map([...url.searchParams].filter(([, value]) => value !== ''));
}

/** The server's own address, its account included. */
function serverOf(url: URL): Secret {
  const bare = new URL(url);
  bare.search = '';
  bare.hash = '';
  return makeSecret(bare.href.replace(/^[a-z]+\+/, ''));
}

/** Without password and options: a token may have been put there. */
function placeName(url: URL): string {
  const account = url.username === '' ? '' : `${url.username}@`;
  return `${url.protocol}//${account}${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}

function influxWithin(url: URL): InfluxPlace {
  const options = optionsOf(url, ['database', 'org', 'bucket']);
  const [database, org, bucket] = ['database', 'org', 'bucket'].map((name) => options.get(name));
  if (database !== undefined && org === undefined && bucket === undefined) return { version: 1, database };
  if (database === undefined && org !== undefined && bucket !== undefined) return { version: 2, org, bucket };
  return wrong(placeName(url), because('place.influx'));
}

/** Reads a place. Errors: `input.usage`. */
export function parseHistoryPlace(given: Secret): HistoryPlace {
  const text = given.reveal();
  const scheme = /^([a-z]+(?:\+[a-z]+)?):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined)
    return text === '' ? wrong('history', because('place.empty')) : { kind: 'folder', path: text };
  // The text itself may hold a password.
  if (!URL.canParse(text)) wrong(`${scheme}://`, because('place.address'));
  const url = new URL(text);
  if (url.hostname === '') wrong(`${scheme}://`, because('place.no-host'));
  switch (scheme) {
    case 'postgres':
    case 'postgresql':
      return { kind: 'postgres', url: given };
    case 'victoria+http':
    case 'victoria+https': {
      const prefix = optionsOf(url, ['prefix']).get('prefix');
      return { kind: 'victoria', url: serverOf(url), ...(prefix === undefined ? {} : { prefix }) };
    }
    case 'influx+http':
    case 'influx+https':
      return { kind: 'influx', url: serverOf(url), within: influxWithin(url) };
    default:
      return wrong(`${scheme}://`, because('place.kind'));
  }
}

/** A place in words, without its account. */
export function formatHistoryPlace(place: HistoryPlace): string {
  if (place.kind === 'folder') return resolve(place.path);
  const { protocol, host, pathname } = new URL(place.url.reveal());
  const server = `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
  if (place.kind === 'postgres') return server;
  if (place.kind === 'victoria')
    return `victoria+${server}${place.prefix === undefined ? '' : `?prefix=${place.prefix}`}`;
  const { version: _, ...within } = place.within;
  return `influx+${server}?${new URLSearchParams(within).toString()}`;
}

/** What opening a place takes. */
export interface HistoryPlaceContext {
  readonly clock: Clock;
  readonly secrets: HistorySecrets;
  /** Whether a missing history is an error, not the beginning of one. */
  readonly mustExist?: boolean;
  /** Whether the store flushes and deletes automatically what is due, as that of a running home does. */
  readonly maintained?: boolean;
  /** Whether another time source confirms the wall clock. */
  readonly isTimeConfirmed?: (() => boolean) | undefined;
}

const clockOf = ({
  clock,
  maintained,
  isTimeConfirmed,
}: HistoryPlaceContext): { readonly clock?: Clock; readonly isTimeConfirmed?: () => boolean } =>
  maintained === true ? { clock, ...(isTimeConfirmed === undefined ? {} : { isTimeConfirmed }) } : {};

/** The address with the password from the environment, if it has none of its own. */
export function withPassword(address: Secret, { password }: Pick<HistorySecrets, 'password'>): string {
  const url = new URL(address.reveal());
  if (password !== undefined && url.password === '') url.password = encodeURIComponent(password.reveal());
  return url.href;
}

async function openFolderHistory(path: string, context: HistoryPlaceContext): Promise<OpenHistory> {
  if (context.mustExist === true && !existsSync(join(path, 'history.db'))) wrong(path, because('place.no-history'));
  const folder = openFolder(path);
  try {
    const store = await openSqliteHistory({ folder, isWithoutCopy: isWithoutHistoryCopy(), ...clockOf(context) });
    const close = async (): Promise<void> => {
      await store.close();
      folder.close();
    };
    return { store, close };
  } catch (thrown) {
    folder.close();
    throw thrown;
  }
}

/** Opens a place; of the servers only PostgreSQL is asked yet. Errors: `folder.*`, `store.*`, `input.usage`. */
export async function openHistoryPlace(place: HistoryPlace, context: HistoryPlaceContext): Promise<OpenHistory> {
  const { clock, secrets } = context;
  const account = { password: secrets.password?.reveal(), token: secrets.token?.reveal() };
  const open = (store: HistoryStore): OpenHistory => ({ store, close: () => store.close() });
  switch (place.kind) {
    case 'folder':
      return openFolderHistory(place.path, context);
    // An engine is loaded only when it is used.
    case 'postgres': {
      const { openPostgresHistory } = await import('#store/postgres-history.ts');
      return open(await openPostgresHistory({ url: withPassword(place.url, secrets), ...clockOf(context) }));
    }
    case 'victoria': {
      const { openVictoriaHistory } = await import('#store/engines/victoria-history.ts');
      return open(openVictoriaHistory({ clock, ...account, url: place.url.reveal(), prefix: place.prefix }));
    }
    case 'influx': {
      const { openInfluxHistory } = await import('#store/engines/influx-history.ts');
      return open(openInfluxHistory({ clock, ...account, url: place.url.reveal(), ...place.within }));
    }
  }
}

/** Opens a history that exists, by the name of its place. Errors: those of {@link openHistoryPlace}. */
export async function openNamedHistory(text: Secret): Promise<NamedHistory> {
  const place = parseHistoryPlace(text);
  const opened = await openHistoryPlace(place, { clock: systemClock, secrets: historySecrets(), mustExist: true });
  return { ...opened, name: formatHistoryPlace(place) };
}
