// `solstead history`: how much there is, and moving it from one place to another.
import { join } from 'node:path';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { fileMark } from '#store/file-mark.ts';
import { moveHistory, type MoveProgress } from '#store/move-history.ts';
import { defaultDataFolder, historySecrets } from '../environment.ts';
import {
  formatHistoryPlace,
  type HistoryPlace,
  type OpenHistory,
  openHistoryPlace,
  parseHistoryPlace,
} from '../history-place.ts';
import { printJson, printTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead history move`: places. */
export interface MoveFlags {
  readonly from: string;
  readonly to: string;
}

/** Flags of `solstead history status`. */
export interface StatusFlags {
  readonly history: string;
  readonly json?: boolean;
}

/** Time between two lines of progress, ms. */
const tellMs = 2000;

/** Where the mark of a move stands: in the folder that is read or written, else in the usual one. */
function markPath(places: readonly HistoryPlace[]): string {
  const folder = places.find((place) => place.kind === 'folder');
  return join(folder?.path ?? defaultDataFolder(), 'history-move.json');
}

function teller(): (progress: MoveProgress) => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return ({ points, total, toMs }) => {
    if (clock.monotonicMs() - toldMs < tellMs) return;
    toldMs = clock.monotonicMs();
    const until = new Date(toMs).toISOString().slice(0, 16).replace('T', ' ');
    tell(`${points} of about ${total} points, up to ${until} UTC`);
  };
}

/**
 * Copies a history to another place; run again after an interruption it goes on. Errors: `input.usage`, `folder.*`, `store.*`.
 */
export async function move({ from, to }: MoveFlags): Promise<void> {
  const [old, fresh] = [parseHistoryPlace(from), parseHistoryPlace(to)];
  const names = [old, fresh].map(formatHistoryPlace);
  if (names[0] === names[1]) throw new SolsteadError('input.usage', { at: to, why: 'both places are the same' });
  const opened: OpenHistory[] = [];
  try {
    const source = await openHistoryPlace(old, { clock, secrets: historySecrets('FROM'), mustExist: true });
    opened.push(source);
    const target = await openHistoryPlace(fresh, { clock, secrets: historySecrets('TO') });
    opened.push(target);
    const { points, series } = await moveHistory({
      from: source.store,
      to: target.store,
      move: names.join(' to '),
      mark: fileMark(markPath([old, fresh])),
      onProgress: teller(),
    });
    tell(`Moved ${points} points of ${series} series from ${names.join(' to ')}. The old place is as it was.`);
  } finally {
    for (const one of opened.toReversed()) await one.close();
  }
}

/** Tells how much a place holds. Errors: `input.usage`, `folder.*`, `store.*`. */
export async function status({ history, json = false }: StatusFlags): Promise<void> {
  const place = parseHistoryPlace(history);
  const opened = await openHistoryPlace(place, { clock, secrets: historySecrets(), mustExist: true });
  try {
    const { points, bytes, series, failure } = await opened.store.status();
    const row = {
      place: formatHistoryPlace(place),
      points,
      series,
      bytes,
      ...(failure === undefined ? {} : { failure }),
    };
    if (json) printJson(row);
    else printTable([row]);
  } finally {
    await opened.close();
  }
}
