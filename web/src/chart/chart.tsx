// The only file that knows ECharts: lines over time and stacked bars, in the theme's colours.
import { BarChart, LineChart } from 'echarts/charts';
import {
  AxisPointerComponent,
  DataZoomInsideComponent,
  GridComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import { activeTheme, onTheme, type Theme } from '../theme.ts';
import { barsOption, type BarsPlan } from './bars.ts';
import { chartOption, type ChartLook } from './chart-option.ts';
import type { ChartLine } from './lines.ts';
import { panelsHeight, panelsOption, type PanelsPlan } from './panels.ts';
import { dashOf, tile, tileBelow, type TileKind, tileOf } from './patterns.ts';

register([
  BarChart,
  LineChart,
  GridComponent,
  TooltipComponent,
  AxisPointerComponent,
  DataZoomInsideComponent,
  MarkLineComponent,
  CanvasRenderer,
]);

/** What {@link Chart} takes. */
export interface ChartProps {
  readonly lines: readonly ChartLine[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly height: number;
}

/** Colours as the style sheet has them now. */
function lookOf(element: HTMLElement, { ground, isPatterned }: Theme): ChartLook {
  const style = getComputedStyle(element);
  const tone = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  const tiled = (name: string, kind: TileKind) => ({
    image: tile(kind, { colour: tone(name), ground: tone('card') }),
    repeat: 'repeat' as const,
  });
  return {
    ground,
    tone,
    fill: (name) => (isPatterned ? tiled(name, tileOf(name)) : tone(name)),
    soft: (name) => (isPatterned ? tiled(name, tileOf(name)) : tone(`${name}-soft`)),
    hatch: (name) => tiled(name, isPatterned ? tileBelow(name) : 'slanted'),
    dash: (name) => (isPatterned ? dashOf(name) : 'solid'),
    font: style.fontFamily,
    width: element.clientWidth,
    narrow: element.clientWidth < 520,
  };
}

/** Whether nothing may move. */
const isStill = ({ isSlow }: Theme): boolean => isSlow || matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A canvas in an element, as wide as it. */
function useCanvas(element: RefObject<HTMLDivElement | null>, onPick?: (index: number) => void) {
  const chart = useRef<EChartsType>(undefined);
  const picked = useRef(onPick);
  useEffect(() => {
    picked.current = onPick;
  });
  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    const made = init(place, undefined, { renderer: 'canvas' });
    chart.current = made;
    made.on('click', ({ dataIndex }) => {
      if (typeof dataIndex === 'number') picked.current?.(dataIndex);
    });
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, [element]);
  return chart;
}

const replaceMerge = ['series', 'xAxis', 'yAxis', 'grid'];

/** A chart of lines over time. Decoration for screen readers: a table beside it has the same content. */
export function Chart({ lines, fromMs, toMs, timeZone, height }: ChartProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useCanvas(element);
  const theme = useSyncExternalStore(onTheme, activeTheme);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const option = chartOption({ lines, fromMs, toMs, timeZone, look: lookOf(place, theme), still: isStill(theme) });
    chart.current?.setOption(option, { replaceMerge });
  }, [chart, lines, fromMs, toMs, timeZone, theme]);
  return <div ref={element} className="chart" style={{ blockSize: height }} aria-hidden="true" />;
}

/** What {@link Bars} takes. */
export interface BarsProps extends Pick<BarsPlan, 'names' | 'series' | 'notes' | 'outline'> {
  readonly height: number;
  /** A bar was pressed. */
  readonly onPick?: (index: number) => void;
}

/** A chart of stacked bars. Decoration for screen readers: a table beside it has the same content. */
export function Bars({ names, series, notes, outline, height, onPick }: BarsProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useCanvas(element, onPick);
  const theme = useSyncExternalStore(onTheme, activeTheme);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const option = barsOption({ names, series, notes, outline, look: lookOf(place, theme), still: isStill(theme) });
    chart.current?.setOption(option, { replaceMerge });
  }, [chart, names, series, notes, outline, theme]);
  return <div ref={element} className="chart" style={{ blockSize: height }} aria-hidden="true" />;
}

/** What {@link Panels} takes. */
export interface PanelsProps extends Omit<PanelsPlan, 'look' | 'still'> {
  /** Another time was chosen with mouse or fingers, epoch ms. */
  readonly onStretch: (fromMs: number, toMs: number) => void;
  /** Is given what makes the picture, a PNG as a data URL, and nothing when there is none any more. */
  readonly onPicture: (take: (() => string) | undefined) => void;
}

/** The time a chart shows after it was moved. */
function shownOf(chart: EChartsType): readonly [number, number] | undefined {
  const { dataZoom } = chart.getOption() as {
    readonly dataZoom?: readonly { startValue?: number; endValue?: number }[];
  };
  const { startValue, endValue } = dataZoom?.[0] ?? {};
  return startValue === undefined || endValue === undefined
    ? undefined
    : [Math.round(startValue), Math.round(endValue)];
}

/** Panels of lines by unit, to be moved and zoomed. Decoration for screen readers: a table and buttons beside it do the same. */
export function Panels({ onStretch, onPicture, ...plan }: PanelsProps): ReactNode {
  const { lines, marks, loaded, fromMs, toMs, timeZone } = plan;
  const element = useRef<HTMLDivElement>(null);
  const chart = useCanvas(element);
  const theme = useSyncExternalStore(onTheme, activeTheme);
  const moved = useRef(onStretch);
  useEffect(() => {
    moved.current = onStretch;
  });
  useEffect(() => {
    const made = chart.current;
    const place = element.current;
    if (made === undefined || place === null) return undefined;
    made.on('datazoom', () => {
      const shown = shownOf(made);
      if (shown !== undefined) moved.current(...shown);
    });
    onPicture(() =>
      made.getDataURL({ type: 'png', pixelRatio: 2, backgroundColor: lookOf(place, activeTheme()).tone('card') }),
    );
    return () => onPicture(undefined);
  }, [chart, onPicture]);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const look = lookOf(place, theme);
    chart.current?.setOption(
      panelsOption({ lines, marks, loaded, fromMs, toMs, timeZone, look, still: isStill(theme) }),
      {
        replaceMerge: [...replaceMerge, 'dataZoom'],
      },
    );
  }, [chart, lines, marks, loaded, fromMs, toMs, timeZone, theme]);
  return <div ref={element} className="chart panels" style={{ blockSize: panelsHeight(lines) }} aria-hidden="true" />;
}
