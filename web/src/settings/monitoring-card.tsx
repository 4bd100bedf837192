// Monitoring from outside: whether it goes on, the factors of its figures, and what those who watch are told.
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { InputOf } from '#api/endpoints.ts';
import type { MonitoringSettings } from '#api/monitoring.ts';
import { momentWords } from '../account/dates.ts';
import { call, failureOf } from '../api.ts';
import { clock } from '../clock.ts';
import { useMay, useSession, useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { browserZone, instantFrom, wallText } from '../zone.ts';

type Change = InputOf<'changeMonitoring'>['body'];
type Said = InputOf<'announce'>['body'];

const settingsQuery = (site: string) =>
  queryOptions({
    queryKey: ['monitoring', site],
    queryFn: ({ signal }) => call('readMonitoringSettings', { params: { site }, signal }),
  });

/** What changes a home's monitoring; the answer is what is shown from then on. */
function useMonitoringChange<Body>(
  change: (site: string, body: Body) => Promise<MonitoringSettings>,
  onDone?: () => void,
) {
  const { id } = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => change(id, body),
    onSuccess: (settings) => {
      client.setQueryData(settingsQuery(id).queryKey, settings);
      onDone?.();
    },
  });
}

const changeOf = (site: string, body: Change) => call('changeMonitoring', { params: { site }, body });
const announceTo = (site: string, body: Said) => call('announce', { params: { site }, body });

function stateText({ subscribed, endsMs, connections: count }: MonitoringSettings): string {
  if (endsMs === undefined) return t('monitoring.on', { count });
  const when = momentWords(endsMs);
  return subscribed ? t('monitoring.on-until', { when, count }) : t('monitoring.off', { when });
}

function Subscription({ settings }: { readonly settings: MonitoringSettings }): ReactNode {
  const change = useMonitoringChange(changeOf);
  return (
    <>
      <p>{stateText(settings)}</p>
      {settings.maintenance !== undefined && <p>{t('monitoring.maintenance', { text: settings.maintenance })}</p>}
      {change.isError && <FailureNote failure={failureOf(change.error)} />}
      <div className="actions">
        {settings.subscribed && (
          <Button look="danger" onClick={() => change.mutate({ endsMs: clock.nowMs() })}>
            {t('monitoring.end')}
          </Button>
        )}
        {settings.endsMs !== undefined && (
          <Button onClick={() => change.mutate({ endsMs: null })}>{t('monitoring.renew')}</Button>
        )}
      </div>
    </>
  );
}

const factors = ['moneyPerKwh', 'kgPerKwh', 'kgPerTree'] as const;
type Factor = (typeof factors)[number];
const labelOf = (factor: Factor): string =>
  t(({ moneyPerKwh: 'monitoring.money', kgPerKwh: 'monitoring.co2', kgPerTree: 'monitoring.tree' } as const)[factor]);

/** A factor as it was typed: null if empty, NaN if it is none. */
function factorOf(entry: string): number | null {
  const text = entry.trim().replace(',', '.');
  if (text === '') return null;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function Factors({ settings }: { readonly settings: MonitoringSettings }): ReactNode {
  const [entries, setEntries] = useState(() => factors.map((factor) => String(settings[factor] ?? '')));
  const change = useMonitoringChange(changeOf);
  const values = entries.map(factorOf);
  const isWrong = values.some((value) => Number.isNaN(value));
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWrong || change.isPending) return;
        change.mutate(Object.fromEntries(factors.map((factor, index) => [factor, values[index] ?? null])));
      }}
    >
      <h3>{t('monitoring.factors')}</h3>
      {factors.map((factor, index) => (
        <Field
          key={factor}
          label={labelOf(factor)}
          inputMode="decimal"
          value={entries[index] ?? ''}
          hint={t('monitoring.usual')}
          problem={Number.isNaN(values[index]) ? t('monitoring.wrong') : undefined}
          onChange={({ target }) => setEntries(entries.with(index, target.value))}
        />
      ))}
      {change.isError && <FailureNote failure={failureOf(change.error)} />}
      <div className="actions">
        <Button type="submit" disabled={isWrong}>
          {t('monitoring.save')}
        </Button>
      </div>
    </form>
  );
}

const statuses = ['maintenance', 'offline', 'online'] as const;

function Announcement(): ReactNode {
  const [status, setStatus] = useState<(typeof statuses)[number]>('maintenance');
  const [message, setMessage] = useState('');
  const announce = useMonitoringChange(announceTo, () => setMessage(''));
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (message.trim() !== '' && !announce.isPending) announce.mutate({ status, message: message.trim() });
      }}
    >
      <h3>{t('monitoring.announce')}</h3>
      <Choice
        label={t('monitoring.status')}
        options={optionsOf(statuses, (each) => t(`monitoring.status-of.${each}`))}
        value={status}
        onChange={setStatus}
      />
      <Field
        label={t('monitoring.message')}
        value={message}
        maxLength={500}
        onChange={({ target }) => setMessage(target.value)}
      />
      {announce.isError && <FailureNote failure={failureOf(announce.error)} />}
      {announce.isSuccess && <output className="note">{t('monitoring.sent')}</output>}
      <div className="actions">
        <Button type="submit" disabled={message.trim() === ''}>
          {t('monitoring.send')}
        </Button>
      </div>
    </form>
  );
}

/** Minutes as they were typed; absent if they are none. */
function minutesOf(entry: string): number | undefined {
  const minutes = /^\d{1,6}$/.test(entry.trim()) ? Number(entry) : 0;
  return minutes >= 1 && minutes <= 100_000 ? minutes : undefined;
}

const zoneless = (atMs: number): string => wallText(atMs, browserZone());

/** Tells everybody who watches any home of planned maintenance. */
function NoticeToAll(): ReactNode {
  const [message, setMessage] = useState('');
  const [start, setStart] = useState(() => zoneless(clock.nowMs()));
  const [length, setLength] = useState('60');
  const startMs = instantFrom(start, browserZone());
  const minutes = minutesOf(length);
  const tell = useMutation({
    mutationFn: (body: InputOf<'announceMaintenance'>['body']) => call('announceMaintenance', { body }),
    onSuccess: () => setMessage(''),
  });
  const isWhole = message.trim() !== '' && startMs !== undefined && minutes !== undefined;
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWhole || tell.isPending) return;
        tell.mutate({
          message: message.trim(),
          start_time: new Date(startMs).toISOString(),
          duration_minutes: minutes,
        });
      }}
    >
      <h3>{t('monitoring.all')}</h3>
      <p className="muted">{t('monitoring.all-text')}</p>
      <Field
        label={t('monitoring.all-message')}
        value={message}
        maxLength={500}
        onChange={({ target }) => setMessage(target.value)}
      />
      <Field
        label={t('monitoring.all-start')}
        type="datetime-local"
        value={start}
        problem={startMs === undefined ? t('monitoring.all-start-wrong') : undefined}
        onChange={({ target }) => setStart(target.value)}
      />
      <Field
        label={t('monitoring.all-minutes')}
        inputMode="numeric"
        value={length}
        problem={minutes === undefined ? t('monitoring.all-minutes-wrong') : undefined}
        onChange={({ target }) => setLength(target.value)}
      />
      {tell.isError && <FailureNote failure={failureOf(tell.error)} />}
      {tell.isSuccess && <output className="note">{t('monitoring.sent')}</output>}
      <div className="actions">
        <Button type="submit" disabled={!isWhole}>
          {t('monitoring.all-send')}
        </Button>
      </div>
    </form>
  );
}

/** Monitoring of a home; nothing for those who may not change it. */
export function MonitoringCard(): ReactNode {
  const { id } = useSite();
  const may = useMay('monitoring.manage');
  const managesAll = useSession()?.account?.everywhere === true;
  const { data, error, isError, refetch } = useQuery({ ...settingsQuery(id), enabled: may });
  if (!may) return null;
  return (
    <Card title={t('monitoring.title')} className="stack">
      <p className="muted">{t('monitoring.text', { system: id })}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={120} />}
      {data !== undefined && (
        <>
          <Subscription settings={data} />
          <Factors settings={data} />
          <Announcement />
          {managesAll && <NoticeToAll />}
        </>
      )}
    </Card>
  );
}
