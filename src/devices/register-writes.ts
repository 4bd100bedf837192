// Writers of registers as data: the row says where a value stands and how it is scaled, the write between which limits.
import { TableMistake } from '#codec/table.ts';
import { because } from '#core/reason.ts';
import type { RegisterRow } from '#codec/register-rows.ts';
import type { RegisterBlock } from '#codec/registers.ts';
import type { MetricValue } from '#core/reading.ts';
import { type Serves, usualWear, type Wear, type WriteCommand, type WriteValue } from './definition.ts';

/** One field that may be set. */
export interface RegisterWrite {
  /** Name of the row it sets; its unit, scale, word order and options hold here too. */
  readonly field: string;
  /** The row itself where the register is written only: it is in no read, and nothing shows whether it is set. */
  readonly writtenOnly?: RegisterRow;
  readonly title: string;
  /** Limits of a number, in the row's unit. */
  readonly limits?: { readonly min: number; readonly max: number; readonly step: number };
  /** Which of the row's options may be set; all of them where neither this nor `limits` says. */
  readonly words?: readonly string[];
  /** Some makers take function 16 only, also for one register. */
  readonly asBlock?: boolean;
  readonly dangerous?: boolean;
  /** The set-point it serves. */
  readonly serves?: Serves;
  /** How often it may be written, as devices keep their settings in memory that wears out; false for what is not kept. */
  readonly wear?: Wear | false;
}

/** A number in single precision, its high word first. */
function floatWords(value: number): readonly [high: number, low: number] {
  const bytes = new DataView(new ArrayBuffer(4));
  bytes.setFloat32(0, value);
  return [bytes.getUint16(0), bytes.getUint16(2)];
}

/** The maker's number as words in the order of the wire; undefined if it does not fit the row. */
function wordsOf(row: RegisterRow, raw: number): readonly number[] | undefined {
  if (row.type === 'f32') return row.order === 'low' ? floatWords(raw).toReversed() : floatWords(raw);
  const isWide = row.type === 'u32' || row.type === 'i32';
  const full = isWide ? 0x1_0000_0000 : 0x1_0000;
  const isSigned = row.type === 'i16' || row.type === 'i32';
  const min = isSigned ? -full / 2 : 0;
  if (!Number.isInteger(raw) || raw < min || raw >= min + full) return undefined;
  const unsigned = raw < 0 ? raw + full : raw;
  if (!isWide) return [unsigned];
  const words = [Math.floor(unsigned / 0x1_0000), unsigned % 0x1_0000];
  return row.order === 'low' ? words.toReversed() : words;
}

function isOnStep(value: number, { min, max, step }: { min: number; max: number; step: number }): boolean {
  const steps = (value - min) / step;
  return value >= min && value <= max && Math.abs(steps - Math.round(steps)) < 1e-6;
}

const clockPattern = '^(?:[01]\\d|2[0-3]):[0-5]\\d$';

/** The word of a time of day; undefined if it is not one. */
function clockWord(value: MetricValue, clock: 'decimal' | 'bytes'): number | undefined {
  if (typeof value !== 'string' || !new RegExp(clockPattern).test(value)) return undefined;
  const [hour = 0, minute = 0] = value.split(':').map(Number);
  return hour * (clock === 'bytes' ? 0x100 : 100) + minute;
}

/** From what a person chose to the maker's number; undefined outside the limits. */
function rawOf(value: MetricValue, write: RegisterWrite, row: RegisterRow): number | undefined {
  const { limits } = write;
  if (row.clock !== undefined) return clockWord(value, row.clock);
  if (limits === undefined) {
    const entry = Object.entries(row.options ?? {}).find(([, word]) => word === value);
    const isAllowed = write.words === undefined || write.words.some((word) => word === value);
    return entry === undefined || !isAllowed ? undefined : Number(entry[0]);
  }
  if (typeof value !== 'number' || !isOnStep(value, limits)) return undefined;
  return Math.round(value / (row.scale ?? 1)) + (row.offset ?? 0);
}

function valueOf({ limits, words }: RegisterWrite, row: RegisterRow): WriteValue {
  if (row.clock !== undefined) return { kind: 'text', pattern: clockPattern, example: '06:30' };
  if (limits !== undefined) return { kind: 'number', unit: row.unit, ...limits };
  const entries = Object.entries(row.options ?? {}).filter(([, word]) => words === undefined || words.includes(word));
  // Of several numbers with one word the first goes out.
  const codes = new Map<string, string>();
  for (const [code, word] of entries) if (!codes.has(word)) codes.set(word, code);
  return { kind: 'choice', options: Object.fromEntries(codes) };
}

function requestOf(raw: number | undefined, { asBlock }: RegisterWrite, row: RegisterRow): string | undefined {
  const words = raw === undefined ? undefined : wordsOf(row, raw);
  if (words === undefined) return undefined;
  const single = words.length === 1 && asBlock !== true;
  return [single ? 'write' : 'write-block', row.register, ...words].join(' ');
}

/** The writer of a row; that the device took the value shows in the read that holds the row, if there is one. */
export function registerWriter(
  write: RegisterWrite,
  rows: readonly RegisterRow[],
  blocks: readonly RegisterBlock[],
): WriteCommand {
  const { field, title, dangerous, serves, wear = usualWear, writtenOnly } = write;
  const row = writtenOnly ?? rows.find(({ name }) => name === field);
  const block = blocks.find(({ table }) => table.rows.some(({ name }) => name === field));
  const isShown = (block === undefined) === (writtenOnly !== undefined);
  if (row === undefined || !isShown || row.kind !== 'holding')
    throw new TableMistake(because('table.not-set', { field }));
  const { mask } = row;
  return {
    kind: 'write',
    name: field,
    title,
    value: valueOf(write, row),
    ...(dangerous === true ? { dangerous } : {}),
    ...(serves === undefined ? {} : { serves }),
    ...(wear === false ? {} : { wear }),
    register: row.register,
    request: (value) => requestOf(rawOf(value, write, row), write, row),
    ...(mask === undefined
      ? {}
      : {
          merged(value, word) {
            const raw = rawOf(value, write, row);
            return raw === undefined ? undefined : requestOf(((word & ~mask) | (raw & mask)) >>> 0, write, row);
          },
        }),
    ...(block === undefined ? {} : { readBack: { command: block.command, field } }),
  };
}
