// Rows of register tables: where a value stands, how it is read, and the words tables are written in.
import { fieldName, type Row } from './table.ts';

/**
 * How the bits of registers are read. `u8`, `i8` and `m8` (sign and magnitude) are one byte of a register; `bits` lists the
 * labels of those set, `bit` is one of them as a switch.
 */
export type RegisterType =
  | 'u8'
  | 'i8'
  | 'm8'
  | 'u16'
  | 'i16'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'f32'
  | 'string'
  | 'bits'
  | 'bit';

/** A row and where it stands. */
export interface RegisterRow extends Row {
  /** Address on the wire, from 0. */
  readonly register: number;
  readonly kind: 'holding' | 'input';
  readonly type: RegisterType;
  /** What the maker's number is multiplied with to give `unit`; 0.1 divides by 10. */
  readonly scale?: number;
  /** Subtracted from the maker's number before scaling. */
  readonly offset?: number;
  /** The maker's numbers (unsigned, as on the wire) that say there is no value. */
  readonly absent?: readonly number[];
  /** Which word of a value of several registers comes first; `high`, if absent. */
  readonly order?: 'high' | 'low';
  /** Address of the high word where it does not stand beside the low one. */
  readonly highWord?: number;
  /** A time of day in one word, told as `06:30`: hour × 100 + minute, or the hour in the high byte and the minute in the low one. */
  readonly clock?: 'decimal' | 'bytes';
  /** The bits of its one word that are this row's; the whole word is told as what stood on the wire. */
  readonly mask?: number;
  /** What other registers of the same read say about this one word, such as its sign or its scale. */
  readonly together?: Together;
  /** Registers of a string; of `bits` 1 or 2. */
  readonly length?: number;
  /** Which byte of the register, for the types of 8 bits; `low`, if absent. */
  readonly byte?: 'high' | 'low';
  /** Number of the bit, counted from the lowest. */
  readonly bit?: number;
  /** What is shown for a number that is not one of `options`; without it, such a number is a problem. */
  readonly otherwise?: string;
  /** Labels of bits by number, for `bits`. */
  readonly bits?: Readonly<Record<number, string>>;
  /** Register of a SunSpec scale factor: the number is multiplied with ten to its power. */
  readonly scaleFactor?: number;
  /** When it is read; `live` if absent. */
  readonly group?: RegisterGroup;
}

/** A number of one word that means something only together with other registers. */
export interface Together {
  /** The other registers. */
  readonly registers: readonly number[];
  /** The maker's number from its own word and those of `registers`, unsigned; undefined if there is none. */
  number(own: number, others: readonly number[]): number | undefined;
}

/** How often a row is read: `identity` once a connection, `settings` now and then. */
export type RegisterGroup = 'live' | 'settings' | 'identity';

/** Registers a type takes. */
export function registersOf({ type, length }: RegisterRow): number {
  switch (type) {
    case 'string':
    case 'bits':
      return length ?? 1;
    case 'u8':
    case 'i8':
    case 'm8':
    case 'u16':
    case 'i16':
    case 'bit':
      return 1;
    case 'u32':
    case 'i32':
    case 'f32':
      return 2;
    case 'u64':
      return 4;
  }
}

/** First and last register a row needs, scale factor and high word included. */
export function reach(row: RegisterRow): { first: number; last: number } {
  const size = row.highWord === undefined ? registersOf(row) : 1;
  const { registers = [] } = row.together ?? {};
  const others = [row.highWord, row.scaleFactor, ...registers].filter((register) => register !== undefined);
  return { first: Math.min(row.register, ...others), last: Math.max(row.register + size - 1, ...others) };
}

/** What a row says beside register and type; `name` is made from the label, `unit` is '' if absent. */
export type RowWords = Partial<Omit<RegisterRow, 'register' | 'type' | 'label'>> & Pick<RegisterRow, 'label'>;

/** Writes a row: register, type, and the rest. */
export type RowWriter = (register: number, type: RegisterType, words: RowWords) => RegisterRow;

/** Defaults of a table: word order, group, values that mean nothing by type. */
export interface RowDefaults extends Pick<RegisterRow, 'kind'>, Partial<Pick<RegisterRow, 'order' | 'group'>> {
  /** The maker's numbers that say there is no value, by type. */
  readonly absentByType?: Readonly<Partial<Record<RegisterType, readonly number[]>>>;
}

/** A writer of rows with these defaults. */
export function rowWriter({ absentByType, ...defaults }: RowDefaults): RowWriter {
  return (register, type, words) => {
    const absent = absentByType?.[type];
    return {
      ...defaults,
      ...(absent === undefined ? {} : { absent }),
      register,
      type,
      name: fieldName(words.label),
      unit: '',
      ...words,
    };
  };
}

/** The numbers that say "not implemented" in SunSpec and in most makers' maps (unsigned, as on the wire). */
export const usualAbsent = {
  u16: [0xffff],
  i16: [0x8000],
  u32: [0xffff_ffff],
  i32: [0x8000_0000],
  u64: [2 ** 64],
} as const;
