// The disk that the log of a history is written to, so that tests can give one that is full or loses its power.

/** What the log asks of a disk: the calls of `node:fs` under the same names. */
export interface LogDisk {
  openSync(path: string, flags: 'r+' | 'w+', mode?: number): number;
  writeSync(fd: number, bytes: Uint8Array, offset: number, length: number, at: number): number;
  fdatasyncSync(fd: number): void;
  closeSync(fd: number): void;
  unlinkSync(path: string): void;
  ftruncateSync(fd: number, length: number): void;
}
