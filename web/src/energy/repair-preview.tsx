// What a repair changes, figure by figure.
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { CorrectionOutcome } from '#api/corrections.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { tariffQuery } from './ledger.ts';
import { changesOf } from './repair-changes.ts';

/** The table of changes. */
export function RepairPreview({ outcome }: { readonly outcome: CorrectionOutcome }): ReactNode {
  const site = useSite();
  const { data: tariff } = useQuery(tariffQuery(site.id));
  const changes = changesOf(outcome, tariff?.currency);
  if (changes.length === 0) return <p className="note">{t('energy.repair.no-change')}</p>;
  return (
    <TableScroll label={t('energy.repair.changes')}>
      <thead>
        <tr>
          <th scope="col">{t('energy.repair.day')}</th>
          <th scope="col">{t('energy.repair.figure')}</th>
          <th scope="col">{t('energy.repair.before')}</th>
          <th scope="col">{t('energy.repair.after')}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ row, figure, before, after }) => (
          <tr key={`${row} ${figure}`}>
            <th scope="row">{row}</th>
            <td>{figure}</td>
            <td className="muted">{before}</td>
            <td>
              <strong>{after}</strong>
            </td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}
