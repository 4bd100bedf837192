// The powers of the home over time: asked once, for every card of the page.
import { dayMs } from '#core/time.ts';
import type { Site } from '#api/contract.ts';
import { homeMetrics } from '../chart/lines.ts';
import { historyQuery } from '../queries.ts';
import { startOfDay } from '../zone.ts';

/** The last 24 hours, or yesterday and today. */
export type HomeSpan = 'day' | 'two-days';

/** Beginning of a span that ends at a server time. */
export function beginOf(span: HomeSpan, nowMs: number, timeZone: string): number {
  return span === 'day' ? nowMs - dayMs : startOfDay(nowMs, timeZone, -1);
}

/** The home's own lines over a span. */
export const homeHistory = (site: Site, span: HomeSpan, nowMs: () => number) =>
  historyQuery(site.id, `home ${span}`, () => ({
    metric: homeMetrics.join(','),
    fromMs: beginOf(span, nowMs(), site.timeZone),
  }));
