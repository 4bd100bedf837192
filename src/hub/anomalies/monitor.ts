// What is unusual in a home: impossible steps as readings come in, everything else once an hour over the roll-ups of the
// last weeks, in a thread of its own.
// Findings follow from history and are made again after a restart; only what people dismissed is kept.
import { type Clock, nextTurn } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStore } from '#core/history.ts';
import type { Batch } from '#core/reading.ts';
import type { DismissalRecord, RecordStore } from '#core/records.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { inOrder } from '#energy/anomalies/find-anomalies.ts';
import { withSentences } from '#energy/anomalies/finding.ts';
import type { Anomaly } from '#api/anomalies.ts';
import type { Anomaly as Finding, Place } from '#energy/anomalies/types.ts';
import { makeLiveSteps } from './live-steps.ts';
import { readTracks } from './read-tracks.ts';
import { type ApartSearch, searchApart } from './search-apart.ts';

/** Which findings are asked for: those that touch the span; `isOpen`: only those that persist and were not dismissed. */
export interface AnomalyQuery {
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly isOpen?: boolean;
}

/** What a monitor depends on. */
export interface MonitorOptions {
  readonly site: string;
  readonly place: Place;
  readonly clock: Clock;
  readonly history: Pick<HistoryStore, 'range' | 'series'>;
  readonly records: Pick<RecordStore, 'dismissals'>;
  /** Begins a search; absent: in a thread of its own. */
  readonly begin?: ((place: Place) => ApartSearch) | undefined;
  onTrouble(error: unknown): void;
  /** Called with what was not found before; the first search finds what an earlier process may have told already. */
  onNew?(found: readonly Anomaly[]): void;
}

/** Finds what is unusual in one home. */
export interface AnomalyMonitor {
  take(batch: Batch): void;
  forget(device: string): void;
  /** To be called now and then: searches history when an hour is over. */
  tick(): void;
  /** Searches history now; resolves when done. One search runs at a time. */
  search(): Promise<void>;
  /** The newest last. */
  list(query: AnomalyQuery): Promise<readonly Anomaly[]>;
  /** Dismisses a finding; `by` is the account's name. Errors: `anomaly.unknown`, `store.failed`. */
  dismiss(id: string, by: string): Promise<Anomaly>;
  close(): void;
}

/** How far back the search looks; learning the clear-sky profile needs this much. */
const reachMs = 90 * dayMs;
/** After the hour, until its roll-ups are there. */
const settledMs = 10 * minuteMs;
const mostLive = 200;

const subjectOf = ({ kind, device, metric }: Finding): string => `${kind}.${device}.${metric}`;

function seenBy(anomaly: Finding, dismissals: ReadonlyMap<string, DismissalRecord>): Anomaly {
  const dismissal = dismissals.get(subjectOf(anomaly));
  if (dismissal === undefined || dismissal.atMs < anomaly.fromMs) return withSentences(anomaly);
  return { ...withSentences(anomaly), dismissed: { atMs: dismissal.atMs, by: dismissal.account } };
}

class Monitor implements AnomalyMonitor {
  readonly #options: MonitorOptions;
  readonly #steps = makeLiveSteps();
  readonly #ending = new AbortController();
  #live: readonly Finding[] = [];
  #found: readonly Finding[] = [];
  #searchedHour: number | undefined;
  #hasSearched = false;
  #running: Promise<void> | undefined;

  constructor(options: MonitorOptions) {
    this.#options = options;
  }

  take(batch: Batch): void {
    const found = this.#steps.take(batch);
    if (found.length === 0) return;
    this.#live = [...this.#live, ...found].slice(-mostLive);
    this.#options.onNew?.(found.map(withSentences));
  }

  forget(device: string): void {
    this.#steps.forget(device);
    this.#live = this.#live.filter((anomaly) => anomaly.device !== device);
    this.#found = this.#found.filter((anomaly) => anomaly.device !== device);
  }

  tick(): void {
    const hour = Math.floor((this.#options.clock.nowMs() - settledMs) / hourMs);
    if (this.#searchedHour === hour || this.#running !== undefined) return;
    this.#searchedHour = hour;
    this.search().catch((error: unknown) => {
      if (!this.#ending.signal.aborted) this.#options.onTrouble(error);
    });
  }

  search(): Promise<void> {
    this.#running ??= this.#search().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async list({ fromMs = 0, toMs = Infinity, isOpen = false }: AnomalyQuery): Promise<readonly Anomaly[]> {
    const { records, site } = this.#options;
    const dismissals = new Map(
      (await records.dismissals.ofSite(site)).map((dismissal) => [dismissal.subject, dismissal]),
    );
    return this.#all()
      .filter((anomaly) => anomaly.fromMs < toMs && (anomaly.toMs ?? Infinity) >= fromMs)
      .map((anomaly) => seenBy(anomaly, dismissals))
      .filter((view) => !isOpen || (view.toMs === undefined && view.dismissed === undefined));
  }

  async dismiss(id: string, by: string): Promise<Anomaly> {
    const { records, site, clock } = this.#options;
    const anomaly = this.#all().find((one) => one.id === id);
    if (anomaly === undefined) throw new SolsteadError('anomaly.unknown', { at: id });
    const atMs = Math.max(clock.nowMs(), anomaly.fromMs);
    await records.dismissals.save({ site, subject: subjectOf(anomaly), atMs, account: by });
    return { ...withSentences(anomaly), dismissed: { atMs, by } };
  }

  close(): void {
    this.#ending.abort();
  }

  /** A jump that was seen live is in the roll-ups as well: report it once. */
  #all(): readonly Finding[] {
    const isSeenLive = (one: Finding): boolean =>
      one.kind === 'step' &&
      this.#live.some((live) => subjectOf(live) === subjectOf(one) && Math.abs(live.fromMs - one.fromMs) < hourMs / 2);
    return inOrder([...this.#found.filter((one) => !isSeenLive(one)), ...this.#live]);
  }

  #hasFound(found: readonly Finding[]): void {
    const known = new Set(this.#all().map(({ id }) => id));
    this.#found = found;
    const isFirst = !this.#hasSearched;
    this.#hasSearched = true;
    const fresh = isFirst ? [] : this.#all().filter(({ id, toMs }) => !known.has(id) && toMs === undefined);
    if (fresh.length > 0) this.#options.onNew?.(fresh.map(withSentences));
  }

  async #search(): Promise<void> {
    const { history, site, place, clock } = this.#options;
    const toMs = clock.nowMs();
    const { signal } = this.#ending;
    const begin = this.#options.begin ?? searchApart;
    // A home without a past needs no thread.
    let search: ApartSearch | undefined;
    const end = (): void => search?.close();
    signal.addEventListener('abort', end);
    try {
      for await (const track of readTracks(history, { site, fromMs: toMs - reachMs, toMs })) {
        signal.throwIfAborted();
        search ??= begin(place);
        search.add(track);
        // One track, then the others: the loop is held for no longer.
        await nextTurn();
      }
      this.#hasFound((await search?.find()) ?? []);
    } finally {
      signal.removeEventListener('abort', end);
      end();
    }
    this.#live = this.#live.filter(({ fromMs }) => fromMs > toMs - reachMs);
  }
}

/** The monitor of a home; it has found nothing until its first search. */
export function makeAnomalyMonitor(options: MonitorOptions): AnomalyMonitor {
  return new Monitor(options);
}
