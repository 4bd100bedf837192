// The only file that knows ECharts: lines over time, in the site's time zone and the theme's colours.
import { LineChart } from 'echarts/charts';
import { AxisPointerComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as register, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef, useSyncExternalStore, type ReactNode } from 'react';
import { activeTheme, onTheme } from '../theme.ts';
import { chartOption, type ChartLook } from './chart-option.ts';
import type { ChartLine } from './lines.ts';

register([LineChart, GridComponent, TooltipComponent, AxisPointerComponent, CanvasRenderer]);

/** What {@link Chart} takes. */
export interface ChartProps {
  readonly lines: readonly ChartLine[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
  readonly height: number;
}

/** Colours as the style sheet has them now. */
function lookOf(element: HTMLElement, theme: ChartLook['theme']): ChartLook {
  const style = getComputedStyle(element);
  return {
    theme,
    tone: (name) => style.getPropertyValue(`--${name}`).trim(),
    font: style.fontFamily,
    narrow: element.clientWidth < 520,
  };
}

const reduced = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** A chart of lines over time. Decoration for screen readers: a table beside it says the same. */
export function Chart({ lines, fromMs, toMs, timeZone, height }: ChartProps): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const theme = useSyncExternalStore(onTheme, activeTheme);
  useEffect(() => {
    const place = element.current;
    if (place === null) return undefined;
    const made = init(place, undefined, { renderer: 'canvas' });
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    const option = chartOption({ lines, fromMs, toMs, timeZone, look: lookOf(place, theme), still: reduced() });
    chart.current?.setOption(option, { replaceMerge: ['series', 'xAxis', 'yAxis', 'grid'] });
  }, [lines, fromMs, toMs, timeZone, theme]);
  return <div ref={element} className="chart" style={{ blockSize: height }} aria-hidden="true" />;
}
