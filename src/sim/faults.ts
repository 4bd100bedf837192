// Faults on demand: what can go wrong on a line, switched at run time by tests and by the demo's owner.

/** What is wrong at present; all off on a sound line. */
export interface FaultState {
  /** The device says nothing. */
  readonly silent: boolean;
  /** Noise on the line before each answer, or instead of it. */
  readonly garbage: 'none' | 'before' | 'instead';
  /** A byte of the answer is turned after its checksum was made. */
  readonly wrongChecksum: boolean;
  /** Pause in the middle of an answer, twice, ms; 0 for none. */
  readonly splitMs: number;
  /** The previous answer comes again, in one burst with the present one. */
  readonly merged: boolean;
  /** Extra time before the first byte, ms. */
  readonly slowStartMs: number;
  /** The device is gone: sockets closed, port refused, pty removed. */
  readonly vanished: boolean;
}

/** A line without faults. */
export const noFaults: FaultState = {
  silent: false,
  garbage: 'none',
  wrongChecksum: false,
  splitMs: 0,
  merged: false,
  slowStartMs: 0,
  vanished: false,
};

/** The faults of one device. */
export interface Faults {
  readonly state: FaultState;
  /** Changes some; resolves when those who carry them out (server, pty, connection) are done. */
  set(change: Partial<FaultState>): Promise<void>;
  /** Calls `carryOut` on every change, one after another in order of registration; the returned function ends it. */
  onChange(carryOut: (state: FaultState) => Promise<void> | void): () => void;
}

/** Makes the faults of one device, all off. */
export function createFaults(): Faults {
  let state = noFaults;
  let work: Promise<void> = Promise.resolve();
  const listeners = new Set<(state: FaultState) => Promise<void> | void>();
  return {
    get state() {
      return state;
    },
    set(change) {
      state = { ...state, ...change };
      // One change after another: a device that vanishes and returns at once must not overtake itself.
      const carryOutAll = async (): Promise<void> => {
        for (const carryOut of listeners) await carryOut(state);
      };
      work = work.then(carryOutAll, carryOutAll);
      return work;
    },
    onChange(carryOut) {
      listeners.add(carryOut);
      return () => listeners.delete(carryOut);
    },
  };
}

/** An answer with one byte turned, so that its checksum does not fit. */
export function spoil(answer: Uint8Array): Uint8Array {
  const spoiled = answer.slice();
  // Inside the data: far from the frame's own marks in long answers, the first letter in short ones.
  const at = answer.length > 20 ? Math.floor(answer.length / 2) : 1;
  spoiled[at] = (spoiled[at] ?? 0) ^ 0x04;
  return spoiled;
}
