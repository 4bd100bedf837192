// The barest ways to numbers: text split at separators, binary read at known places. Those of binary answers and of blocks check
// the checksum or the header as ours do; that of PI30 checks nothing.

/** The numbers of a PI30 answer. */
export function splitNumbers(frame: Buffer): readonly number[] {
  return frame.toString('latin1').slice(1, -3).split(' ').map(Number);
}

/** Lengths of the tags of a JK read-all answer, in the order they come, after the cells (maker's document, [jk-ttl]); below 0: a text. */
const pairs = [2, 2, 2, 2, 2, 1, 1, 2, 4, 2, 2, 2];
const limits = [...Array.from({ length: 15 }, () => 2), 1, ...Array.from({ length: 11 }, () => 2)];
const setup = [1, 4, 1, 1, 2, 1, 1, 2, 1, 10, 1, -8, -4, 4, -15, 1, 4, -24, 1];
const lengths: readonly number[] = [...pairs, ...limits, ...setup];
/** Header (11), tag of the cells, their count in bytes. */
const cellsAt = 13;

/** The numbers and texts of a JK read-all frame: begin, length, end mark and sum checked, as those who ask must. */
export function viewNumbers(frame: Uint8Array): readonly (number | string)[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  let sum = 0;
  for (let at = 0; at < frame.length - 4; at += 1) sum += frame[at] ?? 0;
  const isWhole = view.getUint16(0) === 0x4e57 && view.getUint16(2) === frame.length - 2;
  if (!isWhole || frame[frame.length - 5] !== 0x68 || view.getUint16(frame.length - 2) !== (sum & 0xffff)) return [];
  const values: (number | string)[] = [];
  const end = cellsAt + view.getUint8(cellsAt - 1);
  for (let at = cellsAt; at < end; at += 3) values.push(view.getUint16(at + 1) / 1000);
  let at = end + 1;
  for (const length of lengths) {
    if (length === 1) values.push(view.getUint8(at));
    else if (length === 2) values.push(view.getUint16(at));
    else if (length === 4) values.push(view.getUint32(at));
    else if (length < 0) {
      let text = '';
      for (let letter = at; letter < at - length; letter += 1) text += String.fromCharCode(frame[letter] ?? 0);
      values.push(text);
    }
    at += Math.abs(length) + 1;
  }
  return values;
}

/** Fields of a JK record with room for 32 cells, behind the cells: place, bytes, divisor ([jk-ble]). */
const jk02Fields: readonly (readonly [at: number, bytes: 1 | 2 | 4 | -2 | -4, divisor: number])[] = [
  ...([
    [74, 2, 1000],
    [76, 2, 1000],
    [78, 1, 1],
    [79, 1, 1],
    [144, -2, 10],
    [146, 4, 1],
    [150, 4, 1000],
  ] as const),
  ...([
    [154, 4, 1000],
    [158, -4, 1000],
    [162, -2, 10],
    [164, -2, 10],
    [166, 4, 1],
    [170, -2, 1000],
  ] as const),
  ...([
    [172, 1, 1],
    [173, 1, 1],
    [174, 4, 1000],
    [178, 4, 1000],
    [182, 4, 1],
    [186, 4, 1000],
    [190, 1, 1],
  ] as const),
  ...([
    [194, 4, 1],
    [198, 1, 1],
    [199, 1, 1],
    [215, 1, 1],
  ] as const),
];
const recordBytes = 300;

function read(view: DataView, at: number, bytes: 1 | 2 | 4 | -2 | -4): number {
  switch (bytes) {
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint16(at, true);
    case 4:
      return view.getUint32(at, true);
    case -2:
      return view.getInt16(at, true);
    case -4:
      return view.getInt32(at, true);
  }
}

/** The numbers of a JK record that comes in pieces: gathered, mark and sum checked, read. */
export function jk02Numbers(parts: readonly Uint8Array[]): readonly number[] {
  const frame = new Uint8Array(recordBytes);
  let fill = 0;
  for (const part of parts) {
    frame.set(part, fill);
    fill += part.length;
  }
  const view = new DataView(frame.buffer);
  let sum = 0;
  for (let at = 0; at < recordBytes - 1; at += 1) sum += frame[at] ?? 0;
  if (view.getUint32(0) !== 0x55aaeb90 || (sum & 0xff) !== frame[recordBytes - 1]) return [];
  const numbers: number[] = [];
  const mask = view.getUint32(70, true);
  for (let cell = 0; cell < 32; cell += 1) {
    if (((mask >>> cell) & 1) === 0) continue;
    numbers.push(view.getUint16(6 + 2 * cell, true) / 1000, view.getUint16(80 + 2 * cell, true) / 1000);
  }
  for (const [at, bytes, divisor] of jk02Fields) numbers.push(read(view, at, bytes) / divisor);
  return numbers;
}

/** The values of a VE.Direct block that comes in pieces: gathered, the sum checked, split; what is no number stays a text. */
export function lineNumbers(parts: readonly Uint8Array[]): readonly (number | string)[] {
  const block = Buffer.concat(parts);
  let sum = 0;
  for (const byte of block) sum += byte;
  if ((sum & 0xff) !== 0) return [];
  const values: (number | string)[] = [];
  for (const line of block.toString('latin1').split('\r\n')) {
    const [label = '', text = ''] = line.split('\t');
    if (label === '' || label === 'Checksum') continue;
    const value = Number(text);
    values.push(Number.isNaN(value) ? text : value);
  }
  return values;
}

/** Fields of SunSpec model 103: offset from the id, signed or not, offset of the scale factor (0: none). */
const model103: readonly (readonly [at: number, signed: boolean, factor: number])[] = [
  ...([
    [0, false, 0],
    [2, false, 6],
    [3, false, 6],
    [4, false, 6],
    [5, false, 6],
    [10, false, 13],
  ] as const),
  ...([
    [11, false, 13],
    [12, false, 13],
    [14, true, 15],
    [16, false, 17],
    [18, true, 19],
    [20, true, 21],
  ] as const),
  ...([
    [22, true, 23],
    [27, false, 28],
    [29, false, 30],
    [31, true, 32],
    [33, true, 37],
    [34, true, 37],
  ] as const),
  ...([
    [38, false, 0],
    [39, false, 0],
  ] as const),
];

/** The numbers of model 103 in a Modbus TCP frame: the header checked, read, multiplied with ten to the scale factor. */
export function sunspecNumbers(frame: Uint8Array, transaction: number): readonly number[] {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const isOurs = view.getUint16(0) === transaction && view.getUint16(2) === 0 && view.getUint8(6) === 1;
  if (!isOurs || view.getUint16(4) !== frame.length - 6 || view.getUint8(7) !== 3) return [];
  if (view.getUint8(8) !== frame.length - 9) return [];
  const numbers: number[] = [];
  for (const [offset, signed, factor] of model103) {
    const at = 9 + 2 * offset;
    const raw = signed ? view.getInt16(at) : view.getUint16(at);
    if (raw === (signed ? -0x8000 : 0xffff)) continue;
    numbers.push(factor === 0 ? raw : raw * 10 ** view.getInt16(9 + 2 * factor));
  }
  numbers.push(view.getUint32(9 + 2 * 24) * 10 ** view.getInt16(9 + 2 * 26), view.getUint32(9 + 2 * 40));
  return numbers;
}
