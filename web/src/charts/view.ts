// What the page of charts shows, as its address says it: which lines, and which time. Pure.
import { isMetricId } from '#core/catalogue.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { flowLines } from '#api/flow-lines.ts';

/** One line: a metric of a device, or one of the home's own. */
export interface LineKey {
  /** Absent for the home's own. */
  readonly device?: string;
  readonly metric: string;
}

/** Lengths that end now. */
export const lasts = ['1h', '6h', '24h', '7d', '30d', '365d'] as const;
/** One of {@link lasts}. */
export type Last = (typeof lasts)[number];

const lastMs: Readonly<Record<Last, number>> = {
  '1h': hourMs,
  '6h': 6 * hourMs,
  '24h': dayMs,
  '7d': 7 * dayMs,
  '30d': 30 * dayMs,
  '365d': 365 * dayMs,
};

/** A stretch of time, epoch ms. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

/** What comes after the `?`. */
export interface ChartSearch {
  /** Lines as `flow.pv` or `axpert:battery.voltage`, comma-separated; absent: those of the home. */
  readonly lines?: string | undefined;
  /** A length that ends now; absent with `from` and `to`. */
  readonly last?: Last | undefined;
  /** Epoch ms. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** Most lines at once: more than this many colours nobody tells apart. */
export const mostLines = 8;
/** Longest and shortest time that is shown. */
const longestMs = 20 * 365 * dayMs;
export const shortestMs = minuteMs;

const usual: readonly LineKey[] = [{ metric: 'flow.pv' }, { metric: 'flow.load' }, { metric: 'flow.soc' }];

const isFlow = (metric: string): boolean => flowLines.some((line) => line === metric);

/** A line in words of the address. */
export const lineId = ({ device, metric }: LineKey): string => (device === undefined ? metric : `${device}:${metric}`);

/** As ids of devices are; with another one nobody answers. */
const deviceId = /^[a-z0-9][a-z0-9-]{0,62}$/;

function lineOf(text: string): LineKey | undefined {
  const [device = '', metric = '', ...rest] = text.split(':');
  if (rest.length > 0) return undefined;
  if (metric === '') return isFlow(device) ? { metric: device } : undefined;
  return deviceId.test(device) && isMetricId(metric) ? { device, metric } : undefined;
}

/** The lines of an address; what is not one is left out, and what is named twice is shown once. */
export function linesOf(text: string | undefined): readonly LineKey[] {
  if (text === undefined) return usual;
  const ids = [...new Set(text.split(','))].slice(0, mostLines);
  return ids.flatMap((id) => lineOf(id) ?? []);
}

/** Lines as the address has them. */
export const linesText = (lines: readonly LineKey[]): string => lines.map(lineId).join(',');

const isLast = (value: unknown): value is Last => lasts.some((last) => last === value);

function stretchOf(from: unknown, to: unknown): Stretch | undefined {
  const [fromMs, toMs] = [Number(from), Number(to)];
  const isTime = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 0 && ms < 4e12;
  if (!isTime(fromMs) || !isTime(toMs) || toMs - fromMs < shortestMs || toMs - fromMs > longestMs) return undefined;
  return { fromMs, toMs };
}

/** Reads an address; all keys are always set, as the router lays the result over what the address says. */
export function chartSearch({ lines, last, from, to }: Record<string, unknown>): ChartSearch {
  const stretch = stretchOf(from, to);
  return {
    lines: typeof lines === 'string' && lines.length <= 2000 ? linesText(linesOf(lines)) : undefined,
    last: stretch === undefined && isLast(last) ? last : undefined,
    from: stretch?.fromMs,
    to: stretch?.toMs,
  };
}

/** The stretch of an address, at a time. */
export function shownStretch({ last = '24h', from, to }: ChartSearch, nowMs: number): Stretch {
  return from === undefined || to === undefined
    ? { fromMs: nowMs - lastMs[last], toMs: nowMs }
    : { fromMs: from, toMs: to };
}

/** The stretch moved by a part of its length, or made longer (`zoom` > 1) or shorter about its middle. */
export function changed({ fromMs, toMs }: Stretch, { move = 0, zoom = 1 }: { move?: number; zoom?: number }): Stretch {
  const length = toMs - fromMs;
  const middle = (fromMs + toMs) / 2 + move * length;
  const half = Math.min(Math.max(length * zoom, shortestMs), longestMs) / 2;
  return { fromMs: Math.max(0, Math.round(middle - half)), toMs: Math.round(middle + half) };
}

/** Steps that divide an hour, a day, or are whole days. */
const steps = [1, 5, 10, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 604_800].map(
  (seconds) => seconds * 1000,
);

/** The step for so many points of a stretch, ms: no shorter than a pixel of the chart. */
export function stepFor(lengthMs: number, points: number): number {
  return steps.find((step) => lengthMs / step <= points) ?? steps.at(-1) ?? dayMs;
}

/** What is loaded for a stretch: half as much again on either side, on steps, so that it can be moved and zoomed at once. */
export function loadedFor({ fromMs, toMs }: Stretch, points: number): Stretch & { readonly stepMs: number } {
  const length = toMs - fromMs;
  const stepMs = stepFor(length, points);
  // In halves of the length: a small move asks for what is there already.
  const grid = Math.max(stepMs, Math.round(length / 2 / stepMs) * stepMs);
  return {
    fromMs: Math.max(0, Math.floor((fromMs - length / 2) / grid) * grid),
    toMs: Math.ceil((toMs + length / 2) / grid) * grid,
    stepMs,
  };
}

/** Lines that are asked for together: the home's own, and those of each device. */
export function asksOf(
  lines: readonly LineKey[],
): readonly { readonly device?: string; readonly metrics: readonly string[] }[] {
  const byDevice = Map.groupBy(lines, ({ device }) => device);
  return [...byDevice].map(([device, some]) => ({
    ...(device === undefined ? {} : { device }),
    metrics: some.map(({ metric }) => metric),
  }));
}
