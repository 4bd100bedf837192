// From what is seen of a home to signals: each kind by its threshold, with its hysteresis. Pure; what is not known gives a signal without a
// verdict, and a kind that was not looked at gives none.
import type { AlertKind, AlertSettings } from '#core/alert.ts';
import { metricOf } from '#core/catalogue.ts';
import { external, type Quantity } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { AlertMemory, Signal } from './machine.ts';
import { inForce, isBeyond, kindRules } from './kinds.ts';

/** A device as it is seen. */
export interface SeenDevice {
  readonly id: string;
  readonly name: string;
  readonly state: 'starting' | 'online' | 'stale' | 'offline' | 'misconfigured';
  readonly failure?: Reason | undefined;
  /** Share of its requests that failed lately, %; absent: too few to say. */
  readonly failedShare?: number | undefined;
  /** Values within the last hour that were rejected; absent: not known. */
  readonly rejected?: number | undefined;
  /** How far its cells are apart, V. */
  readonly cellSpread?: number | undefined;
}

/** A budget, in percent of its limit. */
export interface SeenBudget {
  readonly id: string;
  readonly name: string;
  readonly usedShare: number;
}

/** How much the sun gives. */
export interface SeenSun {
  /** The best of the last days by a clear one, %, how sure that is, and how many days. */
  readonly best?: { readonly share: number; readonly uncertainty: number; readonly days: number } | undefined;
  /** Hours with the sun well up and no power; absent: it is not up, or something is missing. */
  readonly darkHours?: number | undefined;
}

/** Something that is not well with the installation. */
export interface SeenIssue {
  readonly kind: AlertKind;
  readonly subject: string;
  readonly reason: Reason;
}

/** A home as it is seen; what is absent was not looked at. */
export interface Observation {
  readonly devices?: readonly SeenDevice[] | undefined;
  /** State of charge, %; null: not known, or there is no battery. */
  readonly soc?: number | null | undefined;
  readonly budgets?: readonly SeenBudget[] | undefined;
  readonly sun?: SeenSun | undefined;
  readonly issues?: readonly SeenIssue[] | undefined;
  /** Findings that last. */
  readonly findings?: readonly SeenIssue[] | undefined;
  /** Attempts to sign in at the broker that were refused within an hour. */
  readonly refusals?: number | undefined;
}

/** Hours without power until it is a fault. */
const darkHours = 2;

/** Kinds that follow from the issues of the installation. */
const issueKinds: readonly AlertKind[] = ['backup', 'output-behind', 'data-waiting', 'disk', 'clock', 'system'];

type Judge = (kind: AlertKind, subject: string, figure: number | undefined) => boolean | undefined;

const judgeOf =
  (settings: AlertSettings, memory: AlertMemory): Judge =>
  (kind, subject, figure) =>
    figure === undefined
      ? undefined
      : isBeyond(figure, inForce(settings, kind), memory.tracks[`${kind}/${subject}`]?.isRaised === true);

const { unit: percentUnit } = metricOf('battery.soc');
const { unit: spreadUnit } = metricOf('battery.cell.voltage.spread');

const percent = (value: number): Quantity => ({ value: Math.round(value), unit: percentUnit });

function ofDevice(device: SeenDevice, judge: Judge, settings: AlertSettings): readonly Signal[] {
  const { id, name, state, failure, failedShare, rejected, cellSpread } = device;
  const named = external(name);
  const isAway = state === 'offline' || state === 'misconfigured';
  const known = <T>(verdict: T): T | undefined => (state === 'starting' ? undefined : verdict);
  const limit = { value: inForce(settings, 'cell-drift').threshold, unit: spreadUnit };
  return [
    {
      kind: 'device-offline',
      subject: id,
      isSo: known(isAway),
      reason:
        failure === undefined
          ? because('alert.offline', { device: named })
          : because('alert.offline-why', { device: named, reason: failure }),
    },
    // A device that does not answer is told as that.
    {
      kind: 'data-gap',
      subject: id,
      isSo: isAway ? undefined : known(state === 'stale'),
      reason: because('alert.gap', { device: named }),
    },
    {
      kind: 'error-burst',
      subject: id,
      isSo: isAway ? undefined : judge('error-burst', id, failedShare),
      reason: because('alert.errors', { device: named, share: percent(failedShare ?? 0) }),
    },
    {
      kind: 'implausible',
      subject: id,
      isSo: judge('implausible', id, rejected),
      reason: because('alert.implausible', { device: named, count: rejected ?? 0 }),
    },
    {
      kind: 'cell-drift',
      subject: id,
      isSo: judge('cell-drift', id, cellSpread),
      reason: because('alert.cell-drift', {
        device: named,
        spread: { value: cellSpread ?? 0, unit: spreadUnit },
        limit,
      }),
    },
  ];
}

function ofSun({ best, darkHours: dark }: SeenSun, judge: Judge): readonly Signal[] {
  const { share = 0, uncertainty = 0, days = 0 } = best ?? {};
  return [
    {
      kind: 'under-production',
      subject: 'home',
      // It has to be low even if the sky is as unclear as the model may be wrong.
      isSo: judge('under-production', 'home', best && share + uncertainty),
      reason: because('alert.under-production', { days, share: percent(share), uncertainty: percent(uncertainty) }),
    },
    {
      kind: 'no-production',
      subject: 'home',
      isSo: dark === undefined ? undefined : dark >= darkHours,
      reason: because('alert.no-production', { hours: dark ?? 0 }),
    },
  ];
}

/** What is so, what is not, and what is not known; and which kinds were looked at. */
export function signalsOf(
  { devices, soc, budgets, sun, issues, findings, refusals }: Observation,
  settings: AlertSettings,
  memory: AlertMemory,
): { readonly signals: readonly Signal[]; readonly looked: ReadonlySet<AlertKind> } {
  const judge = judgeOf(settings, memory);
  const looked = new Set<AlertKind>();
  const signals: Signal[] = [];
  const take = (kinds: readonly AlertKind[], found: readonly Signal[]): void => {
    for (const kind of kinds) looked.add(kind);
    signals.push(...found);
  };
  if (devices !== undefined)
    take(
      ['device-offline', 'data-gap', 'error-burst', 'implausible', 'cell-drift'],
      devices.flatMap((device) => ofDevice(device, judge, settings)),
    );
  if (soc !== undefined) {
    const limit = percent(inForce(settings, 'battery-low').threshold);
    const reason = because('alert.battery-low', { soc: percent(soc ?? 0), limit });
    const isSo = judge('battery-low', 'home', soc ?? undefined);
    take(['battery-low'], [{ kind: 'battery-low', subject: 'home', isSo, reason }]);
  }
  if (budgets !== undefined)
    take(
      ['budget'],
      budgets.map(({ id, name, usedShare }) => ({
        kind: 'budget',
        subject: id,
        isSo: judge('budget', id, usedShare),
        reason: because('alert.budget', { name: external(name), used: percent(usedShare) }),
      })),
    );
  if (sun !== undefined) take(['under-production', 'no-production'], ofSun(sun, judge));
  for (const [kinds, found] of [
    [issueKinds, issues],
    [['unusual'], findings],
  ] as const)
    if (found !== undefined)
      take(
        kinds,
        found.map(({ kind, subject, reason }) => ({ kind, subject, isSo: true, reason })),
      );
  if (refusals !== undefined)
    take(
      ['broker-refused'],
      [
        {
          kind: 'broker-refused',
          subject: 'home',
          isSo: judge('broker-refused', 'home', refusals),
          reason: because('alert.refused', { count: refusals }),
        },
      ],
    );
  // What was so and is not named any more is over: a device that was removed, an issue that is gone.
  const named = new Set(signals.map(({ kind, subject }) => `${kind}/${subject}`));
  for (const [key, { kind, subject, reason }] of Object.entries(memory.tracks))
    if (looked.has(kind) && !named.has(key) && kindRules[kind].isEvent !== true)
      signals.push({ kind, subject, isSo: false, reason });
  return { signals, looked };
}
