// What is remembered of a device beside its record, so that a restart does not have to learn it again: where its web server is, and who
// answers there. It is of the place where the device was when it was learned: one that moves has to tell it anew.

/** What is remembered of one device. */
export interface DeviceNote {
  /** Its address in the home, as it said it. */
  readonly host?: string;
  /** Who it says it is: another device may have the address one day. */
  readonly identity?: string;
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
