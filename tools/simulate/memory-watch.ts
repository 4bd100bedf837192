// How much memory a run takes at most: what waits for a disk, a clock or a device must be bounded.

/** Watches the memory of a run. */
export interface MemoryWatch {
  /** To be called now and then. */
  look(): void;
  /** What grew beyond bounds. */
  problems(): readonly string[];
}

/**
 * More than this a run does not take beyond what it began with, bytes: what the checks themselves remember of some hours (every
 * value by its name) is most of it.
 */
const mostBytes = 300 * 2 ** 20;

/** Begins to watch; `heapBytes` is a parameter of tests. */
export function watchMemory(heapBytes: () => number = () => process.memoryUsage().heapUsed): MemoryWatch {
  const firstBytes = heapBytes();
  let most = firstBytes;
  return {
    look() {
      most = Math.max(most, heapBytes());
    },
    problems() {
      const grownBytes = most - firstBytes;
      return grownBytes <= mostBytes ? [] : [`memory grew by ${Math.round(grownBytes / 2 ** 20)} MB`];
    },
  };
}
