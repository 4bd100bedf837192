// What the program gives the commands: its homes, stores, links and emulators, each opened on demand.
// The composition root implements it (`main/command-context.ts`); commands do not know how.
import type { Role } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { Field, OneOffs } from '#core/field.ts';
import type { HistoryStore } from '#core/history.ts';
import type { DeviceRecord, RecordStore, SiteRecord } from '#core/records.ts';
import type { Secret } from '#core/secrets.ts';
import type { FarDesk, UplinkForm, UplinkTest } from '#core/uplink.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { DeviceOutcome } from '#devices/user/read-device.ts';
import type { Figures } from '#ledger/energy-figures.ts';
import type { EnergyDoor } from '#hub/energy-door.ts';
import type { SiteLedger } from '#ledger/site-ledger.ts';
import type { TariffStore } from '#ledger/tariff-store.ts';

/** Levels of the log, most talkative first. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** How a line of the log is written; `auto`: as text if a person reads it between other lines. */
export const logFormats = ['auto', 'text', 'json'] as const;
export type LogFormat = (typeof logFormats)[number];

/** Flag of the commands that know user-defined devices. */
export interface DevicesFlag {
  /** Their folder; `devices` in the data folder if absent. */
  readonly devices?: string;
}

/** Flags of what serves a home. */
interface ServerFlags {
  readonly port: number;
  readonly host: string;
  readonly mqttPort: number;
  readonly logLevel: LogLevel;
  readonly logFormat: LogFormat;
  /** Another port, for the monitoring interface alone. */
  readonly monitoringPort?: number;
  /** Another port, for homes that send their readings here. */
  readonly uplinkPort?: number;
  /** Where this home sends its readings; the secret is in the environment. */
  readonly uplink?: string;
  readonly uplinkClient?: string;
  readonly uplinkForm?: UplinkForm;
  /** File with the certificate of who signed the far side's. */
  readonly uplinkCa?: string;
  readonly uplinkSecretFile?: string;
  readonly uplinkCommands?: boolean;
  /** Everybody may read `/metrics`. */
  readonly metricsOpen?: boolean;
  /** Most connections at once; absent: as many as the limits of the process leave, up to 1000. */
  readonly connections?: number;
}

/** Flags of `solstead serve`. */
export interface ServeFlags extends ServerFlags, DevicesFlag {
  readonly data: string;
  /** Address of an outside broker, to be used instead of the built-in one. */
  readonly mqttBroker?: string;
  /** File of a bridge to a second broker. */
  readonly mqttBridge?: string;
  /** Place of the history; absent: the data folder. */
  readonly history?: Secret;
  /** Server of the records; absent: the data folder. */
  readonly records?: Secret;
  /** Addresses of proxies that are believed. */
  readonly trustedProxies?: readonly string[];
  /** Names under which this computer may be asked for. */
  readonly name?: readonly string[];
  /** Files of a certificate and its key, PEM: with them the server uses HTTPS, and MQTT over TLS as well. */
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  /** A certificate that this computer signs itself. */
  readonly tlsSelfSigned?: boolean;
  /** Port without TLS that sends browsers to the one with it. */
  readonly redirectPort?: number;
  /** How long it says that it is not ready before it ends, s. */
  readonly drain?: number;
  /** Whether browsers are told to use HTTPS alone. */
  readonly hsts?: boolean;
  /** Other sites whose pages may ask with a token. */
  readonly allowOrigin?: readonly string[];
  /** Roles whose people prove that it is them before a dangerous command. */
  readonly proveCommands?: readonly Role[];
  readonly mqttsPort: number;
}

/** Flags of `solstead demo`. */
export interface DemoFlags extends ServerFlags {
  /** Folder to keep; absent: a temporary one. */
  readonly data?: string;
  readonly seed: number;
  /** Further devices of the demo. */
  readonly with?: readonly DemoGuest[];
  /** Whether its MQTT devices lose the broker again and again. */
  readonly loseBroker?: boolean;
}

/** Devices that may be added to the demo, by their definition. */
export const demoGuests = ['shelly-gen1', 'homesync-node', 'solar-assistant'] as const;
export type DemoGuest = (typeof demoGuests)[number];

/** Homes that send to an installation that is not running, and trying an uplink. */
export interface UplinkTools {
  /** Errors: `folder.locked`, `store.*`. */
  withFarHomes<T>(
    place: { readonly folder: string; readonly records?: Secret | undefined },
    act: (homes: Pick<FarDesk, 'homes' | 'add' | 'rotate' | 'revoke'>) => Promise<T>,
  ): Promise<T>;
  /** Errors: `uplink.failed`, `link.*`, `input.*`. */
  tryUplink(
    flags: Pick<ServeFlags, 'uplink' | 'uplinkClient' | 'uplinkForm' | 'uplinkCa' | 'uplinkSecretFile'>,
  ): Promise<UplinkTest>;
}

/** A home that is served. */
export interface ServedHome {
  readonly port: number;
  /** Port of the monitoring interface alone. */
  readonly monitoringPort?: number;
  /** Port for homes that send their readings here. */
  readonly uplinkPort?: number;
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
  /** What the first visitor has to know unless at this computer; absent: nothing. */
  readonly setupCode?: string;
  close(): Promise<void>;
}

/** The stores of a home that is not running. */
export interface OfflineStores {
  readonly history: HistoryStore;
  readonly records: RecordStore;
  readonly devices: readonly DeviceRecord[];
  /** The site with this id, or the only one. Errors: `site.unknown`. */
  site(id: string | undefined): SiteRecord;
  close(): Promise<void>;
}

/** The ledger of a home that is not running, settled up to now. */
export interface OfflineLedger {
  readonly ledger: SiteLedger;
  /** As seen and changed from the command line, which may do everything. */
  readonly energy: EnergyDoor;
  readonly figures: Figures;
  readonly tariffs: TariffStore;
  /** To be closed before its home. */
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
  /** Reads a file that describes a device. */
  readDevice(path: string): Promise<DeviceOutcome>;
  openField(registry: Registry): Promise<BareField>;
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
  /** What is said at a broker in some seconds. Errors: `input.usage`, `address.invalid`, `broker.refused`, `link.unavailable`. */
  hearBroker(
    broker: string,
    asked: { readonly filter: string; readonly seconds: number },
  ): Promise<readonly HeardTopic[]>;
  readonly uplink: UplinkTools;
  /** Errors: `protocol.unknown`, `input.usage`, `port.taken`. */
  emulate(protocol: string, options: EmulationOptions): Promise<Emulation>;
}
