// The inbox: what is open, acknowledged, and past.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Alert } from '#api/alerts.ts';
import { failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { Button, Card, FailureNote, Loading, Skeleton } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { t } from '../words.ts';
import { AlertRow } from './alert-row.tsx';
import { alertsQuery } from './queries.ts';

const states = [
  ['open', 'alerts.open'],
  ['acknowledged', 'alerts.seen'],
  ['resolved', 'alerts.past'],
] as const;

/** The card. */
export function InboxCard(): ReactNode {
  const { id } = useSite();
  const [state, setState] = useState<Alert['state']>('open');
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    alertsQuery(id, state),
  );
  const alerts = data?.pages.flatMap((page) => page.alerts);
  return (
    <Card
      title={t('alerts.title')}
      className="alerts-card"
      aside={
        <Segments
          label={t('alerts.which')}
          options={states.map(([value, code]) => ({ value, label: t(code) }))}
          value={state}
          onChange={setState}
        />
      }
    >
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {alerts === undefined && error === null && (
        <Loading>
          <Skeleton height={90} />
        </Loading>
      )}
      {alerts?.length === 0 && <p className="note">{t(`alerts.none.${state}`)}</p>}
      <ul className="alert-list" aria-live="polite">
        {alerts?.map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
      {hasNextPage && (
        <Button busy={isFetchingNextPage ? t('alerts.loading') : undefined} onClick={() => void fetchNextPage()}>
          {t('alerts.more')}
        </Button>
      )}
    </Card>
  );
}
