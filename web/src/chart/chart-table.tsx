// The content of a chart as a table: for screen readers and for people who like numbers.
import { useMemo, type ReactNode } from 'react';
import { inOneUnit, inWords, reading } from '../format.ts';
import { t } from '../words.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { hourMarks, momentText } from '../zone.ts';
import { tableRows, type ChartLine } from './lines.ts';

interface ChartTableProps {
  readonly title: string;
  readonly lines: readonly ChartLine[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  /** A row for so many hours; one if left out. */
  readonly hours?: number;
}

function Rows({ lines, fromMs, toMs, timeZone, hours = 1 }: Omit<ChartTableProps, 'title'>): ReactNode {
  const rows = useMemo(
    () => tableRows(lines, hourMarks(fromMs, toMs, { timeZone, hours }), toMs),
    [lines, fromMs, toMs, timeZone, hours],
  );
  const units = lines.map((line, index) =>
    inOneUnit(
      rows.map(({ means }) => means[index]),
      { unit: line.unit, metric: line.id },
    ),
  );
  return (
    <tbody>
      {rows.map(({ atMs, means }) => (
        <tr key={atMs}>
          <th scope="row">{momentText(atMs, timeZone)}</th>
          {lines.map((line, index) => (
            <td key={line.id}>{inWords(units[index]?.(means[index]) ?? reading(means[index], line.unit, line.id))}</td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

/** A table of means, folded until opened. */
export function ChartTable({ title, ...rest }: ChartTableProps): ReactNode {
  return (
    <details className="chart-table">
      <summary>{t('chart.table')}</summary>
      <TableScroll label={t('chart.table-of', { title })}>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {rest.lines.map((line) => (
              <th key={line.id} scope="col">
                {line.label}
              </th>
            ))}
          </tr>
        </thead>
        <Rows {...rest} />
      </TableScroll>
    </details>
  );
}
