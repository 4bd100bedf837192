// The interface between the hub and the field below it (links and devices): what the hub asks and hears.
// The drivers room implements it; it is here because neither room may import the other.
import type { Reason } from './reason.ts';
import type { Secret } from './secrets.ts';
import type { LinkAddress } from './address.ts';
import type { MetricId } from './catalogue.ts';
import type { Capability, CommandResult, DeviceCommand, SettingView } from './command.ts';
import type { DeviceKind } from './device-kind.ts';
import type { SolsteadError } from './errors.ts';
import type { TopicsAsked, UnknownTopics } from './own-device.ts';
import type { Batch, MetricValue } from './reading.ts';
import type { DeviceRecord } from './records.ts';

/** Counters of one device since start. */
export interface DeviceHealth {
  readonly requests: number;
  readonly answers: number;
  readonly timeouts: number;
  /** Bad checksum, partial or foreign frames. */
  readonly badFrames: number;
  readonly refused: number;
  readonly reconnects: number;
}

/** How a device is doing, as its driver sees it. */
export interface DeviceStatus {
  /** `offline` after repeated failures; `misconfigured` if a person must change something. */
  readonly state: 'starting' | 'online' | 'offline' | 'misconfigured';
  /** Expected ms between live values; twice that is stale. */
  readonly intervalMs: number;
  readonly identity: Readonly<Record<string, string>>;
  /** The second way on which it is read now; absent: it is read as its definition says. */
  readonly over?: 'http';
  /** Parts that it is said to have and has not shown since the start; absent or empty: there are none. */
  readonly missing?: readonly string[];
  readonly health: DeviceHealth;
  readonly failure?: { readonly error: SolsteadError; readonly atMs: number };
}

/** A line, and how many exchanges wait for it; the one under way counts. */
export interface LineQueue {
  /** Its address, without secrets. */
  readonly link: string;
  readonly waiting: number;
}

/** A definition a person may choose. */
export interface ProtocolView {
  readonly id: string;
  readonly title: string;
  readonly maker: string;
  readonly kind: DeviceKind;
  readonly links: readonly Exclude<LinkAddress['scheme'], 'test'>[];
  readonly baud?: number;
  /** Other names people know it by, and the models it covers. */
  readonly aliases?: readonly string[];
  readonly models?: readonly string[];
  /** Whether several may share one line, so that an address can name the unit, the framing or the logger. */
  readonly addressed?: boolean;
  /** How many channels it may have, each a meter of its own; absent: it is one meter. */
  readonly channels?: number;
  /** Whether it is read only with a key, given as its password. */
  readonly keyed?: boolean;
  readonly verified: 'capture' | 'document' | 'community' | 'unverified';
}

/** Where counters begin again from 0, Wh; absent: not known. */
export type CounterWidths = Readonly<Partial<Record<MetricId, number>>>;

/** One field a device answered with, in the maker's words. */
export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly value: number | string | boolean;
  readonly unit: string;
  readonly metric?: MetricId;
}

/** A field as a device showed it last, in the maker's sign. */
export interface ShownField extends FieldView {
  /** Epoch ms. */
  readonly atMs: number;
}

/** The result of a device test; nothing is saved. */
export interface DeviceTest {
  /** Where it was found, if detection added to the given address: how Modbus is framed there. */
  readonly address?: string;
  readonly protocol: string;
  readonly title: string;
  readonly kind: DeviceKind;
  readonly proposedName: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly values: readonly FieldView[];
  /** Whether the values make sense together. */
  readonly plausibility: Reason;
  readonly tookMs: number;
  /** Name of the device that is set up there already, where the tester may know it. */
  readonly already?: string;
}

/** A port of this computer that a device may be connected to. */
export interface PortView {
  readonly address: string;
  readonly path: string;
  readonly kind: 'serial' | 'hid' | 'ble';
  readonly title: string;
  readonly usable: boolean;
  /** Why it cannot be used. */
  readonly problem?: Reason;
  /** How strongly it is heard, dBm. */
  readonly rssi?: number;
  /** Id and title of the kind it likely is, by what it says of itself. */
  readonly likely?: string;
  readonly likelyTitle?: string;
}

/** What a Bluetooth device tells everybody: its name, and data by the number of a company. */
export interface HeardSigns {
  readonly name?: string;
  readonly companies: ReadonlyMap<number, Uint8Array>;
}

/** A port as it was found. */
export interface FoundPort extends Omit<PortView, 'likely' | 'likelyTitle'> {
  readonly heard?: HeardSigns;
}

/** A device that showed itself: on the broker, or by its name in the local network. */
export interface FoundDevice {
  readonly protocol: string;
  readonly title: string;
  readonly kind: DeviceKind;
  /** Name of the broker, or where it is in the network. */
  readonly address: string;
  /** Its topics at the broker; absent: it was found in the network. */
  readonly topic?: string;
  /** What it is called in the network. */
  readonly name?: string;
  /** It is in the network, but is read over the broker alone: it has to be pointed to it. */
  readonly needsBroker?: true;
  readonly seenMs: number;
}

/** One that showed itself on the broker. */
export type FoundOnBroker = FoundDevice & { readonly topic: string };

/** A program that would take what a home reads. */
export interface FoundProgram {
  readonly kind: 'home-assistant';
  /** Where it showed itself: at the broker of the home, or by its name in the local network. */
  readonly at: 'broker' | 'network';
  readonly name?: string;
  readonly host?: string;
  readonly seenMs: number;
}

/** Where programs are found. */
export interface FoundPrograms {
  foundPrograms(): readonly FoundProgram[];
}

/** A field of an answer with its wire value; absent ones are null. */
export interface AnswerField extends Omit<FieldView, 'value'> {
  readonly value: FieldView['value'] | null;
  /** The wire value, if the value is a reading of it. */
  readonly raw?: number | string;
  /** Computed from other fields: its value has the catalogue's sign. */
  readonly computed?: true;
}

/** The answer to one query, or one report of a device that reports unasked. */
export interface DeviceAnswer {
  readonly query: string;
  readonly title: string;
  readonly payload: Uint8Array;
  readonly fields: readonly AnswerField[];
  /** What could not be read, and why, as a code and in English; without `field` it is the rest of the answer. */
  readonly problems: readonly { readonly field?: string; readonly reason: Reason; readonly why: string }[];
}

/** A device that is not set up: where it is and by which protocol it is reached. */
export interface DevicePlace {
  readonly address: string;
  readonly protocol: string;
  /** Its key, or the password of its web server. */
  readonly password?: Secret | undefined;
}

/** A one-off read of a device. */
export interface OnceQuestion {
  readonly queries: readonly string[];
  /** Instead of them: what it asks by itself, of which some kinds know only when they have looked at the device. */
  readonly what?: 'status' | 'settings' | undefined;
  /** Of the queries: what not every unit has; one that is refused is left out of the answers. */
  readonly optional?: readonly string[] | undefined;
  /** Whether another question follows: a port of this computer stays open for it, until then or until the field closes. */
  readonly isMoreToCome?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with each answer as it comes: a later query may fail. */
  onAnswer?(answer: DeviceAnswer): void;
}

/** Progress of detection. */
export interface FindOutStep {
  /** What is asked for now, in the words of its definitions. */
  readonly titles: readonly string[];
  /** Definitions asked for before, and how many there are in all. */
  readonly done: number;
  readonly count: number;
}

/** Who waits for a test. */
export interface TestWatch {
  /** Key of a device that seals what it tells, or password of its web server. */
  readonly password?: Secret | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called before each question during detection. */
  onStep?(step: FindOutStep): void;
}

/** What can be done with a device without setting it up. */
export interface OneOffs {
  /**
   * Reads a device once; without a protocol, detects it. A link that is in use is shared with its device, and released when
   * `signal` aborts.
   */
  testDevice(address: string, protocol?: string, watch?: TestWatch): Promise<DeviceTest>;
  /**
   * The answers to queries, asked one after another; of a device that reports unasked, its reports of these names.
   * Errors: `address.invalid`, `protocol.unknown`, `command.unknown`, `link.*`, `frame.*`, `command.refused`.
   */
  readOnce(place: DevicePlace, asked: OnceQuestion): Promise<readonly DeviceAnswer[]>;
  /**
   * Sets a device as {@link Field.set} does. `typed` is what a person wrote; a dangerous setting needs its name once more as
   * `confirmed`. Errors: those of `readOnce` and {@link Field.set}; `command.not-armed`.
   */
  setOnce(place: DevicePlace, typed: TypedSetting): Promise<SettingOutcome>;
}

/** A set-point of the catalogue or a setting by the maker's name, as a person typed it. */
export interface TypedSetting {
  readonly setting: string;
  readonly value?: string | undefined;
  readonly confirmed?: string | undefined;
  /** Written also where it is kept in memory that wears out, and the device shows it already. */
  readonly isForced?: boolean | undefined;
}

/** What was set, and what became of it. */
export interface SettingOutcome extends CommandResult {
  readonly view: SettingView;
  readonly value: MetricValue;
}

/** What the hub asks of the drivers. */
export interface Field extends FoundPrograms {
  /**
   * Starts polling or listening; never throws for a device that does not answer. What it reports goes to its listener. Done when the
   * device has a status.
   */
  start(device: DeviceRecord, listener: DeviceListener): Promise<void>;
  stop(device: string): Promise<void>;
  /** What a device of another home is, as that says; undefined for any other. */
  factsOf?(device: DeviceRecord): Pick<ProtocolView, 'kind' | 'title'> | undefined;
  /** The status of a started device. */
  status(device: string): DeviceStatus;
  /**
   * The set-points a device has, with its own limits and words and what it shows now; what has not been read yet is asked.
   * Empty if no set-point of the catalogue can be set on it. Errors: `device.unknown`.
   */
  capabilities(device: string): Promise<readonly Capability[]>;
  /** The same by the maker's names. Errors: `device.unknown`. */
  settings(device: string): Promise<readonly SettingView[]>;
  /** Everything it showed since it was started, also what no metric is made of; it is not asked for it. Errors: `device.unknown`. */
  shown(device: string): readonly ShownField[];
  /** What a command means, without sending a byte. Errors: `device.unknown`, `command.unknown`, `command.limits`. */
  check(command: DeviceCommand): SettingView;
  /**
   * Sends a command once and checks that the device shows it: the only way to act on a device. Errors: those of
   * {@link Field.check}, `command.refused`, `command.differs`, `command.unconfirmed` if it was sent and its
   * outcome is unknown, `command.too-often` if a program would wear the device out, `link.*` if nothing was sent.
   */
  set(command: DeviceCommand): Promise<CommandResult>;
  /**
   * What a started device answers to one query of its definition, asked once over the queue of its line. The values are only answered: they
   * may be those of another unit. Errors: `device.unknown`, `command.unknown`, `command.refused`, `link.*`, `frame.*`.
   */
  ask(device: string, query: string): Promise<DeviceAnswer>;
  /** Asks a device now instead of at its next turn; false if it reports by itself, or is not started. */
  refresh(device: string): boolean;
  readonly testDevice: OneOffs['testDevice'];
  /** The lines that carry bytes, and how many wait for each or use it now. */
  lines(): readonly LineQueue[];
  ports(): Promise<readonly PortView[]>;
  protocols(): readonly ProtocolView[];
  /** What the registers of a definition's counters can hold; nothing for an unknown one. */
  counterWidths(definition: string): Promise<CounterWidths>;
  /** The metrics a definition gives; none for an unknown one. */
  metricsOf(definition: string): Promise<readonly MetricId[]>;
  found(): readonly FoundDevice[];
  /** What is said at the broker that nobody understands; listening begins with the first question. */
  unknownTopics(asked: TopicsAsked): Promise<UnknownTopics>;
  /** The last message of one of those topics. */
  lastSaid(topic: string): Uint8Array | undefined;
  /** With `finishMs` exchanges under way may end by themselves for so long, and none begins. */
  close(options?: { readonly finishMs?: number }): Promise<void>;
}

/** Who hears a device: its site. */
export interface DeviceListener {
  readonly onBatch: (batch: Batch) => void;
  /** The device's state, identity or health changed. */
  readonly onStatus: (device: string) => void;
  /** Each answer, or report, of a device behind a link of bytes, in the maker's words; absent: nobody reads them. */
  readonly onAnswer?: (device: string, answer: DeviceAnswer) => void;
  /** A round of questions ended, whatever came of it: every command was answered or given up. Absent: nobody waits for it. Devices that report by themselves have none. */
  readonly onRound?: (device: string) => void;
  /** Resolves when the batches so far are kept: they survive a kill −9. Absent: nobody keeps them. Errors: `store.*`. */
  readonly kept?: () => Promise<void>;
}
