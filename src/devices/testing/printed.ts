// Holds a table against registers as the makers print them: what a printed row makes of some of the maker's numbers must be what the table
// shows of the same words. Also makes the slips that tables suffer – a scale, an address, a sign – to prove that each would be seen.
import type { RegisterRow } from '#codec/register-rows.ts';
import { registerTable } from '#codec/register-table.ts';
import type { Row, Table } from '#codec/table.ts';
import type { PrintedRow, PrintedType, RegisterImage } from '../testing.ts';

/** A read of registers and its table. */
export interface RegisterRead {
  readonly name: string;
  readonly table: Table;
}

/** Last register of a read. */
export function lastOf({ name }: RegisterRead): number {
  const [, first = 0, count = 0] = name.split(' ').map(Number);
  return first + count - 1;
}

/** Numbers a type is tried with: both halves of its range, every byte another. */
const tried: Readonly<Record<PrintedType, readonly number[]>> = {
  u16: [0x1a5c, 0x9b2e],
  i16: [1234, -12_345],
  u32: [0x0012_d687, 0x9a5c_1234],
  'u32 low': [0x0012_d687, 0x9a5c_1234],
  i32: [1_234_567, -1_234_567],
  'i32 low': [1_234_567, -1_234_567],
  u64: [0x12_3456_789a],
  f32: [1234.5, -98.25],
  'u8 low': [0xa5],
  'u8 high': [0xa5],
  'm8 low': [33, -7],
  'm8 high': [33, -7],
};

/** Printed units that are a multiple of ours. */
const multiples: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  kWh: [1000, 'Wh'],
  kW: [1000, 'W'],
  MΩ: [1_000_000, 'Ω'],
  min: [60, 's'],
  kvarh: [1000, ''],
};

function floatWords(value: number): readonly number[] {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, value);
  return [view.getUint16(0), view.getUint16(2)];
}

/** A number as words, most significant first. */
function wordsOf(type: PrintedType, raw: number): readonly number[] {
  if (type === 'f32') return floatWords(raw);
  if (type.startsWith('m8') || type.startsWith('u8')) {
    const byte = raw < 0 ? 0x80 - raw : raw;
    return [type.endsWith('high') ? byte << 8 : byte];
  }
  const count = type === 'u64' ? 4 : type.includes('32') ? 2 : 1;
  const unsigned = raw < 0 ? raw + 2 ** (16 * count) : raw;
  return Array.from({ length: count }, (_, at) => Math.floor(unsigned / 2 ** (16 * (count - 1 - at))) % 0x1_0000);
}

/** What stands beside a value: a row that reads one word too many shows it. */
export const neighbour = 0x2b67;

/** The words before and behind those of an image that no row gives a meaning to. */
function withNeighbours(image: RegisterImage, { register, scaleFactor, together }: RegisterRow): RegisterImage {
  // What others say about a number is part of it.
  if (together !== undefined) return image;
  const places = [register - 1, register + 1, register + 2].filter((place) => place !== scaleFactor && place >= 0);
  return { ...Object.fromEntries(places.map((place) => [place, neighbour])), ...image };
}

/** The registers that hold a number of a printed row. */
function imageOf([register, type, , , , more = {}]: PrintedRow, raw: number): RegisterImage {
  const words = wordsOf(type, raw);
  const inOrder = type.endsWith(' low') && words.length === 2 ? words.toReversed() : words;
  const { highAt, beside = {} } = more;
  const at = (index: number): number => (index === 1 && highAt !== undefined ? highAt : register + index);
  return { ...beside, ...Object.fromEntries(inOrder.map((word, index) => [at(index), word])) };
}

/** What a printed row makes of a number, in our unit and sign. */
function meaning([, , count, unit, , more = {}]: PrintedRow, raw: number): number {
  const { sign, zero = 0 } = more;
  return (raw - zero) * count * (multiples[unit]?.[0] ?? 1) * (sign ?? 1);
}

function payloadOf({ name }: RegisterRead, image: RegisterImage): Uint8Array {
  const [, first = 0, count = 0] = name.split(' ').map(Number);
  const words = Array.from({ length: count }, (_, index) => image[first + index] ?? 0);
  return Uint8Array.from(words.flatMap((word) => [word >> 8, word & 0xff]));
}

/** Whether a row is what a printed row calls so: by its metric, or by its name where it has none. */
export const isCalled = ({ metric, name }: Row, called: string): boolean => (metric ?? name) === called;

const isNear = (left: number, right: number): boolean =>
  Math.abs(left - right) <= 1e-6 * Math.max(1e-3, Math.abs(left), Math.abs(right));

/** What is wrong where a read is held against a printed row; undefined if nothing is. */
export function misread(read: RegisterRead, printed: PrintedRow): string | undefined {
  const [, type, , unit, called, { raw = tried[type] } = {}] = printed;
  const index = read.table.rows.findIndex((row) => isCalled(row, called));
  const row = read.table.rows[index];
  if (row === undefined) return 'it is not in this read';
  const ours = multiples[unit]?.[1] ?? unit;
  if (ours !== '' && row.unit !== ours) return `its unit is ${row.unit} instead of ${ours}`;
  for (const number of raw) {
    const image = imageOf(printed, number);
    const words = isRegisterRow(row) ? withNeighbours(image, row) : image;
    const shown = read.table.decode(payloadOf(read, words)).values[index];
    const wanted = meaning(printed, number);
    const value = typeof shown === 'number' && row.flip === true ? -shown : shown;
    if (typeof value !== 'number' || !isNear(value, wanted)) return `${String(value)} instead of ${wanted}`;
  }
  return undefined;
}

/** Whether a row is in registers. */
export const isRegisterRow = (row: Row): row is RegisterRow => 'register' in row && 'type' in row;

/** A row that is a number: printed rows hold it. */
export function isNumber(row: RegisterRow): boolean {
  const { type, options, clock, mask } = row;
  const isText = type === 'string' || type === 'bits' || type === 'bit';
  return !isText && options === undefined && clock === undefined && mask === undefined;
}

/** Which of the slips of a row it is. */
export type SlipKind = 'scale' | 'address' | 'sign' | 'order' | 'width' | 'mask';

const otherSign = { u16: 'i16', i16: 'u16', u32: 'i32', i32: 'u32' } as const;
const hasOtherSign = (type: string): type is keyof typeof otherSign => type in otherSign;

const otherWidth = { u16: 'u32', i16: 'i32', u32: 'u16', i32: 'i16' } as const;

/** The slips a row could suffer. */
export function slipsOf(row: RegisterRow): readonly (readonly [kind: SlipKind, row: RegisterRow])[] {
  const { type, scale = 1, register, highWord, scaleFactor, order } = row;
  const moved = (by: number): RegisterRow => ({
    ...row,
    register: register + by,
    ...(highWord === undefined ? {} : { highWord: highWord + by }),
  });
  return [
    ['scale', { ...row, scale: scale * 10 }],
    ['scale', { ...row, scale: scale / 10 }],
    ['address', moved(1)],
    ['address', moved(-1)],
    ...(scaleFactor === undefined
      ? []
      : ([-1, 1] as const).map((by) => ['scale', { ...row, scaleFactor: scaleFactor + by }] as const)),
    ...(hasOtherSign(type) && row.together === undefined ? [['sign', { ...row, type: otherSign[type] }] as const] : []),
    ...(row.metric === undefined ? [] : [['sign', { ...row, flip: row.flip !== true }] as const]),
    ...((type === 'u32' || type === 'i32' || type === 'f32') && highWord === undefined
      ? [['order', { ...row, order: order === 'low' ? 'high' : 'low' }] as const]
      : []),
    ...(row.mask === undefined
      ? []
      : [row.mask << 1, row.mask >> 1].filter((mask) => mask > 0).map((mask) => ['mask', { ...row, mask }] as const)),
    ...(hasOtherSign(type) && [row.together, highWord, row.mask].every((part) => part === undefined)
      ? [['width', { ...row, type: otherWidth[type] }] as const]
      : []),
  ];
}

/** The read with this row alone, as slipped. */
export function slipped({ name }: RegisterRead, row: RegisterRow): RegisterRead {
  return { name, table: registerTable([row], Number(name.split(' ')[1])) };
}
