// Stacked bars as plain data for ECharts.
import { axisWords, energy, energyUnit, inWords } from '../format.ts';
import type { ChartLook } from './chart-option.ts';
import { swatch } from './swatch.ts';

/** One colour of the stacks. */
export interface BarSeries {
  readonly id: string;
  readonly label: string;
  /** Name of the colour: a custom property without its dashes. */
  readonly tone: string;
  /** Stacked under the line; its values are negative. */
  readonly below: boolean;
  /** Wh, one for each name; null: not known. */
  readonly values: readonly (number | null)[];
}

/** Another period beside the stacks, drawn as outlines: all that was used above the line, all that was stored or sold below. */
export interface BarOutline {
  readonly label: string;
  /** Wh, one for each name; null: not known. `below` is negative. */
  readonly above: readonly (number | null)[];
  readonly below: readonly (number | null)[];
}

/** What {@link barsOption} takes. */
export interface BarsPlan {
  readonly names: readonly { readonly short: string; readonly full: string }[];
  readonly series: readonly BarSeries[];
  /** More lines of the tooltip of a bar, in words. */
  readonly notes: readonly (readonly (readonly [string, string])[])[];
  readonly outline?: BarOutline | undefined;
  readonly look: ChartLook;
  /** No animation. */
  readonly still: boolean;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (found) => escapes[found] ?? found);

function tooltip({ names, series, notes, look }: BarsPlan) {
  return (found: unknown): string => {
    const index = (found as readonly { readonly dataIndex: number }[])[0]?.dataIndex;
    if (index === undefined) return '';
    const rows = series.map(({ label, tone, below, values }) => {
      const value = values[index] ?? undefined;
      const words = inWords(energy(value === undefined ? undefined : Math.abs(value)));
      const mark = below ? swatch(look.tone(tone), look.tone('card')) : swatch(look.tone(tone));
      return `<tr><td>${mark}${escape(label)}</td><td>${escape(words)}</td></tr>`;
    });
    const more = (notes[index] ?? []).map(
      ([label, words]) => `<tr class="more"><td>${escape(label)}</td><td>${escape(words)}</td></tr>`,
    );
    return `<b>${escape(names[index]?.full ?? '')}</b><table>${[...rows, ...more].join('')}</table>`;
  };
}

/** The largest stack, Wh: it decides the scale of the axis. */
function largestStack({ series, outline }: Pick<BarsPlan, 'series' | 'outline'>): number {
  const count = series[0]?.values.length ?? 0;
  const stack = (index: number, below: boolean): number =>
    series.reduce((sum, each) => sum + (each.below === below ? Math.abs(each.values[index] ?? 0) : 0), 0);
  const outlined = [...(outline?.above ?? []), ...(outline?.below ?? [])].map((value) => Math.abs(value ?? 0));
  return [
    ...Array.from({ length: count }, (_, index) => Math.max(stack(index, true), stack(index, false))),
    ...outlined,
  ].reduce((most, value) => Math.max(most, value), 0);
}

/** The outlines, over the bars and of their width; they take no pointer, which is for the bars. */
function outlineSeries({ label, above, below }: BarOutline, look: ChartLook) {
  return [above, below].map((values, index) => ({
    id: `outline ${index}`,
    name: label,
    type: 'bar' as const,
    stack: 'outline',
    data: [...values],
    barMaxWidth: 46,
    silent: true,
    z: 3,
    itemStyle: { color: 'transparent', borderColor: look.tone('ink'), borderWidth: 1.5, opacity: 0.7 },
    emphasis: { disabled: true },
  }));
}

/** About how wide a letter of the axis is, px. */
const letterPx = 6.8;

/** Room right of the bars, px: the last label is centred below the last bar, and may be wider than it. */
export function roomAtEnd(names: BarsPlan['names'], { narrow, width }: Pick<ChartLook, 'narrow' | 'width'>): number {
  const [left, least] = [narrow ? 56 : 68, narrow ? 8 : 10];
  const bar = (width - left) / Math.max(1, names.length);
  const label = (names.at(-1)?.short.length ?? 0) * letterPx;
  return Math.max(least, Math.ceil((label - bar) / 2) + 2);
}

/** The whole chart. */
export function barsOption(plan: BarsPlan) {
  const { names, series, outline, look, still } = plan;
  const largest = largestStack(plan);
  const label = { color: look.tone('muted'), fontSize: 12 };
  return {
    animation: !still,
    animationDuration: 450,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: look.font },
    grid: {
      left: look.narrow ? 56 : 68,
      right: roomAtEnd(names, look),
      top: 14,
      bottom: 30,
      outerBoundsMode: 'none' as const,
    },
    xAxis: {
      type: 'category' as const,
      data: names.map(({ short }) => short),
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true },
    },
    yAxis: {
      type: 'value' as const,
      splitNumber: 5,
      axisLabel: { ...label, formatter: (value: number) => axisWords(Math.abs(value), energyUnit, largest) },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: look.tone('rule') } },
    },
    tooltip: {
      trigger: 'axis' as const,
      // Behind the bars: the selected one keeps its colours, and the others fade.
      axisPointer: { type: 'shadow' as const, z: 0, shadowStyle: { color: look.tone('track'), opacity: 0.6 } },
      confine: true,
      transitionDuration: 0,
      className: 'chart-tooltip',
      backgroundColor: look.tone('raised'),
      borderColor: look.tone('line'),
      textStyle: { color: look.tone('ink'), fontSize: 13 },
      formatter: tooltip(plan),
    },
    series: [
      ...series.map(({ id, label: name, tone, below, values }) => ({
        id,
        name,
        type: 'bar' as const,
        stack: 'energy',
        data: [...values],
        barCategoryGap: names.length > 14 ? '24%' : '36%',
        barGap: '-100%',
        barMaxWidth: 46,
        itemStyle: { color: below ? look.hatch(tone) : look.fill(tone) },
        emphasis: { focus: 'self' as const },
        blur: { itemStyle: { opacity: 0.35 } },
      })),
      ...(outline === undefined ? [] : outlineSeries(outline, look)),
    ],
  };
}
