// Alarms of batteries that give a byte for each cell and sensor and bytes of bits (YD/T 1363.3: Pylontech, Seplos, PACE).
import { because } from '#core/reason.ts';
import type { RecordField, RecordView } from '#codec/record.ts';

/** A byte of bits: where it stands and what its bits say, from the lowest; undefined for bits that are no alarm. */
export interface AlarmByte {
  readonly at: number;
  readonly labels: readonly (string | undefined)[];
}

/** A byte that is 0 normal, 1 below and 2 above its limits, anything else another fault. */
export interface LimitByte {
  readonly at: number;
  readonly label: string;
}

function limitText(label: string, byte: number): string {
  return `${label} ${byte === 1 ? 'low' : byte === 2 ? 'high' : 'fault'}`;
}

function countedAlarms(view: RecordView, block: number, label: string): string[] {
  return Array.from({ length: view.size(block) }, (_, index) => ({ index, byte: view.number(block, index, 'u8') ?? 0 }))
    .filter(({ byte }) => byte !== 0)
    .map(({ index, byte }) => limitText(`${label} ${index + 1}`, byte));
}

/** What is wrong, as a list: cells (block 1), sensors (block 2), then what is in the rest (block 3). */
export function packAlarms(limits: readonly LimitByte[], bits: readonly AlarmByte[]): RecordField {
  return {
    at: 0,
    type: 'u8',
    label: 'Alarms',
    metric: 'battery.alarm',
    calc(_, view) {
      if (view.size(3) === 0) return { why: because('decode.no-alarms') };
      const byte = (at: number): number => view.number(3, at, 'u8') ?? 0;
      return [
        ...countedAlarms(view, 1, 'Cell'),
        ...countedAlarms(view, 2, 'Temperature'),
        ...limits.filter(({ at }) => byte(at) !== 0).map(({ at, label }) => limitText(label, byte(at))),
        ...bits.flatMap(({ at, labels }) =>
          labels.filter((label, bit) => label !== undefined && ((byte(at) >>> bit) & 1) === 1),
        ),
      ].join(', ');
    },
  };
}

/** The names and bits of a byte, one row each. */
export function bitRows(
  at: number,
  rows: readonly (Omit<RecordField, 'at' | 'type' | 'block'> & { readonly bit: number })[],
): readonly RecordField[] {
  return rows.map((row) => ({ ...row, block: 3, at, type: 'u8' }));
}
