// A counter that contradicts its power: when it is silenced, what is booked in its place, and how it is believed again.
import { because, type Reason } from '#core/reason.ts';
import { hourMs } from '#core/time.ts';
import type { MilliWh } from '../types.ts';
import { inKwh, type Audited, type CounterBooks } from './counter-books.ts';
import type { Count, Held } from './counter-state.ts';
import { shortParts } from './counter-step.ts';
import type { Heard } from './power.ts';
import * as suspicions from './suspicion.ts';

/** The power contradicts a jump: the power is booked instead, and the counter goes on from there if its steps agree again. */
export function riseAgainstPower(
  counter: CounterBooks,
  { held, step }: { readonly held: Held; readonly step: MilliWh },
  to: Count,
): void {
  const { first, work } = held;
  if (suspicions.isTooFast(to.value - first.value, counter.work - work, counter.limits())) {
    suspect(counter, { atMs: first.atMs, code: 'too-fast', counted: to.value - (counter.is.good?.value ?? 0) }, to);
    return;
  }
  const { energy } = counter.bookPower(to.atMs);
  const reason = because('counter.jump-against-power', { kwh: inKwh(step), powerKwh: inKwh(energy) });
  counter.tell({ atMs: first.atMs, kind: 'held', energy, reason });
  const { good } = counter.is;
  counter.rebase(to);
  if (good === undefined) return;
  // What the power brought is included in the step of a counter that comes back, so counting starts that much higher.
  const fromPower = { ...first, value: to.value - energy };
  counter.is.doubt = { base: good, first: fromPower, channel: counter.run.source.channel, booked: [] };
}

/** A counter that stands still while its power brings energy is not believed. */
export function checkStill(counter: CounterBooks, to: Count): void {
  const { sinceMs, suspicion } = counter.is;
  if (suspicion !== undefined || !counter.hasWitness(to.atMs)) return;
  const limits = { ...counter.limits(), value: to.value };
  if (!suspicions.isDead(counter.work, to.atMs - sinceMs, limits)) return;
  const { audit } = counter;
  const isSuspected = suspect(counter, { atMs: sinceMs, code: 'stood-still', counted: 0 }, to);
  // One step after hours of nothing would not have made it true either.
  if (isSuspected && audit !== undefined && suspicions.wasShort(audit, limits)) bookShort(counter, audit);
}

/** Counter and power disagree in sum. */
export function suspectRate(
  counter: CounterBooks,
  { verdict: code, audit }: NonNullable<Audited['disagreed']>,
  to: Count,
): void {
  const missing = Math.round(suspicions.energyOfWork(audit.work)) - audit.counted;
  const isSuspected = suspect(
    counter,
    { atMs: audit.fromMs, code, counted: audit.counted, work: audit.work, debt: Math.max(0, -missing) },
    to,
  );
  if (isSuspected && missing > 0) bookShort(counter, audit);
}

/** What the power brought and the counter did not show is booked from the power. */
function bookShort(counter: CounterBooks, { work, counted, short }: suspicions.Audit): void {
  const { source, book } = counter.run;
  const missing = Math.round(suspicions.energyOfWork(work)) - counted;
  book.book({ source: source.id, channel: source.channel, rule: 'power' }, shortParts(short, missing));
}

/** What speaks against a counter. */
interface Charge {
  /** Since when, epoch ms: the decision's id is made from it. */
  readonly atMs: number;
  readonly code: 'stood-still' | 'too-fast' | 'too-slow';
  readonly counted: MilliWh;
  /** What the power brought in that time; absent: since the last step. */
  readonly work?: number;
  /** What was booked in excess. */
  readonly debt?: MilliWh;
}

/** From here on the power is booked, unless a person vouches for the counter. */
function suspect(counter: CounterBooks, charge: Charge, to: Count): boolean {
  const { atMs, code, debt = 0 } = charge;
  const reason = saidOf(charge, counter.work);
  if (counter.decided('suspect', atMs) === true) {
    counter.is.isVouched = true;
    const { good } = counter.is;
    if (code === 'too-fast' && good !== undefined && to.value > good.value) counter.take(to);
    delete counter.is.held;
    counter.audit = undefined;
    counter.tell({ atMs, kind: 'suspect', energy: 0, reason });
    return false;
  }
  const base = counter.is.good?.value ?? to.value;
  const fromMs = counter.is.sinceMs;
  const booked = counter.bookPower(to.atMs, { debt });
  counter.tell({ atMs, kind: 'suspect', energy: booked.energy, reason });
  counter.rebase(to);
  delete counter.is.top;
  delete counter.is.doubt;
  counter.is.suspicion = {
    ...booked,
    fromMs,
    base,
    isStill: code === 'stood-still',
    proof: suspicions.newProof(to.value),
  };
  return true;
}

function saidOf({ code, counted, work }: Charge, workSince: number): Reason {
  const powerKwh = inKwh(suspicions.energyOfWork(work ?? workSince));
  if (code === 'stood-still') return because('counter.stood-still', { powerKwh });
  const figures = { kwh: inKwh(counted), powerKwh };
  return code === 'too-fast' ? because('counter.too-fast', figures) : because('counter.too-slow', figures);
}

/** A reading of a counter that is not believed: its power is booked, and it may prove itself. */
export function suspected(counter: CounterBooks, to: Count, heard: Heard): void {
  const { suspicion, resolution } = counter.is;
  if (suspicion === undefined) return;
  const step = to.value - suspicion.proof.last;
  if (step > 0 && (resolution === 0 || step < resolution)) counter.is.resolution = step;
  const limits = counter.limits();
  const booked = counter.bookPower(to.atMs, suspicion);
  const energy = suspicion.energy + booked.energy;
  const now = { ...suspicion, ...booked, energy };
  const missing = suspicions.caughtUp(now, to.value, limits);
  const proof = suspicions.proving(suspicion.proof, { value: to.value, work: heard.work }, limits);
  counter.is.good = to;
  counter.begin(to.atMs);
  const isTrusted = suspicion.isFinal !== true && (missing !== undefined || suspicions.isProved(proof, limits));
  const isRefused = isTrusted && counter.decided('trusted', to.atMs) === false;
  if (!isTrusted || isRefused) {
    counter.is.suspicion = { ...now, proof, ...(isRefused ? { isFinal: true } : {}) };
    if (isRefused) counter.tell({ atMs: to.atMs, kind: 'trusted', energy: 0, reason: because('counter.not-trusted') });
    return;
  }
  delete counter.is.suspicion;
  const { source, book } = counter.run;
  if (missing !== undefined) {
    if (missing > 0) {
      const part = { fromMs: suspicion.fromMs, toMs: to.atMs, energy: missing };
      book.book({ source: source.id, channel: source.channel, rule: 'counter' }, [part]);
    }
    counter.is.patienceMs = Math.max(counter.is.patienceMs ?? 0, Math.min(to.atMs - suspicion.fromMs, 26 * hourMs));
  }
  const figures = { kwh: inKwh(energy) };
  const reason = missing === undefined ? because('counter.proved', figures) : because('counter.caught-up', figures);
  counter.tell({ atMs: to.atMs, kind: 'trusted', energy: missing ?? 0, reason });
}
