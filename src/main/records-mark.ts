// How far the records of a home had come, noted outside of them: a journal that is cut in half, or an old copy, opens without complaint and
// brings back what was revoked. What is older than noted is reported until a person accepts it.
import type { AuditHead } from '#core/audit.ts';
import type { Clock } from '#core/clock.ts';
import { because, type Reason } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import { minuteMs } from '#core/time.ts';
import { type HomeFile, missingLines, type OlderRecords } from '#store/home-file.ts';

/** What {@link markedRecords} needs. */
export interface RecordsMarkOptions {
  readonly clock: Clock;
  /** What was noted before. */
  readonly known: HomeFile | undefined;
  /** Writes it down. */
  note(news: Pick<HomeFile, 'heads' | 'older'>): Promise<void>;
  onTrouble(error: unknown): void;
}

/** Records whose progress is noted. */
export interface MarkedRecords {
  readonly records: RecordStore;
  /** That they are older than they once were. */
  readonly trouble: Reason | undefined;
  /** Notes how far they are; to be called before they are closed. */
  settle(): Promise<void>;
}

/** How soon it is noted that people changed something, and what programs and strangers did, ms. */
const [soonMs, laterMs] = [1000, 10 * minuteMs];

/** In words what is wrong with records that are older than noted. */
function olderReason({ lines, noticedMs }: OlderRecords): Reason {
  return because('store.older', { count: lines, when: new Date(noticedMs).toISOString() });
}

/** Ends every session, and signs tablets out: one that was ended, or a link that was used, may be among them again. */
async function endSessions({ accounts, sessions, tokens }: RecordStore): Promise<void> {
  for (const { id } of await accounts.list()) await sessions.removeAll(id);
  for (const { id, kind } of await tokens.ofInstallation()) if (kind === 'kiosk') await tokens.remove(id);
}

async function noticed(records: RecordStore, { known, clock }: RecordsMarkOptions): Promise<OlderRecords | undefined> {
  const heads = await records.audit.heads();
  const lines = missingLines(known?.heads ?? [], heads);
  if (lines === 0) return known?.older;
  const older = { noticedMs: clock.nowMs(), lines: lines + (known?.older?.lines ?? 0) };
  await endSessions(records);
  await records.audit.append({
    atMs: older.noticedMs,
    principal: { kind: 'home', name: 'Solstead' },
    action: 'find older records',
    subject: `${lines} lines`,
    outcome: 'done',
  });
  return older;
}

/** Compares records with what was noted of them, and notes how far they come from now on. Errors: `store.*`, `folder.unwritable`. */
export async function markedRecords(records: RecordStore, options: RecordsMarkOptions): Promise<MarkedRecords> {
  const { clock, note, onTrouble } = options;
  const older = await noticed(records, options);
  let noted: readonly AuditHead[] = options.known?.heads ?? [];
  let due: { readonly atMs: number; cancel(): void } | undefined;
  const write = async (): Promise<void> => {
    due?.cancel();
    due = undefined;
    const heads = await records.audit.heads();
    if (JSON.stringify(heads) === JSON.stringify(noted)) return;
    await note({ heads, ...(older === undefined ? {} : { older }) });
    noted = heads;
  };
  const plan = (inMs: number): void => {
    const atMs = clock.monotonicMs() + inMs;
    if (due !== undefined && due.atMs <= atMs) return;
    due?.cancel();
    due = { atMs, cancel: clock.after(inMs, () => void write().catch(onTrouble)) };
  };
  await write();
  return {
    records: {
      ...records,
      audit: {
        ...records.audit,
        async append(line) {
          await records.audit.append(line);
          const isSoon =
            line.principal.kind === 'person' && line.action !== 'set' && !line.outcome.startsWith('access.');
          plan(isSoon ? soonMs : laterMs);
        },
      },
    },
    trouble: older === undefined ? undefined : olderReason(older),
    settle: () => write().catch(onTrouble),
  };
}
