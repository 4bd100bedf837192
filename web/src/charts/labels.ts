// What lines are called and how they look.
import type { History } from '#api/contract.ts';
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { pointsOf, type ChartLine } from '../chart/lines.ts';
import { labelOf } from '../device/device-values.ts';
import { percentUnit, powerUnit } from '../format.ts';
import { t } from '../words.ts';
import { lineId, type LineKey } from './view.ts';

/** Name of one of the home's own lines. */
export function flowLabel(metric: string): string {
  switch (metric) {
    case 'flow.pv':
      return t('flow.pv');
    case 'flow.grid':
      return t('flow.grid');
    case 'flow.battery':
      return t('flow.battery');
    case 'flow.load':
      return t('flow.load');
    default:
      return t('chart.soc');
  }
}

const unitOf = (metric: string): string =>
  isMetricId(metric) ? (findMetric(metric)?.unit ?? '') : metric === 'flow.soc' ? percentUnit : powerUnit;

const flowTones: Readonly<Record<string, string>> = {
  'flow.pv': 'pv',
  'flow.grid': 'grid',
  'flow.battery': 'battery',
  'flow.load': 'load',
  'flow.soc': 'level',
};

/** Colours of some lines: the home's own have theirs everywhere, the others one each, in their order. */
export function tonesOf(keys: readonly LineKey[]): readonly string[] {
  let next = 0;
  return keys.map(({ metric }) => {
    const own = flowTones[metric];
    if (own !== undefined) return own;
    next += 1;
    return `line-${next}`;
  });
}

/** A line without its points. `device` is its name; absent: it was removed. */
export function lookOf(key: LineKey, tone: string, device: string | undefined): Omit<ChartLine, 'points'> {
  const label =
    key.device === undefined
      ? flowLabel(key.metric)
      : t('charts.line', { label: labelOf(key.metric), device: device ?? t('charts.removed-device') });
  return { id: lineId(key), label, unit: unitOf(key.metric), tone };
}

/** The points of a line among the answers. */
export function pointsOfLine(key: LineKey, answers: readonly (History | undefined)[]): ChartLine['points'] {
  const holds = (answer: History | undefined): boolean =>
    answer?.series.some(({ device, metric }) => metric === key.metric && device === (key.device ?? 'home')) === true;
  return pointsOf(answers.find(holds), key.metric);
}
