// Rows that every battery's table has again and again: numbered cells and sensors of a record.
import type { RecordField } from '#codec/record.ts';

/** How a row of numbered entries is written. */
export type Numbered = Omit<RecordField, 'label' | 'name' | 'metric' | 'at'>;

/** A number of two digits, as makers write them. */
export const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Names of the cell rows of {@link cellRows}. */
export function cellNames(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `voltage_cell${twoDigits(index + 1)}`);
}

/** Cells 1 to `count`, each so many bytes after the one before. */
export function cellRows(
  count: number,
  { at, step }: { readonly at: number; readonly step: number },
  cell: Numbered,
): readonly RecordField[] {
  return Array.from({ length: count }, (_, index) => ({
    ...cell,
    at: at + index * step,
    label: `Voltage Cell${twoDigits(index + 1)}`,
    unit: 'V' as const,
    metric: `battery.cell.voltage.${index + 1}`,
  }));
}

/** Temperature sensors 1 to `count`. */
export function sensorRows(
  count: number,
  { at, step }: { readonly at: number; readonly step: number },
  sensor: Numbered,
): readonly RecordField[] {
  return Array.from({ length: count }, (_, index) => ({
    ...sensor,
    at: at + index * step,
    label: `Temperature ${index + 1}`,
    unit: '°C' as const,
    metric: `battery.temperature.${index + 1}`,
  }));
}
