// The switch of the period: width, one back, one on, today, any date.
import { useId, type ReactNode } from 'react';
import { useSite } from '../session.ts';
import { texts } from '../texts.ts';
import { Icon } from '../ui/icons.tsx';
import { Button } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { firstDate, isDate, isLast, spanWidths, stepped, type Span } from './span.ts';

const words = texts.energy;

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
      aria-label={way < 0 ? words.previous : words.next}
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
          <p className="muted">{words.clock(site.timeZone)}</p>
        </div>
        {aside}
      </div>
      <div className="span-tools">
        <Segments
          label={words.width}
          options={spanWidths.map((value) => ({ value, label: words.widths[value] }))}
          value={span.width}
          onChange={(width) => onSpan({ ...span, width })}
        />
        <div className="span-steps">
          <StepButton way={-1} span={span} today={today} onSpan={onSpan} />
          <label className="hidden" htmlFor={date}>
            {words.date}
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
            {words.today}
          </Button>
        </div>
      </div>
    </header>
  );
}
