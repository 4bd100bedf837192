// What a device showed, for people: every field with a value, whether a metric is made of it or not.
import type { ShownField } from '#core/field.ts';
import type { Decoded, Row } from '#codec/table.ts';
import { fields } from '#devices/readings.ts';

/** The fields of an answer that was read at `atMs` which have a value. */
export function shownFields(
  {
    command,
    decoded,
  }: { readonly command: { readonly table: { readonly rows: readonly Row[] } }; readonly decoded: Decoded },
  atMs: number,
): readonly ShownField[] {
  return fields({ rows: command.table.rows }, decoded).flatMap(({ raw: _raw, computed: _computed, value, ...field }) =>
    value === null ? [] : [{ ...field, value, atMs }],
  );
}
