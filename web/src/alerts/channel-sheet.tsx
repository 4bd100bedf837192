// A channel is set up, tried, or changed.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Channel } from '#api/alerts.ts';
import { severities } from '#core/alert.ts';
import { call, failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, FailureNote, Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { t } from '../words.ts';
import {
  channelChange,
  channelDraft,
  type ChannelDraft,
  examples,
  fieldsOf,
  hasSecret,
  typedKinds,
} from './channel-draft.ts';
import { channelsQuery } from './queries.ts';

interface PartProps {
  readonly draft: ChannelDraft;
  readonly onChange: (draft: ChannelDraft) => void;
}

function Check({
  label,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}): ReactNode {
  return (
    <label className="check">
      <input type="checkbox" checked={isOn} onChange={({ target }) => onChange(target.checked)} />
      {label}
    </label>
  );
}

/** What an empty field stands for. */
function hintOf(kind: ChannelDraft['kind']): string | undefined {
  if (kind === 'mqtt') return t('alerts.field.topic-hint');
  return kind === 'home-assistant-event' ? t('alerts.field.discovery-hint') : undefined;
}

function Fields({ draft, onChange, isKept }: PartProps & { readonly isKept: boolean }): ReactNode {
  const { kind, fields, secret } = draft;
  return (
    <>
      {fieldsOf[kind].map((field) => (
        <Field
          key={field}
          label={t(`alerts.field.${field}`)}
          value={fields[field] ?? ''}
          maxLength={300}
          spellCheck={false}
          autoCapitalize="none"
          placeholder={examples[kind]?.[field]}
          hint={hintOf(kind)}
          onChange={({ target }) => onChange({ ...draft, fields: { ...fields, [field]: target.value } })}
        />
      ))}
      {hasSecret(kind) && (
        <Field
          label={t(`alerts.secret.${kind}`)}
          type="password"
          autoComplete="off"
          maxLength={2000}
          value={secret}
          hint={isKept ? t('alerts.secret-kept') : undefined}
          onChange={({ target }) => onChange({ ...draft, secret: target.value })}
        />
      )}
    </>
  );
}

function Choices({ draft, onChange }: PartProps): ReactNode {
  const { kind, least, isEscalation, escalateMinutes, isOwn, isOn, reports } = draft;
  const withReport = (period: 'week' | 'month', isOn: boolean): ChannelDraft => ({
    ...draft,
    reports: isOn ? [...reports, period] : reports.filter((one) => one !== period),
  });
  return (
    <>
      <Choice
        label={t('alerts.least')}
        options={optionsOf(severities, (one) => t(`alerts.least-of.${one}`))}
        value={least}
        onChange={(one) => onChange({ ...draft, least: one })}
      />
      {kind !== 'push' && (
        <Check label={t('alerts.is-own')} isOn={isOwn} onChange={(one) => onChange({ ...draft, isOwn: one })} />
      )}
      <Check
        label={t('alerts.is-escalation')}
        isOn={isEscalation}
        onChange={(one) => onChange({ ...draft, isEscalation: one })}
      />
      {isEscalation && (
        <Field
          label={t('alerts.escalate-after')}
          hint={t('alerts.escalate-after-hint')}
          type="number"
          inputMode="numeric"
          min={1}
          max={1440}
          step={1}
          value={escalateMinutes ?? ''}
          onChange={({ target }) =>
            onChange({ ...draft, escalateMinutes: target.value === '' ? undefined : Number(target.value) })
          }
        />
      )}
      {kind === 'email' &&
        (['week', 'month'] as const).map((period) => (
          <Check
            key={period}
            label={t(`alerts.report-${period}`)}
            isOn={reports.includes(period)}
            onChange={(one) => onChange(withReport(period, one))}
          />
        ))}
      <Check label={t('alerts.channel-on')} isOn={isOn} onChange={(one) => onChange({ ...draft, isOn: one })} />
    </>
  );
}

interface SheetProps {
  readonly channel?: Channel | undefined;
  readonly onClose: () => void;
}

function useActs({ channel, onClose }: SheetProps, draft: ChannelDraft) {
  const { id: site } = useSite();
  const client = useQueryClient();
  const body = channelChange(draft, channel);
  const save = useMutation({
    mutationFn: () =>
      channel === undefined
        ? call('addAlertChannel', { params: { site }, body })
        : call('changeAlertChannel', { params: { site, id: channel.id }, body }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: channelsQuery(site).queryKey });
      onClose();
    },
  });
  const test = useMutation({
    mutationFn: () =>
      call('testAlertChannel', {
        params: { site },
        body: { change: body, ...(channel === undefined ? {} : { id: channel.id }) },
      }),
  });
  return { save, test };
}

/** The sheet. */
export function ChannelSheet({ channel, onClose }: SheetProps): ReactNode {
  const [draft, setDraft] = useState(() => channelDraft(channel));
  const { save, test } = useActs({ channel, onClose }, draft);
  const change = (next: ChannelDraft): void => {
    save.reset();
    test.reset();
    setDraft(next);
  };
  const failed = save.error ?? test.error;
  const title = channel === undefined ? t('alerts.add') : t('alerts.change-of', { name: channel.name });
  return (
    <Sheet title={title} onClose={onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (draft.name.trim() !== '' && !save.isPending) save.mutate();
        }}
      >
        {channel === undefined && (
          <Choice
            label={t('alerts.kind-of')}
            options={optionsOf(typedKinds, (kind) => t(`alerts.channel.${kind}`))}
            value={draft.kind}
            onChange={(kind) => change({ ...draft, kind, fields: {}, secret: '' })}
          />
        )}
        <Field
          label={t('alerts.field.name')}
          value={draft.name}
          maxLength={80}
          onChange={({ target }) => change({ ...draft, name: target.value })}
        />
        <Fields draft={draft} onChange={change} isKept={channel?.hasSecret === true} />
        <Choices draft={draft} onChange={change} />
        <p aria-live="polite">{test.isSuccess && t('alerts.tested', { time: test.data.tookMs })}</p>
        {failed !== null && <FailureNote failure={failureOf(failed)} />}
        <div className="actions">
          <Button busy={test.isPending ? t('alerts.testing') : undefined} onClick={() => test.mutate()}>
            {t('alerts.test')}
          </Button>
          <Button
            type="submit"
            look="primary"
            disabled={draft.name.trim() === ''}
            busy={save.isPending ? t('alerts.saving') : undefined}
          >
            {t('alerts.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
