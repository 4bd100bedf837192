// Whether there is a newer version, asked of an address that a person has named, and of none without that. Nothing of this computer is
// sent, its version neither: what comes back is compared here, and read as far as a version goes.
import { bad, type Checked, doubtful, good } from '#core/check-up.ts';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { reasonOf } from '#core/errors.ts';
import type { HttpAnswer } from '#core/http-client.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { dayMs } from '#core/time.ts';
import { openHttpClient } from '#transport/http-client.ts';

/** How long is waited for an answer and after the start, ms, and most of an answer that is read, bytes. */
export const updateBounds = Object.freeze({ answerMs: 10_000, firstMs: 60_000, mostBytes: 65_536 });

/** What an address said. */
export interface UpdateAnswer {
  readonly isNewer: boolean;
  readonly reason: Reason;
}

/** What asking needs. */
interface Asker {
  readonly clock: Clock;
  /** The version that runs. */
  readonly version: string;
  readonly answerMs?: number;
  readonly signal?: AbortSignal;
}

/** The numbers of a version, `1.2.3` or `v1.2.3`; undefined if it is none, such as one before a release. */
function numbersOf(text: unknown): readonly number[] | undefined {
  const match = typeof text === 'string' ? /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(text) : null;
  return match?.slice(1).map(Number);
}

/** The version of an answer: `version`, or `tag_name` as pages of releases say it. */
function versionIn({ status, text }: HttpAnswer): readonly number[] | undefined {
  if (status !== 200) return undefined;
  try {
    const said: unknown = JSON.parse(text);
    return isRecord(said) ? numbersOf(said['version'] ?? said['tag_name']) : undefined;
  } catch {
    // No JSON, or more than is read.
    return undefined;
  }
}

function isAfter(left: readonly number[], right: readonly number[]): boolean {
  const at = left.findIndex((number, index) => number !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
}

/** Asks once. Errors: `link.unavailable`, `link.forbidden`, the reason of the signal. */
export async function askForUpdate(
  address: string,
  { clock, version, answerMs = updateBounds.answerMs, signal = new AbortController().signal }: Asker,
): Promise<UpdateAnswer> {
  const { origin, pathname, search } = new URL(address);
  const client = openHttpClient(
    { server: origin, timeoutMs: answerMs, mostAnswerBytes: updateBounds.mostBytes },
    clock,
  );
  try {
    const headers = { accept: 'application/json' };
    const answer = await client.call({ method: 'GET', path: `${pathname}${search}`, headers }, signal);
    const found = versionIn(answer);
    if (found === undefined) return { isNewer: false, reason: because('update.unreadable', { at: external(origin) }) };
    const own = numbersOf(version);
    const known = { version: found.join('.'), own: version };
    const isNewer = own !== undefined && isAfter(found, own);
    return { isNewer, reason: isNewer ? because('update.newer', known) : because('update.current', known) };
  } finally {
    await client.close();
  }
}

/** The line of `solstead doctor`. */
export async function checkUpdate(address: string, asker: Asker): Promise<Checked> {
  try {
    const { isNewer, reason } = await askForUpdate(address, asker);
    if (isNewer) return doubtful(reason, because('help.update-newer'));
    return reason.code === 'update.current' ? good(reason) : doubtful(reason, because('help.update-address'));
  } catch (thrown) {
    return bad(reasonOf(thrown), because('help.update-address'));
  }
}

/** Asks once a day; `notes` is what people are told. */
export interface UpdateWatch {
  notes(): readonly Reason[];
  close(): void;
}

/** Begins a while after the start. What goes wrong is logged, and asked again a day later. */
export function watchUpdates(
  address: string,
  { log, ...asker }: Omit<Asker, 'signal'> & { readonly log: { info(line: string): void } },
): UpdateWatch {
  const ending = new AbortController();
  let notes: readonly Reason[] = [];
  let isAsking = false;
  const ask = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      const { isNewer, reason } = await askForUpdate(address, { ...asker, signal: ending.signal });
      notes = isNewer ? [reason] : [];
      log.info(`update check: ${inEnglish(reason)}`);
    } catch (thrown) {
      if (!ending.signal.aborted) log.info(`update check: ${inEnglish(reasonOf(thrown))}`);
    } finally {
      isAsking = false;
    }
  };
  const { clock } = asker;
  const stops = [clock.after(updateBounds.firstMs, () => void ask()), clock.every(dayMs, () => void ask())];
  return {
    notes: () => notes,
    close() {
      for (const stop of stops) stop();
      ending.abort(new Error('ending'));
    },
  };
}
