// The state machine of alerts: from what is seen of a home to alerts and to what is told of them. It is pure, and all that it remembers is
// plain data: kept with the alerts and the messages in one step, so that a kill at any moment loses none and repeats none.
//
//   signal ─ hold ─► raised ─ together with others of its kind ─► alert ─► told ─ changes: not more often than the throttle lets it
//      └ not so ─ clear ─► over ─► the alert is resolved when all of it is over ─► told, if it was told before
import {
  type AlertKind,
  type AlertRecord,
  type AlertSettings,
  type AlertSubject,
  severities,
  type Severity,
  type TellWhat,
} from '#core/alert.ts';
import type { Reason } from '#core/reason.ts';
import { dayMs, hourMs, minuteMs } from '#core/time.ts';
import { inForce, kindRules } from './kinds.ts';

/** What is seen of a subject: `isSo` is absent where it is not known, which decides nothing. */
export interface Signal {
  readonly kind: AlertKind;
  readonly subject: string;
  readonly isSo: boolean | undefined;
  readonly reason: Reason;
}

/** Something that happened and does not last: alerts of one key are one. */
export interface AlertEvent {
  readonly kind: AlertKind;
  readonly key: string;
  readonly subject: string;
  readonly reason: Reason;
  readonly severity?: Severity;
}

/** What a step is made of. */
export interface StepInput {
  readonly site: string;
  readonly nowMs: number;
  readonly settings: AlertSettings;
  /** Kinds that were looked at: of others nothing is known. */
  readonly looked: ReadonlySet<AlertKind>;
  readonly signals: readonly Signal[];
  readonly events: readonly AlertEvent[];
  /** After how many minutes what is critical goes on to those behind; absent: once, as it is set of the home. */
  readonly steps?: readonly number[] | undefined;
  /** Ids for new alerts. */
  newId(): string;
}

/** What is told now. */
export interface Tell {
  readonly what: TellWhat;
  readonly alert: AlertRecord;
  /** Those behind were told as well. */
  readonly wasEscalated: boolean;
  /** Of what goes on: those behind of more minutes than the first, and of no more than the second. */
  readonly stage?: { readonly afterMinutes: number; readonly upToMinutes: number } | undefined;
  /** Those behind of no more minutes have heard of it; absent: all. */
  readonly heardMinutes?: number | undefined;
}

/** Something that is followed: since when it is so, or is not so any more. */
interface Track {
  readonly kind: AlertKind;
  readonly subject: string;
  readonly sinceMs?: number;
  readonly clearMs?: number;
  readonly isRaised: boolean;
  readonly reason: Reason;
}

/** An alert that is not over, or was until lately. */
export interface OpenAlert {
  readonly alert: AlertRecord;
  /** What was told last: the subjects, how often, or that it is over. */
  readonly told?: string;
  readonly toldMs?: number;
  /** Tells that are left, and when they were counted. */
  readonly tells: number;
  readonly countedMs: number;
  readonly isEscalated: boolean;
  /** Since when somebody could have seen it: the steps are counted from then. */
  readonly raisedMs?: number | undefined;
  /** Minutes of the last step that was done, and of the last one that was heard of it. */
  readonly stepMinutes?: number | undefined;
  readonly heardMinutes?: number | undefined;
}

/** What it remembers. */
export interface AlertMemory {
  readonly tracks: Readonly<Record<string, Track>>;
  readonly open: Readonly<Record<string, OpenAlert>>;
  readonly steppedMs: number;
}

/** A step. */
export interface Step {
  readonly memory: AlertMemory;
  /** Alerts that are new or have changed. */
  readonly alerts: readonly AlertRecord[];
  readonly tells: readonly Tell[];
}

/** Nothing was ever seen. */
export const emptyMemory: AlertMemory = { tracks: {}, open: {}, steppedMs: 0 };

/** So long others of the same kind are waited for, ms: ten devices behind one switch are one message. */
const gatherMs = 30_000;
/** One that comes back within this time is the same alert, ms. */
const backMs = 30 * minuteMs;
/** So much is told at once until the throttle counts. */
const mostTells = 4;
/** After a longer pause between two steps nothing is known of the time in between, ms. */
const pauseMs = 2 * minuteMs;
/** Subjects of an alert that are named. */
const mostSubjects = 50;
/** Alerts that are followed at once; those of devices and the home are few, rules are many. */
const mostOpen = 300;
/** An event is over by itself after so long, ms, once somebody has seen it or not. */
const seenMs = hourMs;
const unseenMs = 7 * dayMs;

const isLive = ({ endedMs }: AlertSubject): boolean => endedMs === undefined;

/** What there is to tell of an alert, as a text that can be compared. */
function tellKey({ state, kind, times, subjects }: AlertRecord): string {
  if (state === 'resolved') return 'resolved';
  const ids = subjects.filter(isLive).map(({ id }) => id);
  return kindRules[kind].isEvent === true ? `${times}` : ids.toSorted().join('\n');
}

/** Whether something is told of that was not before. */
function hasNew(key: string, told: string): boolean {
  const before = new Set(told.split('\n'));
  return key.split('\n').some((id) => !before.has(id));
}

/** A track after another look. */
function tracked(before: Track | undefined, { kind, subject, isSo, reason }: Signal, input: StepInput): Track {
  const { nowMs, settings } = input;
  const wasRaised = before?.isRaised === true;
  const base = { kind, subject, reason: wasRaised && isSo !== true ? before.reason : reason };
  // What is not known neither raises nor ends anything, and a wait begins anew.
  if (isSo === undefined) return { ...base, isRaised: wasRaised };
  const since = (known: number | undefined): number => Math.min(known ?? nowMs, nowMs);
  if (isSo) {
    const sinceMs = since(before?.sinceMs);
    const isRaised = wasRaised || nowMs - sinceMs >= inForce(settings, kind).holdSeconds * 1000;
    return { ...base, sinceMs, isRaised };
  }
  if (!wasRaised) return { ...base, isRaised: false };
  const clearMs = since(before.clearMs);
  const isOver = nowMs - clearMs >= kindRules[kind].clearSeconds * 1000;
  return { ...base, ...(before.sinceMs === undefined ? {} : { sinceMs: before.sinceMs }), clearMs, isRaised: !isOver };
}

/** All tracks after another look; what is neither raised nor waits is forgotten. */
function trackedAll(memory: AlertMemory, input: StepInput): Record<string, Track> {
  const { looked, signals, settings, nowMs } = input;
  const isFresh = nowMs - memory.steppedMs <= pauseMs && nowMs >= memory.steppedMs;
  const tracks: Record<string, Track> = {};
  const before = (key: string): Track | undefined => {
    const known = memory.tracks[key];
    if (known === undefined || isFresh) return known;
    const { sinceMs: _since, clearMs: _clear, ...rest } = known;
    return known.isRaised && known.sinceMs !== undefined ? { ...rest, sinceMs: known.sinceMs } : rest;
  };
  for (const [key, track] of Object.entries(memory.tracks))
    if (!looked.has(track.kind) && inForce(settings, track.kind).isOn) tracks[key] = track;
  for (const signal of signals) {
    if (!looked.has(signal.kind) || !inForce(settings, signal.kind).isOn) continue;
    const key = `${signal.kind}/${signal.subject}`;
    const track = tracked(before(key), signal, input);
    if (track.isRaised || track.sinceMs !== undefined) tracks[key] = track;
  }
  return tracks;
}

/** Subjects with one more, or a newer reason; those that are over make room. Undefined: there is none. */
function withSubject(subjects: readonly AlertSubject[], subject: AlertSubject): readonly AlertSubject[] | undefined {
  const others = subjects.filter(({ id }) => id !== subject.id);
  const room = others.length < mostSubjects ? others : others.filter(isLive);
  return room.length < mostSubjects ? [...room, subject] : undefined;
}

function newAlert(
  input: StepInput,
  { kind, severity, subject }: Pick<AlertRecord, 'kind' | 'severity'> & { readonly subject: AlertSubject },
): OpenAlert {
  const { nowMs, site } = input;
  const alert: AlertRecord = {
    id: input.newId(),
    site,
    kind,
    severity,
    state: 'open',
    openedMs: nowMs,
    changedMs: nowMs,
    times: 1,
    subjects: [subject],
    ...(kindRules[kind].isOfInstallation === true ? { isOfInstallation: true } : {}),
  };
  return { alert, tells: mostTells, countedMs: nowMs, isEscalated: false };
}

/** Nobody behind was told yet; the steps are counted from when it is told again. */
const firstStep = { stepMinutes: 0, raisedMs: undefined } as const;

/** The steps that are due and were not done. */
function dueStage(
  { alert: { severity }, toldMs, raisedMs = toldMs, isEscalated, stepMinutes }: OpenAlert,
  { nowMs, settings: { escalateMinutes }, steps = [escalateMinutes] }: StepInput,
): Tell['stage'] {
  if (severity !== 'critical' || raisedMs === undefined) return undefined;
  // One that was kept before there were several steps.
  const afterMinutes = stepMinutes ?? (isEscalated ? escalateMinutes : 0);
  const due = steps.filter((minutes) => minutes > afterMinutes && nowMs - raisedMs >= minutes * minuteMs);
  return due.length === 0 ? undefined : { afterMinutes, upToMinutes: Math.max(...due) };
}

/** An alert of which one more subject is so, or is so again; undefined where it has no room for it. */
function joined(open: OpenAlert, subject: AlertSubject, input: StepInput): OpenAlert | undefined {
  const subjects = withSubject(open.alert.subjects, subject);
  if (subjects === undefined) return undefined;
  const { resolvedMs: _resolved, acknowledged: _seen, ...rest } = open.alert;
  const isBack = open.alert.state === 'resolved';
  const { kind, times } = rest;
  const isAgain = isBack || kindRules[kind].isEvent === true;
  const alert: AlertRecord = {
    ...rest,
    subjects,
    state: 'open',
    times: isAgain ? times + 1 : times,
    changedMs: input.nowMs,
    // What came back is told from when on it is so this time; what was never told waits for others no longer.
    ...(isBack && open.told !== undefined ? { openedMs: input.nowMs } : {}),
  };
  return { ...open, alert, ...(isBack ? { isEscalated: false, ...firstStep, heardMinutes: undefined } : {}) };
}

/** What becomes worse while it is open is told as that. */
function atLeast(open: OpenAlert, severity: Severity): OpenAlert {
  const isWorse = severities.indexOf(severity) > severities.indexOf(open.alert.severity);
  return isWorse ? { ...open, alert: { ...open.alert, severity } } : open;
}

/** The alert of a kind that lasts, after what is raised now. */
function followed(open: OpenAlert | undefined, raised: readonly Track[], input: StepInput): OpenAlert | undefined {
  const { nowMs } = input;
  let [current, unnamed] = [open, 0];
  for (const { kind, subject: id, sinceMs = nowMs, reason } of raised) {
    const known = current?.alert.subjects.find((one) => one.id === id && isLive(one));
    if (known !== undefined) continue;
    const subject = { id, reason, sinceMs };
    const { severity } = inForce(input.settings, kind);
    const next = current === undefined ? newAlert(input, { kind, severity, subject }) : joined(current, subject, input);
    if (next === undefined) unnamed += 1;
    else current = next;
  }
  if (current === undefined || current.alert.state === 'resolved') return current;
  const live = new Set(raised.map(({ subject }) => subject));
  const { more = 0, ...alert } = current.alert;
  const isSame = alert.subjects.every((one) => !isLive(one) || live.has(one.id));
  if (isSame && more === unnamed) return current;
  const subjects = alert.subjects.map((one) => (isLive(one) && !live.has(one.id) ? { ...one, endedMs: nowMs } : one));
  const over = raised.length === 0 ? ({ state: 'resolved', resolvedMs: nowMs } as const) : {};
  const rest = unnamed === 0 ? {} : { more: unnamed };
  return { ...current, alert: { ...alert, subjects, changedMs: nowMs, ...rest, ...over } };
}

/** An event is over when it was seen, or is old; nobody is told of that. */
function aged(open: OpenAlert, { nowMs }: StepInput): OpenAlert {
  const { alert } = open;
  if (alert.state === 'resolved' || kindRules[alert.kind].isEvent !== true) return open;
  const isOver = nowMs - alert.changedMs >= (alert.state === 'acknowledged' ? seenMs : unseenMs);
  if (!isOver) return open;
  const subjects = alert.subjects.map((one) => (isLive(one) ? { ...one, endedMs: nowMs } : one));
  return {
    ...open,
    told: 'resolved',
    alert: { ...alert, subjects, state: 'resolved', resolvedMs: nowMs, changedMs: nowMs },
  };
}

/** What of an alert is to be told, the throttle left aside. */
function wanted(open: OpenAlert, input: StepInput): TellWhat | undefined {
  const { alert, told } = open;
  const { nowMs } = input;
  const { state, kind, snoozedMs = 0, openedMs } = alert;
  if (nowMs < snoozedMs) return undefined;
  const key = tellKey(alert);
  if (state === 'resolved') return told === undefined || told === 'resolved' ? undefined : 'resolved';
  const isEvent = kindRules[kind].isEvent === true;
  if (state === 'open') {
    if (told === undefined || told === 'resolved') {
      const dueMs = isEvent ? openedMs : openedMs + gatherMs;
      return nowMs >= dueMs || nowMs < openedMs ? 'raised' : undefined;
    }
    if (told === 'snoozed') return 'raised';
    if (hasNew(key, told)) return 'changed';
    if (dueStage(open, input) !== undefined) return 'escalated';
  }
  return undefined;
}

/** What is told of an alert now. */
function told(open: OpenAlert, input: StepInput): { readonly open: OpenAlert; readonly tell?: Tell } {
  const what = wanted(open, input);
  if (what === undefined) return { open };
  const { nowMs, settings } = input;
  const everyMs = Math.max(1, settings.throttleMinutes * minuteMs);
  const grown = Math.max(0, nowMs - open.countedMs) / everyMs;
  const tells = Math.min(mostTells, open.tells + grown);
  // What waits for somebody to see it is not held back: it is told once.
  if (tells < 1 && what !== 'escalated') return { open };
  const counted = { tells: what === 'escalated' ? tells : tells - 1, countedMs: nowMs };
  const { alert, isEscalated } = open;
  const stage = what === 'escalated' ? dueStage(open, input) : undefined;
  const { raisedMs = nowMs, heardMinutes } = open;
  const next: OpenAlert =
    stage !== undefined
      ? {
          ...open,
          ...counted,
          raisedMs: open.raisedMs ?? open.toldMs,
          isEscalated: true,
          stepMinutes: stage.upToMinutes,
          heardMinutes: Math.max(heardMinutes ?? 0, stage.upToMinutes),
        }
      : {
          ...open,
          ...counted,
          raisedMs,
          told: tellKey(alert),
          toldMs: nowMs,
          ...(what === 'resolved' ? { isEscalated: false, ...firstStep, heardMinutes: undefined } : {}),
        };
  return { open: next, tell: { what, alert, wasEscalated: isEscalated || stage !== undefined, stage, heardMinutes } };
}

/** Alerts by key, after what is seen and what happened. */
function allOpen(
  memory: AlertMemory,
  tracks: Readonly<Record<string, Track>>,
  input: StepInput,
): Map<string, OpenAlert> {
  const open = new Map(Object.entries(memory.open));
  const raised = Map.groupBy(
    Object.values(tracks).filter(({ isRaised }) => isRaised),
    ({ kind }) => kind,
  );
  const lasting = new Set([...raised.keys(), ...[...open.values()].map(({ alert: { kind } }) => kind)]);
  for (const kind of lasting) {
    if (kindRules[kind].isEvent === true) continue;
    const next = followed(open.get(kind), raised.get(kind) ?? [], input);
    if (next !== undefined) open.set(kind, next);
  }
  for (const event of input.events) {
    const { kind, key, subject: id, reason } = event;
    const { isOn, severity } = inForce(input.settings, kind);
    const before = open.get(key);
    if (!isOn || (before === undefined && open.size >= mostOpen)) continue;
    const subject = { id, reason, sinceMs: input.nowMs };
    // What says its own severity keeps it, whatever is set of its kind: the page sets all kinds at once.
    const made = { kind, severity: event.severity ?? severity, subject };
    const isNew = before === undefined || before.alert.state === 'resolved';
    const again = isNew ? undefined : joined(before, subject, input);
    open.set(key, again === undefined ? newAlert(input, made) : atLeast(again, made.severity));
  }
  return open;
}

/** Looks at a home once more. */
export function step(memory: AlertMemory, input: StepInput): Step {
  const tracks = trackedAll(memory, input);
  const tells: Tell[] = [];
  const alerts: AlertRecord[] = [];
  const open: Record<string, OpenAlert> = {};
  for (const [key, found] of allOpen(memory, tracks, input)) {
    const { open: next, tell } = told(aged(found, input), input);
    if (tell !== undefined) tells.push(tell);
    if (memory.open[key]?.alert !== next.alert) alerts.push(next.alert);
    const { state, resolvedMs = input.nowMs } = next.alert;
    const isTold = next.told === undefined || next.told === 'resolved';
    if (state !== 'resolved' || !isTold || input.nowMs - resolvedMs < backMs) open[key] = next;
  }
  return { memory: { tracks, open, steppedMs: input.nowMs }, alerts, tells };
}

/** The key of an alert that is followed. */
const keyOf = (memory: AlertMemory, id: string): string | undefined =>
  Object.keys(memory.open).find((key) => memory.open[key]?.alert.id === id);

function changedOpen(memory: AlertMemory, id: string, change: (open: OpenAlert) => OpenAlert): Step | undefined {
  const key = keyOf(memory, id);
  const open = key === undefined ? undefined : memory.open[key];
  if (key === undefined || open === undefined || open.alert.state === 'resolved') return undefined;
  const next = change(open);
  return { memory: { ...memory, open: { ...memory.open, [key]: next } }, alerts: [next.alert], tells: [] };
}

/** Somebody has seen it; undefined if it is over. */
export function acknowledged(
  memory: AlertMemory,
  { id, by, nowMs }: { readonly id: string; readonly by: string; readonly nowMs: number },
): Step | undefined {
  return changedOpen(memory, id, (open) => {
    const alert: AlertRecord = {
      ...open.alert,
      state: 'acknowledged',
      acknowledged: { by, atMs: nowMs },
      changedMs: nowMs,
    };
    // Nothing more is to be told of what is seen: what was about to be told is as if it had been.
    return { ...open, alert, told: open.told === undefined ? 'resolved' : tellKey(alert), ...firstStep };
  });
}

/** Nobody is told before a moment; undefined if it is over. */
export function snoozed(
  memory: AlertMemory,
  { id, untilMs, nowMs }: { readonly id: string; readonly untilMs: number; readonly nowMs: number },
): Step | undefined {
  return changedOpen(memory, id, (open) => {
    const { acknowledged: _seen, ...rest } = open.alert;
    return {
      ...open,
      alert: { ...rest, state: 'open', snoozedMs: untilMs, changedMs: nowMs },
      told: 'snoozed',
      ...firstStep,
    };
  });
}
