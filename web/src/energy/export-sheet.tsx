// History of the period as a file: a plain link, made of a few choices.
import { useState, type ReactNode } from 'react';
import type { ExportQuery } from '#api/contract.ts';
import { urlOf } from '../api.ts';
import { useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Icon } from '../ui/icons.tsx';
import { Field } from '../ui/parts.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { isDate, stepped, type SpanQuery } from './span.ts';

const words = texts.energy.export;

type MetricSet = keyof typeof words.metricSets;
type Step = keyof typeof words.steps;

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
  const onDate = (name: 'from' | 'to') => (value: string) => {
    if (isDate(value)) change({ [name]: value });
  };
  return (
    <Sheet title={words.title} onClose={onClose}>
      <p>{words.text}</p>
      <div className="two-fields">
        <Field
          label={words.from}
          type="date"
          value={draft.from}
          onChange={({ target }) => onDate('from')(target.value)}
        />
        <Field
          label={words.to}
          hint={words.toHint}
          type="date"
          value={draft.to}
          onChange={({ target }) => onDate('to')(target.value)}
        />
      </div>
      <Choice
        label={words.format}
        options={optionsOf(words.formats)}
        value={draft.format}
        onChange={(format) => change({ format })}
      />
      <div className="two-fields">
        <Choice
          label={words.metrics}
          options={optionsOf(words.metricSets)}
          value={draft.metrics}
          onChange={(metrics) => change({ metrics })}
        />
        <Choice
          label={words.step}
          options={optionsOf(words.steps)}
          value={draft.step}
          onChange={(step) => change({ step })}
        />
      </div>
      <p className="hint">{words.stepHint}</p>
      <label className="check">
        <input type="checkbox" checked={draft.isLocal} onChange={({ target }) => change({ isLocal: target.checked })} />
        {words.localTimes}
      </label>
      <div className="actions">
        <a className="button primary" href={addressOf(site.id, draft)} download>
          <Icon name="download" size={18} />
          {words.go}
        </a>
      </div>
    </Sheet>
  );
}
