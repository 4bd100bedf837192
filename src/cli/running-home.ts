// A Solstead that runs, as a command asks it: where it is, with which token, and in words why nothing came back.
import { readFile } from 'node:fs/promises';
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';

/** Flags of commands that ask a home that runs. */
export interface RunningHomeFlags {
  readonly url: string;
  /** A file that holds the token. */
  readonly tokenFile?: string;
  /** Of the environment; the file comes first. */
  readonly token?: Secret;
}

/** The token of a program. Errors: `input.usage`. */
export async function tokenOf({ token, tokenFile }: Omit<RunningHomeFlags, 'url'>): Promise<string> {
  const found =
    tokenFile === undefined
      ? token?.reveal()
      : await readFile(tokenFile, 'utf8').catch((error: unknown) => {
          throw new SolsteadError('input.usage', { at: '--token-file', why: said(error) });
        });
  if (found !== undefined && found.trim() !== '') return found.trim();
  throw new SolsteadError('input.usage', { at: '--token-file', why: because('running.token') });
}

/** An address below the one of the home, which may have a path of its own. Errors: `input.usage`. */
export function addressAt({ url }: Pick<RunningHomeFlags, 'url'>, path: string): URL {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new SolsteadError('input.usage', { at: '--url', why: because('running.address') });
  return new URL(path, url.endsWith('/') ? url : `${url}/`);
}

/** Why nothing came back: `fetch` keeps the cause inside. */
export function awayWords(error: unknown): string {
  const { cause } = error instanceof Error ? error : {};
  const of = cause instanceof Error && cause.message !== '' ? cause : error;
  return of instanceof Error ? of.message : String(of);
}

/** Longest wait for an answer: a device may be asked, ms. */
const patienceMs = 60_000;

/** What is asked of a home that runs. */
export interface HomeQuestion {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Below the address of the home, such as `api/v1/devices`. */
  readonly path: string;
  readonly body?: unknown;
}

/** Whether a home refused something because it is there already. */
export const isThereAlready = (error: unknown): error is SolsteadError =>
  isSolsteadError(error, 'command.refused') && isRecord(error.cause) && error.cause['code'] === 'device.exists';

/** What went wrong there and what helps, in its own words. */
function problemIn(answer: unknown): { readonly detail?: string; readonly repair?: string } {
  if (!isRecord(answer)) return {};
  const { detail, repair } = answer;
  return {
    ...(typeof detail === 'string' ? { detail } : {}),
    ...(typeof repair === 'string' ? { repair } : {}),
  };
}

/** Its answer. Errors: `input.usage`; `command.refused` with what it said; `link.unavailable`. */
export async function askHome(flags: RunningHomeFlags, { method, path, body }: HomeQuestion): Promise<unknown> {
  const url = addressAt(flags, path);
  const token = await tokenOf(flags);
  const at = url.origin;
  try {
    const answer = await fetch(url, {
      method,
      // The token is for this home alone.
      redirect: 'manual',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', prefer: 'wait=30' },
      signal: AbortSignal.timeout(patienceMs),
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    });
    const said: unknown = answer.status === 204 ? undefined : await answer.json();
    if (answer.ok) return said;
    if (answer.status === 401)
      throw new SolsteadError('command.refused', {
        at,
        why: because('running.token-refused'),
        help: because('help.token-refused'),
        cause: said,
      });
    const { detail, repair } = problemIn(said);
    const why =
      detail === undefined
        ? because('server.answered', { status: answer.status })
        : because('outside.said', { said: external(detail) });
    const help = repair === undefined ? undefined : because('outside.said', { said: external(repair) });
    throw new SolsteadError('command.refused', { at, why, cause: said, ...(help === undefined ? {} : { help }) });
  } catch (error) {
    if (error instanceof SolsteadError) throw error;
    const why = because('running.away', { said: external(awayWords(error)) });
    throw new SolsteadError('link.unavailable', { at, why, help: because('help.running-away'), cause: error });
  }
}

/** The home that is meant: the only one, if none is named. Errors: `input.usage` where there are several; those of {@link askHome}. */
export async function siteOf(flags: RunningHomeFlags & { readonly site?: string }): Promise<string> {
  if (flags.site !== undefined) return flags.site;
  const sites = await askHome(flags, { method: 'GET', path: 'api/v1/sites' });
  const ids = Array.isArray(sites) ? sites.flatMap((one) => (isRecord(one) ? [String(one['id'])] : [])) : [];
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  throw new SolsteadError('input.usage', {
    at: '--site',
    why: because(only === undefined ? 'older.no-home' : 'device.which-site'),
  });
}
