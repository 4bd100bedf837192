// What is alerted of: a sentence for each kind with its numbers in it, a switch and how grave it is.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AlertSettings, AlertSettingsChange } from '#api/alerts.ts';
import type { AlertKind } from '#core/alert.ts';
import { severities } from '#core/alert.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { languages, languageText, t } from '../words.ts';
import {
  changeOf,
  draftOf,
  gaps,
  holdBounds,
  type Kind,
  type KindEntry,
  numberIn,
  sentenceParts,
  type SettingsDraft,
} from './kind-draft.ts';

import { alertSettingsQuery } from './queries.ts';

/** Kinds whose sentence has no time. */
type Timeless = 'implausible' | 'no-production' | 'under-production' | 'unusual' | 'budget' | 'broker-refused' | 'rule';
const timeless: ReadonlySet<AlertKind> = new Set<Timeless>([
  'implausible',
  'no-production',
  'under-production',
  'unusual',
  'budget',
  'broker-refused',
  'rule',
]);

interface KindProps {
  readonly kind: Kind;
  readonly entry: KindEntry;
  readonly mayChange: boolean;
  readonly onChange: (entry: KindEntry) => void;
}

/** The sentence, its numbers as fields. */
function Sentence({ kind, entry, mayChange, onChange }: KindProps): ReactNode {
  const name = t(`alerts.kind.${kind.kind}`);
  // A sentence without one of the gaps leaves it out.
  const sentence = t(`alerts.when.${kind.kind}` as 'alerts.when.battery-low', gaps);
  return (
    <p className="kind-sentence">
      {sentenceParts(sentence).map(({ at, text, gap }) => {
        if (gap === undefined) return <span key={at}>{text}</span>;
        const bounds = gap === 'hold' ? holdBounds : (kind.range ?? holdBounds);
        return (
          <input
            key={gap}
            className="number"
            inputMode="decimal"
            aria-label={t(gap === 'hold' ? 'alerts.hold-of' : 'alerts.threshold-of', { name })}
            aria-invalid={numberIn(entry[gap], bounds) === undefined}
            title={t('alerts.wrong-number', { least: bounds.least, most: bounds.most })}
            value={entry[gap]}
            disabled={!mayChange || !entry.isOn}
            onChange={({ target }) => onChange({ ...entry, [gap]: target.value })}
          />
        );
      })}
    </p>
  );
}

function KindRow(props: KindProps): ReactNode {
  const { kind, entry, mayChange, onChange } = props;
  const name = t(`alerts.kind.${kind.kind}`);
  const isHold = !timeless.has(kind.kind);
  const isWrong =
    (isHold && numberIn(entry.hold, holdBounds) === undefined) ||
    (kind.range !== undefined && numberIn(entry.threshold, kind.range) === undefined);
  return (
    <li className="kind-row">
      <button
        type="button"
        role="switch"
        className="switch"
        aria-checked={entry.isOn}
        aria-label={t('alerts.is-on', { name })}
        disabled={!mayChange}
        onClick={() => onChange({ ...entry, isOn: !entry.isOn })}
      >
        <i aria-hidden="true" />
      </button>
      <div>
        <Sentence {...props} />
        {isWrong && kind.range !== undefined && (
          <p className="problem">{t('alerts.wrong-number', { least: kind.range.least, most: kind.range.most })}</p>
        )}
      </div>
      {/* What a rule says has the severity that the rule says. */}
      {kind.kind !== 'rule' && (
        <select
          className="select"
          aria-label={t('alerts.as', { name })}
          value={entry.severity}
          disabled={!mayChange || !entry.isOn}
          onChange={({ target }) => {
            const severity = severities.find((one) => one === target.value);
            if (severity !== undefined) onChange({ ...entry, severity });
          }}
        >
          {severities.map((one) => (
            <option key={one} value={one}>
              {t(`alerts.severity.${one}`)}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}

interface MinutesProps {
  readonly draft: SettingsDraft;
  readonly mayChange: boolean;
  readonly onChange: (draft: SettingsDraft) => void;
}

function Minutes({ draft, mayChange, onChange }: MinutesProps): ReactNode {
  const bounds = { least: 1, most: 1440 };
  const problem = (text: string): string | undefined =>
    numberIn(text, bounds) === undefined ? t('alerts.wrong-number', bounds) : undefined;
  return (
    <div className="stack">
      <Field
        label={t('alerts.throttle')}
        inputMode="numeric"
        value={draft.throttle}
        disabled={!mayChange}
        problem={problem(draft.throttle)}
        onChange={({ target }) => onChange({ ...draft, throttle: target.value })}
      />
      <Field
        label={t('alerts.escalate')}
        inputMode="numeric"
        value={draft.escalate}
        disabled={!mayChange}
        problem={problem(draft.escalate)}
        onChange={({ target }) => onChange({ ...draft, escalate: target.value })}
      />
      {mayChange && languages.length > 1 && (
        <Choice
          label={t('alerts.home-language')}
          options={optionsOf(languages, languageText)}
          value={draft.language}
          onChange={(language) => onChange({ ...draft, language })}
        />
      )}
    </div>
  );
}

function KindsForm({ settings }: { readonly settings: AlertSettings }): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const mayChange = useMay('alert.manage');
  const [draft, setDraft] = useState(() => draftOf(settings));
  const save = useMutation({
    mutationFn: (body: AlertSettingsChange) => call('saveAlertSettings', { params: { site }, body }),
    onSuccess: (saved) => {
      client.setQueryData(alertSettingsQuery(site).queryKey, saved);
      setDraft(draftOf(saved));
    },
  });
  const change = changeOf(draft, settings);
  const edit = (next: SettingsDraft): void => {
    save.reset();
    setDraft(next);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (change !== undefined && !save.isPending) save.mutate(change);
      }}
    >
      <ul className="kind-list">
        {settings.kinds.map((kind) => {
          const entry = draft.kinds[kind.kind];
          return (
            entry !== undefined && (
              <KindRow
                key={kind.kind}
                kind={kind}
                entry={entry}
                mayChange={mayChange}
                onChange={(next) => edit({ ...draft, kinds: { ...draft.kinds, [kind.kind]: next } })}
              />
            )
          );
        })}
      </ul>
      <Minutes draft={draft} mayChange={mayChange} onChange={edit} />
      {save.isError && <FailureNote failure={failureOf(save.error)} />}
      {mayChange ? (
        <div className="actions">
          <span aria-live="polite">{save.isSuccess && t('alerts.saved')}</span>
          <Button
            type="submit"
            look="primary"
            disabled={change === undefined}
            busy={save.isPending ? t('alerts.saving') : undefined}
          >
            {t('alerts.save')}
          </Button>
        </div>
      ) : (
        <p className="muted">{t('alerts.kinds-see')}</p>
      )}
    </form>
  );
}

/** The card. */
export function KindsCard(): ReactNode {
  const { id } = useSite();
  const { data, error, refetch } = useQuery(alertSettingsQuery(id));
  return (
    <Card title={t('alerts.kinds')} className="alerts-card">
      <p className="muted">{t('alerts.kinds-text')}</p>
      {error !== null && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton height={300} />}
      {data !== undefined && <KindsForm settings={data} />}
    </Card>
  );
}
