// Imports of what an earlier system left, into homes that run: one at a time, each told while it runs. One that the end of this process breaks
// off is kept and goes on at the next start; what it wrote before is found to be there.
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Principal } from '#core/access.ts';
import { isMetricId } from '#core/catalogue.ts';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError, whyOf } from '#core/errors.ts';
import type { ImportDesk, ImportLedger, ImportPlace, ImportRequest, ImportState } from '#core/history-import.ts';
import type { PredecessorDesk } from '#core/predecessor.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import type { SiteRecord } from '#core/records.ts';
import type { OpenHub } from '#hub/open-hub.ts';
import { readKeptJson, removeKeptJson, writeKeptJson } from '#store/kept-json.ts';
import { importApart, type ImportEnd } from './import-apart.ts';

/** An import as it is kept while it writes. */
interface Kept {
  readonly site: string;
  readonly folder: string;
  readonly request: ImportRequest;
  /** How often it was begun and did not come to an end that was meant. */
  readonly starts: number;
}

/** What the desk depends on. */
export interface ImportDeskOptions {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** What was found, and where. */
  readonly predecessor: PredecessorDesk;
}

/** The desk of a house. */
export interface HouseImports extends ImportDesk {
  /** A home runs: what was broken off there goes on. */
  goOn(hub: OpenHub, record: SiteRecord): void;
  close(): Promise<void>;
}

const mostBytes = 4 * 1024 * 1024;
/** One that breaks off this often would break off for ever. */
const mostStarts = 3;
/** Progress is estimated from this share on. */
const leastShare = 0.02;

const none: ImportState = { state: 'none' };

const theHome: Principal = {
  id: 'import',
  name: 'Solstead',
  kind: 'home',
  grants: [{ site: '*', may: 'admin' }],
};

/** What was kept by this program, or by an earlier version of it; undefined: nothing that can go on. */
function keptIn(document: unknown): Kept | undefined {
  if (!isRecord(document)) return undefined;
  const { site, folder, request, starts } = document;
  if (typeof site !== 'string' || typeof folder !== 'string' || typeof starts !== 'number') return undefined;
  if (!isRecord(request)) return undefined;
  const { path } = request;
  return typeof path === 'string' ? { site, folder, starts, request: { ...request, path, isDry: false } } : undefined;
}

/** The import under way, or the last one. */
interface Current {
  readonly site: string;
  readonly state: ImportState;
  /** When its step began, ms (monotonic). */
  readonly stepMs: number;
  readonly ledger?: ImportLedger | undefined;
}

/** How long a step still takes, by its pace so far, ms. */
function leftOf({ state: { done = 0, total = 0 }, stepMs }: Current, nowMs: number): number | undefined {
  const share = done / total;
  return total > 0 && share >= leastShare ? Math.round(((nowMs - stepMs) * (1 - share)) / share) : undefined;
}

/** What is shown of it now. */
function shownOf(current: Current, nowMs: number): ImportState {
  const { state, ledger } = current;
  if (state.state !== 'running') return state;
  const work = state.step === 'settling' ? ledger?.work() : undefined;
  const now = work === undefined ? state : { ...state, done: Math.floor(work.done), total: Math.ceil(work.total) };
  const leftMs = leftOf({ ...current, state: now }, nowMs);
  return leftMs === undefined ? now : { ...now, leftMs };
}

/** What a person says of series is checked before anything is begun. Errors: `input.invalid`. */
function assertSaid({ series = [] }: ImportRequest): void {
  for (const { metric, factor = 1 } of series) {
    if (metric !== undefined && !isMetricId(metric))
      throw new SolsteadError('input.invalid', { at: 'series', why: because('mapping.metric', { metric }) });
    if (!Number.isFinite(factor) || factor === 0)
      throw new SolsteadError('input.invalid', { at: 'series', why: because('mapping.factor') });
  }
}

class Desk implements HouseImports {
  readonly #options: ImportDeskOptions;
  readonly #file: string;
  #current: Current | undefined;
  #stop: () => void = () => undefined;
  /** Resolves when nothing more is written. */
  #over: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor(options: ImportDeskOptions) {
    this.#options = options;
    this.#file = join(options.folder, 'import.json');
  }

  view(site: string): ImportState {
    const { clock } = this.#options;
    return this.#current?.site === site ? shownOf(this.#current, clock.monotonicMs()) : none;
  }

  async begin(place: ImportPlace, request: ImportRequest): Promise<ImportState> {
    if (this.#isRunning() || this.#isClosed)
      throw new SolsteadError('import.busy', { at: 'import', why: because('import.running') });
    const before = this.#current;
    const { clock } = this.#options;
    const { site } = place;
    const state = { state: 'running', request, beganMs: clock.nowMs() } as const;
    this.#current = { site, state, stepMs: clock.monotonicMs() };
    const started = this.#start(place, request);
    // Who ends it, or closes the home, meanwhile waits for this.
    this.#over = started.catch(() => undefined);
    try {
      await started;
    } catch (error) {
      this.#current = before;
      throw error;
    }
    return this.view(site);
  }

  async end(site: string): Promise<ImportState> {
    if (this.#current?.site === site && this.#current.state.step !== 'settling') {
      this.#stop();
      await this.#over;
    }
    return this.view(site);
  }

  goOn(hub: OpenHub, { id: site }: SiteRecord): void {
    const tell = (error: unknown): void =>
      this.#options.log.warn({ site, why: said(error) }, 'an import that broke off does not go on');
    this.#over = this.#over.then(() => this.#goOn(hub, site)).catch(tell);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    await this.#over;
  }

  async #goOn(hub: OpenHub, site: string): Promise<void> {
    const kept = await this.#kept();
    if (kept?.site !== site || this.#isRunning()) return;
    const { request, starts } = kept;
    if (starts < mostStarts) return void (await hub.as(theHome).predecessor.imports(site).begin(request));
    await removeKeptJson(this.#file);
    const failure = because('import.broke-off-often', { count: starts });
    this.#current = { site, state: { state: 'failed', request, failure }, stepMs: 0 };
  }

  #isRunning(): boolean {
    return this.#current?.state.state === 'running';
  }

  async #kept(): Promise<Kept | undefined> {
    return keptIn(await readKeptJson(this.#file, mostBytes));
  }

  async #uncount(): Promise<void> {
    const kept = await this.#kept();
    if (kept !== undefined) await writeKeptJson(this.#file, { ...kept, starts: kept.starts - 1 } satisfies Kept);
  }

  /** Another step, or more of the same. */
  #change(news: Partial<ImportState>): void {
    const current = this.#current;
    if (current === undefined) return;
    const isNext = news.step !== undefined && news.step !== current.state.step;
    const { total: _, ...state } = current.state;
    const stepMs = isNext ? this.#options.clock.monotonicMs() : current.stepMs;
    this.#current = { ...current, state: { ...(isNext ? state : current.state), ...news }, stepMs };
  }

  #isOver(news: Partial<ImportState> & Pick<ImportState, 'state'>): void {
    if (this.#current === undefined) return;
    const { step: _step, done: _done, total: _total, ...state } = this.#current.state;
    this.#current = { ...this.#current, state: { ...state, ...news, endedMs: this.#options.clock.nowMs() } };
  }

  /** Where something is that was found, or that an import was begun with. Errors: `input.invalid`. */
  #folderOf({ path }: ImportRequest, kept: Kept | undefined): string {
    const { folder, found } = this.#options.predecessor.view();
    if (folder !== undefined && found.some((one) => one.path === path && one.holds !== undefined)) return folder;
    if (kept?.request.path === path) return kept.folder;
    const why = because('import.not-found', { path: external(path) });
    throw new SolsteadError('input.invalid', { at: 'path', why });
  }

  async #start(place: ImportPlace, request: ImportRequest): Promise<void> {
    const { clock, log } = this.#options;
    const { site, timeZone, devices, history } = place;
    const ending = new AbortController();
    this.#stop = () => ending.abort();
    assertSaid(request);
    const kept = await this.#kept();
    const folder = this.#folderOf(request, kept);
    const isAgain = !request.isDry && kept?.site === site && kept.request.path === request.path;
    const starts = isAgain ? kept.starts + 1 : 1;
    if (!request.isDry) await writeKeptJson(this.#file, { site, folder, request, starts } satisfies Kept);
    const ledger = request.isDry ? undefined : await place.begin({ isAgain });
    if (this.#current !== undefined) this.#current = { ...this.#current, ledger };
    this.#change({ step: 'looking', ...(isAgain ? { isAgain } : {}) });
    if (ending.signal.aborted) return this.#finish({ kind: 'ended' }, ledger);
    const path = join(folder, request.path);
    const { ended, stop } = importApart({
      task: { path, request, site, timeZone, devices, nowMs: clock.nowMs() },
      place: { history, site },
      ledger,
      onProgress: ({ kind: _, ...news }) => this.#change(news),
    });
    this.#stop = stop;
    this.#over = ended
      .then((end) => this.#finish(end, ledger))
      .catch((error: unknown) => {
        log.warn({ site, why: said(error) }, 'an import failed');
        this.#isOver({ state: 'failed', failure: whyOf(error) });
      });
  }

  /** What follows when nothing more is written. */
  async #finish(end: ImportEnd, ledger: ImportLedger | undefined): Promise<void> {
    await ledger?.end();
    // The end of this process is no end of the import, and one that was meant does not count against it.
    if (ledger !== undefined && !this.#isClosed) await removeKeptJson(this.#file);
    else if (ledger !== undefined && end.kind === 'ended') await this.#uncount();
    if (end.kind === 'ended') return this.#isOver({ state: 'ended' });
    if (end.kind === 'failed') return this.#isOver({ state: 'failed', failure: end.why });
    const { outcome } = end;
    if (ledger === undefined) return this.#isOver({ state: 'done', outcome });
    this.#options.log.info({ added: outcome.added?.points ?? 0 }, 'history of an earlier system is imported');
    this.#change({ step: 'settling', outcome });
    await ledger.settled();
    this.#isOver({ state: 'done' });
  }
}

/** Opens the desk of a house. */
export const openImportDesk = (options: ImportDeskOptions): HouseImports => new Desk(options);
