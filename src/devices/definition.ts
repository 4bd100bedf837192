// What a definition is: a device described as data. The gateway runs it, the codec gives it meaning.
import type { Reason } from '#core/reason.ts';
import type { BleProfile, LinkAddress, SerialMode, Target } from '#core/address.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { Unit } from '#core/unit.ts';
import type { FieldValue, Row, Table } from '#codec/table.ts';
import type { Reported, ReportFormat, WireFormat } from '#codec/wire.ts';
import type { MessageDialect, MessageState } from './message-dialect.ts';

/** How a definition was checked: recorded frames of real hardware, the maker's document, a community table, or not yet. */
export type Verified = 'capture' | 'document' | 'community' | 'unverified';

/** A metric computed from fields of one answer, where no field is the metric itself. */
export interface Derivation {
  readonly metric: MetricId;
  readonly name: string;
  readonly label: string;
  readonly unit: Unit;
  /** Names of the fields it needs. */
  readonly from: readonly string[];
  /** `all` (the default): absent when one of the fields is; `any`: `calc` gets those that are there, absent with none. */
  readonly needs?: 'all' | 'any';
  /** Fields that are added up, those that are there; the sum is the last value `calc` gets. Absent when none is there. */
  readonly sumOf?: readonly string[];
  /** Not computed where this field is there: the device says it itself. */
  readonly unless?: string;
  /** What is said of the value; `good` if absent. */
  readonly quality?: 'estimated';
  /** From the values in the order of `from`, in the maker's sign, to a value in ours; undefined if it cannot be told. */
  calc(...values: NonNullable<FieldValue>[]): number | string | undefined;
}

/** A command that only reads; no status list can hold another kind. */
export interface ReadCommand {
  readonly kind: 'read';
  /** What goes out, in the maker's letters; with a `pattern` the maker's wording of it, such as `QPGSn`. */
  readonly name: string;
  readonly title: string;
  /** What can be asked, where the question carries an argument: a regular expression of the whole name. */
  readonly pattern?: string;
  /** One name of `pattern`, such as `QPGS0`. */
  readonly example?: string;
  /** Usual size of the answer, bytes, for time-outs. */
  readonly answerBytes: number;
  readonly table: Table;
  readonly derive?: readonly Derivation[];
}

/** What a writer takes: one of some words, a number between limits, or nothing (an action). */
export type WriteValue =
  /** The word a person chooses, and what goes out for it. */
  | { readonly kind: 'choice'; readonly options: Readonly<Record<string, string>> }
  /** `ranges` where not every value between the limits is allowed. */
  | {
      readonly kind: 'number';
      readonly unit: Unit;
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly ranges?: readonly (readonly [min: number, max: number])[];
    }
  | { readonly kind: 'text'; readonly pattern: string; readonly example: string }
  | { readonly kind: 'none' };

/** Which set-point of the catalogue a writer serves, and how its words and numbers are the catalogue's. */
export interface Serves {
  readonly setPoint: SetPointId;
  /** The maker's word for each of the catalogue's; those of a switch are `on` and `off`. */
  readonly words?: Readonly<Record<string, string>>;
  /** How much of the catalogue's unit one of the maker's is, with its sign; 1 if absent. */
  readonly factor?: number;
  /** Smallest and largest of the maker's numbers that are an amount, where others mean something else: 0 for "no limit". */
  readonly amounts?: readonly [min: number, max: number];
  /** What is written behind it so that the value holds, such as the switch of a limit; shown otherwise, it does not hold. */
  readonly along?: readonly { readonly write: string; readonly value: MetricValue }[];
  /**
   * Of a number whose 0 is a switch of its own, off: that set-point, what the number becomes when it is switched on and none is known, and
   * which of `along` says that the number counts at all. What is wanted while it is off is remembered, and written when it comes on.
   */
  readonly gate?: {
    readonly setPoint: SetPointId;
    readonly least: number;
    readonly counts: string;
    /** A switch that is turned behind it: it is on only where both are. */
    readonly also?: string;
    /** A switch that is turned on before, on a device that has it. */
    readonly helped?: string;
  };
  /** Of a switch whose device can hold it for a time by itself: the writers that take the seconds, for on and for off. */
  readonly timed?: TimedWriters;
}

/** Writers by name. `end`: what ends a timer that outlives a plain switching; absent: any switching ends it. */
export interface TimedWriters {
  readonly on: string;
  readonly off: string;
  readonly end?: string;
}

/** How often a program may write what a device keeps in memory that wears out. */
export interface Wear {
  /** Least time between two writes, s. */
  readonly leastSeconds: number;
  /** Most writes in 24 h. */
  readonly mostADay: number;
}

/** EEPROM and flash of 100 000 writes: eleven years at the most that is allowed. */
export const usualWear: Wear = Object.freeze({ leastSeconds: 60, mostADay: 24 });

/**
 * A command that changes a device, asked over bytes or told over MQTT alike; a different type from a reader, so that no
 * poll list can hold it.
 */
export interface WriteCommand {
  readonly kind: 'write';
  /** The maker's letters, such as `POP`, or the field's name. */
  readonly name: string;
  readonly title: string;
  readonly value: WriteValue;
  readonly serves?: Serves;
  /** Can drop the house's power or undo a protection: needs to be armed by a person. */
  readonly dangerous?: boolean;
  /** Absent: the device does not store it, or stores it where writing costs nothing. */
  readonly wear?: Wear;
  /** Register that is written, the first of several: settings that are bits of one wear out the same memory. */
  readonly register?: number;
  /** What goes out, as a command of the wire format or the dialect, for a value inside the limits; undefined outside them. */
  request(value: MetricValue): string | undefined;
  /**
   * For a setting that is some bits of a register: what goes out for a value where the register holds `word`, so that its
   * neighbours stay as they are. The word is what stood on the wire for the field of `readBack`, read just before.
   */
  merged?(value: MetricValue, word: number): string | undefined;
  /** Where the device shows whether it was applied; `command` is {@link wholeState} for a device that reports on its own. */
  readonly readBack?: { readonly command: string; readonly field: string };
}

/**
 * When this device is looked for on a link where it is not known what is connected: always, those of a lower rank first;
 * `addressed` only where the address names a unit, as a Modbus register means something else in every maker's map; `chosen`
 * never, as its answers do not tell it or another definition finds it as a variant.
 */
export type Autodetect = number | 'addressed' | 'chosen';

/** What a device that reports on its own shows, as the `command` of a read-back. */
export const wholeState = 'state';

/** Values of writers by their names: each must be shown as one of these. */
export type ShownValues = Readonly<Record<string, readonly MetricValue[]>>;

/** One write of a way: to a value, or to what another writer is shown to be set to, such as the limit of its power. */
export type CompositionStep = { readonly write: string } & (
  | { readonly value: MetricValue }
  | { readonly sameAs: string }
);

/** One way to bring a set-point to a value by several writes, or by one that says more than this set-point. */
export interface Composition {
  /** A value of the set-point; 0 or 1 of a switch. */
  readonly value: MetricValue;
  /** What is written, in this order: a half-made mode should be harmless. */
  readonly steps: readonly CompositionStep[];
  /** Taken only if the device shows this; of ways to one value the first that fits. */
  readonly from?: ShownValues;
  /** What shows that the set-point has the value; what `steps` write, if absent. */
  readonly shownBy?: ShownValues;
}

/** A number that is written as a multiple of the set-point's: −1 for a power whose direction another write says. */
export interface AmountStep {
  readonly write: string;
  readonly times: number;
}

/** How the amounts of a range are reached: by several writes, one of which at least carries the amount. */
export interface ComposedAmount {
  /** The amounts, in the set-point's unit; both ends are of it. */
  readonly range: readonly [least: number, most: number];
  /** What is written, in this order: a half-made command should be harmless. */
  readonly steps: readonly (CompositionStep | AmountStep)[];
  /** Taken only if the device shows this; of ways to one amount the first that fits. */
  readonly from?: ShownValues;
}

/** A set-point that several writers make together: a pure table, read both ways, the first way that fits winning. */
export type ComposedSetPoint =
  | { readonly setPoint: SetPointId; readonly ways: readonly Composition[] }
  | {
      readonly setPoint: SetPointId;
      /** How finely amounts are taken, in the set-point's unit. */
      readonly step: number;
      readonly amounts: readonly ComposedAmount[];
    };

/** How a device is recognised by what it announces in the local network. */
export interface NameSigns {
  /** Type of the service: `_shelly._tcp`. */
  readonly type: string;
  /** Regular expression of its name, without regard to case; absent: any. */
  readonly named?: string;
  /** Port that it is read at; absent: the one it announces. */
  readonly port?: number;
}

interface DefinitionBase {
  readonly id: string;
  readonly aliases: readonly string[];
  /** Version of the table, counted up when its meaning changes. */
  readonly version: number;
  readonly kind: DeviceKind;
  readonly maker: string;
  /** Maker's product line in words. */
  readonly title: string;
  readonly models: readonly string[];
  readonly verified: Verified;
  /** Documents and captures the table was made from. */
  readonly sources: readonly string[];
  /** What can be set; empty for a device that cannot be told anything. */
  readonly writes: readonly WriteCommand[];
  /** Set-points that are made of several writes. */
  readonly composed?: readonly ComposedSetPoint[];
  /** What it announces in the local network; one of these is enough. */
  readonly mdns?: readonly NameSigns[];
}

/** How a kind of device speaks by Bluetooth LE, and by what it is recognised before anybody is connected to it. */
export interface BleDevice<Profile extends BleProfile = BleProfile> {
  readonly profile: Profile;
  readonly signs: BleSigns;
}

/** What devices of a kind advertise; one of these is enough. */
export interface BleSigns {
  /** Regular expressions of names, without regard to case. */
  readonly names?: readonly string[];
  /** Companies their data is filed under. */
  readonly companies?: readonly number[];
  /** Where others of the company are of another kind: a byte of that data, and its place. */
  readonly record?: { readonly at: number; readonly byte: number };
}

/** A link that carries bytes. */
export type ByteScheme = Exclude<LinkAddress['scheme'], 'mqtt' | 'ocpp' | 'test'>;

/** A question that was asked to find out what a device has; without payload it was refused. */
export interface DiscoveryAnswer {
  readonly command: string;
  readonly payload?: Uint8Array;
}

/** What discovery leads to: the next question, what the device has, or why the device is not of this kind. */
export type DiscoveryStep =
  | { readonly kind: 'ask'; readonly command: string; readonly answerBytes: number }
  | { readonly kind: 'found'; readonly definition: AskedDefinition }
  | { readonly kind: 'none'; readonly why: Reason };

/** A metric that is the sum of others which come in answers to different questions of one live round. */
export interface MetricSum {
  readonly metric: MetricId;
  readonly of: readonly MetricId[];
  /** What is taken off: the battery's part of an AC power. */
  readonly less?: readonly MetricId[];
  /** No sum is below it. */
  readonly least?: number;
}

/** A device that is asked: what, how often, and what it can be set to. */
export interface AskedDefinition extends DefinitionBase {
  readonly autodetect: Autodetect;
  readonly wire: WireFormat;
  /** Time the device wants for itself after an answer, ms. */
  readonly pauseMs?: number;
  /** Longest time until it begins to answer, ms. */
  readonly responseMs: number;
  readonly commands: readonly ReadCommand[];
  /** What is asked at each pace; `identity` once after every connect. Names of `commands`. */
  readonly live: { readonly everySeconds: number; readonly commands: readonly string[] };
  readonly sums?: readonly MetricSum[];
  readonly settings: { readonly everySeconds: number; readonly commands: readonly string[] };
  readonly identity: readonly {
    readonly key: 'model' | 'serial' | 'firmware';
    readonly command: string;
    readonly field: string;
  }[];
  /** Harmless question whose answer begins so, to find out what is on a link. */
  readonly probe: {
    readonly command: string;
    matches(payload: Uint8Array): boolean;
  };
  /** The wire format of a device at another unit address, in another framing or behind a logger; absent: there is but one. */
  readonly wireAt?: (scheme: ByteScheme, target: Target) => WireFormat;
  /** For devices whose tables differ from unit to unit: asked anew after every connect. Pure, from all answers so far. */
  readonly discover?: (answers: readonly DiscoveryAnswer[]) => DiscoveryStep;
  /** After this time without any change in all it shows live it repeats itself instead of measuring, seconds; absent: it never does. */
  readonly repeatsAfterSeconds?: number;
  /** During discovery, no readable answer counts as a refusal: the tables can do without it. */
  readonly discoversInSilence?: true;
  /**
   * Definitions of devices that answer the probe alike, the first that fits winning: a harmless question of theirs, on their
   * wire, and whether the answer is theirs alone.
   */
  readonly variants?: readonly Variant[];
  /** Which of the definitions that answer the probe alike a device is, where that takes a walk through it. Pure, from all answers so far. */
  readonly whichOf?: (answers: readonly DiscoveryAnswer[]) => WhichStep;
}

/** Where the search for a device's own definition stands. */
export type WhichStep =
  | Extract<DiscoveryStep, { kind: 'ask' }>
  /** Its id; where it is not at hand, any of that kind does. */
  | { readonly kind: 'is'; readonly id: string; readonly of: DefinitionBase['kind'] }
  | { readonly kind: 'unknown' };

/** A device asked over a link of bytes. */
export interface RequestDefinition extends AskedDefinition {
  readonly mode: 'request';
  readonly links: readonly ByteScheme[];
  readonly serial: SerialMode;
  readonly ble?: BleDevice<Extract<BleProfile, { readonly kind: 'gatt' }>>;
}

/** A device with pages of JSON: it answers HTTP, or its link answers for it as a web server does. */
export interface HttpDefinition extends AskedDefinition {
  readonly mode: 'http';
  readonly links: readonly ('http' | 'esphome' | 'solar-assistant')[];
  /** How it takes its password, where it has no better way; by digest if absent. */
  readonly passwordBy?: 'basic';
  /** Of a charger: how it is told to charge where it is set up to end its charge instead of pausing it (`?pause=stop`). */
  readonly stopping?: Pick<AskedDefinition, 'writes' | 'composed'>;
}

/** How a variant is told from the definition that found it. */
export interface Variant {
  /** Its id. */
  readonly definition: string;
  readonly ask: string;
  matches(payload: Uint8Array): boolean;
}

/** A row of a state object: where in it a field stands. */
export interface StateRow extends Row {
  /** Path in the state, such as `em:0/a_act_power`. */
  readonly path: string;
}

/** A device that reports on its own over MQTT. */
export interface MqttDefinition extends DefinitionBase {
  readonly mode: 'mqtt';
  readonly links: readonly ['mqtt'] | readonly ['ocpp'];
  readonly dialect: MessageDialect;
  readonly rows: readonly StateRow[];
  /** Decodes what a (partial) state holds; rows that are not in it are undefined. */
  readonly decode: (state: MessageState) => ReturnType<Table['decode']>;
  /**
   * The definition of a device with these parts, for families whose devices differ in what they have; always the same one for the same
   * parts. Absent: all are alike. Pure.
   */
  readonly composedOf?: (parts: ReadonlySet<string>) => MqttDefinition;
  readonly derive?: readonly Derivation[];
  /** Longest usual time between two messages, seconds; with none for that long its state is asked for. */
  readonly everySeconds: number;
  readonly identity: readonly { readonly key: 'model' | 'serial' | 'firmware'; readonly path: string }[];
}

/** What a device says by itself: one kind of report and its fields. */
export interface Report extends Pick<ReadCommand, 'name' | 'title' | 'table' | 'derive'> {
  readonly kind: 'report';
}

/** A device that reports on its own over a link of bytes. */
export interface PushDefinition extends DefinitionBase {
  readonly mode: 'push';
  readonly autodetect: Autodetect;
  readonly wire: ReportFormat;
  readonly links: readonly ByteScheme[];
  /** Absent: it has no serial line. */
  readonly serial?: SerialMode;
  readonly ble?: BleDevice;
  readonly reports: readonly Report[];
  /** Usual time between two reports, seconds. */
  readonly everySeconds: number;
  readonly identity: readonly {
    readonly key: 'model' | 'serial' | 'firmware';
    readonly report: string;
    readonly field: string;
  }[];
  /** Whether a report that came is one of this device. */
  matches(spoken: Reported): boolean;
}

/** A device on a link that carries bytes: asked, listened to, or asked over HTTP. */
export type LinkDefinition = Exclude<Definition, MqttDefinition>;

/** The definitions by how their devices are reached. */
export interface DefinitionBy {
  readonly request: RequestDefinition;
  readonly push: PushDefinition;
  readonly mqtt: MqttDefinition;
  readonly http: HttpDefinition;
}

/** How a device is reached: asked over a link of bytes, heard there, over MQTT, or asked over HTTP. */
export type ReachMode = keyof DefinitionBy;

/** A device described as data. */
export type Definition = DefinitionBy[ReachMode];
