// The charts, whose library is the largest part of the app: loaded at the start, but nothing waits for it.
import type { ComponentProps, ReactNode } from 'react';
import { lazyPart } from '../ui/lazy-part.tsx';
import { Skeleton } from '../ui/parts.tsx';
import type { Bars as BarsType, Chart as ChartType } from './chart.tsx';

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
