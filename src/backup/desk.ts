// The desk of backups: makes one by its schedule or when asked, reads it back, sends it to every place, and clears away old
// ones where a newer one has arrived.
import { mkdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type BackupChange,
  type BackupDesk,
  type BackupPlaceSettings,
  type BackupPlaceView,
  type BackupSettings,
  type BackupView,
  type BackupWork,
  leastPassphrase,
  type PlacedBackup,
} from '#core/backup.ts';
import type { Clock } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { makeTurns } from '#core/in-turn.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { SecretStore } from '#core/secrets.ts';
import { type DeskState, readDesk, writeDesk } from './desk-file.ts';
import { backupFileName } from './file-name.ts';
import { makeFile } from './make-file.ts';
import { isSameHolder } from './place-holder.ts';
import { openPlace } from './open-place.ts';
import type { IsForbidden } from './reach.ts';
import type { BackupPlace, LocalFile } from './place.ts';
import type { FolderMark } from './places/folder-place.ts';
import { type BackupOrigin, backupsAmong, leavingBackups, nextDueMs } from './schedule.ts';

/** A backup that was begun. */
export interface Begun {
  readonly expectedBytes: number;
  readonly stream: AsyncIterable<Uint8Array>;
  doneBytes(): number;
  close(): Promise<void>;
}

/** What the desk works with. */
export interface DeskOptions {
  /** The data folder. */
  readonly folder: string;
  readonly clock: Clock;
  readonly secrets: SecretStore;
  readonly log: { info(fields: object, message: string): void; warn(fields: object, message: string): void };
  /** Addresses of no place. */
  readonly isForbidden: IsForbidden;
  /** IANA zone that the schedule follows. */
  timeZone(): Promise<string>;
  begin(asked: { readonly nowMs: number; readonly passphrase: string }): Promise<Begun>;
  /** Reads a backup to its end. Errors: `backup.*`. */
  verify(
    file: { readonly path: string; readonly passphrase: string },
    onRead: (done: number, total: number) => void,
  ): Promise<unknown>;
  /** Waits before the second and the third try at a place, ms; for tests. */
  readonly retryMs?: readonly number[];
}

const passphraseRef = 'backup.passphrase';
/** Where a backup is made, in the folder of backups. */
export const draftName = '.making';
/** The place in the folder of the home. */
const hereId = 'here';
/** Backups of which it is remembered how they were made. */
const mostOrigins = 1000;
/** A small file that is sent to a place to try it. */
const testName = '.test';
const secretRef = (place: string): string => `backup.place.${place}`;
const standardKeep = { days: 7, weeks: 4, months: 6 };
/** How often it is looked whether one is due, and how long after one that failed the next is tried, ms. */
const lookMs = 60_000;
const againMs = 30 * 60_000;
const standardRetryMs = [10_000, 60_000];

/** How a try at a place ended. */
type Sent = DeskState['seen'][string];

class Desk implements BackupDesk {
  readonly #options: DeskOptions;
  #state: DeskState;
  #work: BackupWork | undefined;
  #running: Promise<void> | undefined;
  readonly #inTurn = makeTurns();
  #saved: Promise<void> = Promise.resolve();
  /** Since when the clock has been behind the last try, epoch ms. */
  #behindMs: number | undefined;
  readonly #stop: () => void;

  constructor(options: DeskOptions, state: DeskState) {
    this.#options = options;
    this.#state = state;
    this.#stop = options.clock.every(lookMs, () => void this.#look().catch((error: unknown) => this.#tell(error)));
  }

  #tell(error: unknown): void {
    this.#options.log.warn({ why: inEnglish(reasonOf(error)) }, 'the backup failed');
  }

  async #save(change: Partial<DeskState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    // One at a time: a person may change settings while a backup notes how it went.
    const saved = this.#saved.then(() => writeDesk(this.#options.folder, this.#state));
    this.#saved = saved.catch(() => undefined);
    await saved;
  }

  /** From when on the schedule counts, epoch ms: the last try, or if its clock was ahead, when that was noticed. */
  #sinceMs(): number {
    const { sinceMs } = this.#state;
    const nowMs = this.#options.clock.nowMs();
    this.#behindMs = sinceMs <= nowMs ? undefined : Math.min(this.#behindMs ?? nowMs, nowMs);
    return this.#behindMs ?? sinceMs;
  }

  async #nextMs(): Promise<number | undefined> {
    const { settings, failure } = this.#state;
    if (settings.schedule === undefined) return undefined;
    const due = nextDueMs(settings.schedule, this.#sinceMs(), await this.#options.timeZone());
    return failure === undefined ? due : Math.min(due, failure.atMs + againMs);
  }

  async #look(): Promise<void> {
    const next = await this.#nextMs();
    if (next === undefined || next > this.#options.clock.nowMs() || this.#running !== undefined) return;
    await this.#begin(false);
  }

  async #passphrase(): Promise<string | undefined> {
    return (await this.#options.secrets.read(passphraseRef))?.reveal();
  }

  async view(): Promise<BackupView> {
    const { settings, lastMs, failure } = this.#state;
    const nextMs = await this.#nextMs();
    return {
      settings,
      hasPassphrase: (await this.#passphrase()) !== undefined,
      places: await this.#placeViews(),
      ...(this.#work === undefined ? {} : { work: this.#work }),
      ...(lastMs === undefined ? {} : { lastMs }),
      ...(nextMs === undefined ? {} : { nextMs }),
      ...(failure === undefined ? {} : { failure }),
    };
  }

  /** Where they go; a home for which nothing was set keeps them in its own folder. */
  #places(): readonly BackupPlaceSettings[] {
    const { places } = this.#state.settings;
    return places.length > 0 ? places : [this.#here()];
  }

  #here(): BackupPlaceSettings {
    return { id: hereId, kind: 'folder', path: this.#hereFolder() };
  }

  #hereFolder(): string {
    return join(this.#options.folder, 'backups');
  }

  /** What there is in the folder of the home. */
  async #backupsHere(): Promise<readonly PlacedBackup[]> {
    const { clock, isForbidden } = this.#options;
    const place = await openPlace(this.#here(), { clock, secret: '', isForbidden, onHostKey: () => undefined });
    // None was made yet, or it cannot be read: that is told when one is made.
    return place.list().then(backupsAmong, () => []);
  }

  async #placeViews(): Promise<readonly BackupPlaceView[]> {
    const { seen } = this.#state;
    const places = this.#places();
    const views = places.map((settings): BackupPlaceView => ({ settings, ...(seen[settings.id] ?? { backups: [] }) }));
    const here = { settings: this.#here(), backups: await this.#backupsHere() };
    const isNamed = this.#state.settings.places.some(({ id }) => id === hereId);
    if (isNamed) return views;
    if (places.length === 1 && places[0]?.id === hereId) return views.map((view) => ({ ...view, ...here }));
    return here.backups.length === 0 ? views : [...views, here];
  }

  make(): Promise<void> {
    return this.#begin(true);
  }

  async #begin(byHand: boolean): Promise<void> {
    if (this.#running !== undefined)
      throw new SolsteadError('backup.busy', { at: 'backup', why: because('backup.running') });
    const done = Promise.withResolvers<void>();
    // From here on nobody else begins.
    this.#running = done.promise;
    const passphrase = await this.#passphrase().catch(() => undefined);
    if (passphrase === undefined) {
      this.#running = undefined;
      done.resolve();
      throw new SolsteadError('backup.failed', { at: 'backup', why: because('backup.set-passphrase') });
    }
    this.#work = { kind: 'backup', step: 'write', share: 0 };
    void this.#run(passphrase, byHand).finally(() => {
      this.#running = undefined;
      this.#work = undefined;
      done.resolve();
    });
  }

  async settled(): Promise<void> {
    await this.#running;
  }

  async #run(passphrase: string, byHand: boolean): Promise<void> {
    const nowMs = this.#options.clock.nowMs();
    const draft = join(this.#options.folder, 'backups', draftName);
    try {
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { recursive: true, mode: 0o700 });
      const name = backupFileName(nowMs, true);
      await this.#note(name, { ...(byHand ? { byHand } : {}), passphrase: this.#state.passphrase ?? 0 });
      const file = await this.#write(join(draft, name), { nowMs, passphrase });
      const failures = await this.#send(name, file);
      const [first] = failures;
      const { failure: _, ...before } = this.#state;
      this.#state = before;
      await this.#save(
        first === undefined
          ? { sinceMs: nowMs, lastMs: nowMs }
          : { sinceMs: nowMs, failure: { atMs: nowMs, reason: first } },
      );
      if (first === undefined) this.#options.log.info({ name }, 'a backup was made');
      else this.#options.log.warn({ why: inEnglish(first) }, 'the backup failed');
    } catch (error) {
      this.#tell(error);
      const failure = { atMs: nowMs, reason: reasonOf(error) };
      await this.#save({ sinceMs: nowMs, failure }).catch((lost: unknown) => this.#tell(lost));
    } finally {
      await rm(draft, { recursive: true, force: true }).catch((error: unknown) => this.#tell(error));
    }
  }

  async #note(name: string, origin: BackupOrigin): Promise<void> {
    const made = Object.entries(this.#state.made ?? {}).slice(1 - mostOrigins);
    await this.#save({ made: Object.fromEntries([...made, [name, origin]]) });
  }

  async #write(path: string, asked: { readonly nowMs: number; readonly passphrase: string }): Promise<LocalFile> {
    const begun = await this.#options.begin(asked);
    const share = (): number => Math.min(1, begun.doneBytes() / Math.max(1, begun.expectedBytes));
    try {
      await makeFile(path, begun.stream, () => (this.#work = { kind: 'backup', step: 'write', share: share() }));
    } finally {
      await begun.close();
    }
    await this.#options.verify({ path, passphrase: asked.passphrase }, (done, total) => {
      this.#work = { kind: 'backup', step: 'verify', share: done / Math.max(1, total) };
    });
    return { path, bytes: (await stat(path)).size };
  }

  /** Sends it to every place; says why it did not arrive where it did not. */
  async #send(name: string, file: LocalFile): Promise<readonly Reason[]> {
    const seen: Record<string, Sent> = {};
    for (const settings of this.#places()) {
      const sent = await this.#sendTo(settings, name, file);
      seen[settings.id] = sent;
    }
    await this.#save({ seen });
    return Object.values(seen).flatMap(({ failure }) => failure ?? []);
  }

  async #sendTo(settings: BackupPlaceSettings, name: string, file: LocalFile): Promise<Sent> {
    const waits = this.#options.retryMs ?? standardRetryMs;
    for (let tries = 0; ; tries += 1) {
      try {
        return { backups: await this.#at(settings, (place) => this.#put(place, name, file)) };
      } catch (error) {
        const wait = waits[tries];
        const backups = this.#state.seen[settings.id]?.backups ?? [];
        if (wait === undefined) return { backups, failure: reasonOf(error) };
        await this.#options.clock.sleep(wait);
      }
    }
  }

  async #put(place: BackupPlace, name: string, file: LocalFile) {
    await place.put(name, file, (sent) => {
      this.#work = { kind: 'backup', step: 'send', share: sent / Math.max(1, file.bytes) };
    });
    const all = backupsAmong(await place.list());
    // Only now that a newer one has arrived.
    const { settings, made = {} } = this.#state;
    const leaving = leavingBackups(all, {
      arrived: name,
      keep: settings.keep,
      timeZone: await this.#options.timeZone(),
      origin: (file) => (Object.hasOwn(made, file) ? made[file] : undefined),
    });
    for (const one of leaving) await place.remove(one.name);
    const gone = new Set(leaving);
    return all.filter((one) => !gone.has(one));
  }

  /** Opens a place for something; the key of a host that is met for the first time is kept. */
  async #at<T>(
    settings: BackupPlaceSettings,
    run: (place: BackupPlace) => Promise<T>,
    given?: { readonly secret?: string | undefined; onHostKey(key: string): void },
  ): Promise<T> {
    const { clock, secrets, isForbidden } = this.#options;
    const secret = given?.secret ?? (await secrets.read(secretRef(settings.id)))?.reveal() ?? '';
    let met: string | undefined;
    let marked: string | undefined;
    const mark = this.#markOf(settings, given === undefined ? (text) => (marked = text) : undefined);
    const place = await openPlace(settings, { clock, secret, isForbidden, onHostKey: (key) => (met = key), mark });
    try {
      return await run(place);
    } finally {
      await place.close();
      if (marked !== undefined && settings.kind === 'folder') await this.#keepMark(settings, marked);
      if (met !== undefined) await (given === undefined ? this.#pin(settings.id, met) : given.onHostKey(met));
    }
  }

  /** How the folder of a place is known again; the one in the folder of the home is no mount of its own. */
  #markOf(settings: BackupPlaceSettings, onMark?: (mark: string) => void): FolderMark | undefined {
    if (settings.kind !== 'folder' || settings.path === this.#hereFolder()) return undefined;
    const kept = this.#state.marks?.[settings.id];
    const known = kept?.path === settings.path ? kept.mark : undefined;
    // A place that is only tried is not marked.
    return known === undefined && onMark === undefined ? undefined : { known, onMark: onMark ?? (() => undefined) };
  }

  async #keepMark({ id, path }: { readonly id: string; readonly path: string }, mark: string): Promise<void> {
    await this.#save({ marks: { ...this.#state.marks, [id]: { path, mark } } });
  }

  /** The kept secret of a place is for its server and account alone. Errors: `input.invalid`. */
  async #assertSameHolder(place: BackupPlaceSettings): Promise<void> {
    const before = this.#state.settings.places.find(({ id }) => id === place.id);
    if (before === undefined || isSameHolder(before, place)) return;
    if ((await this.#options.secrets.read(secretRef(place.id))) === undefined) return;
    throw new SolsteadError('input.invalid', { at: 'secret', why: because('secret.again') });
  }

  async #pin(id: string, hostKey: string): Promise<void> {
    const { settings } = this.#state;
    const places = settings.places.map((one) => (one.id === id && one.kind === 'sftp' ? { ...one, hostKey } : one));
    await this.#save({ settings: { ...settings, places } });
  }

  async save(change: BackupChange): Promise<void> {
    assertSettings(change.settings, change.passphrase);
    // What one keeps the next compares with: the secret of a place is for the server it was given for.
    await this.#inTurn(() => this.#change(change));
  }

  async #change({ settings, passphrase, secrets: given = {} }: BackupChange): Promise<void> {
    const { secrets, clock } = this.#options;
    for (const place of settings.places) if (given[place.id] === undefined) await this.#assertSameHolder(place);
    const isOther = passphrase !== undefined && passphrase !== (await this.#passphrase().catch(() => undefined));
    if (isOther) {
      // Those that are there were made under another one.
      await this.#save({ passphrase: (this.#state.passphrase ?? 0) + 1 });
      await secrets.save(passphraseRef, passphrase);
    }
    for (const { id } of settings.places) {
      const secret = given[id];
      if (secret !== undefined) await secrets.save(secretRef(id), secret);
    }
    const left = this.#state.settings.places.filter(({ id }) => !settings.places.some((one) => one.id === id));
    for (const { id } of left) await secrets.remove(secretRef(id));
    const isMoved = JSON.stringify(settings.schedule) !== JSON.stringify(this.#state.settings.schedule);
    const isLeft = new Set(left.map(({ id }) => id));
    const marks = Object.fromEntries(Object.entries(this.#state.marks ?? {}).filter(([id]) => !isLeft.has(id)));
    await this.#save({ settings, marks, ...(isMoved ? { sinceMs: clock.nowMs() } : {}) });
  }

  async test(place: BackupPlaceSettings, secret?: string): Promise<string | undefined> {
    assertSettings({ ...this.#state.settings, places: [place] }, undefined);
    if (secret === undefined) await this.#assertSameHolder(place);
    let met = place.kind === 'sftp' ? place.hostKey : undefined;
    const path = join(this.#options.folder, 'backups', testName);
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    await rm(path, { force: true });
    const bytes = Buffer.from('Solstead was here.\n');
    await makeFile(path, single(bytes), () => undefined);
    try {
      const asked = { secret, onHostKey: (key: string) => void (met = key) };
      await this.#at(
        place,
        async (open) => {
          await open.put('solstead-test', { path, bytes: bytes.length });
          await open.remove('solstead-test');
        },
        asked,
      );
      return met;
    } finally {
      await rm(path, { force: true });
    }
  }

  async read(
    id: string,
    name: string,
  ): Promise<{ readonly bytes: number; readonly stream: AsyncIterable<Uint8Array> }> {
    const settings = [...this.#places(), this.#here()].find((one) => one.id === id);
    const missing = new SolsteadError('backup.unknown', {
      at: name,
      why: because('backup.no-such', { name: external(name) }),
    });
    if (settings === undefined) throw missing;
    if (id === hereId) await mkdir(join(this.#options.folder, 'backups'), { recursive: true, mode: 0o700 });
    const { clock, secrets, isForbidden } = this.#options;
    const secret = (await secrets.read(secretRef(id)))?.reveal() ?? '';
    const mark = this.#markOf(settings);
    const place = await openPlace(settings, { clock, secret, isForbidden, onHostKey: () => undefined, mark });
    try {
      const found = backupsAmong(await place.list()).find((one) => one.name === name);
      if (found === undefined) throw missing;
      return { bytes: found.bytes, stream: closing(await place.get(name), () => place.close()) };
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  issue(): Reason | undefined {
    const { settings, failure } = this.#state;
    if (settings.schedule === undefined || failure === undefined) return undefined;
    return because('backup.last-failed', { reason: failure.reason });
  }

  async close(): Promise<void> {
    this.#stop();
    await this.settled();
  }
}

async function* single(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* closing(stream: AsyncIterable<Uint8Array>, close: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream;
  } finally {
    await close();
  }
}

/** Refuses what cannot be meant. Errors: `input.invalid`. */
function assertSettings({ places }: BackupSettings, passphrase: string | undefined): void {
  const wrong = (at: string, why: Reason): never => {
    throw new SolsteadError('input.invalid', { at, why });
  };
  if (passphrase !== undefined && passphrase.length < leastPassphrase)
    wrong('passphrase', because('backup.short-passphrase', { least: leastPassphrase }));
  if (new Set(places.map(({ id }) => id)).size < places.length)
    wrong('places', because('backup.place-field', { field: 'id' }));
  for (const place of places) {
    if (place.kind === 'folder' && !/^(\/|[A-Za-z]:[\\/])/.test(place.path)) wrong('path', because('backup.absolute'));
    const isUrl = !('url' in place) || (URL.canParse(place.url) && /^https?:$/.test(new URL(place.url).protocol));
    // The audit log holds the settings.
    const isBare = !('url' in place) || !/\/\/[^/]*@/.test(place.url);
    if (!isUrl || !isBare) wrong('url', because('backup.place-field', { field: 'url' }));
  }
}

/** Removes what a process left behind that ended while it made a backup; it may be as large as the home. */
async function clearDrafts({ folder, log }: DeskOptions): Promise<void> {
  for (const name of [draftName, testName])
    await rm(join(folder, 'backups', name), { recursive: true, force: true }).catch((error: unknown) =>
      log.warn({ why: inEnglish(reasonOf(error)), name }, 'an unfinished backup cannot be removed'),
    );
}

/** Opens the desk; it makes what is due from now on. Errors: `store.failed`. */
export async function openBackupDesk(options: DeskOptions): Promise<BackupDesk> {
  await clearDrafts(options);
  const known = await readDesk(options.folder);
  const fresh: DeskState = { settings: { keep: standardKeep, places: [] }, sinceMs: options.clock.nowMs(), seen: {} };
  return new Desk(options, known ?? fresh);
}
