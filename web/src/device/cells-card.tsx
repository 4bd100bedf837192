// The cells of a battery side by side: the odd one out is seen at a glance.
import type { ReactNode } from 'react';
import { inWords, reading } from '../format.ts';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { labelOf, type Cell } from './device-values.ts';
import { findMetric } from '#core/catalogue.ts';

interface CellsCardProps {
  readonly cells: readonly Cell[];
  readonly picked: string | undefined;
  readonly onPick: (metric: string) => void;
}

/** Narrowest voltage range of the bars, so that a millivolt does not look like a fault, V. */
const leastSpan = 0.05;

/** A spread from which the odd ones are marked, and one from which they are a fault, V: a balanced pack stays within some millivolts. */
const marked = 0.03;
const faulty = 0.1;

/** How far the cells differ. */
export const unevenness = (spread: number): '' | 'apart' | 'faulty' =>
  spread >= faulty ? 'faulty' : spread >= marked ? 'apart' : '';

/** Columns in which all rows are full, if there is such a number: 16 cells are 8 × 2. */
export const columnsFor = (count: number): number =>
  count <= 8 ? count : ([8, 10, 9, 7, 6].find((columns) => count % columns === 0) ?? 8);

/** A card of cell voltages. */
export function CellsCard({ cells, picked, onPick }: CellsCardProps): ReactNode {
  const volts = cells.map((cell) => cell.volts);
  const [low, high] = [Math.min(...volts), Math.max(...volts)];
  const span = Math.max(leastSpan, high - low);
  const floor = (low + high) / 2 - span * 0.75;
  const words = (value: number, metric: string): string =>
    inWords(reading(value, findMetric(metric)?.unit ?? '', metric));
  const first = cells[0]?.metric ?? '';
  const uneven = unevenness(high - low);
  return (
    <Card
      title={t('device.cells')}
      className="cells"
      aside={<span className="muted">{t('device.cell-spread', { spread: words(high - low, first) })}</span>}
    >
      <ul className={`cell-grid of-${columnsFor(cells.length)}`}>
        {cells.map(({ index, volts: value, metric }) => {
          const edge = value === low ? 'low' : value === high ? 'high' : '';
          return (
            <li key={metric} className={uneven === '' ? '' : `${edge} ${edge === '' ? '' : uneven}`}>
              <button type="button" aria-pressed={picked === metric} onClick={() => onPick(metric)}>
                <span className="cell-bar" aria-hidden="true">
                  <i style={{ blockSize: `${Math.round(((value - floor) / (span * 1.5)) * 100)}%` }} />
                </span>
                <span className="hidden">{`${labelOf(metric)}: `}</span>
                <span className="cell-volts">{words(value, metric)}</span>
                <span className="muted" aria-hidden="true">
                  {index}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
