// The part of a restore that is on servers, put in place when the home is opened: each in one transaction, done again if it was interrupted.
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { endSwap, pendingServers } from '#store/folder-swap.ts';
import { type HistoryPlace, withPassword } from './history-place.ts';
import type { HistorySecrets } from './environment.ts';
import type { RecordsPlace } from './records-place.ts';

interface Places {
  readonly clock: Clock;
  readonly records?: RecordsPlace | undefined;
  readonly history?: { readonly place: HistoryPlace; readonly secrets: HistorySecrets } | undefined;
}

/** Puts restored records and history of servers in place, if any wait. Errors: `backup.refused`, `store.failed`. */
export async function finishServers(folder: string, { clock, records, history }: Places): Promise<void> {
  const pending = pendingServers(folder);
  if (pending.length === 0) return;
  const { freshHistorySchema, historySchema, swapSchema } = await import('#store/postgres-backend.ts');
  const { freshRecordsSchema, recordsSchema } = await import('#store/postgres-records.ts');
  const place = history?.place;
  const isThere =
    (!pending.includes('records') || records !== undefined) &&
    (!pending.includes('history') || place?.kind === 'postgres');
  if (!isThere) throw new SolsteadError('backup.refused', { at: folder, why: because('backup.servers') });
  const ending = `before_restore_${clock.nowMs()}`;
  if (pending.includes('history') && place?.kind === 'postgres')
    await swapSchema({
      url: withPassword(place.url, history?.secrets ?? {}),
      schema: historySchema,
      fresh: freshHistorySchema,
      aside: `${historySchema}_${ending}`,
    });
  if (pending.includes('records') && records !== undefined)
    await swapSchema({
      url: withPassword(records.url, records),
      schema: recordsSchema,
      fresh: freshRecordsSchema,
      aside: `${recordsSchema}_${ending}`,
    });
  endSwap(folder);
}
