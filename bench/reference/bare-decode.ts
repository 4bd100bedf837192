// The barest ways to numbers: text split at spaces, binary read at known places. Neither checks anything.

/** The numbers of a PI30 answer. */
export function splitNumbers(frame: Buffer): readonly number[] {
  return frame.toString('latin1').slice(1, -3).split(' ').map(Number);
}

/** Lengths of the tags of a JK read-all answer, in the order they come, after the cells (maker's document, [jk-ttl]). */
const pairs = [2, 2, 2, 2, 2, 1, 1, 2, 4, 2, 2, 2];
const limits = [...Array.from({ length: 15 }, () => 2), 1, ...Array.from({ length: 11 }, () => 2)];
const setup = [1, 4, 1, 1, 2, 1, 1, 2, 1, 10, 1, 8, 4, 4, 15, 1, 4, 24, 1];
const lengths: readonly number[] = [...pairs, ...limits, ...setup];
/** Header (11), tag of the cells, their count in bytes. */
const cellsAt = 13;

/** The numbers of a JK read-all frame. */
export function viewNumbers(frame: Uint8Array): readonly number[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const numbers: number[] = [];
  const end = cellsAt + view.getUint8(cellsAt - 1);
  for (let at = cellsAt; at < end; at += 3) numbers.push(view.getUint16(at + 1));
  let at = end + 1;
  for (const length of lengths) {
    if (length === 1) numbers.push(view.getUint8(at));
    else if (length === 2) numbers.push(view.getUint16(at));
    else if (length === 4) numbers.push(view.getUint32(at));
    at += length + 1;
  }
  return numbers;
}
