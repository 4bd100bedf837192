// The rows of a period as a table, to read and to copy into a spreadsheet.
import { useRef, useState, type ReactNode } from 'react';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { energyUnit, inOneUnit, inWords, money, share } from '../format.ts';
import { t } from '../words.ts';
import { Button } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { copyText } from '../ui/copy-text.ts';
import { isKnown, rowNames } from './rows.ts';
import type { Span } from './span.ts';

const none = '–';

interface Column {
  readonly id: string;
  readonly label: string;
  readonly cell: (row: EnergyRow, currency: string | undefined) => string;
}

const energyKeys = [
  ['pvWh', 'pv'],
  ['loadWh', 'load'],
  ['importWh', 'import'],
  ['exportWh', 'export'],
  ['chargeWh', 'charge'],
  ['dischargeWh', 'discharge'],
  ['generatorWh', 'generator'],
] as const;

/** An amount; a 0 for a period about which nothing is known means nothing. */
const moneyOf = (row: EnergyRow, options: { amount: string | undefined; currency: string | undefined }): string =>
  isKnown(row) || Number(options.amount) !== 0 ? inWords(money(options.amount, options.currency)) : none;

/** The columns a home has: those without any value are left out. */
function columnsOf(total: EnergyRow, rows: readonly EnergyRow[]): readonly Column[] {
  const words = inOneUnit(
    [total, ...rows].flatMap((row) => energyKeys.map(([key]) => row[key])),
    { unit: energyUnit },
  );
  const wordsOf = (row: EnergyRow, wattHours: number | undefined): string =>
    isKnown(row) ? inWords(words(wattHours)) : none;
  const energies = energyKeys
    .filter(([key]) => total[key] !== undefined)
    .map(
      ([key, channel]): Column => ({
        id: key,
        label: t(`energy.channel.${channel}`),
        cell: (row) => wordsOf(row, row[key]),
      }),
    );
  const errors: readonly Column[] =
    total.meteringErrorWh === undefined
      ? []
      : [
          {
            id: 'meteringErrorWh',
            label: t('energy.figures.error'),
            cell: (row) => wordsOf(row, row.meteringErrorWh),
          },
        ];
  const costs: readonly Column[] =
    total.cost === undefined
      ? []
      : [
          {
            id: 'cost',
            label: t('energy.figures.cost'),
            cell: (row, currency) => moneyOf(row, { amount: row.cost, currency }),
          },
          {
            id: 'earned',
            label: t('energy.figures.earned'),
            cell: (row, currency) => moneyOf(row, { amount: row.earned, currency }),
          },
        ];
  const measured: Column = {
    id: 'measured',
    label: t('energy.chart.measured'),
    cell: (row) => (row.measured + row.estimated + row.missing === 0 ? none : inWords(share(row.measured))),
  };
  return [...energies, ...errors, ...costs, measured];
}

interface RowTableProps {
  readonly report: EnergyReport;
  readonly rows: readonly EnergyRow[];
  readonly span: Span;
  readonly title: string;
}

/** The table with its total and a button that copies it. */
export function RowTable({ report, rows, span, title }: RowTableProps): ReactNode {
  const { total, currency } = report;
  const place = useRef<HTMLDivElement>(null);
  const [copied, setCopied] = useState(false);
  const columns = columnsOf(total, rows);
  const names = rowNames(rows, span.width);
  const copy = async (): Promise<void> => {
    const table = place.current?.querySelector('table');
    const lines = [...(table?.rows ?? [])].map((row) => [...row.cells].map((cell) => cell.textContent).join('\t'));
    setCopied(await copyText(lines.join('\n')));
  };
  return (
    <div className="row-table" ref={place}>
      <TableScroll label={t('energy.chart.table-of', { title })}>
        <thead>
          <tr>
            <th scope="col">{t('energy.chart.period')}</th>
            {columns.map(({ id, label }) => (
              <th key={id} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.startMs}>
              <th scope="row">{names[index]?.full}</th>
              {columns.map(({ id, cell }) => (
                <td key={id}>{cell(row, currency)}</td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('energy.chart.total')}</th>
            {columns.map(({ id, cell }) => (
              <td key={id}>{cell(total, currency)}</td>
            ))}
          </tr>
        </tfoot>
      </TableScroll>
      <Button icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? t('energy.chart.copied') : t('energy.chart.copy')}
      </Button>
    </div>
  );
}
