// Everything a device shows, in the maker's words: also what no metric is made of. Asked for while the fold is open.
import { useQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Device } from '#api/contract.ts';
import type { ShownFields } from '#api/device-test.ts';
import { failureOf } from '../api.ts';
import { inWords, reading } from '../format.ts';
import { shownQuery } from '../queries.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';
import { labelOf } from './device-values.ts';

function Rows({ fields }: { readonly fields: ShownFields }): ReactNode {
  return (
    <TableScroll label={t('device.shown')}>
      <thead>
        <tr>
          <th scope="col">{t('test.field')}</th>
          <th scope="col">{t('test.value')}</th>
          <th scope="col">{t('device.shown-kept')}</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, label, value, unit, metric }) => (
          <tr key={name}>
            <th scope="row">
              {label} <code>{name}</code>
            </th>
            <td>{inWords(reading(value, unit, metric))}</td>
            <td>{metric === undefined ? '–' : labelOf(metric)}</td>
          </tr>
        ))}
      </tbody>
    </TableScroll>
  );
}

function Shown({ device }: { readonly device: Device }): ReactNode {
  const site = useSite();
  const { data, error, isError, isPending } = useQuery(shownQuery(site.id, device.id));
  if (isError) return <FailureNote failure={failureOf(error)} />;
  if (isPending) return <Skeleton height={120} />;
  return data.length === 0 ? <p className="note">{t('device.shown-none')}</p> : <Rows fields={data} />;
}

/** The fold. */
export function ShownCard({ device }: { readonly device: Device }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Card title={t('device.shown')}>
      <details className="more" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary>{t('device.shown-text')}</summary>
        <div className="row-table">{isOpen && <Shown device={device} />}</div>
      </details>
    </Card>
  );
}
