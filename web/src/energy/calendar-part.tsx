// A period as a calendar: each day in the colour of its figure, to be opened by mouse, finger or keys.
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { decimal, inWords } from '../format.ts';
import { useSite } from '../session.ts';
import { locale, t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { FailureNote, Loading, Skeleton } from '../ui/parts.tsx';
import {
  calendarBlocks,
  calendarDays,
  dayByKey,
  isPage,
  levels,
  type CalendarBlock,
  type CalendarDay,
} from './calendar.ts';
import { figureName, cellWords, figuresOf, figureWords } from './day-figures.ts';
import type { DayFigure } from './span-search.ts';
import { daysLater, firstDate, rowTitle, spanQuery, type Span } from './span.ts';
import { useDaily } from './use-daily.ts';

const named = (date: string, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(locale(), { ...options, timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
/** A Monday. */
const aMonday = '2026-03-02';
const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
const weekdayName = (day: number, weekday: 'short' | 'long'): string => named(daysLater(aMonday, day), { weekday });

/** What cells have in common. */
interface Cells {
  readonly site: string;
  /** How the values of all cells are written. */
  readonly words: (value: number) => string;
  /** How a value is told in full. */
  readonly amount: (value: number | undefined) => string;
  /** The one that Tab reaches. */
  readonly current: string | undefined;
  readonly isChosen: (date: string) => boolean;
  readonly isPage: boolean;
}

/** The address of a day. */
const dayAddress = (site: string, date: string): string => `#/sites/${site}/energy?by=day&date=${date}`;

const dayTitle = (date: string): string => rowTitle(date, { width: 'custom' });

function levelClass({ level }: CalendarDay): string {
  if (level === undefined) return 'unknown';
  return level < 0 ? `favour level-${-level}` : `level-${level}`;
}

function Cell({ day, cells }: { readonly day: CalendarDay | undefined; readonly cells: Cells }): ReactNode {
  if (day === undefined) return <td aria-hidden="true" />;
  const { date, value, isToCome } = day;
  const number = cells.isPage && (
    <span className="day-number" aria-hidden="true">
      {decimal(Number(date.slice(8)))}
    </span>
  );
  if (isToCome)
    return (
      <td>
        <span className="heat to-come">{number}</span>
      </td>
    );
  const name = t('energy.calendar.day', { day: dayTitle(date), amount: cells.amount(value) });
  return (
    <td>
      <a
        className={`heat ${levelClass(day)}`}
        href={dayAddress(cells.site, date)}
        data-date={date}
        tabIndex={date === cells.current ? 0 : -1}
        aria-current={cells.isChosen(date) ? 'date' : undefined}
      >
        <span className="hidden">{name}</span>
        {number}
        {cells.isPage && value !== undefined && (
          <span className="day-value" aria-hidden="true">
            {cells.words(value)}
          </span>
        )}
      </a>
    </td>
  );
}

/** A month like a page of a calendar. */
function Page({ block, cells }: { readonly block: CalendarBlock; readonly cells: Cells }): ReactNode {
  return (
    <>
      <thead>
        <tr>
          {weekdays.map((day) => (
            <th key={day} scope="col" abbr={weekdayName(day, 'long')}>
              {weekdayName(day, 'short')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.weeks.map((week, index) => (
          <tr key={week.find((day) => day !== undefined)?.date ?? index}>
            {weekdays.map((day) => (
              <Cell key={day} day={week[day]} cells={cells} />
            ))}
          </tr>
        ))}
      </tbody>
    </>
  );
}

/** A year as a strip: a column a week. */
function Strip({ block, cells }: { readonly block: CalendarBlock; readonly cells: Cells }): ReactNode {
  return (
    <>
      <thead>
        <tr>
          <td aria-hidden="true" />
          {block.months.map(({ month, weeks }) => (
            <th key={month} scope="colgroup" colSpan={weeks}>
              {named(`${month}-01`, { month: 'short' })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weekdays.map((day) => (
          <tr key={day}>
            <th scope="row" abbr={weekdayName(day, 'long')}>
              {weekdayName(day, 'short')}
            </th>
            {block.weeks.map((week, index) => (
              <Cell key={week.find((one) => one !== undefined)?.date ?? index} day={week[day]} cells={cells} />
            ))}
          </tr>
        ))}
      </tbody>
    </>
  );
}

/** What the colours mean. */
function Scale({
  figure,
  top,
  currency,
  hasFavour,
}: {
  readonly figure: DayFigure;
  readonly top: number;
  readonly currency: string | undefined;
  readonly hasFavour: boolean;
}): ReactNode {
  const steps = Array.from({ length: levels }, (_, index) => index + 1);
  return (
    <ul className={`heat-scale heat-${figure}`}>
      {hasFavour && (
        <li>
          {t('energy.figures.credit')}
          {steps.toReversed().map((step) => (
            <span key={step} className={`heat favour level-${step}`} aria-hidden="true" />
          ))}
        </li>
      )}
      <li>
        {inWords(figureWords(figure, 0, currency))}
        <span className="heat level-0" aria-hidden="true" />
        {steps.map((step) => (
          <span key={step} className={`heat level-${step}`} aria-hidden="true" />
        ))}
        {inWords(figureWords(figure, top, currency))}
      </li>
      <li>
        <span className="heat unknown" aria-hidden="true" />
        {t('energy.calendar.unknown')}
      </li>
    </ul>
  );
}

interface BlocksProps {
  readonly days: readonly CalendarDay[];
  readonly cells: Omit<Cells, 'current' | 'isPage' | 'site'>;
  readonly title: string;
  readonly figure: DayFigure;
}

/** What of the days to come is seen beside the present, px. */
const roomPx = 60;

/** The cells, with the keys. */
function Blocks({ days, cells, title, figure }: BlocksProps): ReactNode {
  const { id: site } = useSite();
  const navigate = useNavigate();
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<string>();
  const [told, setTold] = useState<string>();
  const page = isPage(days);
  const open = days.filter(({ isToCome }) => !isToCome);
  const isOpen = (date: string | undefined): boolean => open.some((day) => day.date === date);
  const chosen = open.find(({ date }) => cells.isChosen(date)) ?? open.findLast(({ value }) => value !== undefined);
  const current = isOpen(at) ? at : (chosen ?? open.at(-1))?.date;
  const all: Cells = { ...cells, current, isPage: page, site };
  const first = current ?? '';
  useEffect(() => {
    // A strip that does not fit begins where the present is.
    const place = frame.current;
    const cell = place?.querySelector('[tabindex="0"]');
    if (place === null || cell === null || cell === undefined || days.length === 0) return;
    place.scrollLeft += cell.getBoundingClientRect().right - place.getBoundingClientRect().right + roomPx;
  }, [days]);
  const dateOf = (target: EventTarget): string | undefined =>
    target instanceof Element ? (target.closest<HTMLElement>('[data-date]')?.dataset['date'] ?? undefined) : undefined;
  const tell = ({ target }: { readonly target: EventTarget }): void => {
    const day = days.find(({ date }) => date === dateOf(target));
    if (day !== undefined)
      setTold(t('energy.calendar.day', { day: dayTitle(day.date), amount: cells.amount(day.value) }));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const next = dayByKey(event.key, first, { isPage: page });
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    // The arrows step the period elsewhere.
    event.preventDefault();
    if (!isOpen(next)) return;
    setAt(next);
    frame.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
  };
  const onClick = (event: MouseEvent): void => {
    const date = dateOf(event.target);
    if (date === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void navigate({ to: '/sites/$site/energy', params: { site }, search: { by: 'day', date } });
  };
  return (
    <>
      <div ref={frame} className={page ? 'calendar page' : 'calendar strip'}>
        {calendarBlocks(days).map((block, _, blocks) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the links in it have both; here they are caught once for hundreds
          <table
            key={block.label}
            className={`heat-${figure}`}
            style={{ '--weeks': block.weeks.length } as React.CSSProperties}
            aria-label={t('energy.calendar.describe', {
              figure: figureName(figure),
              title: blocks.length > 1 ? block.label : title,
            })}
            onKeyDown={onKeyDown}
            onClick={onClick}
            onFocus={tell}
            onPointerOver={tell}
          >
            {blocks.length > 1 && <caption>{block.label}</caption>}
            {page ? <Page block={block} cells={all} /> : <Strip block={block} cells={all} />}
          </table>
        ))}
      </div>
      <p className="hint">{told ?? t('energy.calendar.hint')}</p>
    </>
  );
}

interface CalendarPartProps {
  readonly report: EnergyReport;
  readonly span: Span;
  readonly today: string;
  readonly title: string;
  readonly figure: DayFigure | undefined;
  readonly onFigure: (figure: DayFigure) => void;
}

/** The calendar with its choice of the figure. */
export function CalendarPart({ report, span, today, title, figure: asked, onFigure }: CalendarPartProps): ReactNode {
  const { rows, isOld, failure, onRetry } = useDaily({ report, span, today }, true);
  const offered = useMemo(() => figuresOf(rows ?? []), [rows]);
  const figure = asked !== undefined && offered.includes(asked) ? asked : offered[0];
  const found = useMemo(
    () => (rows === undefined || figure === undefined ? undefined : calendarDays(rows, figure, today)),
    [rows, figure, today],
  );
  if (failure !== undefined && rows === undefined)
    return <FailureNote title={t('energy.failed')} failure={failure} onRetry={onRetry} />;
  if (rows === undefined)
    return (
      <Loading>
        <Skeleton height={220} />
      </Loading>
    );
  if (figure === undefined || found === undefined) return <p className="note">{t('energy.empty')}</p>;
  const { currency } = report;
  const { from, to } = spanQuery(span, today);
  const isPart = span.width === 'day' || span.width === 'week';
  const words = cellWords(
    figure,
    found.days.map(({ value }) => value),
  );
  return (
    <div className={isOld ? 'calendar-part old' : 'calendar-part'} aria-busy={isOld}>
      <Choice
        label={t('energy.compare.figure')}
        options={optionsOf(offered, figureName)}
        value={figure}
        onChange={onFigure}
      />
      <Blocks
        days={found.days}
        figure={figure}
        title={isPart ? firstDate({ ...span, width: 'year' }).slice(0, 4) : title}
        cells={{
          words,
          amount: (value) =>
            value === undefined ? t('energy.calendar.unknown') : inWords(figureWords(figure, value, currency)),
          isChosen: (date) => isPart && date >= from && date < to,
        }}
      />
      <Scale
        figure={figure}
        top={found.top}
        currency={currency}
        hasFavour={found.days.some(({ level = 0 }) => level < 0)}
      />
    </div>
  );
}
