// Files of price series and emission factors: looked into first, then imported.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SeriesFormat, SeriesImport, SeriesImported, SeriesSummary } from '#api/ledger.ts';
import { call, failureOf } from '../api.ts';
import { decimal } from '../format.ts';
import { useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Field, FailureNote } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { momentText } from '../zone.ts';
import { forgetLedger, pricesQuery } from './ledger.ts';

const words = texts.energy.prices;
const mostCharacters = 1_000_000;
const mostNotes = 6;

interface Draft {
  readonly series: string;
  readonly kind: SeriesImport['kind'];
  readonly format: SeriesFormat;
  readonly currency: string;
  readonly per: NonNullable<SeriesImport['per']>;
  readonly area: string;
  readonly text: string;
}

const needsCurrency = (format: SeriesFormat): boolean => format === 'csv' || format === 'energinet';
const needsArea = (format: SeriesFormat): boolean => ['nordpool', 'energinet', 'elering'].includes(format);

function bodyOf({ series, kind, format, currency, per, area, text }: Draft, dryRun: boolean): SeriesImport {
  return {
    series: series.trim(),
    kind,
    format,
    text,
    ...(kind === 'price' && needsCurrency(format) && currency !== '' ? { currency } : {}),
    ...(kind === 'price' && format === 'csv' ? { per } : {}),
    ...(needsArea(format) && area.trim() !== '' ? { area: area.trim() } : {}),
    ...(dryRun ? { dryRun } : {}),
  };
}

function problemOf({ series, text }: Draft): string | undefined {
  if (text === '') return words.needFile;
  if (text.length > mostCharacters) return words.tooLarge;
  return series.trim() === '' ? words.needSeries : undefined;
}

function summaryWords({ slots, fromMs, toMs }: SeriesSummary, timeZone: string): string {
  const span =
    fromMs === undefined || toMs === undefined
      ? '–'
      : `${momentText(fromMs, timeZone)} – ${momentText(toMs, timeZone)}`;
  return words.would(decimal(slots), span);
}

function Present(): ReactNode {
  const site = useSite();
  const { data } = useQuery(pricesQuery(site.id));
  return (
    <section>
      <h3>{words.have}</h3>
      {data?.series.length === 0 && <p className="note">{words.none}</p>}
      <ul className="versions">
        {data?.series.map((series) => (
          <li key={`${series.kind} ${series.series}`}>
            <strong>{series.series}</strong>
            <span className="tag">{words.kinds[series.kind]}</span>
            <span className="muted">{summaryWords(series, site.timeZone)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Outcome({ outcome }: { readonly outcome: SeriesImported }): ReactNode {
  const site = useSite();
  const { saved, series, notes } = outcome;
  return (
    <div className="note" aria-live="polite">
      <p>
        <strong>{saved ? words.imported : series.series}</strong> {summaryWords(series, site.timeZone)}
      </p>
      {notes.length === 0 ? (
        <p>{words.noNotes}</p>
      ) : (
        <ul>
          {notes.slice(0, mostNotes).map(({ kind, startMs, endMs }) => (
            <li key={`${kind} ${startMs}`}>
              {words.notes[kind]}: {momentText(startMs, site.timeZone)} – {momentText(endMs, site.timeZone)}
            </li>
          ))}
          {notes.length > mostNotes && <li>{words.more(notes.length - mostNotes)}</li>}
        </ul>
      )}
    </div>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly onDraft: (part: Partial<Draft>) => void;
}

function FormatFields({ draft, onDraft }: FieldsProps): ReactNode {
  const { kind, format } = draft;
  return (
    <>
      <div className="two-fields">
        <Choice
          label={words.kind}
          options={optionsOf(words.kinds)}
          value={kind}
          onChange={(next) => onDraft({ kind: next })}
        />
        <Choice
          label={words.format}
          options={optionsOf(words.formats)}
          value={format}
          onChange={(next) => onDraft({ format: next })}
        />
      </div>
      {kind === 'price' && format === 'csv' && (
        <Choice
          label={words.per}
          options={optionsOf(words.pers)}
          value={draft.per}
          onChange={(per) => onDraft({ per })}
        />
      )}
      {kind === 'price' && needsCurrency(format) && (
        <Field
          label={words.currency}
          maxLength={3}
          value={draft.currency}
          onChange={({ target }) => onDraft({ currency: target.value.toUpperCase() })}
        />
      )}
      {needsArea(format) && (
        <Field label={words.area} value={draft.area} onChange={({ target }) => onDraft({ area: target.value })} />
      )}
    </>
  );
}

/** Sends the file: true looks into it, false imports it. */
function useImport(draft: Draft) {
  const site = useSite();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (dryRun: boolean) => call('importPrices', { params: { site: site.id }, body: bodyOf(draft, dryRun) }),
    onSuccess: ({ saved }) => (saved ? forgetLedger(client, site.id) : undefined),
  });
}

interface PricesSheetProps {
  readonly currency: string;
  readonly onClose: () => void;
}

/** Import, its dry run first. */
export function PricesSheet({ currency, onClose }: PricesSheetProps): ReactNode {
  const [problem, setProblem] = useState<string>();
  const [draft, setDraft] = useState<Draft>({
    series: 'market',
    kind: 'price',
    format: 'csv',
    currency,
    per: 'kilowatt-hour',
    area: '',
    text: '',
  });
  const send = useImport(draft);
  const onDraft = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }));
    setProblem(undefined);
    send.reset();
  };
  const ask = (dryRun: boolean): void => {
    const found = problemOf(draft);
    setProblem(found);
    if (found === undefined) send.mutate(dryRun);
  };
  const isLookedInto = send.data?.saved === false;
  return (
    <Sheet title={words.title} onClose={onClose}>
      <p>{words.text}</p>
      <Present />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) ask(!isLookedInto);
        }}
      >
        <Field
          label={words.file}
          type="file"
          accept=".csv,.txt,.json,.xml"
          onChange={({ target }) => void target.files?.[0]?.text().then((text) => onDraft({ text }))}
        />
        <Field
          label={words.series}
          hint={words.seriesHint}
          maxLength={80}
          value={draft.series}
          onChange={({ target }) => onDraft({ series: target.value })}
        />
        <FormatFields draft={draft} onDraft={onDraft} />
        {problem !== undefined && <p className="problem">{problem}</p>}
        {send.data !== undefined && <Outcome outcome={send.data} />}
        {send.isError && <FailureNote failure={failureOf(send.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{texts.word.close}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={send.data?.saved === true}
            busy={send.isPending ? (isLookedInto ? words.importing : words.checking) : undefined}
          >
            {isLookedInto ? words.import : words.check}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
