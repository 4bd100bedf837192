// How energy is counted: what is in force, and the dialog that changes it for all time.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { EnergyChoices, EnergyChoicesView } from '#api/ledger.ts';
import { call, failureOf } from '../api.ts';
import { useMaySwitch, useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Button, Card, FailureNote, Field, Skeleton } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { momentText } from '../zone.ts';
import { choicesQuery, forgetLedger } from './ledger.ts';

const words = texts.energy.choices;
/** What the server takes, W. */
const plausible = { least: 500, most: 10_000_000 } as const;

type Counter = EnergyChoices['daily'][number];

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
  readonly options: Readonly<Record<T, { readonly label: string; readonly text: string }>>;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

function Radios<T extends string>({ name, legend, options, value, onChange }: RadiosProps<T>): ReactNode {
  return (
    <fieldset className="choices">
      <legend>{legend}</legend>
      {(Object.keys(options) as T[]).map((each) => (
        <label key={each} className="choice">
          <input type="radio" name={name} checked={each === value} onChange={() => onChange(each)} />
          <Words {...options[each]} />
        </label>
      ))}
    </fieldset>
  );
}

interface DailyProps {
  readonly counters: EnergyChoicesView['counters'];
  readonly daily: readonly Counter[];
  readonly onChange: (daily: Counter[]) => void;
}

function Daily({ counters, daily, onChange }: DailyProps): ReactNode {
  const picked = new Set(daily.map(keyOf));
  return (
    <fieldset className="choices">
      <legend>{words.daily}</legend>
      <p className="hint">{words.dailyHint}</p>
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
  readonly view: EnergyChoicesView;
  readonly onClose: () => void;
}

/** Most power of an entry: absent where it is empty, NaN where it is none. */
function plausibleOf(entry: string): number | undefined {
  const text = entry.trim();
  if (text === '') return undefined;
  const given = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return given >= plausible.least && given <= plausible.most ? given : Number.NaN;
}

function ChoicesSheet({ view, onClose }: SheetProps): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [phases, setPhases] = useState(view.phases);
  const [load, setLoad] = useState(view.load);
  const [daily, setDaily] = useState<readonly Counter[]>(view.daily);
  const [entry, setEntry] = useState(view.plausibleW === undefined ? '' : String(view.plausibleW));
  const plausibleW = plausibleOf(entry);
  const isWrong = Number.isNaN(plausibleW);
  const save = useMutation({
    mutationFn: () =>
      call('saveEnergyChoices', {
        params: { site: site.id },
        body: { phases, load, daily, ...(plausibleW === undefined ? {} : { plausibleW }) },
      }),
    onSuccess: () => {
      void forgetLedger(client, site.id);
      onClose();
    },
  });
  return (
    <Sheet title={words.title} onClose={onClose}>
      <p>{words.text}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!save.isPending && !isWrong) save.mutate();
        }}
      >
        <Radios name="phases" legend={words.phases} options={words.phasesOf} value={phases} onChange={setPhases} />
        <Radios name="load" legend={words.load} options={words.loadOf} value={load} onChange={setLoad} />
        {view.counters.length > 0 && <Daily counters={view.counters} daily={daily} onChange={setDaily} />}
        <Field
          label={words.plausible}
          hint={words.plausibleHint}
          inputMode="numeric"
          problem={isWrong ? words.needPlausible : undefined}
          value={entry}
          onChange={({ target }) => setEntry(target.value)}
        />
        {save.isError && <FailureNote failure={failureOf(save.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{texts.word.cancel}</Button>
          <Button type="submit" look="primary" busy={save.isPending ? words.saving : undefined}>
            {words.save}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

/** What is in force, with its change. */
export function ChoicesCard(): ReactNode {
  const site = useSite();
  const mayChange = useMaySwitch();
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, isError, refetch } = useQuery(choicesQuery(site.id));
  return (
    <Card
      title={words.title}
      aside={mayChange && data !== undefined && <Button onClick={() => setIsOpen(true)}>{words.change}</Button>}
    >
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton height={60} />}
      {data !== undefined && (
        <>
          <p>
            {words.phases}: {words.phasesOf[data.phases].label}. {words.load}: {words.loadOf[data.load].label}.
            {data.daily.length > 0 && ` ${words.dailyCount(data.daily.length)}`}
          </p>
          {data.changed !== undefined && (
            <p className="hint">{words.by(data.changed.by, momentText(data.changed.atMs, site.timeZone))}</p>
          )}
        </>
      )}
      {isOpen && data !== undefined && <ChoicesSheet view={data} onClose={() => setIsOpen(false)} />}
    </Card>
  );
}
