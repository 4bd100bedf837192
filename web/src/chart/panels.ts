// Lines of several units over one time: a panel a unit, one below the other, as plain data for ECharts.
import { axisWords, inWords, reading } from '../format.ts';
import { dayText, momentText, startOfDay, timeText } from '../zone.ts';
import { axisMarks, escapeText, type ChartLook } from './chart-option.ts';
import type { ChartLine } from './lines.ts';
import { swatch } from './swatch.ts';

/** Something that happened, drawn as a line from top to bottom. */
export interface ChartMark {
  readonly atMs: number;
  readonly label: string;
}

/** What {@link panelsOption} takes. */
export interface PanelsPlan {
  readonly lines: readonly ChartLine[];
  readonly marks: readonly ChartMark[];
  /** What is loaded. */
  readonly loaded: { readonly fromMs: number; readonly toMs: number };
  /** What is shown of it. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly look: ChartLook;
  readonly still: boolean;
}

const panelHeight = 170;
const gap = 18;
const foot = 34;

/** The units of some lines, in their order: a panel each. */
const unitsOf = (lines: readonly Pick<ChartLine, 'unit'>[]): readonly string[] => [
  ...new Set(lines.map(({ unit }) => unit)),
];

/** Height of the chart of some lines, px. */
export function panelsHeight(lines: readonly Pick<ChartLine, 'unit'>[]): number {
  const count = Math.max(1, unitsOf(lines).length);
  return (count === 1 ? 2 * panelHeight : count * panelHeight + (count - 1) * gap) + foot;
}

/** The value of a line at the last point that is not later. */
function valueAt({ points }: ChartLine, at: number): number | undefined {
  let [low, high] = [0, points.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((points[middle]?.[0] ?? at) <= at) low = middle + 1;
    else high = middle;
  }
  return points[low - 1]?.[1] ?? undefined;
}

function tooltip({ lines, timeZone, look }: PanelsPlan) {
  return (found: unknown): string => {
    const at = (found as readonly { readonly value: readonly [number, number | null] }[])[0]?.value[0];
    if (at === undefined) return '';
    const rows = lines.flatMap((line) => {
      const value = valueAt(line, at);
      if (value === undefined) return [];
      const words = inWords(reading(value, line.unit, line.id));
      return [
        `<tr><td>${swatch(look.tone(line.tone))}${escapeText(line.label)}</td><td>${escapeText(words)}</td></tr>`,
      ];
    });
    return `<b>${escapeText(momentText(at, timeZone))}</b><table>${rows.join('')}</table>`;
  };
}

function xAxis(plan: PanelsPlan, gridIndex: number, isLast: boolean) {
  const { loaded, timeZone, look } = plan;
  const format = (ms: number): string =>
    ms === startOfDay(ms, timeZone) ? dayText(ms, timeZone) : timeText(ms, timeZone);
  return {
    type: 'value' as const,
    gridIndex,
    min: loaded.fromMs,
    max: loaded.toMs,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
    axisLabel: {
      show: isLast,
      customValues: [...axisMarks(plan)],
      color: look.tone('muted'),
      fontSize: 12,
      hideOverlap: true,
      formatter: format,
    },
    axisPointer: { label: { show: false } },
  };
}

function yAxis({ lines, look, fromMs, toMs }: PanelsPlan, gridIndex: number, unit: string) {
  const shown = lines
    .filter((line) => line.unit === unit)
    .flatMap(({ points }) => points.filter(([at]) => at >= fromMs && at <= toMs));
  const largest = shown.reduce((most, [, value]) => Math.max(most, Math.abs(value ?? 0)), 0);
  return {
    type: 'value' as const,
    gridIndex,
    scale: true,
    splitNumber: 3,
    axisLabel: {
      color: look.tone('muted'),
      fontSize: 12,
      formatter: (value: number) => axisWords(value, unit, largest),
    },
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: look.tone('rule') } },
    axisPointer: { show: false },
  };
}

function seriesOf(line: ChartLine, index: number, { look }: PanelsPlan) {
  const colour = look.tone(line.tone);
  return {
    id: line.id,
    name: line.label,
    type: 'line' as const,
    data: line.points.map(([at, value]) => [at, value]),
    xAxisIndex: index,
    yAxisIndex: index,
    showSymbol: false,
    connectNulls: false,
    // What is more than the screen has pixels for keeps its peaks.
    sampling: 'minmax' as const,
    lineStyle: { width: 1.8, color: colour, join: 'round' as const, type: look.dash(line.tone) },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
  };
}

/** The marks, on a line of the first panel that has no points of its own. */
function marksSeries({ marks, look }: PanelsPlan, index: number) {
  return {
    id: `marks ${index}`,
    type: 'line' as const,
    data: [],
    xAxisIndex: index,
    yAxisIndex: index,
    silent: true,
    markLine: {
      symbol: 'none',
      silent: true,
      animation: false,
      lineStyle: { color: look.tone('muted'), type: 'dashed' as const, width: 1 },
      label: {
        show: index === 0,
        position: 'insideEndTop' as const,
        color: look.tone('muted'),
        fontSize: 11,
        formatter: ({ name }: { readonly name: string }) => name,
      },
      data: marks.map(({ atMs, label }) => ({ name: label.slice(0, 40), xAxis: atMs })),
    },
  };
}

/** The whole chart. */
export function panelsOption(plan: PanelsPlan) {
  const { lines, look, still, fromMs, toMs } = plan;
  const found = unitsOf(lines);
  const units = found.length === 0 ? [''] : found;
  const height = units.length === 1 ? 2 * panelHeight : panelHeight;
  const sides = { outerBoundsMode: 'none' as const, left: look.narrow ? 54 : 68, right: look.narrow ? 8 : 14 };
  return {
    animation: !still,
    animationDuration: 300,
    animationDurationUpdate: 0,
    textStyle: { fontFamily: look.font },
    grid: units.map((_unit, index) => ({ ...sides, top: 10 + index * (height + gap), height: height - 14 })),
    xAxis: units.map((_unit, index) => xAxis(plan, index, index === units.length - 1)),
    yAxis: units.map((unit, index) => yAxis(plan, index, unit)),
    axisPointer: {
      link: [{ xAxisIndex: 'all' as const }],
      lineStyle: { color: look.tone('muted'), type: 'solid' as const },
    },
    dataZoom: [
      {
        type: 'inside' as const,
        xAxisIndex: units.map((_unit, index) => index),
        startValue: fromMs,
        endValue: toMs,
        // Each axis fits what is shown.
        filterMode: 'filter' as const,
        minValueSpan: 60_000,
        // The wheel alone scrolls the page.
        zoomOnMouseWheel: 'ctrl' as const,
        moveOnMouseMove: true,
        preventDefaultMouseMove: false,
      },
    ],
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
      ...lines.map((line) => seriesOf(line, units.indexOf(line.unit), plan)),
      ...units.map((_unit, index) => marksSeries(plan, index)),
    ],
  };
}
