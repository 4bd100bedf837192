// Where backups of a home go, when they are made and how long they are kept, as a person sets it; and what there is to see of it.
import type { Reason } from './reason.ts';

/** Fewest characters of the passphrase of new backups. */
export const leastPassphrase = 10;

/** How often a backup is made: at a local time, every day or on one day of the week (1 Monday to 7 Sunday). */
export interface BackupSchedule {
  readonly every: 'day' | 'week';
  readonly weekday?: number;
  /** Local time, minutes after midnight. */
  readonly atMinute: number;
}

/** How many are kept: the newest of so many days, of weeks and of months. */
export interface BackupRetention {
  readonly days: number;
  readonly weeks: number;
  readonly months: number;
}

/** A place of backups; its secret is kept apart, by the secrets of the home. */
export type BackupPlaceSettings =
  | { readonly id: string; readonly kind: 'folder'; readonly path: string }
  | { readonly id: string; readonly kind: 'webdav'; readonly url: string; readonly account: string }
  | {
      readonly id: string;
      readonly kind: 's3';
      /** Address of the service; the bucket is in the path of its requests. */
      readonly url: string;
      readonly region: string;
      readonly bucket: string;
      /** In front of the names of the files. */
      readonly prefix: string;
      /** Id of the access key. */
      readonly account: string;
    }
  | {
      readonly id: string;
      readonly kind: 'sftp';
      readonly host: string;
      readonly port: number;
      readonly path: string;
      readonly account: string;
      /** `SHA256:…` of the host's key, pinned at the first use. */
      readonly hostKey?: string;
    };

/** What a person sets. */
export interface BackupSettings {
  readonly schedule?: BackupSchedule;
  readonly keep: BackupRetention;
  readonly places: readonly BackupPlaceSettings[];
}

/** A backup at a place. */
export interface PlacedBackup {
  readonly name: string;
  readonly bytes: number;
  /** The moment it shows, epoch ms. */
  readonly madeMs: number;
}

/** A place as it is. */
export interface BackupPlaceView {
  readonly settings: BackupPlaceSettings;
  /** The newest first; as they were when it was last asked. */
  readonly backups: readonly PlacedBackup[];
  readonly failure?: Reason;
}

/** What is being done. */
export interface BackupWork {
  readonly kind: 'backup' | 'restore';
  readonly step: 'write' | 'verify' | 'send' | 'load';
  /** 0 to 1. */
  readonly share: number;
}

/** Everything about backups of a home. */
export interface BackupView {
  readonly settings: BackupSettings;
  /** Whether a passphrase is kept: without it none is made by itself. */
  readonly hasPassphrase: boolean;
  readonly places: readonly BackupPlaceView[];
  readonly work?: BackupWork;
  /** The last one that arrived at every place, epoch ms. */
  readonly lastMs?: number;
  readonly nextMs?: number;
  /** Why the last one failed, if it did. */
  readonly failure?: { readonly atMs: number; readonly reason: Reason };
}

/** What a person saves; secrets that are absent stay as they are. */
export interface BackupChange {
  readonly settings: BackupSettings;
  readonly passphrase?: string;
  /** Passwords and keys of places, by their ids. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** A backup that is read from a place. */
export interface FarBackup {
  readonly bytes: number;
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Makes, keeps and shows the backups of a home. */
export interface BackupDesk {
  view(): Promise<BackupView>;
  /** Begins one; resolves once it is under way. Errors: `backup.busy`, `backup.failed` without a passphrase. */
  make(): Promise<void>;
  /** Resolves when what is under way has ended. */
  settled(): Promise<void>;
  /** Errors: `input.invalid`. */
  save(change: BackupChange): Promise<void>;
  /** Looks whether a place can be used; returns the key of its host, where it has one. Errors: `backup.place`. */
  test(place: BackupPlaceSettings, secret?: string): Promise<string | undefined>;
  /** Errors: `backup.unknown`, `backup.place`. */
  read(place: string, name: string): Promise<FarBackup>;
  /** Why the last backup failed, if one is made by itself. */
  issue(): Reason | undefined;
  close(): Promise<void>;
}

/** Where an upload is. */
export interface UploadState {
  /** Names it; whoever knows it may go on with it. */
  readonly upload: string;
  readonly offset: number;
}

/** How far a restore is. */
export interface RestoreProgress {
  readonly state: 'running' | 'done' | 'failed';
  readonly work?: BackupWork;
  readonly failure?: { readonly code: string; readonly reason: Reason };
}

/** How something that was sent is restored. */
export interface RestoreOrder {
  readonly passphrase?: string | undefined;
  readonly isReplacing: boolean;
  /** For the audit log of the home that is restored. */
  readonly by: { readonly id?: string; readonly name: string; readonly kind: 'person' | 'visitor' };
  /** Called when the restored home is the one that is served. */
  onSwapped(): void;
}

/** Who sends an upload: the id of a person, or the network of a visitor. */
export interface UploadSender {
  readonly kind: 'person' | 'visitor';
  readonly id: string;
}

/** Takes a backup in parts and restores it. One at a time. Errors: `backup.no-upload`. */
export interface RestoreDesk {
  /**
   * Forgets the upload before. Errors: `backup.refused` without room, `backup.busy` during a restore, and while somebody else is sending; a
   * visitor gives way to a person.
   */
  begin(bytes: number, by: UploadSender): Promise<UploadState>;
  state(upload: string): UploadState;
  /** Errors: `input.invalid` for a part that does not belong there. */
  put(upload: string, offset: number, bytes: Uint8Array): Promise<UploadState>;
  drop(upload: string): Promise<void>;
  /** Begins it; {@link RestoreDesk.progress} says how it goes. Errors: `input.invalid` before all was sent, `backup.busy`. */
  restore(upload: string, order: RestoreOrder): void;
  progress(upload: string): RestoreProgress;
  /** Resolves when no home is being put in the place of another: until then nobody can be asked. */
  quiet(): Promise<void>;
}
