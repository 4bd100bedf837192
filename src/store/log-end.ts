// Which row of the log was acknowledged last, in a few bytes beside the log: an older copy of the log, or of the journal of its database,
// is whole in itself, and only something apart from it knows that it once went further. Written after the wait for the disk and never waited
// for itself: after a power cut it may lag behind, which misses nothing that is there.
import { readRegularBytes } from './regular-file.ts';
import { crc32 } from 'node:zlib';
import type { LogDisk } from './log-disk.ts';

const magic = 0x654c4f53;
/** Magic, number of the row (f64), checksum of these, begun with the mark of the database. */
const bytesOfEnd = 16;

/** The witness of a log. */
export interface LogEnd {
  /** The last row that was acknowledged by an earlier process; 0: not known. */
  readonly seq: number;
  /** This row is acknowledged. Never throws: it is a witness, and the log goes on without. */
  note(seq: number): void;
  close(): void;
}

/** Its path beside a database. */
const endPath = (path: string): string => `${path}-end`;

function endOf(seq: number, mark: number): Buffer {
  const bytes = Buffer.alloc(bytesOfEnd);
  bytes.writeUInt32LE(magic, 0);
  bytes.writeDoubleLE(seq, 4);
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 12), mark), 12);
  return bytes;
}

/** The row that is noted; 0 if none is, or another database's. */
function readEnd(path: string, mark: number): number {
  try {
    const bytes = readRegularBytes(path, bytesOfEnd);
    const seq = bytes.length === bytesOfEnd ? bytes.readDoubleLE(4) : 0;
    return Number.isSafeInteger(seq) && seq > 0 && bytes.equals(endOf(seq, mark)) ? seq : 0;
  } catch {
    // None was written yet, or something else has its name.
    return 0;
  }
}

/** Opens the witness beside a database; the file is made with the first row. */
export function openLogEnd(path: string, mark: number, disk: LogDisk): LogEnd {
  const at = endPath(path);
  const seq = readEnd(at, mark);
  let fd: number | undefined;
  return {
    seq,
    note(next) {
      try {
        fd ??= disk.openSync(at, 'w+', 0o600);
        disk.writeSync(fd, endOf(next, mark), 0, bytesOfEnd, 0);
      } catch {
        // Something else has its name, or the disk is full: the log itself says the latter.
      }
    },
    close() {
      if (fd !== undefined) disk.closeSync(fd);
    },
  };
}
