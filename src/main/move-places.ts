// A history moved from one place to another.
import { because } from '#core/reason.ts';
import { join } from 'node:path';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryMove, MovedHistory } from '#cli/context.ts';
import { fileMark } from '#store/file-mark.ts';
import { moveHistory } from '#store/move-history.ts';
import { defaultDataFolder, historySecrets } from './environment.ts';
import { formatHistoryPlace, type HistoryPlace, openHistoryPlace, parseHistoryPlace } from './history-place.ts';

/** Where the mark of a move is kept: in the folder that is read or written, else in the usual one. */
function markPath(places: readonly HistoryPlace[]): string {
  const folder = places.find((place) => place.kind === 'folder');
  return join(folder?.path ?? defaultDataFolder(), 'history-move.json');
}

/** Copies a history; run again after an interruption, it continues. Errors: `input.usage`, `folder.*`, `store.*`. */
export async function movePlaces({ from, to, onProgress }: HistoryMove): Promise<MovedHistory> {
  const [old, fresh] = [parseHistoryPlace(from), parseHistoryPlace(to)];
  const names = [old, fresh].map(formatHistoryPlace);
  if (names[0] === names[1])
    throw new SolsteadError('input.usage', { at: names[1] ?? '', why: because('move.same-place') });
  await using opened = new AsyncDisposableStack();
  const source = await openHistoryPlace(old, { clock, secrets: historySecrets('FROM'), mustExist: true });
  opened.defer(() => source.close());
  const target = await openHistoryPlace(fresh, { clock, secrets: historySecrets('TO') });
  opened.defer(() => target.close());
  const { points, series } = await moveHistory({
    from: source.store,
    to: target.store,
    move: names.join(' to '),
    mark: fileMark(markPath([old, fresh])),
    onProgress,
  });
  return { points, series, names };
}
