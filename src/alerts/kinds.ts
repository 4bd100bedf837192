// The kinds of alerts: how grave each is, how long it has to be so, and its threshold. What a home has set of one goes before.
import { type AlertKind, type AlertSettings, alertKinds, type KindView, type Severity } from '#core/alert.ts';
import { metricOf } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Unit } from '#core/unit.ts';

/** A figure that decides. */
export interface Threshold {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  /** `1/h`: so often within an hour. */
  readonly unit: Unit | '1/h';
  /** How far it has to be back until it is over. */
  readonly hysteresis: number;
  /** On which side it wants attention. */
  readonly side: 'below' | 'above';
}

/** What is known of a kind. */
export interface KindRule {
  readonly severity: Severity;
  /** It has to be so, or not so any more, for so long, s. */
  readonly holdSeconds: number;
  readonly clearSeconds: number;
  readonly threshold?: Threshold;
  /** It happens and does not last. */
  readonly isEvent?: true;
  readonly isOfInstallation?: true;
}

const percent = metricOf('battery.soc').unit;
const volts = metricOf('battery.cell.voltage.spread').unit;
const minute = 60;
const hour = 3600;

const ofInstallation = { holdSeconds: 0, clearSeconds: 5 * minute, isOfInstallation: true } as const;

/** Every kind. */
export const kindRules: Readonly<Record<AlertKind, KindRule>> = Object.freeze({
  'device-offline': { severity: 'warning', holdSeconds: 5 * minute, clearSeconds: minute },
  'data-gap': { severity: 'warning', holdSeconds: 10 * minute, clearSeconds: minute },
  'error-burst': {
    severity: 'warning',
    holdSeconds: 5 * minute,
    clearSeconds: 10 * minute,
    threshold: { usual: 30, least: 5, most: 95, unit: percent, hysteresis: 10, side: 'above' },
  },
  implausible: {
    severity: 'info',
    holdSeconds: 0,
    clearSeconds: hour,
    threshold: { usual: 60, least: 1, most: 10_000, unit: '1/h', hysteresis: 0, side: 'above' },
  },
  'battery-low': {
    severity: 'warning',
    holdSeconds: minute,
    clearSeconds: minute,
    threshold: { usual: 15, least: 1, most: 90, unit: percent, hysteresis: 5, side: 'below' },
  },
  'cell-drift': {
    severity: 'warning',
    holdSeconds: 10 * minute,
    clearSeconds: 10 * minute,
    threshold: { usual: 0.15, least: 0.01, most: 1, unit: volts, hysteresis: 0.03, side: 'above' },
  },
  'no-production': { severity: 'warning', holdSeconds: 0, clearSeconds: 10 * minute },
  'under-production': {
    severity: 'info',
    holdSeconds: 0,
    clearSeconds: 0,
    threshold: { usual: 50, least: 10, most: 95, unit: percent, hysteresis: 5, side: 'below' },
  },
  unusual: { severity: 'info', holdSeconds: 0, clearSeconds: 0 },
  budget: {
    severity: 'info',
    holdSeconds: 0,
    clearSeconds: 0,
    threshold: { usual: 100, least: 10, most: 500, unit: percent, hysteresis: 0, side: 'above' },
  },
  backup: { severity: 'warning', ...ofInstallation },
  'output-behind': { severity: 'warning', ...ofInstallation },
  'data-waiting': { severity: 'info', ...ofInstallation, holdSeconds: hour },
  disk: { severity: 'critical', ...ofInstallation },
  clock: { severity: 'warning', ...ofInstallation, holdSeconds: 10 * minute },
  'broker-refused': {
    severity: 'warning',
    ...ofInstallation,
    threshold: { usual: 30, least: 3, most: 10_000, unit: '1/h', hysteresis: 0, side: 'above' },
  },
  system: { severity: 'warning', ...ofInstallation, holdSeconds: minute },
  rule: { severity: 'info', holdSeconds: 0, clearSeconds: 0, isEvent: true },
} satisfies Record<AlertKind, KindRule>);

/** What counts for a kind in a home. */
export type KindInForce = Omit<KindView, 'range'>;

/** What is usual: nobody has set anything. */
export const usualSettings: AlertSettings = { kinds: {}, throttleMinutes: 15, escalateMinutes: 15 };

/** What counts for a kind. */
export function inForce({ kinds }: Pick<AlertSettings, 'kinds'>, kind: AlertKind): KindInForce {
  const { severity, holdSeconds, threshold } = kindRules[kind];
  const own = kinds[kind] ?? {};
  return {
    kind,
    isOn: own.isOn ?? true,
    severity: own.severity ?? severity,
    holdSeconds: own.holdSeconds ?? holdSeconds,
    threshold: own.threshold ?? threshold?.usual ?? 0,
  };
}

/** Every kind with what counts for it, and what can be set. */
export function kindViews(settings: AlertSettings): readonly KindView[] {
  return alertKinds.map((kind) => {
    const { threshold } = kindRules[kind];
    const range = threshold && { least: threshold.least, most: threshold.most, unit: threshold.unit };
    return { ...inForce(settings, kind), ...(range === undefined ? {} : { range }) };
  });
}

/** Errors: `input.invalid` for a threshold that is out of its range, or of a kind that has none. */
export function assertSettings({ kinds }: AlertSettings): void {
  for (const kind of alertKinds) {
    const own = kinds[kind]?.threshold;
    if (own === undefined) continue;
    const { threshold } = kindRules[kind];
    const at = `kinds.${kind}.threshold`;
    if (threshold === undefined) throw new SolsteadError('input.invalid', { at, why: because('alert.no-threshold') });
    const { least, most } = threshold;
    if (own < least || own > most)
      throw new SolsteadError('input.invalid', { at, why: because('alert.range', { least, most }) });
  }
}

/** Whether a figure wants attention; once it does, it has to be back by the hysteresis. */
export function isBeyond(
  figure: number,
  { kind, threshold }: Pick<KindInForce, 'kind' | 'threshold'>,
  wasSo: boolean,
): boolean {
  const rule = kindRules[kind].threshold;
  if (rule === undefined) throw new TypeError(`assertion: ${kind} has no threshold`);
  const back = wasSo ? rule.hysteresis : 0;
  return rule.side === 'below' ? figure < threshold + back : figure > threshold - back;
}
