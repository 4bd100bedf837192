// Files of price series and emission factors: checked first, then imported.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { SeriesFormat, SeriesImport, SeriesImported, SeriesSummary } from '#api/tariffs.ts';
import { call, failureOf } from '../api.ts';
import { decimal } from '../format.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Field, FailureNote } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { momentText } from '../zone.ts';
import { forgetLedger, pricesQuery } from './ledger.ts';

const kinds = ['price', 'carbon'] as const;
const formats = [
  'csv',
  'entsoe',
  'awattar',
  'nordpool',
  'energy-charts',
  'smard',
  'octopus',
  'tibber',
  'energinet',
  'elering',
  'carbonintensity',
] as const satisfies readonly SeriesFormat[];
const pers = ['kilowatt-hour', 'megawatt-hour', 'hundredth'] as const;

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
  if (text === '') return t('energy.prices.need-file');
  if (text.length > mostCharacters) return t('energy.prices.too-large');
  return series.trim() === '' ? t('energy.prices.need-series') : undefined;
}

function summaryWords({ slots, fromMs, toMs }: SeriesSummary, timeZone: string): string {
  const span =
    fromMs === undefined || toMs === undefined
      ? '–'
      : `${momentText(fromMs, timeZone)} – ${momentText(toMs, timeZone)}`;
  return t('energy.prices.would', { slots: decimal(slots), span });
}

function Present(): ReactNode {
  const site = useSite();
  const { data } = useQuery(pricesQuery(site.id));
  return (
    <section>
      <h3>{t('energy.prices.have')}</h3>
      {data?.series.length === 0 && <p className="note">{t('energy.prices.none')}</p>}
      <ul className="versions">
        {data?.series.map((series) => (
          <li key={`${series.kind} ${series.series}`}>
            <strong>{series.series}</strong>
            <span className="tag">{t(`energy.prices.kinds.${series.kind}`)}</span>
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
        <strong>{saved ? t('energy.prices.imported') : series.series}</strong> {summaryWords(series, site.timeZone)}
      </p>
      {notes.length === 0 ? (
        <p>{t('energy.prices.no-notes')}</p>
      ) : (
        <ul>
          {notes.slice(0, mostNotes).map(({ kind, startMs, endMs }) => (
            <li key={`${kind} ${startMs}`}>
              {t(`energy.prices.notes.${kind}`)}: {momentText(startMs, site.timeZone)} –{' '}
              {momentText(endMs, site.timeZone)}
            </li>
          ))}
          {notes.length > mostNotes && <li>{t('energy.prices.more', { count: notes.length - mostNotes })}</li>}
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
          label={t('energy.prices.kind')}
          options={optionsOf(kinds, (each) => t(`energy.prices.kinds.${each}`))}
          value={kind}
          onChange={(next) => onDraft({ kind: next })}
        />
        <Choice
          label={t('energy.prices.format')}
          options={optionsOf(formats, (each) => t(`energy.prices.formats.${each}`))}
          value={format}
          onChange={(next) => onDraft({ format: next })}
        />
      </div>
      {kind === 'price' && format === 'csv' && (
        <Choice
          label={t('energy.prices.per')}
          options={optionsOf(pers, (each) => t(`energy.prices.pers.${each}`))}
          value={draft.per}
          onChange={(per) => onDraft({ per })}
        />
      )}
      {kind === 'price' && needsCurrency(format) && (
        <Field
          label={t('energy.prices.currency')}
          maxLength={3}
          value={draft.currency}
          onChange={({ target }) => onDraft({ currency: target.value.toUpperCase() })}
        />
      )}
      {needsArea(format) && (
        <Field
          label={t('energy.prices.area')}
          value={draft.area}
          onChange={({ target }) => onDraft({ area: target.value })}
        />
      )}
    </>
  );
}

/** Sends the file: true only checks it, false imports it. */
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
    <Sheet title={t('energy.prices.title')} onClose={onClose}>
      <p>{t('energy.prices.text')}</p>
      <Present />
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!send.isPending) ask(!isLookedInto);
        }}
      >
        <Field
          label={t('energy.prices.file')}
          type="file"
          accept=".csv,.txt,.json,.xml"
          onChange={({ target }) => void target.files?.[0]?.text().then((text) => onDraft({ text }))}
        />
        <Field
          label={t('energy.prices.series')}
          hint={t('energy.prices.series-hint')}
          maxLength={80}
          value={draft.series}
          onChange={({ target }) => onDraft({ series: target.value })}
        />
        <FormatFields draft={draft} onDraft={onDraft} />
        {problem !== undefined && <p className="problem">{problem}</p>}
        {send.data !== undefined && <Outcome outcome={send.data} />}
        {send.isError && <FailureNote failure={failureOf(send.error)} />}
        <div className="actions">
          <Button onClick={onClose}>{t('word.close')}</Button>
          <Button
            type="submit"
            look="primary"
            disabled={send.data?.saved === true}
            busy={
              send.isPending ? (isLookedInto ? t('energy.prices.importing') : t('energy.prices.checking')) : undefined
            }
          >
            {isLookedInto ? t('energy.prices.import') : t('energy.prices.check')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
