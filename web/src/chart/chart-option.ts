// The parts of a chart, as plain data for ECharts.
import { hourMs } from '#core/time.ts';
import { axisWords, inWords, percentUnit, powerUnit, reading } from '../format.ts';
import { dayText, hourMarks, momentText, startOfDay, timeText } from '../zone.ts';
import type { ChartLine } from './lines.ts';
import type { LineDash } from './patterns.ts';
import { type Band, bandsOf } from './stack.ts';
import { swatch } from './swatch.ts';

/** A picture that is repeated. */
export interface Pattern {
  readonly image: HTMLCanvasElement;
  readonly repeat: 'repeat';
}

/** Colours and type as the page has them. */
export interface ChartLook {
  readonly ground: 'light' | 'dark';
  readonly tone: (name: string) => string;
  /** What the bar of a colour is filled with: a pattern where colour alone must say nothing. */
  readonly fill: (name: string) => string | Pattern;
  /** The same for a band, whose edge has the colour itself. */
  readonly soft: (name: string) => string | Pattern;
  /** Stripes of a colour, for what leaves the home or is stored. */
  readonly hatch: (name: string) => Pattern;
  /** How the line of a colour is drawn. */
  readonly dash: (name: string) => LineDash;
  readonly font: string;
  /** Width of the chart, px. */
  readonly width: number;
  readonly narrow: boolean;
}

/** What {@link chartOption} takes. */
export interface ChartPlan {
  readonly lines: readonly ChartLine[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly look: ChartLook;
  /** No animation. */
  readonly still: boolean;
}

/** Steps between labels, hours: the first hour of a home has labels too. */
const steps = [1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 3, 6, 12, 24] as const;

/** Instants to be labelled, all at full steps of the site's clock. */
export function axisMarks({
  fromMs,
  toMs,
  timeZone,
  look,
}: Pick<ChartPlan, 'fromMs' | 'toMs' | 'timeZone'> & { readonly look: Pick<ChartLook, 'narrow'> }): readonly number[] {
  const hours = (toMs - fromMs) / hourMs;
  const step = steps.find((each) => hours / each <= (look.narrow ? 5 : 9)) ?? 24;
  // A label at the very end would hang over the edge.
  const lastMs = toMs - (toMs - fromMs) * 0.02;
  return hourMarks(fromMs, lastMs, { timeZone, hours: step });
}

interface TooltipPoint {
  readonly value: readonly [number, number | null];
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** A text within the HTML of a tooltip. */
export const escapeText = (text: string): string => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found);

function tooltip({ lines, timeZone, look }: ChartPlan) {
  // Bands are drawn as sums, but the tooltip shows the values of the lines themselves.
  const values = lines.map(({ points }) => new Map(points));
  return (found: unknown): string => {
    const at = (found as readonly TooltipPoint[])[0]?.value[0];
    if (at === undefined) return '';
    const rows = lines.flatMap((line, index) => {
      const value = values[index]?.get(at) ?? undefined;
      if (value === undefined) return [];
      const way = line.ways?.[value < 0 ? 'negative' : 'positive'];
      const words = inWords(reading(way === undefined ? value : Math.abs(value), line.unit, line.id));
      const label = way === undefined ? line.label : `${line.label}, ${way}`;
      return [`<tr><td>${swatch(look.tone(line.tone))}${escapeText(label)}</td><td>${escapeText(words)}</td></tr>`];
    });
    return `<b>${escapeText(momentText(at, timeZone))}</b><table>${rows.join('')}</table>`;
  };
}

/** A band of the stack, opaque, so that what is behind it only shows where it is larger. */
function bandSeries({ id, tone, points }: Band, { look }: { look: ChartLook }) {
  const colour = look.tone(tone);
  return {
    id,
    type: 'line' as const,
    data: points.map(([at, value]) => [at, value]),
    xAxisIndex: 0,
    yAxisIndex: 0,
    showSymbol: false,
    connectNulls: false,
    lineStyle: { width: 1, color: colour },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    z: 1,
    areaStyle: { color: look.soft(tone), opacity: 1, origin: 0 },
  };
}

function seriesOf(line: ChartLine, { strips, look }: { strips: boolean; look: ChartLook }) {
  const colour = look.tone(line.tone);
  const lower = line.strip === true && strips;
  return {
    id: line.id,
    name: line.label,
    type: 'line' as const,
    data: line.points.map(([at, value]) => [at, value]),
    xAxisIndex: lower ? 1 : 0,
    yAxisIndex: lower ? 1 : 0,
    showSymbol: false,
    connectNulls: false,
    lineStyle: {
      width: line.filled === true ? 1.5 : 2,
      color: colour,
      join: 'round' as const,
      type: look.dash(line.tone),
    },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    z: line.filled === true ? 1 : 2,
    ...(line.filled === true || lower
      ? {
          areaStyle: { color: colour, opacity: (lower ? 0.14 : 0.22) + (look.ground === 'dark' ? 0.06 : 0), origin: 0 },
        }
      : {}),
  };
}

function xAxis(plan: ChartPlan, at: { gridIndex: number; labels: boolean }) {
  const { fromMs, toMs, timeZone, look } = plan;
  const marks = [...axisMarks(plan)];
  const format = (ms: number): string =>
    ms === startOfDay(ms, timeZone) ? dayText(ms, timeZone) : timeText(ms, timeZone);
  return {
    type: 'value' as const,
    gridIndex: at.gridIndex,
    min: fromMs,
    max: toMs,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      show: at.labels,
      customValues: marks,
      color: look.tone('muted'),
      fontSize: 12,
      hideOverlap: true,
      formatter: format,
    },
    axisPointer: { label: { show: false } },
  };
}

function yAxis(plan: ChartPlan, at: { gridIndex: number; strip: boolean; unit: string; largest: number }) {
  const { look } = plan;
  return {
    type: 'value' as const,
    gridIndex: at.gridIndex,
    ...(at.strip
      ? { min: 0, max: 100, interval: at.gridIndex === 0 ? 25 : 50 }
      : { splitNumber: 4, scale: at.unit !== powerUnit }),
    axisLabel: {
      color: look.tone('muted'),
      fontSize: 12,
      formatter: (value: number) => axisWords(value, at.unit, at.largest),
    },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: look.tone('rule'), type: at.strip ? ('dashed' as const) : ('solid' as const) } },
    axisPointer: { show: false },
  };
}

/** The largest size among the values of a unit: it decides the scale of the axis. */
function largestOf(lines: readonly ChartLine[], unit: string): number {
  return lines
    .filter((line) => line.unit === unit)
    .reduce(
      (largest, { points }) => points.reduce((most, [, value]) => Math.max(most, Math.abs(value ?? 0)), largest),
      0,
    );
}

const isStacked = ({ stacked = false }: ChartLine): boolean => stacked;

/** The whole chart. */
export function chartOption(plan: ChartPlan) {
  const { lines, look, still } = plan;
  const strip = lines.find((line) => line.strip === true);
  const strips = strip !== undefined && lines.length > 1;
  // The two grids share their edges: neither may shrink for its labels.
  const sides = { outerBoundsMode: 'none' as const, left: look.narrow ? 50 : 64, right: look.narrow ? 6 : 12 };
  const unit = lines.find((line) => line.strip !== true || !strips)?.unit ?? '';
  const upper = { ...sides, top: 14, bottom: strips ? 122 : 30 };
  return {
    animation: !still,
    animationDuration: 500,
    animationDurationUpdate: 200,
    textStyle: { fontFamily: look.font },
    grid: strips ? [upper, { ...sides, height: 62, bottom: 30 }] : [upper],
    xAxis: strips
      ? [xAxis(plan, { gridIndex: 0, labels: false }), xAxis(plan, { gridIndex: 1, labels: true })]
      : [xAxis(plan, { gridIndex: 0, labels: true })],
    yAxis: [
      yAxis(plan, { gridIndex: 0, strip: unit === percentUnit, unit, largest: largestOf(lines, unit) }),
      ...(strips ? [yAxis(plan, { gridIndex: 1, strip: true, unit: strip.unit, largest: 100 })] : []),
    ],
    axisPointer: {
      link: [{ xAxisIndex: 'all' as const }],
      lineStyle: { color: look.tone('muted'), type: 'solid' as const },
    },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      transitionDuration: 0,
      className: 'chart-tooltip',
      backgroundColor: look.tone('raised'),
      borderColor: look.tone('line'),
      textStyle: { color: look.tone('ink'), fontSize: 13 },
      formatter: tooltip(plan),
    },
    series: [
      ...bandsOf(lines.filter(isStacked)).map((band) => bandSeries(band, { look })),
      ...lines.filter((line) => !isStacked(line)).map((line) => seriesOf(line, { strips, look })),
    ],
  };
}
