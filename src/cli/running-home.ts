// A Solstead that runs, as a command asks it: where it is, with which token, and in words why nothing came back.
import { readFile } from 'node:fs/promises';
import { SolsteadError } from '#core/errors.ts';
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
