// What is remembered of a device beside its record, so that a restart does not have to learn it again: where its web server is, who
// answers there, how far its clock is from ours, and what of it is still to be filled. It is of the place where the device was when it was learned: one that moves has to tell it anew.

/** What is remembered of one device. */
export interface DeviceNote {
  /** Its address in the home, as it said it. */
  readonly host?: string;
  /** Who it says it is: another device may have the address one day. */
  readonly identity?: string;
  /** Its counters as it told them last, by their metrics, Wh; only of one that stores by itself what it counts. */
  readonly counted?: { readonly atMs: number; readonly values: Readonly<Record<string, number>> };
  /** How much later than its clock ours is when its messages come, ms: by it those that waited over a restart have their own time. */
  readonly lagMs?: number;
  /** Times without it that are still to be filled. */
  readonly gaps?: readonly DeviceGap[];
}

/** A time without a device, of one of its parts: [fromMs, toMs), epoch ms, and its counters then, Wh. */
export interface DeviceGap {
  readonly part: string;
  readonly fromMs: number;
  /** Nothing is told before: it may have been heard until then. */
  readonly tellFromMs: number;
  readonly toMs: number;
  readonly from: Readonly<Record<string, number>>;
  readonly to: Readonly<Record<string, number>>;
}

/** A device and where it is. */
export interface NotedDevice {
  readonly id: string;
  readonly definition: string;
  readonly address: string;
  readonly topic?: string;
}

/** Notes on devices. Errors: `store.failed`, `store.corrupt`. */
export interface DeviceNoteStore {
  /** Undefined if nothing is known, or only of another place. */
  of(device: NotedDevice): Promise<DeviceNote | undefined>;
  /** Replaces what was noted; nothing happens to a device that is not there. */
  save(device: NotedDevice, note: DeviceNote): Promise<void>;
}
