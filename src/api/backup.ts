// The contract of backups: settings, places, what is under way, and the parts of a restore.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const id = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,30}$', description: 'Lower-case id' });
const text = (description: string) => line({ minLength: 1, maxLength: 500, description });

/** A place of backups; its secret is saved apart and never shown. */
export const BackupPlace = Type.Union([
  Type.Object({ id, kind: Type.Literal('folder'), path: text('Whole path of the folder') }),
  Type.Object({
    id,
    kind: Type.Literal('webdav'),
    url: text('Folder of a WebDAV server'),
    account: line({ maxLength: 200, description: 'Name to sign in with' }),
  }),
  Type.Object({
    id,
    kind: Type.Literal('s3'),
    url: text('Address of the service'),
    region: text('Region'),
    bucket: text('Bucket'),
    prefix: line({ maxLength: 200, description: 'In front of the names of the files, such as solstead/' }),
    account: text('Id of the access key'),
  }),
  Type.Object({
    id,
    kind: Type.Literal('sftp'),
    host: text('Host'),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    path: text('Folder on the host'),
    account: text('Name to sign in with'),
    /** Pinned at the first use. */
    hostKey: Type.Optional(line({ maxLength: 100 })),
  }),
]);
export type BackupPlace = Frozen<Static<typeof BackupPlace>>;

const count = Type.Integer({ minimum: 0, maximum: 1000 });

/** What a person sets. */
export const BackupSettings = Type.Object({
  /** Absent: none is made by itself. */
  schedule: Type.Optional(
    Type.Object({
      every: Type.Union([Type.Literal('day'), Type.Literal('week')]),
      /** 1 Monday to 7 Sunday. */
      weekday: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
      /** Local time, minutes after midnight. */
      atMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
    }),
  ),
  /** The newest of so many days, weeks and months are kept. */
  keep: Type.Object({ days: count, weeks: count, months: count }),
  /** None: a folder in the data folder. */
  places: Type.Array(BackupPlace, { maxItems: 10 }),
});
export type BackupSettings = Frozen<Static<typeof BackupSettings>>;

const secret = Type.String({ minLength: 1, maxLength: 8000 });

/** Settings with the secrets that change. */
export const BackupChange = Type.Object({
  settings: BackupSettings,
  /** Of backups from now on; it opens them and nothing else does. */
  passphrase: Type.Optional(Type.String({ minLength: 10, maxLength: 1000 })),
  /** Password or private key of each place that changes. */
  secrets: Type.Optional(Type.Record(id, secret)),
});

/** A place that is tried. */
export const BackupTest = Type.Object({ place: BackupPlace, secret: Type.Optional(secret) });
/** It can be used. */
export const BackupTested = Type.Object({
  /** Key of the host, to be compared with that of the host itself. */
  hostKey: Type.Optional(Type.String()),
});

/** What is being done. */
const Work = Type.Object({
  kind: Type.Union([Type.Literal('backup'), Type.Literal('restore')]),
  step: Type.Union([Type.Literal('write'), Type.Literal('verify'), Type.Literal('send'), Type.Literal('load')]),
  share: Type.Number({ description: '0 to 1' }),
});

/** Everything about the backups of the installation. */
export const Backups = Type.Object({
  settings: BackupSettings,
  hasPassphrase: Type.Boolean(),
  places: Type.Array(
    Type.Object({
      settings: BackupPlace,
      backups: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Number(), madeMs: atMs })),
      failure: Type.Optional(Reason),
    }),
  ),
  work: Type.Optional(Work),
  /** The last one that arrived everywhere. */
  lastMs: Type.Optional(atMs),
  nextMs: Type.Optional(atMs),
  failure: Type.Optional(Type.Object({ atMs, reason: Reason })),
});
export type Backups = Frozen<Static<typeof Backups>>;

/** A backup that is to be sent for a restore; whoever has no account yet gives the set-up code. */
export const UploadBegin = Type.Object({
  bytes: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  code: Type.Optional(line({ maxLength: 40 })),
});

/** Bytes of a part before it is written as base64. */
export const uploadPartBytes = 512 * 1024;

/** Where an upload is: the next part begins at `offset`. */
export const Upload = Type.Object({
  /** Names it in the next requests; it is a secret. */
  upload: Type.String(),
  offset: Type.Integer(),
  partBytes: Type.Integer(),
});
export type Upload = Frozen<Static<typeof Upload>>;

/** The next part. */
export const UploadPart = Type.Object({
  offset: Type.Integer({ minimum: 0 }),
  /** At most `partBytes` bytes, as base64. */
  data: Type.String({ maxLength: Math.ceil(uploadPartBytes / 3) * 4 }),
});

/** Begins a restore of what was sent. */
export const RestoreBegin = Type.Object({
  passphrase: Type.Optional(Type.String({ minLength: 1, maxLength: 1000 })),
  /** Whether the home that is there is replaced; it is kept in a folder beside the new one. */
  replace: Type.Optional(Type.Boolean()),
});

/** How far a restore is. */
export const RestoreState = Type.Object({
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  work: Type.Optional(Work),
  /** Why it failed; then nothing was changed. */
  failure: Type.Optional(Type.Object({ code: Type.String(), reason: Reason })),
});
export type RestoreState = Frozen<Static<typeof RestoreState>>;
