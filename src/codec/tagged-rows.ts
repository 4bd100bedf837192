// The words a tagged table is written in: rows of numbers, bits, texts, choices and cells.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { isPrintable, printable, toLatin1 } from '#core/bytes.ts';
import type { MetricId } from '#core/catalogue.ts';
import type { Unit } from '#core/unit.ts';
import { fieldName, type Row } from './table.ts';
import type { TagAnswer, TagRow, TagValue } from './tagged.ts';

type Extra = Partial<Pick<Row, 'name' | 'metric' | 'flip'>>;

const rowOf = (label: string, unit: Unit, extra: Extra): Row => ({ name: fieldName(label), label, unit, ...extra });

/** A number: unsigned unless `signed`, divided by `divide` and multiplied by `multiply` to give `unit`. */
export function amount(
  label: string,
  unit: Unit,
  {
    divide = 1,
    multiply = 1,
    signed = false,
    ...extra
  }: Extra & { divide?: number; multiply?: number; signed?: boolean } = {},
): TagRow {
  return {
    ...rowOf(label, unit, extra),
    kind: 'number',
    signed,
    multiply,
    divide,
    decode: (raw) => (raw * multiply) / divide,
  };
}

/** A number that takes a rule of its own, from its unsigned value and the rest of the answer. */
export function computed(
  label: string,
  unit: Unit,
  extra: Extra & { calc: (raw: number, answer: TagAnswer) => TagValue },
): TagRow {
  const { calc, ...rest } = extra;
  return { ...rowOf(label, unit, rest), kind: 'number', decode: calc };
}

/** A switch: 0 off, 1 on. */
export function toggle(label: string, extra: Extra = {}): TagRow {
  return {
    ...rowOf(label, '', extra),
    kind: 'number',
    decode(raw) {
      return raw > 1 ? { why: because('decode.no-binary', { raw }) } : raw === 1;
    },
  };
}

/** An enumeration: text by number. */
export function option(label: string, options: Readonly<Record<string, string>>, extra: Extra = {}): TagRow {
  const texts = new Map(Object.entries(options).map(([key, words]) => [Number(key), words]));
  return {
    ...rowOf(label, '', extra),
    options,
    kind: 'number',
    decode(raw) {
      const text = texts.get(raw);
      return text === undefined ? { why: because('decode.no-known', { raw }) } : { value: text, raw };
    },
  };
}

/** Text up to the first zero byte, without surrounding spaces; empty is absent. */
export function text(label: string, extra: Extra = {}): TagRow {
  return {
    ...rowOf(label, '', extra),
    kind: 'bytes',
    decode(value) {
      const end = value.indexOf(0);
      const bytes = end < 0 ? value : value.subarray(0, end);
      if (!isPrintable(bytes)) return { why: because('decode.no-text', { said: external(printable(bytes, 32)) }) };
      const words = toLatin1(bytes).trim();
      return words === '' ? undefined : words;
    },
  };
}

/** One bit of a tag, counted from the lowest. */
export interface TagBit {
  readonly bit: number;
  readonly label: string;
  readonly metric?: MetricId;
}

/** Bits of a tag, one row each. */
export function bits(list: readonly TagBit[]): TagRow[] {
  return list.map(({ bit, label, ...extra }) => ({
    ...rowOf(label, '', extra),
    kind: 'number',
    bit,
    decode: (raw) => ((raw >>> bit) & 1) === 1,
  }));
}

/** The labels of the bits that are set, separated by commas; the number itself is kept as raw. */
export function bitList(label: string, list: readonly TagBit[], extra: Extra = {}): TagRow {
  return {
    ...rowOf(label, '', extra),
    kind: 'number',
    decode(raw) {
      if (raw === 0) return { value: '', raw };
      const set = list.filter(({ bit }) => ((raw >>> bit) & 1) === 1);
      return { value: set.map((bit) => bit.label).join(', '), raw };
    },
  };
}

/** Value of a cell entry that says there is no cell. */
const noCell = 0xffff;

/** Cells 1 to `count` of a block of (cell number u8, voltage u16 in thousandths) entries. */
export function cells(count: number, row: (cell: number) => Row): TagRow[] {
  return Array.from({ length: count }, (_, index) => ({
    ...row(index + 1),
    kind: 'bytes',
    decode(value: Uint8Array): TagValue {
      if (value.length % 3 !== 0)
        return index === 0 ? { why: because('decode.cells', { bytes: value.length }) } : undefined;
      // Cells come in order, as a rule.
      let at = value[3 * index] === index + 1 ? 3 * index : 0;
      while (at < value.length && value[at] !== index + 1) at += 3;
      if (at >= value.length) return undefined;
      const raw = ((value[at + 1] ?? 0) << 8) | (value[at + 2] ?? 0);
      return raw === noCell ? undefined : raw / 1000;
    },
  }));
}
