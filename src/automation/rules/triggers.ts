// Whether something that begins a rule has just come about.
import { findMetric, type MetricId } from '#core/catalogue.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { valueOf } from '#core/expression/expression.ts';
import { localDay } from '#core/forecast.ts';
import { external, type Param } from '#core/message-params.ts';
import type { MetricValue } from '#core/reading.ts';
import { because, type Reason } from '#core/reason.ts';
import { setPointOf, type SetPointId } from '#core/set-points.ts';
import type { Image } from '../image.ts';
import { ofDevice, quotedLabel, quotedWord, spokenMetric } from '#core/spoken.ts';
import { isCheapest, priceAt } from '../prices.ts';
import { toldOf } from '../told.ts';
import type { Trigger, TriggerMemory } from './rule.ts';

/** What a trigger sees. */
export interface TriggerSight {
  readonly image: Image;
  readonly moment: Moment;
  /** When it was looked last, epoch ms; undefined: never. */
  readonly lookedMs: number | undefined;
}

/** What came of a look. */
export interface TriggerStep {
  readonly memory: TriggerMemory;
  /** Why the rule begins; absent: it does not. */
  readonly why?: Reason | undefined;
}

/** Begins once, when something has been so for a while; again only after it was not so. What is not known is neither, and a wait begins anew. */
function lasting(
  is: boolean | undefined,
  memory: TriggerMemory,
  { nowMs, forMs, why }: { readonly nowMs: number; readonly forMs: number; readonly why: () => Reason },
): TriggerStep {
  if (is === undefined) return { memory: memory.isDone === true ? memory : { was: false } };
  if (!is) return { memory: { was: false } };
  // What is so when it is first looked at has not become so; what a wait was begun for goes on.
  if (memory.was === undefined) return { memory: { was: true, sinceMs: nowMs, isDone: forMs === 0 } };
  const sinceMs = memory.sinceMs ?? nowMs;
  const begins = memory.isDone !== true && nowMs - sinceMs >= forMs;
  return {
    memory: { was: true, sinceMs, isDone: memory.isDone === true || begins },
    ...(begins ? { why: why() } : {}),
  };
}

const nameOf = (image: Image, id: string) => external(image.devices.get(id)?.name ?? id);

/** The value that a trigger waits for a change of, and what it is called. */
function watched(trigger: Extract<Trigger, { kind: 'changes' | 'set' }>, { devices, home }: Image) {
  const own = trigger.device === undefined ? undefined : devices.get(trigger.device);
  if (trigger.kind === 'set')
    return { seen: own?.points.get(trigger.setPoint)?.shows, name: { setPoint: trigger.setPoint } } as const;
  const { metric, device } = trigger;
  return { seen: device === undefined ? home(metric) : own?.value(metric), name: { metric } } as const;
}

type Watched = { readonly setPoint: SetPointId } | { readonly metric: MetricId };

const idOf = (name: Watched): MetricId | SetPointId => ('metric' in name ? name.metric : name.setPoint);

/** What changed, with its device. */
function named(name: Watched, device: string | undefined, { devices }: Image): Param {
  const what = 'metric' in name ? spokenMetric(name.metric) : quotedLabel(name.setPoint);
  return ofDevice(what, device === undefined ? undefined : (devices.get(device)?.name ?? device), idOf(name));
}

/** That it changed: what a switch became is on or off, a figure has its unit. */
function changedTo(name: Watched, value: MetricValue, metric: Param): Reason {
  const id = idOf(name);
  const row = 'metric' in name ? findMetric(name.metric) : setPointOf(name.setPoint);
  if (row?.kind === 'binary') {
    const isSwitch = /^(?:relay\.on|inverter\.enabled)/.test(id);
    const isSo = Number(value) !== 0;
    const word = isSwitch
      ? because(isSo ? 'act.value-on' : 'act.value-off')
      : because(isSo ? 'expression.yes' : 'expression.no');
    return because('act.turned', { metric, value: word });
  }
  const now = typeof value === 'number' ? ({ value, unit: row?.unit ?? '' } as const) : quotedWord(value);
  return because('act.changed', { metric, value: now });
}

function changed(
  trigger: Extract<Trigger, { kind: 'changes' | 'set' }>,
  memory: TriggerMemory,
  { image }: TriggerSight,
): TriggerStep {
  const { to } = trigger;
  const { seen, name } = watched(trigger, image);
  if (seen?.isFresh !== true) return { memory };
  const { value } = seen;
  const isNew = memory.value !== undefined && memory.value !== value && (to === undefined || to === value);
  return {
    memory: { value },
    ...(isNew ? { why: changedTo(name, value, named(name, trigger.device, image)) } : {}),
  };
}

function byClock(
  { moments, lateMs }: Extract<Trigger, { kind: 'clock' }>,
  { image, lookedMs }: TriggerSight,
): TriggerStep {
  const { nowMs, zone, place, isHoliday } = image;
  if (lookedMs === undefined || lookedMs >= nowMs) return { memory: {} };
  // What a while ago was missed is not made up for.
  const fromMs = Math.max(lookedMs, nowMs - Math.max(lateMs, 5000));
  const atMs = moments({ fromMs, toMs: nowMs }, { zone, place, isHoliday });
  return { memory: {}, ...(atMs === undefined ? {} : { why: because('act.time', { at: atMs }) }) };
}

/** One look at a trigger. */
export function look(trigger: Trigger, memory: TriggerMemory, sight: TriggerSight): TriggerStep {
  const { image, moment } = sight;
  const { nowMs, happened } = image;
  switch (trigger.kind) {
    case 'becomes': {
      const { that, forMs, isOfDay } = trigger;
      const why = (): Reason => because('act.became', { reason: toldOf(that, moment) });
      const value = valueOf(that, moment);
      const is = value === undefined ? undefined : value === true;
      if (!isOfDay) return lasting(is, memory, { nowMs, forMs, why });
      // What is expected of another day is another thing: it has not been so yet.
      const day = localDay(nowMs, image.zone);
      const isNew = memory.day !== undefined && memory.day !== day;
      const step = lasting(is, isNew ? { was: false } : memory, { nowMs, forMs, why });
      return { ...step, memory: { ...step.memory, day } };
    }
    case 'changes':
    case 'set':
      return changed(trigger, memory, sight);
    case 'clock':
      return byClock(trigger, sight);
    case 'offline': {
      const { device, forMs } = trigger;
      const is = image.devices.get(device)?.isOnline !== true;
      return lasting(is, memory, {
        nowMs,
        forMs,
        why: () => because('act.offline', { device: nameOf(image, device) }),
      });
    }
    case 'gap': {
      const { device, metric, forMs } = trigger;
      const seen = image.devices.get(device)?.value(metric);
      const lastMs = seen?.atMs ?? image.devices.get(device)?.lastSeenMs;
      // What nothing is known of yet, as after a restart, has been silent since it was looked for.
      const unheardMs = lastMs === undefined ? (memory.unheardMs ?? nowMs) : undefined;
      const isLong = nowMs - (lastMs ?? unheardMs ?? nowMs) >= forMs;
      const is = lastMs === undefined && !isLong ? undefined : isLong;
      const why = (): Reason => because('act.gap', { device: nameOf(image, device), metric: { metric } });
      const step = lasting(is, memory, { nowMs, forMs: 0, why });
      return { ...step, memory: { ...step.memory, unheardMs } };
    }
    case 'cheapest': {
      const is = isCheapest(trigger.cheapest, image) === true;
      const price = priceAt(image.prices?.import ?? [], nowMs) ?? 0;
      return lasting(is, memory, { nowMs, forMs: 0, why: () => because('act.cheapest', { price }) });
    }
    case 'called': {
      const { by, name, text } = trigger;
      const is = happened.some(
        (one) =>
          one.kind === 'called' && one.what === by && one.name === name && (text === undefined || one.text === text),
      );
      return { memory: {}, ...(is ? { why: because('act.called', { name: external(name) }) } : {}) };
    }
  }
}
