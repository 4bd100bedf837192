// Decoded fields as a table for people: the maker's words, value, unit and metric.
import type { AnswerField, DeviceAnswer } from '#core/field.ts';
import { formatTable } from './print.ts';

function rawNote({ raw, value }: AnswerField): string {
  return raw === undefined || String(raw) === String(value) ? '' : ` (${raw})`;
}

/** Present fields as aligned rows, or that there are none, then what could not be read. */
export function formatFields({ fields, problems }: Pick<DeviceAnswer, 'fields' | 'problems'>): string {
  const rows = fields
    .filter(({ value }) => value !== null)
    .map((field) => ({
      field: field.name,
      value: `${String(field.value)}${rawNote(field)}`,
      unit: field.unit,
      metric: field.metric ?? '',
      meaning: field.computed === true ? `${field.label} (computed)` : field.label,
    }));
  const unread = problems.map(({ field, why }) => `Not read: ${field === undefined ? '' : `${field}: `}${why}`);
  const table = rows.length === 0 ? 'No value: the answer says nothing of what was asked for.' : formatTable(rows);
  return [table, ...unread].join('\n');
}
