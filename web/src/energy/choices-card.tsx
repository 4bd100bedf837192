// How energy is counted: what is in force, and the dialog that changes it for all time.
import type { InputOf } from '#api/endpoints.ts';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { CountingOptions, CountingOptionsView } from '#api/ledger.ts';
import { call, failureOf } from '../api.ts';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { momentText } from '../zone.ts';
import { choicesQuery, forgetLedger } from './ledger.ts';

/** What the server accepts, W. */
const plausible = { least: 500, most: 10_000_000 } as const;

type Counter = CountingOptions['daily'][number];

const keyOf = ({ device, metric }: Counter): string => `${device} ${metric}`;

function Words({ label, text }: { readonly label: string; readonly text: string }): ReactNode {
  return (
    <span>
      <strong>{label}</strong>
      <small>{text}</small>
    </span>
  );
}

interface RadiosProps<T extends string> {
  readonly name: string;
  readonly legend: string;
  readonly options: readonly T[];
  readonly words: (option: T) => { readonly label: string; readonly text: string };
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Radios<T extends string>({ name, legend, options, words, value, onChange }: RadiosProps<T>): ReactNode {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {options.map((each) => (
        <label key={each} className="choice">
          <input type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
          <Words {...words(each)} />
        </label>
      ))}
    </fieldset>
  );
}

interface DailyProps {
  readonly counters: CountingOptionsView['counters'];
  readonly daily: readonly Counter[];
  readonly onChange: (daily: Counter[]) => void;
}

function Daily({ counters, daily, onChange }: DailyProps): ReactNode {
  const picked = new Set(daily.map(keyOf));
  return (
    <fieldset className="choices">
      <legend>{t('energy.choices.daily')}</legend>
      <p className="hint">{t('energy.choices.daily-hint')}</p>
      {counters.map(({ device, deviceName = device, metric }) => {
        const key = keyOf({ device, metric });
        const others = daily.filter((each) => keyOf(each) !== key);
        return (
          <label key={key} className="choice">
            <input
              type="checkbox"
              checked={picked.has(key)}
              onChange={({ target }) => onChange(target.checked ? [...others, { device, metric }] : others)}
            />
            <Words label={deviceName} text={metric} />
          </label>
        );
      })}
    </fieldset>
  );
}

interface SheetProps {
  readonly view: CountingOptionsView;
  readonly onClose: () => void;
}

/** The highest power entered: absent if empty, NaN if it is not a number. */
function plausibleOf(entry: string): number | undefined {
  const text = entry.trim();
  if (text === '') return undefined;
  const given = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return given >= plausible.least && given <= plausible.most ? given : Number.NaN;
}

const phaseRules = ['net', 'net-minute', 'net-quarter', 'each'] as const;
const phaseWords = (each: (typeof phaseRules)[number]) => ({
  label: t(`energy.choices.phases-of.${each}.label`),
  text: t(`energy.choices.phases-of.${each}.text`),
});
const loadWords = (each: 'derived' | 'own') => ({
  label: t(`energy.choices.load-of.${each}.label`),
  text: t(`energy.choices.load-of.${each}.text`),
});

function useSaving(onSaved: () => void) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: InputOf<'saveCountingOptions'>['body']) =>
      call('saveCountingOptions', { params: { site: site.id }, body }),
    onSuccess: () => {
      void forgetLedger(client, site.id);
      onSaved();
    },
  });
}

function ChoicesSheet({ view, onClose }: SheetProps): ReactNode {
  const [phases, setPhases] = useState(view.phases);
  const [load, setLoad] = useState(view.load);
  const [daily, setDaily] = useState<readonly Counter[]>(view.daily);
  const [entry, setEntry] = useState(view.plausibleW === undefined ? '' : String(view.plausibleW));
  const plausibleW = plausibleOf(entry);
  const isWrong = Number.isNaN(plausibleW);
  const save = useSaving(onClose);
  return (
    <Sheet title={t('energy.choices.title')} onClose={onClose}>
      <p>{t('energy.choices.text')}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (save.isPending || isWrong) return;
          save.mutate({ phases, load, daily, ...(plausibleW === undefined ? {} : { plausibleW }) });
        }}
      >
        <Radios
          name="phases"
          legend={t('energy.choices.phases')}
          options={phaseRules}
          words={phaseWords}
          value={phases}
          onChange={setPhases}
        />
        <Radios
          name="load"
          legend={t('energy.choices.load')}
          options={['derived', 'own']}
          words={loadWords}
          value={load}
          onChange={setLoad}
        />
        {view.counters.length > 0 && <Daily counters={view.counters} daily={daily} onChange={setDaily} />}
        <Field
          label={t('energy.choices.plausible')}
          hint={t('energy.choices.plausible-hint')}
          inputMode="numeric"
          problem={isWrong ? t('energy.choices.need-plausible') : undefined}
          value={entry}
          onChange={({ target }) => setEntry(target.value)}
        />
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.cancel')}</Button>
          <Button type="submit" look="primary" busy={save.isPending ? t('energy.choices.saving') : undefined}>
            {t('energy.choices.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** What is in force, and the way to change it. */
export function ChoicesCard(): ReactNode {
  const site = useSite();
  const mayChange = useMay('energy.manage');
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, isError, refetch } = useQuery(choicesQuery(site.id));
  return (
    <Card
      title={t('energy.choices.title')}
      aside={
        mayChange && data !== undefined && <Button onClick={() => setIsOpen(true)}>{t('energy.choices.change')}</Button>
      }
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && (
        <>
          <p>
            {t('energy.choices.phases')}: {t(`energy.choices.phases-of.${data.phases}.label`)}.{' '}
            {t('energy.choices.load')}: {t(`energy.choices.load-of.${data.load}.label`)}.
            {data.daily.length > 0 && ` ${t('energy.choices.daily-count', { count: data.daily.length })}`}
          </p>
          <p>
            <Link to="/sites/$site/meters" params={{ site: site.id }} className="line-link">
              {t('meters.open')}
            </Link>
          </p>
          {data.changed !== undefined && (
            <p className="hint">
              {t('energy.choices.by', { name: data.changed.by, when: momentText(data.changed.atMs, site.timeZone) })}
            </p>
          )}
        </>
      )}
      {isOpen && data !== undefined && <ChoicesSheet view={data} onClose={() => setIsOpen(false)} />}
    </Card>
  );
}
