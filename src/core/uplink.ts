// The interface of the uplink: a home sends its readings to another Solstead, and that one takes the readings of many homes.
// The hub above it asks who may; the uplink room below it does it.
import type { Capability, CommandResult, DeviceCommand, SettingView } from './command.ts';
import type { DeviceKind } from './device-kind.ts';
import type { DeviceListener, DeviceStatus } from './field.ts';
import type { FrameSocket } from './frame-socket.ts';
import type { MessageLink } from './message-link.ts';
import type { OutputFilter } from './output.ts';
import type { Reason } from './reason.ts';
import type { DeviceRecord } from './records.ts';

/** Name of our own form of messages in the handshake; the number is its version. */
export const ownForm = 'solstead-uplink.1';

/** How messages are written: our own form in batches, or the one message a value that SolarAutopilot documented. */
export const uplinkForms = ['solstead', 'documented'] as const;

/** One of {@link uplinkForms}. */
export type UplinkForm = (typeof uplinkForms)[number];

/** Which values the far side gets; what is absent does not narrow. There they have the names that they have here. */
export type UplinkFilter = Omit<OutputFilter, 'onlyWhen' | 'names' | 'waitingMb'>;

/** Where a home sends its readings; the secret is kept apart. */
export interface UplinkSettings {
  /** `wss://host:8000`; `ws://` inside the own network. */
  readonly address: string;
  /** Which account of the far side this home is. */
  readonly clientId: string;
  readonly form: UplinkForm;
  /** First part of the topics of the documented form. */
  readonly prefix?: string;
  /** Certificate of who signed the far side's, PEM; absent: the authorities this program knows. */
  readonly ca?: string;
  /** Whether people of the far side may set what is not dangerous here. */
  readonly mayCommand: boolean;
  /** What is sent; absent: everything. */
  readonly filter?: UplinkFilter;
}

/** How a connection is doing. */
export interface UplinkState {
  /** `refused`: the far side does not take the account; a person has to change something. */
  readonly state: 'connected' | 'connecting' | 'refused';
  /** Since when it is so, epoch ms. */
  readonly sinceMs: number;
  /** Name of the far side, once it was connected. */
  readonly hub?: string;
  /** Batches that wait on the disk, and their bytes. */
  readonly waiting: number;
  readonly bytes: number;
  /** Batches lost because too many waited, since the beginning. */
  readonly dropped: number;
  /** Batches sent and acknowledged since the start, and values that the far side did not take. */
  readonly sent: number;
  readonly refused: number;
  /** The last thing that went wrong. */
  readonly trouble?: { readonly atMs: number; readonly reason: Reason };
}

/** The uplink of a home as people see it. */
export interface UplinkView {
  /** Absent: there is none. */
  readonly settings?: UplinkSettings;
  readonly hasSecret: boolean;
  /** Whether it is given by flags or the environment, and cannot be changed here. */
  readonly isGiven: boolean;
  readonly state?: UplinkState;
}

/** Settings with the secret, where that changes. */
export interface UplinkChange {
  readonly settings: UplinkSettings;
  readonly secret?: string | undefined;
}

/** What a test found. */
export interface UplinkTest {
  /** Name of the far side; the documented form has none. */
  readonly hub?: string;
  readonly tookMs: number;
  /** How far its clock is ahead of ours, ms. */
  readonly aheadMs?: number;
}

/** A home that sends to this one, as people see it. */
export interface FarHomeView {
  readonly id: string;
  readonly name: string;
  /** The home of this installation that takes its readings. */
  readonly site: string;
  readonly createdMs: number;
  /** Since when it is connected, epoch ms; absent: it is not. */
  readonly connectedMs?: number;
  /** From where. */
  readonly from?: string;
  /** When something came last, epoch ms. */
  readonly heardMs?: number;
  readonly devices: number;
  /** Batches taken, those that came again, and values that were not taken, since the beginning. */
  readonly taken: number;
  readonly repeated: number;
  readonly refused: number;
  readonly trouble?: { readonly atMs: number; readonly reason: Reason };
}

/** A home that was let in; its secret is shown once. */
export interface MadeFarHome extends FarHomeView {
  readonly secret: string;
}

/** The uplink of the homes of an installation. Errors of all: `store.failed`. */
export interface UplinkDesk {
  view(site: string): Promise<UplinkView>;
  /** Saves and connects. Errors: `input.invalid`. */
  save(site: string, change: UplinkChange): Promise<UplinkView>;
  /** Ends it; what waits is forgotten. */
  remove(site: string): Promise<void>;
  /** Connects, shows who it is and ends; saves nothing. Errors: `input.invalid`, `uplink.failed`. */
  test(site: string, change: UplinkChange): Promise<UplinkTest>;
}

/** Somebody who connects to the far side. */
export interface FarVisit {
  readonly from: string;
  /** The header `Authorization`, if it came with one. */
  readonly authorization?: string | undefined;
  /** Whether it asked for our own form. */
  readonly isOwnForm: boolean;
  /** Called once it is known whose it is. */
  entered?(): void;
}

/** The far side: the homes that send to this installation. Errors of all: `store.failed`. */
export interface FarDesk {
  homes(): Promise<readonly FarHomeView[]>;
  /** Lets a home in. Errors: `input.invalid`. */
  add(home: { readonly name: string; readonly site: string }): Promise<MadeFarHome>;
  /** A new secret; the one before ends at once. Errors: `uplink.unknown`. */
  rotate(id: string): Promise<MadeFarHome>;
  /** Ends the account and its connection; its devices and their history stay. Errors: `uplink.unknown`. */
  revoke(id: string): Promise<FarHomeView>;
  /** Takes a connection. */
  accept(socket: FrameSocket, visit: FarVisit): void;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** A device that runs here and is elsewhere. */
export interface ReceivedDevice {
  status(): DeviceStatus;
  stop(): Promise<void>;
  readonly commands: {
    capabilities(): Promise<readonly Capability[]>;
    settings(): Promise<readonly SettingView[]>;
    check(command: DeviceCommand): SettingView;
    set(command: DeviceCommand): Promise<CommandResult>;
  };
}

/** What a device measures, as its home has it; `of`: the id of another device, at whichever side it is read. */
export interface SentRole {
  readonly kind: (typeof sentRoles)[number];
  readonly of?: string;
  readonly apart?: boolean;
  readonly reversed?: boolean;
  readonly name?: string;
}

/** Kinds of them. */
export const sentRoles = [
  'own',
  'generator',
  'nothing',
  'grid',
  'home',
  'pv',
  'battery',
  'circuit',
  'copy',
  'same-grid',
] as const;

/** What its home says a device is. */
export interface ReceivedFacts {
  readonly kind: DeviceKind;
  readonly title: string;
}

/** How the address of a device of another home begins. */
export const receivedScheme = 'uplink://';

/** Devices of other homes, as the field starts them. */
export interface ReceivedField {
  start(record: DeviceRecord, listener: DeviceListener): ReceivedDevice;
  factsOf(record: Pick<DeviceRecord, 'address'>): ReceivedFacts | undefined;
  /** The messages among which a device of such an address is, if it has a topic. */
  linkTo(address: string): MessageLink;
}

/** A device of another home that is to be added. */
export type NewReceived = Pick<DeviceRecord, 'site' | 'name' | 'definition' | 'address' | 'topic'>;

/** The homes of this installation, as the far side needs them. Errors of all: `site.unknown`, `store.*`. */
export interface ReceivingHomes {
  hasSite(site: string): boolean;
  devices(site: string): readonly DeviceRecord[];
  /** Adds a device, with an id like the wish; one that was removed and has this address gets its own back. Errors: `input.invalid`. */
  addDevice(device: NewReceived, wish: string): Promise<void>;
  /** Gives it another name or address. */
  changeDevice(record: DeviceRecord): Promise<void>;
  removeDevice(site: string, id: string): Promise<void>;
  /** What a device measures, as its home says; what a person said here holds. Errors: `input.invalid`, `device.unknown`. */
  giveRole(site: string, id: string, role: SentRole): Promise<void>;
  /** Resolves when all that a site was given is durable. */
  durable(site: string): Promise<void>;
}
