// The ledger as tables, through Kysely, beside the records. Bytes and JSON are kept as they come.
import { hourMs } from '#core/time.ts';
import type { Kysely, Transaction } from 'kysely';
import type {
  DayStore,
  DirtyKind,
  DirtyStore,
  DocumentStore,
  HourChange,
  HourStore,
  LedgerDocument,
  LedgerStore,
  SlotStore,
  StoredDay,
  StoredHour,
  StoredSlot,
  StoredTotals,
} from '#core/ledger.ts';
import { SolsteadError } from '#core/errors.ts';
import type { TimeRange } from '#core/time.ts';
import { isPostgres } from './migrations/dialects.ts';

interface OfSite {
  readonly site: string;
}
interface HourRow extends OfSite, Omit<StoredHour, 'affectsFromMs'> {
  readonly reachMs: number;
  /** 1: it reaches further back than {@link nearMs}, and is queried separately. */
  readonly isFar: number;
}
interface DayRow extends OfSite, Pick<StoredDay, 'startMs' | 'endMs' | 'totals'> {
  readonly money: string | null;
  readonly moneyKey: string | null;
}

/** The tables of the ledger, named as in the program. */
export interface LedgerTables {
  readonly ledgerHour: HourRow;
  readonly ledgerDay: DayRow;
  readonly ledgerBucket: OfSite & Pick<StoredDay, 'startMs' | 'events' | 'buckets'>;
  readonly ledgerMark: OfSite & { readonly kind: DirtyKind; readonly atMs: number };
  readonly ledgerDocument: OfSite & LedgerDocument;
  readonly priceSlot: OfSite & StoredSlot & { readonly series: string };
  /** The number of the holder that writes for a site; absent if no one has taken it yet. */
  readonly ledgerHolder: OfSite & { readonly token: number };
}

type Db = Kysely<LedgerTables>;
/** One write for a site: all of it or nothing, and nothing if the site has another holder. */
type Write = <T>(site: string, run: (tx: Transaction<LedgerTables>) => Promise<T>) => Promise<T>;

const nearMs = 48 * hourMs;
/** Rows of one statement: databases take only so many parameters. */
const atOnce = 500;

/** The column is named as in the first edition of the table. */
const hourColumns = ['hourMs', 'reachMs as affectsFromMs', 'readings', 'content'] as const;

function* inPieces<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += atOnce) yield all.slice(from, from + atOnce);
}

async function addMarks(
  db: Transaction<LedgerTables>,
  { site, kind }: OfSite & { readonly kind: DirtyKind },
  atMs: readonly number[],
): Promise<void> {
  for (const piece of inPieces(atMs)) {
    await db
      .insertInto('ledgerMark')
      .values(piece.map((at) => ({ site, kind, atMs: at })))
      .onConflict((on) => on.doNothing())
      .execute();
  }
}

async function dropMarks(
  db: Transaction<LedgerTables>,
  { site, kind }: OfSite & { readonly kind: DirtyKind },
  atMs: readonly number[],
): Promise<void> {
  for (const piece of inPieces(atMs)) {
    await db
      .deleteFrom('ledgerMark')
      .where('site', '=', site)
      .where('kind', '=', kind)
      .where('atMs', 'in', piece)
      .execute();
  }
}

async function saveHours(write: Write, site: string, { hours, done, next, days }: HourChange): Promise<void> {
  await write(site, async (tx) => {
    for (const hour of hours) {
      const { affectsFromMs, ...rest } = hour;
      const isFar = hour.hourMs - affectsFromMs > nearMs ? 1 : 0;
      const row: HourRow = { site, ...rest, reachMs: affectsFromMs, isFar };
      await tx
        .insertInto('ledgerHour')
        .values(row)
        .onConflict((on) => on.columns(['site', 'hourMs']).doUpdateSet(row))
        .execute();
    }
    await dropMarks(tx, { site, kind: 'hour' }, done);
    await addMarks(tx, { site, kind: 'hour' }, next);
    await addMarks(tx, { site, kind: 'day' }, days);
  });
}

function hours(db: Db, write: Write): HourStore {
  const ofSite = (site: string) => db.selectFrom('ledgerHour').select(hourColumns).where('site', '=', site);
  return {
    hours: (site, { fromMs, toMs }) =>
      ofSite(site).where('hourMs', '>=', fromMs).where('hourMs', '<', toMs).orderBy('hourMs').execute(),
    async affecting(site, beforeMs) {
      const after = ofSite(site).where('hourMs', '>=', beforeMs).where('reachMs', '<', beforeMs);
      const near = after.where('isFar', '=', 0).where('hourMs', '<=', beforeMs + nearMs);
      const far = after.where('isFar', '=', 1);
      const found = [...(await near.execute()), ...(await far.execute())];
      return found.sort((left, right) => left.hourMs - right.hourMs);
    },
    lastHour: (site, beforeMs = Number.MAX_SAFE_INTEGER) =>
      ofSite(site)
        .where('hourMs', '<', Math.min(beforeMs, Number.MAX_SAFE_INTEGER))
        .orderBy('hourMs', 'desc')
        .limit(1)
        .executeTakeFirst(),
    async firstHourMs(site) {
      const { first } = await db
        .selectFrom('ledgerHour')
        .select(({ fn }) => fn.min('hourMs').as('first'))
        .where('site', '=', site)
        .executeTakeFirstOrThrow();
      // An empty table has no least hour.
      return typeof first === 'number' ? first : undefined;
    },
    saveHours: (site, change) => saveHours(write, site, change),
  };
}

function dirty(db: Db, write: Write): DirtyStore {
  return {
    async dirty(site, kind) {
      const rows = await db
        .selectFrom('ledgerMark')
        .select('atMs')
        .where('site', '=', site)
        .where('kind', '=', kind)
        .orderBy('atMs')
        .execute();
      return rows.map(({ atMs }) => atMs);
    },
    markDirty: (site, kind, atMs) => write(site, (tx) => addMarks(tx, { site, kind }, atMs)),
    clearDirty: (site, kind, atMs) => write(site, (tx) => dropMarks(tx, { site, kind }, atMs)),
  };
}

const totalsOf = ({ money, moneyKey, ...rest }: Omit<DayRow, 'site'>): StoredTotals => ({
  ...rest,
  ...(money === null ? {} : { money }),
  ...(moneyKey === null ? {} : { moneyKey }),
});

async function saveDay(write: Write, site: string, { day, unpriced }: { day: StoredDay; unpriced: TimeRange }) {
  const { startMs, endMs, totals, events, buckets } = day;
  const row: DayRow = { site, startMs, endMs, totals, money: null, moneyKey: null };
  const columns = { site, startMs, events, buckets };
  await write(site, async (tx) => {
    await tx
      .updateTable('ledgerDay')
      .set({ money: null, moneyKey: null })
      .where('site', '=', site)
      .where('startMs', '>=', unpriced.fromMs)
      .where('startMs', '<', unpriced.toMs)
      .execute();
    await tx
      .insertInto('ledgerDay')
      .values(row)
      .onConflict((on) => on.columns(['site', 'startMs']).doUpdateSet(row))
      .execute();
    await tx
      .insertInto('ledgerBucket')
      .values(columns)
      .onConflict((on) => on.columns(['site', 'startMs']).doUpdateSet(columns))
      .execute();
    await dropMarks(tx, { site, kind: 'day' }, [startMs]);
  });
}

function days(db: Db, write: Write): DayStore {
  const totalsIn = (site: string) =>
    db
      .selectFrom('ledgerDay')
      .select(['startMs', 'endMs', 'totals', 'money', 'moneyKey'])
      .where('site', '=', site)
      .orderBy('startMs');
  return {
    async totals(site, { fromMs, toMs }) {
      const rows = await totalsIn(site).where('startMs', '>=', fromMs).where('startMs', '<', toMs).execute();
      return rows.map(totalsOf);
    },
    async unpriced(site, moneyKey) {
      const rows = await totalsIn(site)
        .where((eb) => eb.or([eb('moneyKey', 'is', null), eb('moneyKey', '!=', moneyKey)]))
        .execute();
      return rows.map(totalsOf);
    },
    days: (site, { fromMs, toMs }) =>
      db
        .selectFrom('ledgerDay')
        .innerJoin('ledgerBucket', (on) =>
          on.onRef('ledgerDay.site', '=', 'ledgerBucket.site').onRef('ledgerDay.startMs', '=', 'ledgerBucket.startMs'),
        )
        .select(['ledgerDay.startMs', 'ledgerDay.endMs', 'ledgerDay.totals'])
        .select(['ledgerBucket.events', 'ledgerBucket.buckets'])
        .where('ledgerDay.site', '=', site)
        .where('ledgerDay.startMs', '>=', fromMs)
        .where('ledgerDay.startMs', '<', toMs)
        .orderBy('ledgerDay.startMs')
        .execute(),
    saveDay: (site, day, unpriced) => saveDay(write, site, { day, unpriced }),
    async saveMoney(site, priced) {
      await write(site, async (tx) => {
        for (const { startMs, totals, money, moneyKey } of priced) {
          await tx
            .updateTable('ledgerDay')
            .set({ money, moneyKey })
            .where('site', '=', site)
            .where('startMs', '=', startMs)
            .where('totals', '=', totals)
            .execute();
        }
      });
    },
    async clearDays(site) {
      await write(site, async (tx) => {
        await tx.deleteFrom('ledgerDay').where('site', '=', site).execute();
        await tx.deleteFrom('ledgerBucket').where('site', '=', site).execute();
      });
    },
  };
}

function documents(db: Db, write: Write): DocumentStore {
  return {
    documents: (site, kind) =>
      db
        .selectFrom('ledgerDocument')
        .select(['kind', 'id', 'atMs', 'content'])
        .where('site', '=', site)
        .where('kind', '=', kind)
        .orderBy('atMs')
        .orderBy('id')
        .execute(),
    async saveDocument(site, { kind, id, atMs, content }) {
      const row = { site, kind, id, atMs, content };
      await write(site, (tx) =>
        tx
          .insertInto('ledgerDocument')
          .values(row)
          .onConflict((on) => on.columns(['site', 'kind', 'id']).doUpdateSet(row))
          .execute(),
      );
    },
    async removeDocument(site, kind, id) {
      await write(site, (tx) =>
        tx
          .deleteFrom('ledgerDocument')
          .where('site', '=', site)
          .where('kind', '=', kind)
          .where('id', '=', id)
          .execute(),
      );
    },
  };
}

function slots(db: Db, write: Write): SlotStore {
  return {
    slots: (site, series) =>
      db
        .selectFrom('priceSlot')
        .select(['startMs', 'endMs', 'value'])
        .where('site', '=', site)
        .where('series', '=', series)
        .orderBy('startMs')
        .execute(),
    async saveSlots(site, series, all) {
      await write(site, async (tx) => {
        for (const { startMs, endMs, value } of all) {
          const row = { site, series, startMs, endMs, value };
          await tx
            .insertInto('priceSlot')
            .values(row)
            .onConflict((on) => on.columns(['site', 'series', 'startMs']).doUpdateSet(row))
            .execute();
        }
      });
    },
  };
}

/** Takes a site: the numbers others took it with become stale. */
async function taken(db: Db, site: string): Promise<number> {
  const { token } = await db
    .insertInto('ledgerHolder')
    .values({ site, token: 1 })
    .onConflict((on) =>
      on.column('site').doUpdateSet(({ eb, ref }) => ({ token: eb(ref('ledgerHolder.token'), '+', 1) })),
    )
    .returning('token')
    .executeTakeFirstOrThrow();
  return token;
}

/** Refuses if a site has another holder; one that takes it meanwhile waits until this write is over. */
async function checkHolder(
  tx: Transaction<LedgerTables>,
  { site, token }: OfSite & { readonly token: number },
): Promise<void> {
  const asked = tx.selectFrom('ledgerHolder').select('token').where('site', '=', site);
  const held = await (isPostgres(tx) ? asked.forShare() : asked).executeTakeFirst();
  if (held?.token !== token) throw new SolsteadError('store.fenced', { at: site });
}

function storeOver(db: Db, write: Write): LedgerStore {
  return { ...hours(db, write), ...dirty(db, write), ...days(db, write), ...documents(db, write), ...slots(db, write) };
}

/** The ledger in a database whose tables are up to date. */
export function kyselyLedger(db: Db): LedgerStore {
  return {
    ...storeOver(db, (_site, run) => db.transaction().execute(run)),
    async heldBy(own) {
      const token = await taken(db, own);
      return storeOver(db, (site, run) =>
        db.transaction().execute(async (tx) => {
          if (site === own) await checkHolder(tx, { site, token });
          return run(tx);
        }),
      );
    },
  };
}
