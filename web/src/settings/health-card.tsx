// What is wrong with the installation, for those who may know: a full disk, a broker that is away, backups that fail. Nothing is shown
// while all is well.
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../api.ts';
import { Card } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';

/** Looked at again while the page is open, ms. */
const againMs = 60_000;

const healthQuery = queryOptions({
  queryKey: ['health'],
  queryFn: ({ signal }) => call('readReady', { signal }),
  refetchInterval: againMs,
});

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** What helps, by the part that is not well. */
const helps: Readonly<Record<string, () => string>> = {
  backup: () => t('health.help.backup'),
  broker: () => t('health.help.broker'),
  clock: () => t('health.help.clock'),
  damage: () => t('health.help.damage'),
  devices: () => t('health.help.devices'),
  disk: () => t('health.help.disk'),
};

/** The card; absent while all is well, and for those who are not told why. */
export function HealthCard(): ReactNode {
  const { data } = useQuery(healthQuery);
  const troubles = (data?.parts ?? []).flatMap(({ part, reason }) => (reason === undefined ? [] : [{ part, reason }]));
  const notes = data?.notes ?? [];
  if (troubles.length + notes.length === 0) return null;
  return (
    <Card title={troubles.length === 0 ? t('health.notes') : t('health.title')}>
      <ul>
        {notes.map(({ reason }) => (
          <li key={reason.code}>{sentence(reasonText(reason))}.</li>
        ))}
        {troubles.map(({ part, reason }) => (
          <li key={part}>
            <p>
              <strong>{sentence(reasonText(reason))}</strong>
            </p>
            <p className="muted">{(helps[part] ?? (() => t('health.help.other')))()}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
