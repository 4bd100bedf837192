// What a device shows of a setting: the field of the read-back, in the words of the writer.
import type { MetricValue } from '#core/reading.ts';
import type { Decoded, Row } from '#codec/table.ts';
import type { WriteCommand } from './definition.ts';

/** A field as it was read: its value, never absent, and the row it is in. */
interface ShownField {
  readonly value: number | string | boolean;
  readonly row: Row;
}

function fieldOf(rows: readonly Row[], { values }: Decoded, name: string): ShownField | undefined {
  const at = rows.findIndex((row) => row.name === name);
  const row = rows[at];
  const value = values[at];
  return row === undefined || value === undefined ? undefined : { value, row };
}

/** Words for a field: as it is, and with its unit (`50` of a field in Hz is the choice `50 Hz`), in small letters. */
function wordsFor({ value, row }: ShownField): readonly string[] {
  if (typeof value === 'boolean') return value ? ['enabled', 'on'] : ['disabled', 'off'];
  const text = String(value).toLowerCase();
  return row.unit === '' ? [text] : [text, `${text} ${row.unit.toLowerCase()}`];
}

/**
 * What the answer with these rows shows of a setting: one of its options where it is one, a number for a number; undefined
 * where the field is absent or the setting is not shown at all.
 */
export function shownValue(
  { value, readBack }: WriteCommand,
  rows: readonly Row[],
  decoded: Decoded,
): MetricValue | undefined {
  const field = readBack === undefined ? undefined : fieldOf(rows, decoded, readBack.field);
  if (field === undefined) return undefined;
  if (value.kind === 'choice') {
    const words = wordsFor(field);
    return Object.keys(value.options).find((option) => words.includes(option.toLowerCase())) ?? String(field.value);
  }
  return typeof field.value === 'boolean' ? String(field.value) : field.value;
}

/** Whether the value shown confirms the value commanded: numbers within half a step, since devices round. */
export function confirmsValue({ value }: WriteCommand, commanded: MetricValue, shown: MetricValue): boolean {
  if (value.kind !== 'number') return commanded === shown;
  return typeof shown === 'number' && Math.abs(shown - Number(commanded)) < value.step / 2;
}
