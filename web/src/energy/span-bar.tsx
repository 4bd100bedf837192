// The switch of the period: width, one back, one on, today, any date.
import { useId, type ReactNode } from 'react';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { Button } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { comparisonsOf, type Comparison } from './compare.ts';
import { asCustom, customSpan, firstDate, isDate, isLast, spanNow, spanWidths, stepped, type Span } from './span.ts';

interface SpanBarProps {
  readonly span: Span;
  readonly today: string;
  readonly title: string;
  readonly onSpan: (span: Span) => void;
  readonly aside: ReactNode;
  readonly comparison: Comparison | undefined;
  readonly onComparison: (comparison: Comparison | undefined) => void;
}

function StepButton({
  way,
  span,
  today,
  onSpan,
}: Pick<SpanBarProps, 'span' | 'today' | 'onSpan'> & { way: 1 | -1 }): ReactNode {
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

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly today: string;
  readonly disabled?: boolean;
  readonly onDate: (date: string) => void;
}

function DateField({ label, value, today, disabled = false, onDate }: DateFieldProps): ReactNode {
  const date = useId();
  return (
    <>
      <label className="hidden" htmlFor={date}>
        {label}
      </label>
      <input
        id={date}
        type="date"
        className="date"
        max={today}
        disabled={disabled}
        value={value}
        onChange={({ target }) => {
          if (isDate(target.value)) onDate(target.value);
        }}
      />
    </>
  );
}

/** Any day, or the first and the last of a custom period. */
function Dates({ span, today, onSpan }: Pick<SpanBarProps, 'span' | 'today' | 'onSpan'>): ReactNode {
  const { width, date, to = date } = span;
  if (width !== 'custom')
    return (
      <DateField
        label={t('energy.date')}
        value={date}
        today={today}
        disabled={width === 'all'}
        onDate={(next) => onSpan({ ...span, date: next })}
      />
    );
  return (
    <>
      <DateField
        label={t('energy.from')}
        value={date}
        today={today}
        onDate={(next) => onSpan(customSpan(next, to, 'from'))}
      />
      <span aria-hidden="true">–</span>
      <DateField
        label={t('energy.to')}
        value={to}
        today={today}
        onDate={(next) => onSpan(customSpan(date, next, 'to'))}
      />
    </>
  );
}

/** Which other period stands beside it. */
function CompareSwitch({
  span,
  comparison,
  onComparison,
}: Pick<SpanBarProps, 'span' | 'comparison' | 'onComparison'>): ReactNode {
  const offered = comparisonsOf(span);
  if (offered.length === 0) return null;
  const chosen = comparison === undefined || offered.includes(comparison) ? comparison : offered[0];
  return (
    <Segments
      label={t('energy.compare.label')}
      options={[
        { value: 'none', label: t('energy.compare.none') },
        ...offered.map((value) => ({ value, label: t(`energy.compare.${value}`) })),
      ]}
      value={chosen ?? 'none'}
      onChange={(value) => onComparison(value === 'none' ? undefined : value)}
    />
  );
}

/** Title and switches of the period. */
export function SpanBar(props: SpanBarProps): ReactNode {
  const { span, today, title, onSpan, aside } = props;
  const site = useSite();
  const isNow = span.width === 'all' || firstDate(span) === firstDate(spanNow(span, today));
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
          onChange={(width) => onSpan(width === 'custom' ? asCustom(span, today) : { ...span, width })}
        />
        <div className={span.width === 'custom' ? 'span-steps two' : 'span-steps'}>
          <StepButton way={-1} span={span} today={today} onSpan={onSpan} />
          <Dates span={span} today={today} onSpan={onSpan} />
          <StepButton way={1} span={span} today={today} onSpan={onSpan} />
          <Button disabled={isNow} onClick={() => onSpan(spanNow(span, today))}>
            {t('energy.today')}
          </Button>
        </div>
        <CompareSwitch {...props} />
      </div>
    </header>
  );
}
