// The only file that knows ECharts: lines over time and stacked bars, in the theme's colours.
import { BarChart, LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useSyncExternalStore, type ReactNode, type RefObject } from 'react';
import { activeTheme, onTheme } from '../theme.ts';
import { barsOption, type BarsPlan } from './bars.ts';
import { chartOption, type ChartLook } from './chart-option.ts';
import type { ChartLine } from './lines.ts';

register([BarChart, LineChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

/** What {@link Chart} takes. */
export interface ChartProps {
  readonly lines: readonly ChartLine[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly height: number;
}

/** A seamless tile of slanted stripes. */
function stripes(colour: string, ground: string): HTMLCanvasElement {
  const side = 8;
  const tile = document.createElement('canvas');
  tile.width = side;
  tile.height = side;
  const pen = tile.getContext('2d');
  if (pen === null) return tile;
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = colour;
  pen.lineWidth = 3.6;
  for (const shift of [-side, 0, side]) {
    pen.beginPath();
    pen.moveTo(shift - 2, side + 2);
    pen.lineTo(shift + side + 2, -2);
    pen.stroke();
  }
  return tile;
}

/** Colours as the style sheet has them now. */
function lookOf(element: HTMLElement, theme: ChartLook['theme']): ChartLook {
  const style = getComputedStyle(element);
  const tone = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    theme,
    tone,
    hatch: (name) => ({ image: stripes(tone(name), tone('card')), repeat: 'repeat' }),
    font: style.fontFamily,
    narrow: element.clientWidth < 520,
  };
}

const reduced = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

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
    const option = chartOption({ lines, fromMs, toMs, timeZone, look: lookOf(place, theme), still: reduced() });
    chart.current?.setOption(option, { replaceMerge });
  }, [chart, lines, fromMs, toMs, timeZone, theme]);
  return <div ref={element} className="chart" style={{ blockSize: height }} aria-hidden="true" />;
}

/** What {@link Bars} takes. */
export interface BarsProps extends Pick<BarsPlan, 'names' | 'series' | 'notes'> {
  readonly height: number;
  /** A bar was pressed. */
  readonly onPick?: (index: number) => void;
}

/** A chart of stacked bars. Decoration for screen readers: a table beside it has the same content. */
export function Bars({ names, series, notes, height, onPick }: BarsProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useCanvas(element, onPick);
  const theme = useSyncExternalStore(onTheme, activeTheme);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    chart.current?.setOption(barsOption({ names, series, notes, look: lookOf(place, theme), still: reduced() }), {
      replaceMerge,
    });
  }, [chart, names, series, notes, theme]);
  return <div ref={element} className="chart" style={{ blockSize: height }} aria-hidden="true" />;
}
