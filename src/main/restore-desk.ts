// A backup that is sent in parts, and restored in the place of the home that is served.
import { randomBytes } from 'node:crypto';
import { open, rm, statfs, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type {
  BackupWork,
  RestoreDesk,
  RestoreOrder,
  RestoreProgress,
  UploadSender,
  UploadState,
} from '#core/backup.ts';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { because, inEnglish, said } from '#core/reason.ts';
import { minuteMs } from '#core/time.ts';
import { uploadName } from '#store/folder-swap.ts';
import type { StagedHome } from './restore-home.ts';
import type { RestoreTarget } from './restore-stores.ts';

/** What the desk works with. */
export interface RestoreDeskOptions {
  readonly target: RestoreTarget;
  readonly log: Logger;
  /** Closes the home that is served, puts the new one in its place and serves that. */
  swap(staged: StagedHome, order: RestoreOrder): Promise<void>;
}

/** An upload that nothing was done with for this long is nobody's any more, ms. */
const abandonedMs = 10 * minuteMs;

interface Sending {
  readonly upload: string;
  readonly bytes: number;
  readonly by: UploadSender;
  offset: number;
  /** When something was last done with it, monotonic ms. */
  usedMs: number;
  progress?: RestoreProgress;
}

class Desk implements RestoreDesk {
  readonly #options: RestoreDeskOptions;
  #sending: Sending | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #swapping: Promise<void> | undefined;

  constructor(options: RestoreDeskOptions) {
    this.#options = options;
  }

  get #path(): string {
    return join(this.#options.target.folder, uploadName);
  }

  #known(upload: string): Sending {
    if (this.#sending?.upload === upload) return this.#sending;
    throw new SolsteadError('backup.no-upload', { at: 'upload', why: because('backup.no-upload') });
  }

  /** Refuses to drop what somebody else is sending. */
  #assertGivesWay({ kind, id }: UploadSender): void {
    const sending = this.#sending;
    if (sending?.progress?.state === 'running')
      throw new SolsteadError('backup.busy', { at: 'restore', why: because('backup.running') });
    if (sending === undefined || sending.progress?.state === 'done') return;
    const { by, usedMs } = sending;
    const isOwn = by.kind === kind && by.id === id;
    if (isOwn || (kind === 'person' && by.kind === 'visitor')) return;
    const leftMs = usedMs + abandonedMs - this.#options.target.clock.monotonicMs();
    if (leftMs <= 0) return;
    const why = because('backup.uploading', { minutes: Math.ceil(leftMs / minuteMs) });
    throw new SolsteadError('backup.busy', { at: 'upload', why });
  }

  async begin(bytes: number, by: UploadSender): Promise<UploadState> {
    this.#assertGivesWay(by);
    const { folder } = this.#options.target;
    const { bavail, bsize } = await statfs(folder);
    // What is in it must find room beside it.
    const [needed, free] = [2 * bytes, bavail * bsize];
    if (needed > free)
      throw new SolsteadError('backup.refused', { at: folder, why: because('backup.room', { needed, free }) });
    // Somebody else may have begun in the meantime.
    this.#assertGivesWay(by);
    const upload = randomBytes(24).toString('base64url');
    const sending: Sending = { upload, bytes, by, offset: 0, usedMs: this.#options.target.clock.monotonicMs() };
    this.#sending = sending;
    // A part of the one before may still be under way to the same file.
    const cleared = this.#last.then(() => rm(this.#path, { force: true }));
    this.#last = cleared.catch(() => undefined);
    await cleared;
    return { upload: sending.upload, offset: 0 };
  }

  state(upload: string): UploadState {
    const { offset } = this.#known(upload);
    return { upload, offset };
  }

  put(upload: string, offset: number, bytes: Uint8Array): Promise<UploadState> {
    const written = this.#last.then(() => this.#write(upload, offset, bytes));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #write(upload: string, offset: number, bytes: Uint8Array): Promise<UploadState> {
    const sending = this.#known(upload);
    if (offset !== sending.offset || offset + bytes.length > sending.bytes || sending.progress?.state === 'running')
      throw new SolsteadError('input.invalid', {
        at: 'offset',
        why: because('backup.upload-offset', { at: sending.offset }),
      });
    try {
      const file = await open(this.#path, 'a', 0o600);
      try {
        await file.appendFile(bytes);
      } finally {
        await file.close();
      }
    } catch (error) {
      // A part of it may be there.
      await truncate(this.#path, offset).catch(() => undefined);
      throw new SolsteadError('backup.refused', { at: 'upload', why: said(error), cause: error });
    }
    sending.offset += bytes.length;
    sending.usedMs = this.#options.target.clock.monotonicMs();
    return { upload, offset: sending.offset };
  }

  async drop(upload: string): Promise<void> {
    const sending = this.#known(upload);
    if (sending.progress?.state === 'running')
      throw new SolsteadError('backup.busy', { at: 'restore', why: because('backup.running') });
    this.#sending = undefined;
    await rm(this.#path, { force: true });
  }

  restore(upload: string, order: RestoreOrder): void {
    const sending = this.#known(upload);
    if (sending.progress?.state === 'running')
      throw new SolsteadError('backup.busy', { at: 'restore', why: because('backup.running') });
    if (sending.offset < sending.bytes)
      throw new SolsteadError('input.invalid', {
        at: 'offset',
        why: because('backup.upload-offset', { at: sending.offset }),
      });
    sending.progress = { state: 'running' };
    void this.#run(sending, order);
  }

  async #run(sending: Sending, order: RestoreOrder): Promise<void> {
    const { target, log, swap } = this.#options;
    const { passphrase, isReplacing } = order;
    try {
      const onRead = (step: 'verify' | 'load', done: number, total: number): void => {
        const work: BackupWork = { kind: 'restore', step, share: done / Math.max(1, total) };
        sending.progress = { state: 'running', work };
      };
      const { stageHome } = await import('./restore-home.ts');
      const staged = await stageHome({ path: this.#path, passphrase }, target, { isReplacing, onRead });
      this.#swapping = swap(staged, order);
      await this.#swapping;
      sending.progress = { state: 'done' };
      order.onSwapped();
    } catch (error) {
      const code = isSolsteadError(error) ? error.code : 'internal';
      const reason = isSolsteadError(error) ? (error.reason ?? reasonOf(error)) : reasonOf(error);
      log.warn({ why: inEnglish(reasonOf(error)) }, 'the restore failed');
      sending.usedMs = target.clock.monotonicMs();
      sending.progress = { state: 'failed', failure: { code, reason } };
    }
  }

  async quiet(): Promise<void> {
    // Its failure is told by the restore.
    await this.#swapping?.catch(() => undefined);
  }

  progress(upload: string): RestoreProgress {
    const { progress } = this.#known(upload);
    if (progress !== undefined) return progress;
    throw new SolsteadError('backup.no-upload', { at: 'upload', why: because('backup.no-upload') });
  }
}

/** Makes the desk. */
export const makeRestoreDesk = (options: RestoreDeskOptions): RestoreDesk => new Desk(options);
