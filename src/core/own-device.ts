// A device of one's own as it is put together from topics of a broker: which value of which topic is which metric. Its file is made by
// `main/own-devices.ts`; what is said at the broker comes from `drivers/unknown-topics.ts`.
import type { DeviceKind } from './device-kind.ts';
import type { Reason } from './reason.ts';

/** One value of a topic. */
export interface HeardValue {
  /** Where it is in an object; absent: the message is the value. */
  readonly path?: string;
  readonly value: number | string | boolean;
}

/** What an entity of another program says of itself beside its state. */
export interface ToldEntity {
  readonly name?: string;
  /** As it writes it, such as `kWh`. */
  readonly unit?: string;
  /** Of Home Assistant, such as `energy`. */
  readonly deviceClass?: string;
}

/** A topic that no device of the home and no dialect understands. */
export interface UnknownTopic {
  readonly topic: string;
  /** Of the last message; empty if it is no text. */
  readonly values: readonly HeardValue[];
  /** Messages since it was first heard. */
  readonly messages: number;
  /** Messages a minute; absent until two have come. */
  readonly perMinute?: number;
  /** Whether the last one was kept by the broker: said before anybody listened. */
  readonly retained: boolean;
  /** Epoch ms of the last message. */
  readonly heardMs: number;
  /** What it is the state of, where other topics say that. */
  readonly entity?: ToldEntity;
}

/** Which topics are asked for. */
export interface TopicsAsked {
  /** Only those below this one; absent: all. */
  readonly below?: string | undefined;
  /** Also what devices of this protocol understand: one of them is being changed. */
  readonly except?: string | undefined;
}

/** What is said at the broker that nobody understands. */
export interface UnknownTopics {
  /** Address of the broker, as a device there has it. */
  readonly address: string;
  readonly topics: readonly UnknownTopic[];
  /** Topics that found no room: a part of all topics can be asked for instead. */
  readonly left: number;
}

/** A value of a device of one's own. */
export interface OwnRow {
  readonly label: string;
  /** The whole topic, without placeholders. */
  readonly topic: string;
  /** Where it is in an object of JSON; absent: the message is the value. */
  readonly path?: string;
  readonly type: 'number' | 'text' | 'switch';
  readonly metric?: string;
  /** Unit after scaling, a base unit. */
  readonly unit?: string;
  readonly scale?: number;
  /** What is added then, in `unit`. */
  readonly offset?: number;
  /** The sign is the other way round than the catalogue's. */
  readonly flip?: boolean;
  /** It is true until the device says otherwise: a switch, not a power. */
  readonly holds?: boolean;
}

/** A device of one's own, as a person puts it together. */
export interface OwnDraft {
  readonly title: string;
  readonly kind: DeviceKind;
  readonly rows: readonly OwnRow[];
  /** Topic prefix of the device; absent: what its topics have in common. */
  readonly prefix?: string;
  /** Longest time between two of its reports, s; absent: a minute. */
  readonly everySeconds?: number;
}

/** One that was saved: its `id` is its protocol, and `{prefix}` in its topics stands for the prefix of each device. */
export interface OwnDevice extends Omit<OwnDraft, 'prefix'> {
  readonly id: string;
  /** Name of its file. */
  readonly file: string;
}

/** What a draft gives of what is said now. */
export interface OwnPreview {
  /** Prefix that its device would have. */
  readonly prefix: string;
  /** In the order of the rows: the value in the catalogue's unit and sign, or why there is none. */
  readonly rows: readonly { readonly value?: number | string; readonly reason?: Reason }[];
  /** The file it becomes. */
  readonly yaml: string;
}

/** Devices of one's own that were put together here. Errors of what changes: `input.invalid` with the row and what is wrong. */
export interface OwnDevices {
  list(): Promise<readonly OwnDevice[]>;
  /** What a draft gives; `payloadOf`: the last message of a topic. */
  preview(draft: OwnDraft, payloadOf: (topic: string) => Uint8Array | undefined): Promise<OwnPreview>;
  /** Saves one as a file and makes it a protocol; with an id, that one is replaced. Errors: `input.invalid`, `folder.unwritable`. */
  save(draft: OwnDraft, id?: string): Promise<{ readonly id: string; readonly prefix: string }>;
  /** Takes its file away. Errors: `input.invalid` if there is none that was made here. */
  remove(id: string): Promise<void>;
}
