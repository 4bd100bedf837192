// The page of charts: any values against each other, over any time.
import { useQueries, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { dayMs, hourMs } from '#core/time.ts';
import { failureOf } from '../api.ts';
import { ChartTable } from '../chart/chart-table.tsx';
import { Panels } from '../chart/lazy-chart.tsx';
import type { ChartLine } from '../chart/lines.ts';
import type { ChartMark } from '../chart/panels.ts';
import { clock } from '../clock.ts';
import { useLive, useLiveState } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { Icon } from '../ui/icons.tsx';
import { Button, Card, FailureNote, PageTitle } from '../ui/parts.tsx';
import { momentText } from '../zone.ts';
import { Download } from './download.tsx';
import { LinePicker } from './line-picker.tsx';
import { lookOf, pointsOfLine, tonesOf } from './labels.ts';
import { marksOf } from './marks.ts';
import { commandsQuery, findingsQuery, linesQuery } from './queries.ts';
import { TimeBar } from './time-bar.tsx';
import { ViewsCard } from './views-card.tsx';
import {
  asksOf,
  lineId,
  linesOf,
  linesText,
  loadedFor,
  mostLines,
  shownStretch,
  type ChartSearch,
  type LineKey,
  type Stretch,
} from './view.ts';

const path = '/sites/$site/charts';
/** How long nothing moves before finer values are asked for, ms. */
const restMs = 300;
/** A view that ends now moves on this often, ms. */
const onMs = 30_000;

/** The address: what it says, and how it is changed. */
function useView() {
  const { id: site } = useSite();
  const navigate = useNavigate();
  const search = useSearch({ from: path });
  const go = (next: ChartSearch, replace = false): void =>
    void navigate({ to: path, params: { site }, search: next, replace });
  return { search, go };
}

/** The time of the home, a step at a time. */
function useSlowNow(): number {
  const live = useLive();
  const [nowMs, setNowMs] = useState(() => live.serverNowMs());
  useEffect(() => clock.every(onMs, () => setNowMs(live.serverNowMs())), [live]);
  return nowMs;
}

/** How many points fit: a pixel each. */
const pointsNow = (): number => Math.max(300, Math.min(1600, window.innerWidth));

/** The lines with their points, and how loading them stands. */
function useLines(keys: readonly LineKey[], loaded: Stretch & { readonly stepMs: number }) {
  const site = useSite();
  const devices = useLiveState((state) => state.devices);
  const names = useMemo(() => new Map(devices?.map(({ id, name }) => [id, name])), [devices]);
  const asks = useMemo(() => asksOf(keys), [keys]);
  const { answers, isPending, isOld, failed, again } = useQueries({
    queries: asks.map((ask) => linesQuery(site.id, ask, loaded)),
    combine: (results) => ({
      answers: results.map(({ data }) => data),
      isPending: results.some((each) => each.isPending),
      isOld: results.some((each) => each.isPlaceholderData),
      failed: results.find((each) => each.isError)?.error,
      again: () => results.forEach((each) => void each.refetch()),
    }),
  });
  const lines = useMemo((): readonly ChartLine[] => {
    const tones = tonesOf(keys);
    return keys.map((key, index) => ({
      ...lookOf(key, tones[index] ?? '', key.device === undefined ? undefined : names.get(key.device)),
      points: pointsOfLine(key, answers),
    }));
  }, [keys, names, answers]);
  return { lines, isPending, isOld, failed, again };
}

/** What happened in the time that is loaded. */
function useMarks(stretch: Stretch): readonly ChartMark[] {
  const site = useSite();
  const findings = useQuery(findingsQuery(site.id, stretch));
  const commands = useQuery(commandsQuery(site.id));
  const { fromMs, toMs } = stretch;
  return useMemo(
    () => marksOf(findings.data ?? [], commands.data?.commands ?? [], { fromMs, toMs, timeZone: site.timeZone }),
    [findings.data, commands.data, fromMs, toMs, site.timeZone],
  );
}

function Lines({
  lines,
  onRemove,
}: {
  readonly lines: readonly ChartLine[];
  readonly onRemove: (id: string) => void;
}): ReactNode {
  return (
    <ul className="chart-lines">
      {lines.map(({ id, label, tone }) => (
        <li key={id}>
          <span className={`swatch ${tone}`} aria-hidden="true" />
          {label}
          <button
            type="button"
            className="icon-button"
            aria-label={t('charts.take-out', { line: label })}
            onClick={() => onRemove(id)}
          >
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Marks({ marks }: { readonly marks: readonly ChartMark[] }): ReactNode {
  const { timeZone } = useSite();
  return (
    <Card title={t('charts.marks')}>
      {marks.length === 0 && <p className="note">{t('charts.marks-none')}</p>}
      <ol className="chart-marks">
        {marks.toReversed().map(({ atMs, label }) => (
          <li key={`${atMs} ${label}`}>
            <span className="muted">{momentText(atMs, timeZone)}</span> {label}
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** Rows of the table: hours of a day, days of a month. */
const tableHours = ({ fromMs, toMs }: Stretch): number => {
  const length = toMs - fromMs;
  if (length <= 6 * hourMs) return 1 / 6;
  return length <= 2 * dayMs ? 1 : length <= 14 * dayMs ? 6 : 24;
};

interface PictureProps {
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  readonly loaded: Stretch;
  readonly stretch: Stretch;
  readonly onPicture: (take: (() => string) | undefined) => void;
  readonly onStretch: (stretch: Stretch) => void;
}

function Picture({ lines, marks, loaded, stretch, onPicture, onStretch }: PictureProps): ReactNode {
  const { timeZone } = useSite();
  const hasValues = lines.some(({ points }) =>
    points.some(([at, value]) => value !== null && at >= stretch.fromMs && at <= stretch.toMs),
  );
  const rest = useRef<() => void>(undefined);
  useEffect(() => () => rest.current?.(), []);
  return (
    <>
      {!hasValues && <p className="note">{t('charts.no-values')}</p>}
      <Panels
        lines={lines}
        marks={marks}
        loaded={loaded}
        {...stretch}
        timeZone={timeZone}
        onPicture={onPicture}
        onStretch={(fromMs, toMs) => {
          rest.current?.();
          rest.current = clock.after(restMs, () => onStretch({ fromMs, toMs }));
        }}
      />
      <ChartTable
        title={t('charts.title')}
        lines={lines}
        {...stretch}
        timeZone={timeZone}
        hours={tableHours(stretch)}
      />
    </>
  );
}

/** The page. */
export function ChartsPage(): ReactNode {
  const { search, go } = useView();
  const nowMs = useSlowNow();
  const keys = useMemo(() => linesOf(search.lines), [search.lines]);
  const { from, to, last } = search;
  const stretch = useMemo(() => shownStretch({ from, to, last }, nowMs), [from, to, last, nowMs]);
  const loaded = useMemo(() => loadedFor(stretch, pointsNow()), [stretch]);
  const { lines, isPending, isOld, failed, again } = useLines(keys, loaded);
  const marks = useMarks(stretch);
  const [take, setTake] = useState<() => string>();
  // A function as the state itself would be called.
  const [onPicture] = useState(() => (next: (() => string) | undefined) => setTake(() => next));
  const [isPicking, setIsPicking] = useState(false);
  const isFull = keys.length >= mostLines;
  const show = (next: readonly LineKey[]): void => go({ ...search, lines: linesText(next) });
  const move = ({ fromMs, toMs }: Stretch, replace = false): void =>
    go({ lines: search.lines, from: Math.round(fromMs), to: Math.round(toMs) }, replace);
  return (
    <>
      <PageTitle title={t('charts.title')} />
      <header className="span-bar">
        <h1>{t('charts.title')}</h1>
        <TimeBar
          search={search}
          stretch={stretch}
          nowMs={nowMs}
          onLast={(next) => go({ lines: search.lines, last: next })}
          onStretch={move}
        />
      </header>
      <section className="card charts" aria-busy={isPending || isOld}>
        <div className="chart-head">
          <Lines lines={lines} onRemove={(id) => show(keys.filter((key) => lineId(key) !== id))} />
          <Button icon="plus" disabled={isFull} onClick={() => setIsPicking(true)}>
            {t('charts.add')}
          </Button>
        </div>
        {isFull && <p className="note">{t('charts.full', { most: mostLines })}</p>}
        {keys.length === 0 && <p className="note">{t('charts.empty')}</p>}
        {failed !== undefined && failed !== null && <FailureNote failure={failureOf(failed)} onRetry={again} />}
        {keys.length > 0 && (
          <FailureBoundary>
            <Picture
              lines={lines}
              marks={marks}
              loaded={loaded}
              stretch={stretch}
              onPicture={onPicture}
              onStretch={(next) => move(next, true)}
            />
          </FailureBoundary>
        )}
        <p className="muted">{t(isOld ? 'charts.loading' : 'charts.hint')}</p>
        {keys.length > 0 && <Download lines={keys} stretch={stretch} stepMs={loaded.stepMs} take={take} />}
      </section>
      <Marks marks={marks} />
      <ViewsCard search={search} onOpen={(view) => go(view)} />
      {isPicking && (
        <LinePicker
          shown={keys}
          onAdd={(key) => {
            show([...keys, key]);
            setIsPicking(false);
          }}
          onClose={() => setIsPicking(false)}
        />
      )}
    </>
  );
}
