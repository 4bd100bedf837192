// Where this home sends its readings: how it goes, and the settings with a test.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Uplink, UplinkTest } from '#api/uplink.ts';
import { momentWords } from '../account/dates.ts';
import { call, failureOf } from '../api.ts';
import { emptyFilter, type FilterDraft, filterDraft, filterOf, isFilterWhole } from '../outputs/output-draft.ts';
import { FilterFields } from '../outputs/output-fields.tsx';
import { useSite } from '../session.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { uplinkQuery } from './queries.ts';

type Settings = NonNullable<Uplink['settings']>;

const nothing: Settings = { address: '', clientId: '', form: 'solstead', mayCommand: false };
/** Clocks further apart than this are told, ms. */
const apartMs = 2000;

function stateText({ state, hub = '–', sinceMs }: NonNullable<Uplink['state']>): string {
  const time = momentWords(sinceMs);
  return state === 'connected' ? t('uplink.state.connected', { hub, time }) : t(`uplink.state.${state}`, { time });
}

function StateLines({ state }: { readonly state: NonNullable<Uplink['state']> }): ReactNode {
  const { sent, waiting, dropped, refused, trouble } = state;
  return (
    <>
      <output>{stateText(state)}</output>
      <p className="muted">{t('uplink.sent', { sent, waiting })}</p>
      {dropped > 0 && <p className="problem">{t('uplink.dropped', { count: dropped })}</p>}
      {refused > 0 && <p className="problem">{t('uplink.not-taken', { count: refused })}</p>}
      {trouble !== undefined && (
        <p className={state.state === 'connected' ? 'muted' : 'problem'}>
          {t('uplink.trouble', { time: momentWords(trouble.atMs), reason: trouble.reason })}
        </p>
      )}
    </>
  );
}

function testText({ hub, tookMs, aheadMs = 0 }: UplinkTest, address: string): string {
  const works = t('uplink.works', { hub: hub ?? address, ms: tookMs });
  if (Math.abs(aheadMs) < apartMs) return works;
  return `${works} ${t('uplink.works-clock', { seconds: Math.round(Math.abs(aheadMs) / 1000) })}`;
}

interface FieldsProps {
  readonly settings: Settings;
  readonly hasSecret: boolean;
  readonly secret: string;
  readonly onChange: (settings: Settings) => void;
  readonly onSecret: (secret: string) => void;
}

function Fields({ settings, hasSecret, secret, onChange, onSecret }: FieldsProps): ReactNode {
  const { ca = '', ...rest } = settings;
  return (
    <>
      <Field
        label={t('uplink.address')}
        hint={t('uplink.address-hint')}
        name="uplink-address"
        inputMode="url"
        maxLength={500}
        value={settings.address}
        onChange={({ target }) => onChange({ ...settings, address: target.value })}
      />
      <Field
        label={t('uplink.client-id')}
        hint={t('uplink.client-id-hint')}
        name="uplink-client"
        autoComplete="off"
        maxLength={200}
        value={settings.clientId}
        onChange={({ target }) => onChange({ ...settings, clientId: target.value })}
      />
      <Field
        label={t('uplink.secret')}
        hint={hasSecret ? t('uplink.secret-kept') : undefined}
        name="uplink-secret"
        type="password"
        autoComplete="new-password"
        maxLength={200}
        value={secret}
        onChange={({ target }) => onSecret(target.value)}
      />
      <Choice
        label={t('uplink.form')}
        options={optionsOf(['solstead', 'documented'] as const, (one) => t(`uplink.form.${one}`))}
        value={settings.form}
        onChange={(form) => onChange({ ...settings, form })}
      />
      {settings.form === 'solstead' && (
        <Choice
          label={t('uplink.commands')}
          options={optionsOf(['no', 'yes'] as const, (one) => t(`uplink.commands.${one}`))}
          value={settings.mayCommand ? 'yes' : 'no'}
          onChange={(one) => onChange({ ...settings, mayCommand: one === 'yes' })}
        />
      )}
      <div className="field">
        <label htmlFor="uplink-ca">{t('uplink.ca')}</label>
        <textarea
          id="uplink-ca"
          className="code"
          rows={3}
          aria-describedby="uplink-ca-hint"
          value={ca}
          onChange={({ target }) => onChange(target.value === '' ? rest : { ...rest, ca: target.value })}
        />
        <p className="hint" id="uplink-ca-hint">
          {t('uplink.ca-hint')}
        </p>
      </div>
    </>
  );
}

function SettingsForm({ known, site }: { readonly known: Uplink; readonly site: string }): ReactNode {
  const client = useQueryClient();
  const [settings, setSettings] = useState<Settings>(known.settings ?? nothing);
  const [filter, setFilter] = useState<FilterDraft>(filterDraft(known.settings?.filter ?? {}));
  const [secret, setSecret] = useState('');
  const shown = (view: Uplink): void => {
    client.setQueryData(uplinkQuery(site).queryKey, view);
    setSecret('');
  };
  const asked = () => {
    const { filter: _before, ...rest } = settings;
    const { onlyWhen: _when, names: _names, ...sent } = filterOf(filter);
    const isNarrow = Object.keys(sent).length > 0;
    return {
      params: { site },
      body: { settings: isNarrow ? { ...rest, filter: sent } : rest, ...(secret === '' ? {} : { secret }) },
    };
  };
  const test = useMutation({ mutationFn: () => call('testUplink', asked()) });
  const save = useMutation({ mutationFn: () => call('saveUplink', asked()), onSuccess: shown });
  const end = useMutation({
    mutationFn: () => call('removeUplink', { params: { site } }),
    onSuccess: (view) => {
      shown(view);
      setSettings(nothing);
      setFilter(emptyFilter);
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const change = (next: Settings): void => {
    // What was found holds for what was tried.
    test.reset();
    setSettings(next);
  };
  const isWhole =
    settings.address.trim() !== '' &&
    settings.clientId.trim() !== '' &&
    (known.hasSecret || secret !== '') &&
    isFilterWhole(filter);
  const failed = [test, save, end].find(({ isError }) => isError);
  return (
    <form className="stack" noValidate onSubmit={submit}>
      <Fields settings={settings} hasSecret={known.hasSecret} secret={secret} onChange={change} onSecret={setSecret} />
      <FilterFields filter={filter} onFilter={setFilter} isPlain />
      {failed !== undefined && <FailureNote failure={failureOf(failed.error)} />}
      {test.data !== undefined && <output className="note">{testText(test.data, settings.address)}</output>}
      <div className="actions">
        {known.settings !== undefined && (
          <Button look="danger" onClick={() => end.mutate()}>
            {t('uplink.end')}
          </Button>
        )}
        <Button
          disabled={!isWhole}
          busy={test.isPending ? t('uplink.testing') : undefined}
          onClick={() => test.mutate()}
        >
          {t('uplink.test')}
        </Button>
        <Button look="primary" type="submit" disabled={!isWhole} busy={save.isPending ? t('uplink.saving') : undefined}>
          {t('uplink.save')}
        </Button>
      </div>
    </form>
  );
}

/** The card. */
export function UplinkCard(): ReactNode {
  const { id: site } = useSite();
  const { data, error, isError, refetch } = useQuery(uplinkQuery(site));
  return (
    <Card title={t('uplink.title')} className="stack">
      <p className="muted">{t('uplink.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={200} />}
      {data?.state !== undefined && <StateLines state={data.state} />}
      {data?.isGiven === true && <p className="note">{t('uplink.given')}</p>}
      {data?.isGiven === false && <SettingsForm key={site} known={data} site={site} />}
    </Card>
  );
}
