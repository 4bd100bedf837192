// Charges from what a charger says: a car comes, the counter runs, it leaves. Pure: the same values give the same charges, whatever was
// restarted in between, because a counter goes on where it was.
import type { ChargeSession } from '#core/charging.ts';
import type { ChargeTransaction } from '#core/charge-points.ts';
import { setPoints } from '#core/set-points.ts';
import { hourMs } from '#core/time.ts';

/** What a charger says at a moment; what it did not say is absent. */
export interface ChargerSaid {
  readonly atMs: number;
  readonly isPlugged?: boolean | undefined;
  readonly counterWh?: number | undefined;
  /** W; counts only where there is no counter. */
  readonly powerW?: number | undefined;
  readonly soc?: number | undefined;
}

/** More than this no charger gives whose current is set here, W: a counter that leaps counts for nothing. */
const mostW = setPoints['charger.current.limit'].max * 3 * 250;
/** Without a counter, power counts for no longer than this between two values, ms. */
const longestMs = 120_000;
/** Hours of a charge that are kept apart: the oldest are put together. */
const mostHours = 400;

const hourOf = (atMs: number): number => Math.floor(atMs / hourMs) * hourMs;

/** What can be taken at most in a time, Wh; clocks may be a minute apart. */
const mostWh = (ms: number): number => (mostW * Math.max(ms, 60_000)) / hourMs;

/** Energy over a stretch of time, spread evenly over its hours. */
function spread(
  hours: ChargeSession['hours'],
  wh: number,
  [fromMs, toMs]: readonly [number, number],
): ChargeSession['hours'] {
  if (wh <= 0) return hours;
  const sums = new Map(hours);
  const lengthMs = Math.max(1, toMs - fromMs);
  for (let startMs = hourOf(fromMs); startMs < Math.max(toMs, fromMs + 1); startMs += hourMs) {
    const partMs = Math.min(toMs, startMs + hourMs) - Math.max(fromMs, startMs);
    const part = toMs > fromMs ? (wh * partMs) / lengthMs : wh;
    sums.set(startMs, (sums.get(startMs) ?? 0) + part);
  }
  const all = [...sums].toSorted(([one], [other]) => one - other);
  if (all.length <= mostHours) return all;
  const [first, second, ...rest] = all;
  return first === undefined || second === undefined ? all : [[second[0], first[1] + second[1]], ...rest];
}

/** What was taken since it was seen last, Wh. */
function takenWh({ seenMs, counterWh }: ChargeSession, { atMs, counterWh: nowWh, powerW }: ChargerSaid): number {
  const passedMs = atMs - seenMs;
  if (passedMs < 0) return 0;
  if (nowWh !== undefined) {
    const wh = counterWh === undefined ? 0 : nowWh - counterWh;
    // A counter that falls was begun anew, one that leaps is wrong: both count from here on.
    return wh > 0 && wh <= mostWh(passedMs) ? wh : 0;
  }
  if (counterWh !== undefined || powerW === undefined || passedMs > longestMs) return 0;
  return (powerW * passedMs) / hourMs;
}

/** A charge with what was said since. */
function continued(session: ChargeSession, said: ChargerSaid): ChargeSession {
  const { atMs, counterWh, soc } = said;
  const wh = takenWh(session, said);
  return {
    ...session,
    energyWh: session.energyWh + wh,
    hours: spread(session.hours, wh, [Math.min(session.seenMs, atMs), atMs]),
    seenMs: Math.max(session.seenMs, atMs),
    ...(counterWh === undefined ? {} : { counterWh }),
    ...(soc === undefined ? {} : { socStart: session.socStart ?? soc, socLast: soc }),
  };
}

/** A charge that begins. */
function begun(site: string, device: string, { atMs, counterWh, soc }: ChargerSaid): ChargeSession {
  return {
    id: `${device}-${atMs.toString(36)}`,
    site,
    device,
    startMs: atMs,
    energyWh: 0,
    hours: [],
    seenMs: atMs,
    ...(counterWh === undefined ? {} : { counterWh }),
    ...(soc === undefined ? {} : { socStart: soc, socLast: soc }),
  };
}

/** The charges of a device after something was said: that which is open, and one that has ended. */
export interface SessionStep {
  readonly open?: ChargeSession | undefined;
  readonly ended?: ChargeSession | undefined;
  /** More than any charger can give was told, and is not counted, Wh. */
  readonly impossibleWh?: number | undefined;
}

/** What a counter or a transaction says beyond what can be, Wh; undefined: nothing. */
function impossible(wh: number, ms: number): Pick<SessionStep, 'impossibleWh'> {
  return wh > mostWh(ms) ? { impossibleWh: wh } : {};
}

/** What becomes of the charge of a device. */
export function sessionAfter(
  open: ChargeSession | undefined,
  said: ChargerSaid,
  { site, device }: { readonly site: string; readonly device: string },
): SessionStep {
  if (open === undefined) return said.isPlugged === true ? { open: begun(site, device, said) } : {};
  // What comes late was counted by the counter already.
  if (said.atMs < open.seenMs) return { open };
  const next = continued(open, said);
  const leapWh = (said.counterWh ?? 0) - (open.counterWh ?? said.counterWh ?? 0);
  const told = impossible(leapWh, said.atMs - open.seenMs);
  return said.isPlugged === false ? { ended: { ...next, endMs: said.atMs }, ...told } : { open: next, ...told };
}

/** A transaction as it was told: only some of it with each message. */
export type ToldTransaction = Partial<ChargeTransaction> & Pick<ChargeTransaction, 'transaction'>;

/** What is known besides of the device of a transaction. */
export interface TransactionPlace {
  readonly site: string;
  readonly device: string;
  /** Its beginning, if that was told. */
  readonly begins?: ChargeTransaction | undefined;
  /** Charges of this device that ended lately. */
  readonly ended?: readonly ChargeSession[] | undefined;
}

const tagIn = ({ tag }: Pick<ToldTransaction, 'tag'>): Pick<ChargeSession, 'tag'> =>
  tag === undefined || tag === '' ? {} : { tag };

/** A charge whose transaction has stopped: what the counter said then is its energy, whenever it is told. */
function stopped(
  session: ChargeSession,
  { transaction, stopMs = session.seenMs, stopWh, reason }: ToldTransaction,
): ChargeSession {
  const toMs = Math.max(stopMs, session.startMs);
  const wh = stopWh === undefined ? 0 : stopWh - (session.counterWh ?? stopWh);
  // Since when it was not seen is not known: since the last hour that has energy.
  const fromMs = Math.max(session.startMs, session.hours.at(-1)?.[0] ?? session.startMs);
  const counts = wh > 0 && wh <= mostWh(toMs - session.startMs);
  return {
    ...session,
    transaction,
    ...(reason === undefined ? {} : { reason }),
    ...(session.endMs === undefined ? { seenMs: Math.max(session.seenMs, stopMs) } : {}),
    ...(counts
      ? {
          energyWh: session.energyWh + wh,
          hours: spread(session.hours, wh, [Math.min(fromMs, toMs), toMs]),
          counterWh: stopWh,
        }
      : {}),
  };
}

/** The ended charge that a transaction was part of: by its number, else the one during which it ran. */
function endedOf(
  { transaction, stopMs }: ToldTransaction,
  { begins, ended = [] }: TransactionPlace,
): ChargeSession | undefined {
  const own = ended.find((one) => one.transaction === transaction);
  if (own !== undefined || begins === undefined || stopMs === undefined) return own;
  return ended.find(
    ({ transaction: other, startMs, endMs = startMs }) =>
      other === undefined && startMs < stopMs && begins.startMs < endMs,
  );
}

/** A charge that went by while nobody looked. */
function missed(
  { transaction, stopMs, stopWh, reason }: ToldTransaction,
  { site, device, begins }: TransactionPlace,
): SessionStep {
  if (stopMs === undefined || stopWh === undefined || begins === undefined) return {};
  const { startMs, startWh } = begins;
  const wh = stopWh - startWh;
  if (wh <= 0 || stopMs < startMs) return {};
  if (wh > mostWh(stopMs - startMs)) return { impossibleWh: wh };
  return {
    ended: {
      id: `${device}-${startMs.toString(36)}`,
      site,
      device,
      startMs,
      endMs: stopMs,
      energyWh: wh,
      hours: spread([], wh, [startMs, stopMs]),
      seenMs: stopMs,
      counterWh: stopWh,
      transaction,
      ...tagIn(begins),
      ...(reason === undefined ? {} : { reason }),
    },
  };
}

/**
 * What a transaction adds: who began the charge and why it ended. One that is told late, or once more, after its charge has ended corrects that
 * charge; one that went by while nobody looked is a charge of its own.
 */
export function withTransaction(
  open: ChargeSession | undefined,
  told: ToldTransaction,
  place: TransactionPlace,
): SessionStep {
  const { transaction, stopMs, startWh } = told;
  const before = open?.transaction === transaction ? undefined : endedOf(told, place);
  if (before !== undefined) {
    const corrected = { ...tagIn(place.begins ?? {}), ...stopped(before, told) };
    const leapWh = (told.stopWh ?? 0) - (before.counterWh ?? told.stopWh ?? 0);
    const step = { open, ...impossible(leapWh, (stopMs ?? before.startMs) - before.startMs) };
    return stopMs === undefined || isSame(corrected, before) ? step : { ...step, ended: corrected };
  }
  if (open === undefined) return missed(told, place);
  if (open.transaction !== undefined && open.transaction !== transaction) return { open };
  if (stopMs !== undefined) {
    if (open.transaction === undefined) return { open };
    const leapWh = (told.stopWh ?? 0) - (open.counterWh ?? told.stopWh ?? 0);
    return { open: stopped(open, told), ...impossible(leapWh, stopMs - open.startMs) };
  }
  // Its beginning is told by it alone where nothing is measured before.
  const counter = open.counterWh === undefined && startWh !== undefined ? { counterWh: startWh } : {};
  return { open: { ...open, transaction, ...tagIn(told), ...counter } };
}

const isSame = (one: ChargeSession, other: ChargeSession): boolean =>
  one.energyWh === other.energyWh && one.reason === other.reason && one.transaction === other.transaction;
