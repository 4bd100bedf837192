// Tables of 16-bit registers: rows are compiled once to readers of the bytes of a block.
import { because } from '#core/reason.ts';
import { toLatin1, unpadded } from '#core/bytes.ts';
import { reach, registersOf, type RegisterRow } from './register-rows.ts';
import { addProblem, addRaw, blankColumns, freezeRows, toDecoded, wholeAnswer, wrapOf } from './table.ts';
import type { Columns, Row, Table } from './table.ts';

/** Reads one row out of the bytes of a block. */
type Reader = (payload: Uint8Array, columns: Columns) => void;

const word = (payload: Uint8Array, at: number): number => ((payload[at] ?? 0) << 8) | (payload[at + 1] ?? 0);

/** Offsets in bytes of a row's words, most significant first. */
function wordPlaces(row: RegisterRow, first: number): readonly number[] {
  const place = (register: number): number => 2 * (register - first);
  if (row.highWord !== undefined) return [place(row.highWord), place(row.register)];
  const places = Array.from({ length: registersOf(row) }, (_, index) => place(row.register + index));
  return row.order === 'low' ? places.reverse() : places;
}

/** The unsigned number of a row's words or byte. */
function unsignedReader(row: RegisterRow, first: number): (payload: Uint8Array) => number {
  const places = wordPlaces(row, first);
  const [a = 0, b = 0] = places;
  if (isByte(row)) {
    const at = row.byte === 'high' ? a : a + 1;
    return (payload) => payload[at] ?? 0;
  }
  if (places.length === 1) return (payload) => word(payload, a);
  if (places.length === 2) return (payload) => word(payload, a) * 0x1_0000 + word(payload, b);
  return (payload) => {
    let value = 0;
    for (const at of places) value = value * 0x1_0000 + word(payload, at);
    return value;
  };
}

const isByte = ({ type }: RegisterRow): boolean => type === 'u8' || type === 'i8' || type === 'm8';

/** From the unsigned number on the wire to the number it means. */
function signer(row: RegisterRow): (raw: number) => number {
  const full = isByte(row) ? 0x100 : 2 ** (16 * registersOf(row));
  const half = full / 2;
  if (row.type === 'm8') return (raw) => (raw >= half ? half - raw : raw);
  const isSigned = row.type === 'i8' || row.type === 'i16' || row.type === 'i32';
  return isSigned ? (raw) => (raw >= half ? raw - full : raw) : (raw) => raw;
}

function floatReader(): (unsigned: number) => number {
  const view = new DataView(new ArrayBuffer(4));
  return (unsigned) => {
    view.setUint32(0, unsigned);
    return view.getFloat32(0);
  };
}

/** What a counter's register holds; a scale that comes with the answer, or a rule of its own, leaves that open. */
function widthOf({ metric, type, scale = 1, scaleFactor, together, mask }: RegisterRow): Pick<Row, 'wrap'> {
  const isPlain = [scaleFactor, together, mask].every((part) => part === undefined);
  return isPlain ? wrapOf(metric, { type, scale }) : {};
}

/** A number with the digits single precision has; the rest is noise. */
const sevenDigits = (value: number): number => Number(value.toPrecision(7));

/** What a number is multiplied with and divided by; one of both is 1. */
function scaleOf({ scale = 1, offset = 0 }: RegisterRow): { offset: number; multiply: number; divide: number } {
  const divide = Math.round(1 / scale);
  // Dividing by 10 gives 22.9 where multiplying with 0.1 gives 22.900000000000002.
  const isInverse = Math.abs(scale) < 1 && Math.abs(1 / divide - scale) < 1e-9;
  return isInverse ? { offset, multiply: 1, divide } : { offset, multiply: scale, divide: 1 };
}

/** Largest scale factor the SunSpec models allow. */
const maxPower = 10;
/** The powers of ten, all exact. */
const powers = Array.from({ length: maxPower + 1 }, (_, power) => 10 ** power);

/** A value times ten to a power. */
function shifted(value: number, power: number): number {
  return power < 0 ? value / (powers[-power] ?? 1) : value * (powers[power] ?? 1);
}

/** How one word or two become a number, without a call for each row; rows that need more have a `read` of their own. */
interface NumberRow {
  /** Place of the only or the low word, and of the high one; -1 if there is none. */
  readonly low: number;
  readonly high: number;
  /** Numbers from here on are negative: what is subtracted from them. */
  readonly half: number;
  readonly full: number;
  readonly absent: readonly number[] | undefined;
  readonly offset: number;
  readonly multiply: number;
  readonly divide: number;
  readonly factorAt: number;
  readonly index: number;
}

const signedTypes: ReadonlySet<string> = new Set(['i16', 'i32']);

/** A row that is one or two words, scaled and no choice; undefined for the others. */
function numberRow(row: RegisterRow, index: number, first: number): NumberRow | undefined {
  const places = wordPlaces(row, first);
  const { options, together, mask, clock } = row;
  const isBare = [options, together, mask, clock].every((part) => part === undefined);
  const isPlain = !isByte(row) && row.type !== 'f32' && isBare && places.length <= 2;
  if (!isPlain || row.type === 'string' || row.type === 'bits' || row.type === 'bit') return undefined;
  const [a = 0, b = 0] = places;
  const full = places.length === 1 ? 0x1_0000 : 0x1_0000_0000;
  return {
    low: places.length === 1 ? a : b,
    high: places.length === 1 ? -1 : a,
    half: signedTypes.has(row.type) ? full / 2 : full,
    full,
    absent: row.absent,
    ...scaleOf(row),
    factorAt: row.scaleFactor === undefined ? -1 : 2 * (row.scaleFactor - first),
    index,
  };
}

function readNumber(row: NumberRow, payload: Uint8Array, columns: Columns): void {
  let raw = word(payload, row.low);
  if (row.high >= 0) raw += word(payload, row.high) * 0x1_0000;
  if (row.absent !== undefined && row.absent.includes(raw)) return;
  const value = (((raw >= row.half ? raw - row.full : raw) - row.offset) * row.multiply) / row.divide + 0;
  if (row.factorAt < 0) columns.values[row.index] = value;
  else putShifted(columns, row.index, { value, factor: (word(payload, row.factorAt) << 16) >> 16 });
}

function putShifted(columns: Columns, index: number, { value, factor }: { value: number; factor: number }): void {
  if (Math.abs(factor) <= maxPower) columns.values[index] = shifted(value, factor);
  else if (factor !== -0x8000) addProblem(columns, index, because('decode.scale', { factor }));
}

/** Reads the word of a row together with those of other registers. */
function togetherReader(
  { together }: RegisterRow,
  first: number,
): ((raw: number, payload: Uint8Array) => number | undefined) | undefined {
  if (together === undefined) return undefined;
  const places = together.registers.map((register) => 2 * (register - first));
  return (raw, payload) =>
    together.number(
      raw,
      places.map((place) => word(payload, place)),
    );
}

function numberReader(row: RegisterRow, index: number, first: number): Reader {
  const unsigned = unsignedReader(row, first);
  const float = row.type === 'f32' ? floatReader() : undefined;
  const signed = signer(row);
  const together = togetherReader(row, first);
  const { offset, multiply, divide } = scaleOf(row);
  const absent = new Set(row.absent);
  const options =
    row.options === undefined
      ? undefined
      : new Map(Object.entries(row.options).map(([key, text]) => [Number(key), text]));
  const factorAt = row.scaleFactor === undefined ? undefined : 2 * (row.scaleFactor - first);
  const { mask } = row;
  return (payload, columns) => {
    const whole = unsigned(payload);
    if (absent.has(whole)) return;
    const raw = mask === undefined ? whole : whole & mask;
    const value = together === undefined ? (float === undefined ? signed(raw) : float(raw)) : together(raw, payload);
    if (value === undefined || !Number.isFinite(value)) return;
    if (options !== undefined) {
      const text = options.get(value) ?? row.otherwise;
      addRaw(columns, index, mask === undefined ? value : whole);
      if (text === undefined) addProblem(columns, index, because('decode.no-known', { raw: value }));
      else columns.values[index] = text;
      return;
    }
    const scaled = ((value - offset) * multiply) / divide + 0;
    if (factorAt !== undefined) {
      putShifted(columns, index, { value: scaled, factor: (word(payload, factorAt) << 16) >> 16 });
      return;
    }
    columns.values[index] = float === undefined ? scaled : sevenDigits(scaled);
  };
}

function stringReader(row: RegisterRow, index: number, first: number): Reader {
  const from = 2 * (row.register - first);
  const to = from + 2 * registersOf(row);
  return (payload, columns) => {
    const text = toLatin1(unpadded(payload.subarray(from, to))).trim();
    if (/^[\x20-\x7e]+$/.test(text)) columns.values[index] = text;
    // Nothing but filling is a register that is not there.
    else if (text !== '') addProblem(columns, index, because('decode.unprintable'));
  };
}

function bitsReader(row: RegisterRow, index: number, first: number): Reader {
  const unsigned = unsignedReader(row, first);
  const absent = new Set(row.absent);
  const labels = Object.entries(row.bits ?? {}).map(([bit, label]) => ({ weight: 2 ** Number(bit), label }));
  return (payload, columns) => {
    const raw = unsigned(payload);
    if (absent.has(raw)) return;
    const isSet = (weight: number): boolean => Math.floor(raw / weight) % 2 === 1;
    columns.values[index] = labels
      .filter(({ weight }) => isSet(weight))
      .map(({ label }) => label)
      .join(', ');
    addRaw(columns, index, raw);
  };
}

function bitReader(row: RegisterRow, index: number, first: number): Reader {
  const at = 2 * (row.register - first);
  const mask = 1 << (row.bit ?? 0);
  const absent = new Set(row.absent);
  return (payload, columns) => {
    const raw = word(payload, at);
    if (!absent.has(raw)) columns.values[index] = (raw & mask) !== 0;
  };
}

/** A time of day by its word; undefined if it is not one. */
function clockText(word: number, clock: NonNullable<RegisterRow['clock']>): string | undefined {
  const base = clock === 'bytes' ? 0x100 : 100;
  const [hour, minute] = [Math.floor(word / base), word % base];
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

function clockReader(row: RegisterRow, index: number, first: number): Reader {
  const unsigned = unsignedReader(row, first);
  const { clock = 'decimal', mask = 0xffff } = row;
  return (payload, columns) => {
    const whole = unsigned(payload);
    if (row.absent?.includes(whole) === true) return;
    const text = clockText(whole & mask, clock);
    addRaw(columns, index, whole);
    if (text === undefined) addProblem(columns, index, because('decode.no-clock', { raw: whole & mask }));
    else columns.values[index] = text;
  };
}

/** The reader of a row that is more than a number. */
function readerOf(row: RegisterRow, index: number, first: number): Reader {
  if (row.clock !== undefined) return clockReader(row, index, first);
  switch (row.type) {
    case 'string':
      return stringReader(row, index, first);
    case 'bits':
      return bitsReader(row, index, first);
    case 'bit':
      return bitReader(row, index, first);
    default:
      return numberReader(row, index, first);
  }
}

/** Compiles rows to the table of a block that begins at register `first`. */
export function registerTable(rows: readonly RegisterRow[], first: number): Table {
  const numbers: NumberRow[] = [];
  const readers: Reader[] = [];
  for (const [index, row] of rows.entries()) {
    const number = numberRow(row, index, first);
    if (number === undefined) readers.push(readerOf(row, index, first));
    else numbers.push(number);
  }
  const needed = 2 * (Math.max(first - 1, ...rows.map((row) => reach(row).last)) - first + 1);
  const newColumns = blankColumns(rows.length);
  const noRaws: readonly undefined[] = Object.freeze(rows.map(() => undefined));
  for (const { absent, bits, together } of rows) {
    Object.freeze(together?.registers);
    Object.freeze(together);
    Object.freeze(absent);
    Object.freeze(bits);
  }
  return Object.freeze({
    rows: freezeRows(rows.map((row) => ({ ...row, ...widthOf(row) }))),
    decode(payload: Uint8Array) {
      const columns = newColumns();
      if (payload.length < needed)
        addProblem(columns, wholeAnswer, because('decode.too-short', { bytes: payload.length, needed }));
      else {
        for (const row of numbers) readNumber(row, payload, columns);
        for (const read of readers) read(payload, columns);
      }
      return toDecoded(columns, noRaws);
    },
  });
}
