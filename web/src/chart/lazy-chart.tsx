// The charts, whose library is the largest part of the app: loaded at the start, but nothing waits for it.
import type { ComponentProps, ReactNode } from 'react';
import { lazyPart } from '../ui/lazy-part.tsx';
import { panelsHeight } from './panels.ts';
import { Skeleton } from '../ui/parts.tsx';
import type { Bars as BarsType, Chart as ChartType, Panels as PanelsType } from './chart.tsx';

function WaitingPanels({ lines }: { readonly lines: ComponentProps<typeof PanelsType>['lines'] }): ReactNode {
  return <Skeleton height={panelsHeight(lines)} />;
}

function Waiting({ height }: { readonly height: number }): ReactNode {
  return <Skeleton height={height} />;
}

/** Lines over time. */
export const Chart = lazyPart<ComponentProps<typeof ChartType>>(
  async () => (await import('./chart.tsx')).Chart,
  Waiting,
);

/** Bars of periods. */
export const Bars = lazyPart<ComponentProps<typeof BarsType>>(async () => (await import('./chart.tsx')).Bars, Waiting);

/** Panels of lines, to be moved and zoomed. */
export const Panels = lazyPart<ComponentProps<typeof PanelsType>>(
  async () => (await import('./chart.tsx')).Panels,
  WaitingPanels,
);
