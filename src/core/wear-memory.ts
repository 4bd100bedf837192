// What was written to the memory of devices that wears out, kept over a restart: a service that is started again and again would else
// write as often as it is started.

/** The writes of one device over the last day. */
export interface KeptWear {
  /** What it goes by: its id, and the place where it is. */
  readonly names: readonly string[];
  /** When each of its registers and settings was written, epoch ms, the oldest first. */
  readonly writtenMs: Readonly<Record<string, readonly number[]>>;
}

/** Where it is kept. */
export interface WearMemory {
  /** As it was kept last. */
  kept(): readonly KeptWear[];
  /** Durable when it resolves; never rejects: a disk that is full keeps nobody from setting a device, and is told. */
  keep(all: readonly KeptWear[]): Promise<void>;
}

/** Kept with the process alone. */
export function forgetfulWear(): WearMemory {
  let kept: readonly KeptWear[] = [];
  return {
    kept: () => kept,
    async keep(all) {
      kept = all;
    },
  };
}
