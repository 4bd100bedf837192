// The interface between the hub and the field below it (links and devices): what the hub asks, what it is told.
// The gateway implements it; it stands here because neither room may import the other.
import type { LinkAddress } from './address.ts';
import type { MetricId } from './catalogue.ts';
import type { SolsteadError } from './errors.ts';
import type { Batch, MetricValue } from './reading.ts';
import type { DeviceRecord } from './records.ts';

/** What a device is in the home; it decides which of its values the power flow takes. */
export type DeviceKind = 'inverter' | 'battery' | 'meter' | 'relay';

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

/** How a device is doing, as the gateway sees it. */
export interface DeviceStatus {
  /** `offline` when it failed again and again; `misconfigured` when a person must change something. */
  readonly state: 'starting' | 'online' | 'offline' | 'misconfigured';
  /** Expected ms between live values; twice that is stale. */
  readonly intervalMs: number;
  readonly identity: Readonly<Record<string, string>>;
  readonly health: DeviceHealth;
  readonly failure?: { readonly error: SolsteadError; readonly atMs: number };
}

/** A definition a person may choose. */
export interface ProtocolView {
  readonly id: string;
  readonly title: string;
  readonly maker: string;
  readonly kind: DeviceKind;
  readonly links: readonly LinkAddress['scheme'][];
  readonly baud?: number;
  readonly verified: 'capture' | 'document' | 'community' | 'unverified';
}

/** One field a device answered with, in the maker's words. */
export interface FieldView {
  readonly name: string;
  readonly label: string;
  readonly value: number | string | boolean;
  readonly unit: string;
  readonly metric?: MetricId;
}

/** What one trial of a device gave; nothing is saved. */
export interface Trial {
  readonly protocol: string;
  readonly title: string;
  readonly kind: DeviceKind;
  readonly proposedName: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly values: readonly FieldView[];
  /** A sentence on whether the values make sense together. */
  readonly verdict: string;
  readonly tookMs: number;
}

/** A port of this computer that a device may hang on. */
export interface PortView {
  readonly address: string;
  readonly path: string;
  readonly kind: 'serial' | 'hid';
  readonly title: string;
  readonly usable: boolean;
  readonly problem?: string;
}

/** An MQTT device that showed itself on the broker. */
export interface FoundDevice {
  readonly protocol: string;
  readonly title: string;
  readonly kind: DeviceKind;
  readonly address: string;
  readonly topic: string;
  readonly seenMs: number;
}

/** What the hub asks of the gateway. */
export interface Field {
  /** Starts polling or listening; never throws for a device that does not answer. */
  start(device: DeviceRecord): void;
  stop(device: string): Promise<void>;
  /** The status of a started device. */
  status(device: string): DeviceStatus;
  /** Sends an order and resolves when the device has confirmed it. Errors: `command.*`, `link.*`. */
  order(order: DeviceOrder): Promise<void>;
  /** Reads a device once; without protocol finds out. A link that is in use is shared with its device. */
  trial(address: string, protocol?: string): Promise<Trial>;
  ports(): Promise<readonly PortView[]>;
  protocols(): readonly ProtocolView[];
  found(): readonly FoundDevice[];
  close(): Promise<void>;
}

/** What the gateway calls on the hub. */
export interface FieldListener {
  onBatch(batch: Batch): void;
  /** A device's state, identity or health changed. */
  onStatus(device: string): void;
}

/** An order to one device: set this metric to this value. */
export interface DeviceOrder {
  readonly device: string;
  readonly metric: MetricId;
  readonly value: MetricValue;
}
