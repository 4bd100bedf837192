// How a home wants its energy counted, for all time: kept with the ledger, and a part of every plan. A settled hour records
// which options it was settled with, because hours whose readings have been deleted keep their old result.
import { isDeepStrictEqual } from 'node:util';
import { type Clock, nextTurn } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { because } from '#core/reason.ts';
import type { LedgerStore } from '#core/ledger.ts';
import { hourMs, hourOf } from '#core/time.ts';
import type { PlanOptions } from '#energy/metering/plan-options.ts';
import type { MeterRole } from '#energy/metering/roles.ts';
import { optionsDocuments, optionsKeyCodec as keyCodec, documentsOf } from './documents.ts';
import type { AssignedRole, CounterName, CountingOptions, SavedOptions } from './records.ts';

/** Options as one text, the same for the same choices; empty in hours from before sources could stand in for each other. */
export type OptionsKey = string;

const id = 'choices';
/** Hours marked before others get a turn. */
const markedTogether = 500;

/** The defaults until someone chooses. */
export const usualOptions: CountingOptions = { phases: 'net', load: 'derived', daily: [] };

/** The key of options: only what differs from the defaults. */
export function keyOfOptions(options: CountingOptions): OptionsKey {
  const { phases, load, daily, plausibleW, roles = [], sumsPhases = [] } = options;
  const names = [...new Set(daily.map(({ device, metric }) => `${device} ${metric}`))].sort();
  const sorted = roles.toSorted((left, right) =>
    left.device === right.device ? left.fromMs - right.fromMs : left.device < right.device ? -1 : 1,
  );
  return JSON.stringify({
    rules: 2,
    ...(phases === usualOptions.phases ? {} : { phases }),
    ...(load === usualOptions.load ? {} : { load }),
    ...(names.length === 0 ? {} : { daily: names }),
    ...(plausibleW === undefined ? {} : { plausibleW }),
    ...(sorted.length === 0 ? {} : { roles: sorted.map(({ device, fromMs, role }) => ({ device, fromMs, role })) }),
    ...(sumsPhases.length === 0 ? {} : { sumsPhases: sumsPhases.toSorted() }),
  });
}

/** The key of the defaults. */
export const usualKey: OptionsKey = keyOfOptions(usualOptions);

/** The roles in an hour: for each device the last one that had begun. */
export function rolesAt(roles: readonly AssignedRole[], atMs: number): Map<string, MeterRole> {
  const begun = roles.filter(({ fromMs }) => fromMs <= atMs).sort((left, right) => left.fromMs - right.fromMs);
  return new Map(begun.map(({ device, role }) => [device, role]));
}

/** The options behind the plan of an hour, from a key. */
export function planOptionsOf(key: OptionsKey, timeZone: string, atMs: number): PlanOptions {
  // An hour without a key is from before sources could stand in for each other.
  if (key === '') return { timeZone, rules: 1 };
  const {
    daily,
    roles = [],
    rules = 1,
    sumsPhases,
    circuits: _apart,
    ...rest
  } = keyCodec.decode(key, 'ledger: choices of an hour');
  return {
    ...rest,
    rules,
    timeZone,
    roles: rolesAt(roles, atMs),
    ...(daily === undefined ? {} : { daily: new Set(daily) }),
    ...(sumsPhases === undefined ? {} : { sumsPhases: new Set(sumsPhases) }),
  };
}

/** The options by which the circuits of an hour were counted, if that was later than its sides. */
export function circuitsKeyOf(key: OptionsKey): OptionsKey | undefined {
  return key === '' ? undefined : keyCodec.decode(key, 'ledger: choices of an hour').circuits;
}

/** A key by which the sides of an hour are counted as before, and its circuits by another. */
export function withCircuitsOf(key: OptionsKey, circuits: OptionsKey): OptionsKey {
  const own: unknown = key === '' ? { rules: 1 } : JSON.parse(key);
  return JSON.stringify({ ...(isRecord(own) ? own : {}), circuits });
}

/** The options of a home: one document, and what follows from a change. */
export interface OptionStore {
  /** Absent if nobody has chosen yet. */
  readonly saved: SavedOptions | undefined;
  /** Reads and applies what is kept. */
  load(): Promise<void>;
  /** Marks what a kill in the middle of a change left unmarked. */
  goOn(): Promise<void>;
  /**
   * Applies other options from now on and for all time: every hour (since `sinceMs`) is marked when it resolves, to be settled
   * in the background. `change` is called with the options as they are when its turn comes: two changes at once are both kept. It may
   * answer what it was given, and says whether anything changed.
   * Errors: `input.invalid` for a counter the home does not have; what `change` throws.
   */
  choose(change: (options: CountingOptions) => CountingOptions, by: string, sinceMs?: number): Promise<boolean>;
}

/** What the options depend on. */
export interface OptionStoreParts {
  readonly site: string;
  readonly store: LedgerStore;
  readonly clock: Clock;
  /** The counters of the home. */
  counters(): readonly CounterName[];
  /** Plans are made by these from now on. */
  apply(key: OptionsKey): void;
  /** Marks hours to be settled again; resolves when that is kept. */
  touch(hours: readonly number[]): Promise<void>;
}

/** The options of a home over its store. */
export function makeOptionStore({ site, store, clock, counters, apply, touch }: OptionStoreParts): OptionStore {
  const documents = documentsOf(store, site);
  const inTurn = makeTurns();
  let saved: SavedOptions | undefined;
  const keep = async (next: SavedOptions): Promise<void> => {
    await documents.save(optionsDocuments, { id, atMs: next.atMs, content: next });
    saved = next;
  };
  const markAll = async (own: SavedOptions, sinceMs = 0): Promise<void> => {
    const first = (await store.firstHourMs(site)) ?? Number.POSITIVE_INFINITY;
    const firstMs = Math.max(first, hourOf(Math.min(sinceMs, Number.MAX_SAFE_INTEGER)));
    const nowMs = clock.nowMs();
    for (let fromMs = firstMs; fromMs < nowMs; fromMs += markedTogether * hourMs) {
      const count = Math.min(markedTogether, Math.ceil((nowMs - fromMs) / hourMs));
      await touch(Array.from({ length: count }, (_, index) => fromMs + index * hourMs));
      await nextTurn();
    }
    // Other options may have been chosen since: those set their own marks.
    if (saved === own) await keep({ ...own, isMarked: true });
  };
  return {
    get saved() {
      return saved;
    },
    async load() {
      const [document] = await documents.all(optionsDocuments);
      if (document === undefined) return;
      saved = document.content;
      apply(keyOfOptions(saved.choices));
    },
    async goOn() {
      if (saved?.isMarked === false) await markAll(saved);
    },
    async choose(change, by, sinceMs) {
      const own = await inTurn(async () => {
        const before = saved?.choices ?? usualOptions;
        const options = change(before);
        assertCounters(options, counters());
        // Choosing the same again would settle the whole past for nothing; that a person confirms a guess is kept all the same.
        if (keyOfOptions(options) === keyOfOptions(before)) {
          if (saved !== undefined && !isDeepStrictEqual(options, before)) await keep({ ...saved, choices: options });
          return undefined;
        }
        const next: SavedOptions = { choices: options, by, atMs: clock.nowMs(), isMarked: false };
        await keep(next);
        apply(keyOfOptions(options));
        return next;
      });
      if (own !== undefined) await markAll(own, sinceMs);
      return own !== undefined;
    },
  };
}

function assertCounters({ daily }: CountingOptions, counters: readonly CounterName[]): void {
  const known = new Set(counters.map(({ device, metric }) => `${device} ${metric}`));
  for (const [index, { device, metric }] of daily.entries()) {
    if (known.has(`${device} ${metric}`)) continue;
    throw new SolsteadError('input.invalid', {
      at: `daily.${index}`,
      why: because('choices.counter', { device, metric }),
    });
  }
}
