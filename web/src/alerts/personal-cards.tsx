// What a person wants for themselves: quiet hours, a language; and the report as it would be sent.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AlertPreferences } from '#api/alerts.ts';
import { call, failureOf } from '../api.ts';
import { useSession, useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { languages, languageText, t } from '../words.ts';

import { preferencesQuery, reportQuery } from './queries.ts';

const night = { from: '22:00', to: '07:00' } as const;

interface QuietTimesProps {
  readonly draft: AlertPreferences;
  readonly quiet: NonNullable<AlertPreferences['quiet']>;
  readonly onChange: (draft: AlertPreferences) => void;
}

function QuietTimes({ draft, quiet, onChange }: QuietTimesProps): ReactNode {
  return (
    <>
      <div className="times">
        <Field
          label={t('alerts.quiet-from')}
          type="time"
          value={quiet.from}
          onChange={({ target }) => onChange({ ...draft, quiet: { ...quiet, from: target.value } })}
        />
        <Field
          label={t('alerts.quiet-to')}
          type="time"
          value={quiet.to}
          onChange={({ target }) => onChange({ ...draft, quiet: { ...quiet, to: target.value } })}
        />
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={draft.criticalPasses}
          onChange={({ target }) => onChange({ ...draft, criticalPasses: target.checked })}
        />
        {t('alerts.quiet-critical')}
      </label>
    </>
  );
}

function QuietForm({ preferences }: { readonly preferences: AlertPreferences }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const [draft, setDraft] = useState(preferences);
  const save = useMutation({
    mutationFn: () => call('saveAlertPreferences', { params: { site }, body: draft }),
    onSuccess: (saved) => client.setQueryData(preferencesQuery(site).queryKey, saved),
  });
  const change = (next: AlertPreferences): void => {
    save.reset();
    setDraft(next);
  };
  const { quiet, ...rest } = draft;
  const isWhole = quiet === undefined || (quiet.from !== '' && quiet.to !== '');
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !save.isPending) save.mutate();
      }}
    >
      <label className="check">
        <input
          type="checkbox"
          checked={quiet !== undefined}
          onChange={({ target }) => change(target.checked ? { ...rest, quiet: night } : rest)}
        />
        {t('alerts.quiet-on')}
      </label>
      {quiet !== undefined && <QuietTimes draft={draft} quiet={quiet} onChange={change} />}
      {languages.length > 1 && (
        <Choice
          label={t('alerts.language')}
          options={optionsOf(languages, languageText)}
          value={draft.language}
          onChange={(language) => change({ ...draft, language })}
        />
      )}
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      <div className="actions">
        <span aria-live="polite">{save.isSuccess && t('alerts.saved')}</span>
        <Button type="submit" disabled={!isWhole} busy={save.isPending ? t('alerts.saving') : undefined}>
          {t('alerts.save')}
        </Button>
      </div>
    </form>
  );
}

/** The card; nothing for a visitor. */
export function QuietCard(): ReactNode {
  const { id } = useSite();
  const isPerson = useSession()?.state === 'signed-in';
  const { data, error, refetch } = useQuery({ ...preferencesQuery(id), enabled: isPerson });
  if (!isPerson) return null;
  return (
    <Card title={t('alerts.quiet')} className="alerts-card">
      <p className="muted">{t('alerts.quiet-text')}</p>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={90} />}
      {data !== undefined && <QuietForm preferences={data} />}
    </Card>
  );
}

/** The report as it would be sent. */
export function ReportCard(): ReactNode {
  const { id } = useSite();
  const [period, setPeriod] = useState<'week' | 'month'>('week');
  const { data, error, refetch } = useQuery(reportQuery(id, period));
  return (
    <Card
      title={t('alerts.report')}
      className="alerts-card"
      aside={
        <Segments
          label={t('alerts.report-show')}
          options={(['week', 'month'] as const).map((value) => ({ value, label: t(`alerts.report-of.${value}`) }))}
          value={period}
          onChange={setPeriod}
        />
      }
    >
      <p className="muted">{t('alerts.report-text')}</p>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={200} />}
      {data !== undefined && <pre className="report">{data.text}</pre>}
    </Card>
  );
}
