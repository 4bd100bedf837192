// What each source of a period gave and cost, down to the bill.
import type { ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { energy, inWords, money, price } from '../format.ts';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { sourceCosts, type SourceCost } from './source-costs.ts';

function lineName(id: SourceCost['id']): string {
  if (id === 'charges') return t('energy.costs.charges');
  return id === 'bill' ? t('energy.figures.bill') : t(`energy.channel.${id}`);
}

/** The table; nothing without a tariff, as the figures above say the rest. */
export function SourceCostsCard({ report }: { readonly report: EnergyReport }): ReactNode {
  const { currency } = report;
  const lines = sourceCosts(report);
  if (currency === undefined || !lines.some(({ id }) => id === 'bill')) return null;
  return (
    <Card title={t('energy.costs.title')} className="source-costs">
      <TableScroll label={t('energy.costs.title')}>
        <thead>
          <tr>
            <th scope="col">{t('energy.why.source')}</th>
            <th scope="col">{t('energy.figures.energy')}</th>
            <th scope="col">{t('energy.costs.price')}</th>
            <th scope="col">{t('energy.why.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ id, energyWh, price: each, amount }) => (
            <tr key={id} className={id === 'bill' ? 'whole' : undefined}>
              <th scope="row">{lineName(id)}</th>
              <td>{energyWh === undefined ? '' : inWords(energy(energyWh))}</td>
              <td>{each === undefined ? '' : price(String(each), currency)}</td>
              <td>{amount === undefined ? '–' : inWords(money(amount, currency))}</td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
    </Card>
  );
}
