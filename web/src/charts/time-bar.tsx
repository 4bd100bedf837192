// Which time is shown: lengths that end now, steps, zoom, or two moments on the clock of the home.
import { useState, type ReactNode } from 'react';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Field } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { instantFrom, wallText } from '../zone.ts';
import { changed, lasts, shortestMs, type ChartSearch, type Last, type Stretch } from './view.ts';

interface TimeBarProps {
  readonly search: ChartSearch;
  readonly stretch: Stretch;
  readonly nowMs: number;
  readonly onLast: (last: Last) => void;
  readonly onStretch: (stretch: Stretch) => void;
}

/** Two moments; what is half typed stays until both make sense. */
function Moments({ stretch, onStretch }: Pick<TimeBarProps, 'stretch' | 'onStretch'>): ReactNode {
  const { timeZone } = useSite();
  const [typed, setTyped] = useState<{ readonly from?: string; readonly to?: string }>({});
  const from = typed.from ?? wallText(stretch.fromMs, timeZone);
  const to = typed.to ?? wallText(stretch.toMs, timeZone);
  const [fromMs, toMs] = [instantFrom(from, timeZone), instantFrom(to, timeZone)];
  const isWrong = fromMs !== undefined && toMs !== undefined && toMs - fromMs < shortestMs;
  const take = (next: { readonly from?: string; readonly to?: string }): void => {
    const [nextFrom, nextTo] = [instantFrom(next.from ?? from, timeZone), instantFrom(next.to ?? to, timeZone)];
    if (nextFrom !== undefined && nextTo !== undefined && nextTo - nextFrom >= shortestMs) {
      setTyped({});
      onStretch({ fromMs: nextFrom, toMs: nextTo });
    } else setTyped({ ...typed, ...next });
  };
  return (
    <div className="two-fields">
      <Field
        label={t('charts.from')}
        type="datetime-local"
        value={from}
        onChange={({ target }) => take({ from: target.value })}
      />
      <Field
        label={t('charts.to')}
        type="datetime-local"
        value={to}
        problem={isWrong ? t('charts.wrong-times') : undefined}
        onChange={({ target }) => take({ to: target.value })}
      />
    </div>
  );
}

/** The bar. */
export function TimeBar({ search, stretch, nowMs, onLast, onStretch }: TimeBarProps): ReactNode {
  const site = useSite();
  const isNow = search.from === undefined;
  const length = stretch.toMs - stretch.fromMs;
  const steps = [
    { label: t('charts.earlier'), icon: 'back', change: { move: -0.5 }, off: false },
    { label: t('charts.closer'), icon: 'plus', change: { zoom: 0.5 }, off: length <= shortestMs },
    { label: t('charts.wider'), icon: 'minus', change: { zoom: 2 }, off: false },
    { label: t('charts.later'), icon: 'forward', change: { move: 0.5 }, off: stretch.toMs >= nowMs },
  ] as const;
  return (
    <div className="chart-times">
      <div className="span-tools">
        <Segments
          label={t('charts.length')}
          value={isNow ? (search.last ?? '24h') : undefined}
          onChange={onLast}
          options={lasts.map((value) => ({ value, label: t(`charts.lasts.${value}`) }))}
        />
        <div className="span-steps">
          {steps.map(({ label, icon, change, off }) => (
            <button
              key={label}
              type="button"
              className="icon-button"
              aria-label={label}
              title={label}
              disabled={off}
              onClick={() => onStretch(changed(stretch, change))}
            >
              <Icon name={icon} size={20} />
            </button>
          ))}
        </div>
      </div>
      <Moments key={`${stretch.fromMs}`} stretch={stretch} onStretch={onStretch} />
      <p className="muted">{t('charts.clock', { zone: site.timeZone })}</p>
    </div>
  );
}
