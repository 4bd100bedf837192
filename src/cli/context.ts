// What the program gives the commands: its homes, stores, links and emulators, each opened on demand.
// The composition root implements it (`main/command-context.ts`); commands do not know how.
import type { DevicesFlag, ServeFlags, DemoFlags, DaemonFlags, DoctorFlags } from './flags.ts';
import type { CheckArea, CheckLine } from '#core/check-up.ts';
import type { AddonFlags } from './addon-words.ts';
import type { OfflineLedger, OfflineStores } from './offline.ts';
import type { Clock } from '#core/clock.ts';
import type { Field, OneOffs } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { RecordStore, SiteRecord } from '#core/records.ts';
import type { ActionKind, PlugInDesk } from '#core/plug-in.ts';
import type { Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { FarDesk, UplinkTest } from '#core/uplink.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { Complaints, DaemonPlan, PlannedUplink } from '#daemon/plan.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { DeviceOutcome } from '#devices/user/read-device.ts';
import type { AnswerSink } from '#outputs/answers/answer-sink.ts';
import type { AnswerOutputName, AnswerSettings } from '#outputs/answers/settings.ts';

/** A plug-in that is no protocol. */
export interface CheckedPlugIn {
  readonly kind: 'output' | 'action';
  readonly id: string;
  readonly title: string;
  /** Names of its settings or parameters. */
  readonly params: readonly string[];
  readonly wantsNetwork: boolean;
}

/** What the file of a daemon says, or all that is wrong with it. */
export type DaemonFile =
  | { readonly name: string; readonly plan: DaemonPlan; readonly notes: readonly PlacedProblem[] }
  | ({ readonly name: string } & Complaints);

/** A daemon that runs. */
export interface ServedDaemon {
  /** Reads the file again; a wrong one changes nothing. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Homes that send to an installation that is not running, and trying an uplink. */
export interface UplinkTools {
  /** Errors: `folder.locked`, `store.*`. */
  withFarHomes<T>(
    place: { readonly folder: string; readonly records?: Secret | undefined },
    act: (homes: Pick<FarDesk, 'homes' | 'add' | 'rotate' | 'revoke'>) => Promise<T>,
  ): Promise<T>;
  /** Errors: `uplink.failed`, `link.*`, `input.*`. */
  tryUplink(
    flags: Pick<ServeFlags, 'uplink' | 'uplinkFile' | 'uplinkClient' | 'uplinkForm' | 'uplinkCa' | 'uplinkSecretFile'>,
  ): Promise<UplinkTest>;
}

/** A home that is served. */
export interface ServedHome {
  readonly port: number;
  /** Port of the monitoring interface alone. */
  readonly monitoringPort?: number;
  /** Port for homes that send their readings here. */
  readonly uplinkPort?: number;
  /** Port for charge points alone. */
  readonly ocppPort?: number;
  /** Port that sends browsers to HTTPS. */
  readonly redirectPort?: number;
  /** The broker by its name; its port if it is the built-in one. */
  readonly broker: {
    readonly name: string;
    readonly port: number | undefined;
    /** Port for MQTT over TLS. */
    readonly tlsPort?: number | undefined;
  };
  /** Whether it speaks HTTPS. */
  readonly isSecure: boolean;
  /** What its certificate is known by, if this computer signed it itself. */
  readonly fingerprint?: string;
  /** Where the history is, if not in the data folder. */
  readonly history?: string;
  /** Where the records are, if not in the data folder. */
  readonly records?: string;
  isClaimed(): Promise<boolean>;
  /** Whether it gets on; asked from time to time. */
  isWell?(): boolean;
  /** What the first visitor has to know unless at this computer; absent: nothing. */
  readonly setupCode?: string;
  close(): Promise<void>;
}

/** What {@link CommandContext.openLedger} needs. */
export interface OfflineLedgerOptions {
  readonly site: SiteRecord;
  readonly clock: Clock;
  /** How far settling is, in words. */
  onProgress(text: string): void;
}

/** Something that is wrong with a data folder. */
export interface FolderFinding {
  readonly what: FolderFault;
  /** File of the folder. */
  readonly file: string;
  readonly why: string;
  /** Whether it was repaired. */
  readonly isMended: boolean;
  /** Where the damaged files are from now on. */
  readonly aside?: string;
  /** What the new history holds of the damaged one. */
  readonly kept?: KeptHistory;
}

/**
 * What can be wrong with a data folder: damaged, missing or of another home. A history with gaps is in use and reports its own gaps.
 */
export type FolderFault =
  | 'history-damaged'
  | 'history-missing'
  | 'history-gaps'
  | 'history-other-home'
  | 'records-damaged'
  | 'records-missing'
  | 'records-older'
  | 'records-changed'
  | 'history-changed'
  | 'key-lost'
  | 'secrets-changed'
  | 'home-damaged'
  | 'home-other';

/** What was read of a damaged history. */
export interface KeptHistory {
  readonly points: number;
  /** Rows of the file: copied, and there but not readable. */
  readonly rows: number;
  readonly damagedRows: number;
  /** Stretches of the file of which not even the number of rows is known. */
  readonly stretches: number;
}

/** What {@link CommandContext.repairFolder} needs. */
export interface FolderRepair {
  readonly folder: string;
  /** Whether to repair; otherwise it only looks. */
  readonly isActing: boolean;
  /** Whether lost records are started afresh, and those that are there are accepted. */
  readonly isAdopting: boolean;
  readonly clock: Clock;
}

/** A history at one place. */
export interface OpenHistory {
  /** The place in words, without its account. */
  readonly name: string;
  readonly store: HistoryStore;
  close(): Promise<void>;
}

/** How far a move is: points copied of about so many, up to a time, epoch ms. */
export interface MoveProgress {
  readonly points: number;
  readonly total: number;
  readonly toMs: number;
}

/** A move of a history from one place to another. */
export interface HistoryMove {
  readonly from: Secret;
  readonly to: Secret;
  onProgress(progress: MoveProgress): void;
}

/** What was moved, and the names of both places. */
export interface MovedHistory {
  readonly points: number;
  readonly series: number;
  readonly names: readonly string[];
}

/** What is emulated, and where it can be reached. */
export interface EmulationOptions {
  readonly tcpPort: number;
  /** Path of a pty that leads to it. */
  readonly pty?: string | undefined;
  /** For MQTT devices: broker with its account. */
  readonly broker?: string | undefined;
  readonly fault?: string | undefined;
  log(line: string): void;
}

/** A running emulated device. */
export interface Emulation {
  readonly name: string;
  /** Addresses to read it at. */
  readonly addresses: readonly string[];
  /** Address of its pty, or why there is none. */
  readonly pty?: { readonly address: string } | { readonly reason: string };
  /** Prefix of its topics at the broker. */
  readonly topic?: string;
  /** Rejects when it cannot go on. Errors: `broker.refused`. */
  readonly failed?: Promise<never>;
  close(): Promise<void>;
}

/** Told of the bytes on a link. */
export type ByteTrace = (what: 'sent' | 'received', bytes: Uint8Array, link: string) => void;

/** A field without devices of its own. */
export interface BareField extends OneOffs, Pick<Field, 'ports' | 'close'> {}

/** Where a home is whose parts may be on servers. */
export interface HomePlace {
  readonly folder: string;
  /** Place of the history, and server of the records; absent: the folder. */
  readonly history?: Secret | undefined;
  readonly records?: Secret | undefined;
}

/** A backup that is to be made of a home that is not running. */
export interface BackupRequest extends HomePlace {
  /** Folder with devices of its own. */
  readonly devices?: string | undefined;
  /** File to be written, which must not be there, a folder for it, or a place elsewhere. Absent: named by the moment, in this folder. */
  readonly to?: string | undefined;
  /** Password or key of a place elsewhere. */
  readonly secret?: Secret | undefined;
  /** Key of an SFTP host; one that nobody named is refused. */
  readonly hostKey?: string | undefined;
  /** Absent: not encrypted, and without secrets. */
  readonly passphrase?: Secret | undefined;
  onProgress(bytes: number): void;
}

/** A backup file and its passphrase. */
export interface BackupFile {
  readonly path: string;
  readonly passphrase?: Secret | undefined;
}

/** What a backup says about itself, and holds. */
export interface BackupFacts {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  readonly solstead: string;
  readonly sites: readonly string[];
  readonly madeMs: number;
  readonly hasSecrets: boolean;
  /** Parts and bytes of its content. */
  readonly parts: number;
  readonly bytes: number;
}

/** A backup that is to be restored. */
export interface RestoreRequest extends HomePlace, BackupFile {
  /** Whether a home that is there is replaced; it is kept beside the new one. */
  readonly isReplacing: boolean;
  onProgress(step: 'verify' | 'load', share: number): void;
}

/** A restored home. */
export interface RestoredHome {
  readonly sites: readonly string[];
  readonly madeMs: number;
  /** Where the home is that was there before. */
  readonly aside?: string | undefined;
}

/** What is said on one topic of a broker. */
export interface HeardTopic {
  readonly topic: string;
  readonly values: readonly { readonly path?: string; readonly value: number | string | boolean }[];
}

/** What the program gives its commands. */
export interface CommandContext {
  /** An environment variable that holds a password, a token or a key; an empty one counts as unset. */
  secret(name: string): Secret | undefined;
  /** Where data lives by default. */
  readonly dataFolder: string;
  /** The built-in and the user-defined devices; what is left out is reported on standard error. Errors: `folder.missing`. */
  registry(flags: DevicesFlag): Promise<Registry>;
  /** Whether there are files of user-defined devices; loads no definition. Errors: `folder.missing`. */
  hasOwnDevices(flags: DevicesFlag): Promise<boolean>;
  /** Reads a file that describes a device, or a plug-in. */
  readDevice(path: string): Promise<DeviceOutcome | { readonly plugIn: CheckedPlugIn }>;
  /** Reads the file of an uplink. Errors: `input.usage` for one that cannot be read. */
  readUplink(
    path: string,
  ): Promise<
    | { readonly uplink: PlannedUplink; readonly notes: readonly Reason[] }
    | { readonly complaints: readonly PlacedProblem[] }
  >;
  /** The file of a bridge: where it leads to, and how many ways there are. Errors: `input.usage`. */
  readBridge(
    path: string,
  ): Promise<{ readonly to: string; readonly rules: number } | { readonly problems: readonly PlacedProblem[] }>;
  readonly plugIns: {
    /** The plug-ins of the folder that is named, or of the data folder. Errors: `folder.missing`. */
    list(flags: Pick<DevicesFlag, 'plugins' | 'data'>): Promise<PlugInDesk>;
    /** Their actions. Errors: `folder.missing`. */
    actions(flags: Pick<DevicesFlag, 'plugins' | 'data'>): Promise<readonly ActionKind[]>;
  };
  /** `trace` is given every byte that is sent and received. */
  openField(registry: Registry, trace?: ByteTrace): Promise<BareField>;
  /**
   * Opens an output of answers; the secret is that of its broker or server, `waitMs` the longest wait for it. Errors: `input.invalid`,
   * `link.forbidden`, those of loading it.
   */
  openAnswers(
    name: AnswerOutputName,
    settings: AnswerSettings,
    parts: { readonly secret: Secret | undefined; readonly waitMs: number },
  ): Promise<AnswerSink>;
  /** `instead` says what to do while Solstead runs. Errors: `input.usage`, `folder.locked`, `store.*`. */
  openOffline(options: { readonly folder: string; readonly instead: string }): Promise<OfflineStores>;
  /** The records alone; `place` is a server that keeps them. Errors: `input.usage`, `folder.locked`, `store.*`. */
  openRecords(options: {
    readonly folder: string;
    readonly instead: string;
    readonly place?: Secret;
  }): Promise<RecordStore>;
  /** Errors: `store.*`. */
  openLedger(home: OfflineStores, options: OfflineLedgerOptions): Promise<OfflineLedger>;
  /** What is wrong with a data folder, repaired on request. Errors: `input.usage`, `folder.*`, `store.failed`, `store.newer`. */
  repairFolder(repair: FolderRepair): Promise<readonly FolderFinding[]>;
  /** Opens a history that exists. Errors: `input.usage`, `folder.*`, `store.*`. */
  openHistory(place: Secret): Promise<OpenHistory>;
  /** Copies a history; run again after an interruption, it continues. Errors: those of `openHistory`. */
  moveHistory(move: HistoryMove): Promise<MovedHistory>;
  /** Makes a backup. Errors: `backup.*`, `folder.locked`, `store.*`, `input.usage`. */
  makeBackup(request: BackupRequest): Promise<BackupFacts>;
  /** Looks a backup through and changes nothing. Errors: `backup.*`, `input.usage`. */
  verifyBackup(file: BackupFile, onProgress: (share: number) => void): Promise<BackupFacts>;
  /** Restores one. Errors: `backup.*`, `folder.*`, `store.*`, `input.usage`; then nothing was changed. */
  restoreBackup(request: RestoreRequest): Promise<RestoredHome>;
  /** Errors: `port.taken`, `folder.*`, `store.*`, `input.usage`. */
  serveHome(flags: ServeFlags): Promise<ServedHome>;
  /** Errors: `port.taken`, `folder.*`. */
  serveDemo(flags: DemoFlags): Promise<ServedHome>;
  /** Reads the file of a daemon. Errors: `input.usage`. */
  /** What the app for Home Assistant is to do, as the words of a command; its secrets are in the environment then. Errors: `input.usage`, `link.unavailable`. */
  addonWords(flags: AddonFlags): Promise<readonly string[]>;
  readDaemon(flags: Pick<DaemonFlags, 'configfile' | 'data'>, registry: Registry): Promise<DaemonFile>;
  /** Errors: `input.usage`, `input.invalid`, `folder.*`, `store.*`. */
  serveDaemon(
    flags: DaemonFlags,
    registry: Registry,
    file: Extract<DaemonFile, { readonly plan: unknown }>,
  ): Promise<ServedDaemon>;
  /** Asks each device of a file once. Errors: `link.timeout`, `output.failed`, those of `serveDaemon`. */
  runDaemonOnce(
    flags: DaemonFlags,
    registry: Registry,
    file: Extract<DaemonFile, { readonly plan: unknown }>,
  ): Promise<void>;
  /** Looks at the whole installation; changes nothing, and works beside a Solstead that runs. Never throws for what it finds. */
  examine(
    flags: DoctorFlags,
    tell?: (area: CheckArea, found: readonly CheckLine[]) => void,
  ): Promise<readonly CheckLine[]>;
  /** What is said at a broker in some seconds. Errors: `input.usage`, `address.invalid`, `broker.refused`, `link.unavailable`. */
  hearBroker(
    broker: string,
    asked: { readonly filter: string; readonly seconds: number; readonly ended: Promise<unknown> },
  ): Promise<readonly HeardTopic[]>;
  readonly uplink: UplinkTools;
  /** Errors: `protocol.unknown`, `input.usage`, `port.taken`. */
  emulate(protocol: string, options: EmulationOptions): Promise<Emulation>;
}
