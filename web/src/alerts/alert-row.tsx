// An alert: how grave, what, why, since when, and what can be done about it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Alert } from '#api/alerts.ts';
import { call, failureOf } from '../api.ts';
import { clock } from '../clock.ts';
import { useMay, useSite } from '../session.ts';
import { Button, FailureNote } from '../ui/parts.tsx';
import { reasonText, t } from '../words.ts';
import { momentText } from '../zone.ts';
import { renewAlerts } from './queries.ts';

const snoozes = [
  ['alerts.snooze-hour', 60],
  ['alerts.snooze-day', 1440],
  ['alerts.snooze-week', 10_080],
] as const;

/** What it is called: what a rule says is its own name. */
function alertTitle({ kind, subjects }: Alert, timeZone: string): string {
  const newest = subjects.at(-1);
  return kind === 'rule' && newest !== undefined ? reasonText(newest.reason, timeZone) : t(`alerts.kind.${kind}`);
}

function Actions({ alert, name }: { readonly alert: Alert; readonly name: string }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const onSuccess = (): Promise<void> => renewAlerts(client, site);
  const params = { site, id: alert.id };
  const acknowledge = useMutation({ mutationFn: () => call('acknowledgeAlert', { params }), onSuccess });
  const snooze = useMutation({
    mutationFn: (minutes: number) => call('snoozeAlert', { params, body: { minutes } }),
    onSuccess,
  });
  const failed = acknowledge.error ?? snooze.error;
  return (
    <>
      <div className="actions">
        {alert.state === 'open' && (
          <Button
            look="primary"
            aria-label={t('alerts.acknowledge-of', { name })}
            busy={acknowledge.isPending ? t('alerts.acknowledging') : undefined}
            onClick={() => acknowledge.mutate()}
          >
            {t('alerts.acknowledge')}
          </Button>
        )}
        <select
          className="select snooze"
          aria-label={t('alerts.snooze-of', { name })}
          value=""
          disabled={snooze.isPending}
          onChange={({ target }) => snooze.mutate(Number(target.value))}
        >
          <option value="">{t('alerts.snooze-for')}</option>
          {snoozes.map(([code, minutes]) => (
            <option key={code} value={minutes}>
              {t(code)}
            </option>
          ))}
        </select>
      </div>
      {failed !== null && <FailureNote failure={failureOf(failed)} />}
    </>
  );
}

function Reasons({ alert }: { readonly alert: Alert }): ReactNode {
  const { timeZone } = useSite();
  const { subjects, more, kind, state } = alert;
  if (kind === 'rule') return null;
  const shown = state === 'resolved' ? subjects : subjects.filter(({ endedMs }) => endedMs === undefined);
  return (
    <ul className="alert-reasons">
      {shown.map(({ id, reason }) => (
        <li key={id}>{reasonText(reason, timeZone)}</li>
      ))}
      {more !== undefined && <li>{t('alerts.message.more', { count: more })}</li>}
    </ul>
  );
}

/** An alert of the list. */
export function AlertRow({ alert }: { readonly alert: Alert }): ReactNode {
  const { timeZone } = useSite();
  const mayAct = useMay('alert.acknowledge');
  const { severity, state, openedMs, resolvedMs, times, acknowledged, snoozedMs } = alert;
  const name = alertTitle(alert, timeZone);
  const moment = (atMs: number): string => momentText(atMs, timeZone);
  const isOver = state === 'resolved';
  const isSnoozed = snoozedMs !== undefined && snoozedMs > clock.nowMs() && !isOver;
  return (
    <li className={`alert-row ${severity}`}>
      <h3>
        <span className={`severity ${severity}`}>{t(`alerts.severity.${severity}`)}</span> {name}
      </h3>
      <Reasons alert={alert} />
      <p className="muted">
        {isOver && resolvedMs !== undefined
          ? t('alerts.was', { from: moment(openedMs), to: moment(resolvedMs) })
          : t('alerts.since', { when: moment(openedMs) })}
        {times > 1 && `. ${t('alerts.message.times', { count: times })}`}
      </p>
      {acknowledged !== undefined && (
        <p className="muted">{t('alerts.seen-by', { name: acknowledged.by, when: moment(acknowledged.atMs) })}</p>
      )}
      {isSnoozed && <p className="muted">{t('alerts.snoozed', { when: moment(snoozedMs) })}</p>}
      {mayAct && !isOver && <Actions alert={alert} name={name} />}
    </li>
  );
}
