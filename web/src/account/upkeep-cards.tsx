// The installation's tasks that need a person: accounts of MQTT devices, and confirming the clock.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ClockState } from '#api/clock.ts';
import { call, failureOf } from '../api.ts';
import { age, roughly } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Skeleton } from '../ui/parts.tsx';
import { momentWords } from './dates.ts';
import { brokerAccountsQuery, clockQuery } from './queries.ts';

/** Accounts of the built-in broker, with what belongs to them. */
export function BrokerAccountsCard(): ReactNode {
  const client = useQueryClient();
  const nowMs = useServerNow();
  const { data, error, isError, refetch } = useQuery(brokerAccountsQuery);
  const remove = useMutation({
    mutationFn: (username: string) => call('removeBrokerAccount', { params: { username } }),
    onSettled: () => client.invalidateQueries({ queryKey: brokerAccountsQuery.queryKey }),
  });
  return (
    <Card title={t('account.broker')}>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {remove.isError && <FailureNote failure={failureOf(remove.error)} />}
      {data === undefined && !isError && <Skeleton height={80} />}
      {data?.length === 0 && <p className="muted">{t('account.broker-none')}</p>}
      <ul className="rows">
        {data?.map(({ username, topics, cameMs, certificate }) => (
          <li key={username}>
            <div>
              <h3>{username}</h3>
              <p className="muted">
                {topics.length === 0
                  ? t('account.broker-unused')
                  : t('account.broker-topics', { topics: topics.join(', ') })}
              </p>
              {certificate !== undefined && (
                <p className="muted" title={certificate}>
                  {t('account.broker-certificate', { fingerprint: certificate.slice(0, 16) })}
                </p>
              )}
              {cameMs !== undefined && (
                <p className="muted">{t('account.broker-came', { age: age(Math.max(0, nowMs - cameMs)) })}</p>
              )}
            </div>
            <Button
              look="danger"
              aria-label={t('account.remove-of', { name: username })}
              onClick={() => remove.mutate(username)}
            >
              {t('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Clocks further apart than this do not agree, ms. */
const apartMs = 120_000;

function knownOf({ isConfirmed, aheadMs = 0 }: ClockState): string {
  if (isConfirmed) return t('account.clock-right');
  if (aheadMs > apartMs) return t('account.clock-ahead', { span: roughly(aheadMs) });
  return aheadMs < -apartMs ? t('account.clock-behind', { span: roughly(-aheadMs) }) : t('account.clock-unknown');
}

/** What the clock shows, and a person's confirmation of it. */
export function ClockCard(): ReactNode {
  const client = useQueryClient();
  const { data, error, isError, refetch } = useQuery(clockQuery);
  const word = useMutation({
    mutationFn: (isRight: boolean) => call('sayClock', { body: { isRight } }),
    onSuccess: (state) => client.setQueryData(clockQuery.queryKey, state),
  });
  return (
    <Card title={t('account.clock')} className="stack">
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && (
        <p>
          {t('account.clock-shows', { time: momentWords(data.atMs) })} {knownOf(data)}
        </p>
      )}
      {word.isError && <FailureNote failure={failureOf(word.error)} />}
      <div className="actions">
        <Button onClick={() => word.mutate(false)}>{t('account.clock-say-wrong')}</Button>
        <Button onClick={() => word.mutate(true)}>{t('account.clock-say-right')}</Button>
      </div>
    </Card>
  );
}
