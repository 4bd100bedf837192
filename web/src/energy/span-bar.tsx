// The switch of the period: width, one back, one on, today, any date.
import { useId, type ReactNode } from 'react';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { firstDate, isDate, isLast, spanWidths, stepped, type Span } from './span.ts';

interface SpanBarProps {
  readonly span: Span;
  readonly today: string;
  readonly title: string;
  readonly onSpan: (span: Span) => void;
  readonly aside: ReactNode;
}

function StepButton({ way, span, today, onSpan }: Omit<SpanBarProps, 'title' | 'aside'> & { way: 1 | -1 }): ReactNode {
  return (
    <button
      type="button"
      className="icon-button"
      aria-label={way < 0 ? t('energy.previous') : t('energy.next')}
      disabled={span.width === 'all' || (way > 0 && isLast(span, today))}
      onClick={() => onSpan(stepped(span, way))}
    >
      <Icon name={way < 0 ? 'back' : 'forward'} size={20} />
    </button>
  );
}

/** Title and switches of the period. */
export function SpanBar({ span, today, title, onSpan, aside }: SpanBarProps): ReactNode {
  const site = useSite();
  const date = useId();
  const isNow = span.width === 'all' || firstDate(span) === firstDate({ ...span, date: today });
  return (
    <header className="span-bar">
      <div className="span-head">
        <div className="span-title">
          <h1 aria-live="polite">{title}</h1>
          <p className="muted">{t('energy.clock', { zone: site.timeZone })}</p>
        </div>
        {aside}
      </div>
      <div className="span-tools">
        <Segments
          label={t('energy.width')}
          options={spanWidths.map((value) => ({ value, label: t(`energy.widths.${value}`) }))}
          value={span.width}
          onChange={(width) => onSpan({ ...span, width })}
        />
        <div className="span-steps">
          <StepButton way={-1} span={span} today={today} onSpan={onSpan} />
          <label className="hidden" htmlFor={date}>
            {t('energy.date')}
          </label>
          <input
            id={date}
            type="date"
            className="date"
            max={today}
            disabled={span.width === 'all'}
            value={span.date}
            onChange={({ target: { value } }) => {
              if (isDate(value)) onSpan({ ...span, date: value });
            }}
          />
          <StepButton way={1} span={span} today={today} onSpan={onSpan} />
          <Button disabled={isNow} onClick={() => onSpan({ ...span, date: today })}>
            {t('energy.today')}
          </Button>
        </div>
      </div>
    </header>
  );
}
