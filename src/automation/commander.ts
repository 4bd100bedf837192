// Turns what set-points are to be into commands: one at a time for each, none that the device shows already, the next only when the last one
// was answered or is lost. It also notices that somebody else moved what the home had set.
import type { MetricValue } from '#core/reading.ts';
import { minuteMs } from '#core/time.ts';
import type { Holding } from './arbiter.ts';
import type { Claim, Target } from './claim.ts';
import type { CommandEnd } from './happening.ts';
import type { SeenPoint } from './image.ts';

/** A command that is due. */
export interface DueCommand extends Target {
  readonly id: string;
  readonly value: MetricValue;
  /** Whose it is; absent: the home puts back what nobody holds any more. */
  readonly holder?: Claim | undefined;
  /** Sent later it would be wrong, epoch ms. */
  readonly expiresMs: number;
  /** The device itself ends it so much later, ms; absent: it stays until it is told otherwise. */
  readonly forMs?: number | undefined;
  /** It holds this already: its timer begins anew. */
  readonly isRenewal?: boolean | undefined;
}

/** A command under way. */
interface SentCommand {
  readonly id: string;
  readonly value: MetricValue;
  readonly atMs: number;
  /** It is left so when nobody holds it any more. */
  readonly isLeft: boolean;
  /** The rule that wants it; absent: none does. */
  readonly rule?: string | undefined;
  /** As of {@link DueCommand}. */
  readonly forMs?: number | undefined;
}

/** What the device's own timer holds. */
interface TimedHold {
  readonly value: MetricValue;
  readonly untilMs: number;
  readonly forMs: number;
  /** The device showed its timer; otherwise it may have none. */
  readonly isShown: boolean;
}

/** What is remembered of a set-point: plain data, kept over restarts. */
export interface PointMemory extends Target {
  /** The home moved it, and puts it back when nobody holds it. */
  readonly isMoved: boolean;
  /** What it showed before the home moved it. */
  readonly before?: MetricValue | undefined;
  /** The command under way. */
  readonly sent?: SentCommand | undefined;
  /** What was set last, as the device confirmed or acknowledged it. */
  readonly set?:
    | { readonly value: MetricValue; readonly atMs: number; readonly isSeen?: boolean | undefined }
    | undefined;
  /** A value that the device did not take: how often in a row, and from when it may be tried again, epoch ms. */
  readonly failed?: { readonly value: MetricValue; readonly count: number; readonly againMs: number } | undefined;
  /** The device's own timer: when it ends what was set, and how long it was told, ms. */
  readonly hold?: TimedHold | undefined;
  /** Its timer did not work: it is switched without one until then, epoch ms. */
  readonly plainMs?: number | undefined;
  /** When its value changed, the newest last, epoch ms: for limits of how often. */
  readonly changes: readonly number[];
  /** The same of what rules made of it, and which, as many as tell a loop; absent: none. */
  readonly ruled?: readonly { readonly atMs: number; readonly rule: string }[] | undefined;
}

/** One step for one set-point. */
export interface CommandStep {
  readonly memory: PointMemory;
  readonly command?: DueCommand | undefined;
}

/** So long an answer is waited for before a command counts as lost, ms: longer than any device takes. */
const patienceMs = 60_000;
/** A command that was not sent within this time is not sent any more, ms. */
const freshMs = 30_000;
/** Pauses after failures in a row, ms; the last one is kept to. */
const pausesMs = [10_000, 30_000, 2 * minuteMs, 10 * minuteMs] as const;
/** A device that refused a value is asked again for the same one after this, ms. */
const refusedMs = 15 * minuteMs;
/** So long after a value was set what is shown may be of before, ms. */
const readAgainMs = 15_000;
/** A device whose timer did not work is asked again for it after this, ms. */
const timerAgainMs = 60 * minuteMs;
/** Of its time, the part that a device's timer may be early: its clock is a cheap one. */
const timerEarly = 0.02;
/** Changed so often within a minute, something undoes what something else does: two rules, or a rule and whoever is at the device. */
export const mostPerMinute = 8;
/** Remembered changes of one set-point: a day of one every minute and a half. */
const mostChanges = 1000;

/** A set-point that nothing is known of. */
export const freshMemory = ({ device, setPoint }: Target): PointMemory => ({
  device,
  setPoint,
  isMoved: false,
  changes: [],
});

/** Whether two values are the same for a device, which shows numbers as exactly as its steps. */
function isSameValue(one: MetricValue | undefined, other: MetricValue, step = 0): boolean {
  return typeof one === 'number' && typeof other === 'number'
    ? Math.abs(one - other) <= step / 2 + 1e-9
    : one === other;
}

const pauseOf = (count: number): number => pausesMs[Math.min(count, pausesMs.length) - 1] ?? pausesMs[0];

/** A timer that was refused, or failed twice, is done without: the switching itself may be taken. What may have arrived may end by itself. */
function withoutTimer(
  memory: PointMemory,
  { value, atMs, forMs }: { readonly value: MetricValue; readonly atMs: number; readonly forMs: number },
  { end, nowMs }: { readonly end: CommandEnd; readonly nowMs: number },
): PointMemory {
  if (end === 'refused') return { ...memory, failed: undefined, plainMs: nowMs + timerAgainMs };
  if (end !== 'failed') return memory;
  const isAgain = (memory.failed?.count ?? 0) > 1;
  return {
    ...memory,
    hold: { value, untilMs: atMs + forMs, forMs, isShown: false },
    ...(isAgain ? { plainMs: nowMs + timerAgainMs } : {}),
  };
}

/** Takes what became of a command. One that is not under way any more changes nothing. */
export function answered(
  memory: PointMemory,
  answer: { readonly command: string; readonly end: CommandEnd },
  nowMs: number,
): PointMemory {
  const { sent, set, failed } = memory;
  if (sent === undefined || sent.id !== answer.command) return memory;
  const rest = { ...memory, sent: undefined };
  if (answer.end === 'confirmed' || answer.end === 'acknowledged') {
    const changes = isSameValue(set?.value, sent.value)
      ? memory.changes
      : [...memory.changes, nowMs].slice(-mostChanges);
    const { value, isLeft, forMs, rule } = sent;
    const isRuling = rule !== undefined && changes !== memory.changes;
    return {
      ...rest,
      ...(isRuling ? { ruled: [...(memory.ruled ?? []), { atMs: nowMs, rule }].slice(-mostPerMinute) } : {}),
      isMoved: !isLeft,
      before: isLeft ? undefined : memory.before,
      // One that is held already was seen before.
      set: isSameValue(set?.value, value) && set?.isSeen === true ? set : { value, atMs: nowMs },
      failed: undefined,
      // A switching without a time ends the timer.
      hold:
        forMs === undefined
          ? undefined
          : { value, untilMs: sent.atMs + forMs, forMs, isShown: answer.end === 'confirmed' },
      changes,
    };
  }
  const count = failed?.value === sent.value ? failed.count + 1 : 1;
  const againMs = nowMs + (answer.end === 'refused' ? refusedMs : pauseOf(count));
  // It may have arrived all the same: it is put back when nobody holds it.
  const gone = { ...rest, isMoved: true, failed: { value: sent.value, count, againMs } };
  return sent.forMs === undefined
    ? gone
    : withoutTimer(gone, { ...sent, forMs: sent.forMs }, { end: answer.end, nowMs });
}

/** What is known of its value: what it shows, or what was set last where it shows nothing. */
function knownValue({ shows, isReadable }: SeenPoint, { set }: PointMemory): MetricValue | undefined {
  if (shows?.isFresh === true) return shows.value;
  return isReadable ? undefined : set?.value;
}

/** What the timer of a device ended is what it was before, and nobody's doing. */
function lapsed(memory: PointMemory, shown: MetricValue, nowMs: number): PointMemory | undefined {
  const { hold } = memory;
  if (hold === undefined || shown === hold.value || nowMs < hold.untilMs - hold.forMs * timerEarly) return undefined;
  return {
    ...memory,
    isMoved: false,
    before: undefined,
    hold: undefined,
    failed: undefined,
    set: { value: shown, atMs: nowMs, isSeen: true },
    changes: [...memory.changes, nowMs].slice(-mostChanges),
  };
}

/**
 * Notices that somebody else moved a set-point: it shows something else than it was set to, and did not yet when that was confirmed. What it was
 * moved to is what it is set to from then on, whoever did it.
 */
export function noticed(
  { shows, step }: SeenPoint,
  memory: PointMemory,
  nowMs: number,
): { readonly memory: PointMemory; readonly moved?: MetricValue | undefined } {
  const { set, sent } = memory;
  if (shows?.isFresh !== true || set === undefined || sent !== undefined) return { memory };
  const ended = lapsed(memory, shows.value, nowMs);
  if (ended !== undefined) return { memory: ended };
  if (isSameValue(shows.value, set.value, step))
    return { memory: set.isSeen === true ? memory : { ...memory, set: { ...set, isSeen: true } } };
  const changes = [...memory.changes, nowMs].slice(-mostChanges);
  // What got no answer and arrived all the same, as when the process was killed behind it, is the home's own.
  if (memory.failed !== undefined && isSameValue(shows.value, memory.failed.value, step))
    return {
      memory: { ...memory, set: { value: shows.value, atMs: nowMs, isSeen: true }, changes, failed: undefined },
    };
  // What it showed before it was set may be read once more behind that.
  if (set.isSeen !== true && shows.changedMs <= set.atMs) return { memory };
  const moved = shows.value;
  return {
    memory: { ...memory, before: moved, set: { value: moved, atMs: nowMs, isSeen: true }, changes, hold: undefined },
    moved,
  };
}

/** What a device shows when it is first looked at is what it is set to: whoever turns it later is noticed. */
function adopted(memory: PointMemory, { shows }: SeenPoint): PointMemory {
  if (memory.set !== undefined || shows?.isFresh !== true) return memory;
  return { ...memory, set: { value: shows.value, atMs: shows.changedMs, isSeen: true } };
}

/** Gives a command up that was not answered for long. */
function givenUp(memory: PointMemory, nowMs: number): PointMemory {
  const { sent } = memory;
  if (sent === undefined || nowMs - sent.atMs < patienceMs) return memory;
  return answered(memory, { command: sent.id, end: 'failed' }, nowMs);
}

/** Whether a value is not to be sent now: it failed a short while ago, or was set just now and has not been read since. */
function isWaiting({ failed, set }: PointMemory, value: MetricValue, nowMs: number): boolean {
  if (failed?.value === value && nowMs < failed.againMs) return true;
  return set !== undefined && set.isSeen !== true && set.value === value && nowMs - set.atMs < readAgainMs;
}

/** How long the device itself is to hold a value, ms; undefined: it stays so, or nothing would go back. */
function timeOf(
  value: MetricValue,
  { timedMs, kind }: SeenPoint,
  { holding, safe, safeAfterMs = 0 }: Wanted,
): number | undefined {
  const isForTime = holding !== undefined && holding.holder?.after !== 'stay' && safe !== undefined && safe !== value;
  if (kind !== 'binary' || timedMs === undefined || safeAfterMs <= 0 || !isForTime) return undefined;
  return Math.min(safeAfterMs, timedMs);
}

/** Whether what is shown is held as it should be: with its timer far from its end, or without one. */
function isHeldSo({ hold, plainMs = 0, isMoved }: PointMemory, forMs: number | undefined, nowMs: number): boolean {
  // One that went on before it was known what the timer did is held by none.
  if (forMs === undefined) return hold === undefined;
  if (!isMoved) return true;
  if (nowMs < plainMs) return hold === undefined;
  return hold !== undefined && hold.untilMs - nowMs > forMs / 2;
}

/** What a set-point is to be now: what is held, or what it is put back to. */
export interface Wanted {
  readonly holding?: Holding | undefined;
  /** What it is put back to when nobody holds it; absent: it stays as it is. */
  readonly safe?: MetricValue | undefined;
  /** Where a device can end by itself what is held: so long after it was told last, ms; absent: never. */
  readonly safeAfterMs?: number | undefined;
}

/**
 * One step for one set-point. `id` names a command that is due; it is never used twice. A device that is not there gets nothing: what it is to
 * be is decided anew when it is back.
 */
export function command(
  point: SeenPoint,
  memory: PointMemory,
  {
    wanted,
    nowMs,
    id,
    isOnline,
  }: { readonly wanted: Wanted; readonly nowMs: number; readonly id: string; readonly isOnline: boolean },
): CommandStep {
  const known = adopted(givenUp(memory, nowMs), point);
  const { holding, safe } = wanted;
  const value = holding?.value ?? (holding === undefined && known.isMoved ? safe : undefined);
  if (known.sent !== undefined) return { memory: known };
  const isLeft =
    holding === undefined && (value === undefined || isSameValue(knownValue(point, known), value, point.step));
  if (isLeft) return { memory: { ...known, isMoved: false, before: undefined, failed: undefined } };
  if (value === undefined) return { memory: known };
  const wantedMs = timeOf(value, point, wanted);
  const isShown = isSameValue(knownValue(point, known), value, point.step);
  const isLeftSo = holding?.holder?.after === 'stay';
  if (isShown && isHeldSo(known, wantedMs, nowMs)) {
    // What is set and left is nobody's any more.
    return { memory: { ...known, failed: undefined, ...(isLeftSo ? { isMoved: false, before: undefined } : {}) } };
  }
  if (!isOnline || isWaiting(known, value, nowMs)) return { memory: known };
  const { device, setPoint, isMoved, plainMs = 0 } = known;
  const before = isMoved ? known.before : knownValue(point, known);
  const forMs = nowMs < plainMs ? undefined : wantedMs;
  const time = forMs === undefined ? {} : { forMs };
  return {
    memory: {
      ...known,
      before,
      sent: {
        id,
        value,
        atMs: nowMs,
        isLeft: isLeftSo,
        ...(holding?.holder?.by.kind === 'rule' ? { rule: holding.holder.by.id } : {}),
        ...time,
      },
    },
    command: {
      id,
      device,
      setPoint,
      value,
      holder: holding?.holder,
      expiresMs: nowMs + freshMs,
      ...time,
      ...(isShown && forMs !== undefined ? { isRenewal: true } : {}),
    },
  };
}
