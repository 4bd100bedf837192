// History of the period as a file: a plain link, built from a few choices.
import { useState, type ReactNode } from 'react';
import type { ExportQuery } from '#api/contract.ts';
import { urlOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { isDate, stepped, type SpanQuery } from './span.ts';

const formats = [
  'xlsx',
  'csv-wide',
  'csv',
  'jsonl',
  'parquet-wide',
  'parquet',
] as const satisfies readonly ExportQuery['format'][];
const metricSets = ['energy', 'power', 'all'] as const;
type MetricSet = (typeof metricSets)[number];
/** Even steps; empty for points as they were stored. */
const steps = ['5m', '15m', '1h', '1d', ''] as const;
type Step = (typeof steps)[number];

const metricsOf: Readonly<Record<MetricSet, string | undefined>> = {
  energy: 'pv.energy,grid.energy.*,battery.energy.*,load.energy',
  power: 'pv.power,grid.power,battery.power,load.power,battery.soc',
  all: undefined,
};

interface ExportDraft {
  readonly format: ExportQuery['format'];
  readonly metrics: MetricSet;
  readonly step: Step;
  readonly isLocal: boolean;
  readonly from: string;
  /** The last day, included. */
  readonly to: string;
}

/** The parameters of the download. */
function exportQuery({ format, metrics, step, isLocal, from, to }: ExportDraft): ExportQuery {
  const ids = metricsOf[metrics];
  return {
    format,
    from: `${from}T00:00`,
    to: `${stepped({ width: 'day', date: to }, 1).date}T00:00`,
    ...(ids === undefined ? {} : { metrics: ids }),
    ...(step === '' ? {} : { step }),
    ...(isLocal ? { times: 'local' } : {}),
  };
}

const addressOf = (site: string, draft: ExportDraft): string =>
  urlOf('exportHistory', { params: { site }, query: exportQuery(draft) });

interface ExportSheetProps {
  readonly query: SpanQuery;
  readonly today: string;
  readonly onClose: () => void;
}

const stepName = (step: Step): string => t(`energy.export.steps.${step === '' ? 'stored' : step}`);

interface SpanFieldsProps {
  readonly draft: ExportDraft;
  readonly onChange: (part: Partial<ExportDraft>) => void;
}

function SpanFields({ draft, onChange }: SpanFieldsProps): ReactNode {
  const onDate = (name: 'from' | 'to') => (value: string) => {
    if (isDate(value)) onChange({ [name]: value });
  };
  return (
    <div className="two-fields">
      <Field
        label={t('energy.export.from')}
        type="date"
        value={draft.from}
        onChange={({ target }) => onDate('from')(target.value)}
      />
      <Field
        label={t('energy.export.to')}
        hint={t('energy.export.to-hint')}
        type="date"
        value={draft.to}
        onChange={({ target }) => onDate('to')(target.value)}
      />
    </div>
  );
}

/** The choices and the link. */
export function ExportSheet({ query, today, onClose }: ExportSheetProps): ReactNode {
  const site = useSite();
  const last = stepped({ width: 'day', date: query.to }, -1).date;
  const [draft, setDraft] = useState<ExportDraft>({
    format: 'xlsx',
    metrics: 'energy',
    step: '15m',
    isLocal: true,
    from: query.from,
    to: last > today ? today : last,
  });
  const change = (part: Partial<ExportDraft>): void => setDraft((before) => ({ ...before, ...part }));
  return (
    <Sheet title={t('energy.export.title')} onClose={onClose}>
      <p>{t('energy.export.text')}</p>
      <SpanFields draft={draft} onChange={change} />
      <Choice
        label={t('energy.export.format')}
        options={optionsOf(formats, (each) => t(`energy.export.formats.${each}`))}
        value={draft.format}
        onChange={(format) => change({ format })}
      />
      <div className="two-fields">
        <Choice
          label={t('energy.export.metrics')}
          options={optionsOf(metricSets, (each) => t(`energy.export.metric-sets.${each}`))}
          value={draft.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <Choice
          label={t('energy.export.step')}
          options={optionsOf(steps, stepName)}
          value={draft.step}
          onChange={(step) => change({ step })}
        />
      </div>
      <p className="hint">{t('energy.export.step-hint')}</p>
      <label className="check">
        <input type="checkbox" checked={draft.isLocal} onChange={({ target }) => change({ isLocal: target.checked })} />
        {t('energy.export.local-times')}
      </label>
      <div className="actions">
        <a className="button primary" href={addressOf(site.id, draft)} download>
          <Icon name="download" size={18} />
          {t('energy.export.go')}
        </a>
      </div>
    </Sheet>
  );
}
