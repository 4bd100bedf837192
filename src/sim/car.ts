// An emulated electric car: a battery, a charger of its own, and the habits of cars: it charges with no less than 6 A, takes a while until it
// does what it is allowed to, slows down when it is nearly full, and stops at its own target. Source: IEC 61851-1, annex A (duty cycle, least
// current; a change takes up to 5 s).

/** What a car is. */
export interface CarOptions {
  readonly batteryWh?: number;
  /** State of charge at the beginning, %. */
  readonly soc?: number;
  /** It stops there by itself, %. */
  readonly targetSoc?: number;
  /** Of its own charger, A of each phase, and how many phases it has. */
  readonly mostA?: number;
  readonly phases?: 1 | 3;
  /** Until it does what it is allowed to, ms. */
  readonly reactsMs?: number;
  /** After so long without being allowed anything it sleeps, and needs to be unplugged to wake, ms; absent: it never does. */
  readonly sleepsAfterMs?: number;
  /** A short pause wakes it as well: it is offered something again before it would have fallen asleep. */
  readonly wakesByPause?: boolean;
}

/** What it is offered. */
export interface Offer {
  /** A of each phase; below 6 it is not allowed to charge. */
  readonly currentA: number;
  readonly phases: number;
  readonly voltageV: number;
}

/** A car. */
export interface Car {
  readonly soc: number;
  /** What it takes now. */
  readonly currentA: number;
  readonly phases: number;
  readonly powerW: number;
  readonly isAsleep: boolean;
  /** Lives so long with an offer. */
  live(ms: number, offer: Offer): void;
  wake(): void;
}

const leastA = 6;
/** From here on it slows down, %. */
const slowSoc = 95;
const lossFactor = 0.92;

/** A car. */
export function createCar({
  batteryWh = 60_000,
  soc: startSoc = 40,
  targetSoc = 100,
  mostA = 16,
  phases: ownPhases = 3,
  reactsMs = 3000,
  sleepsAfterMs,
  wakesByPause = false,
}: CarOptions = {}): Car {
  let storedWh = (batteryWh * startSoc) / 100;
  let [currentA, phases, powerW, waitedMs, idleMs] = [0, 0, 0, 0, 0];
  let isAsleep = false;
  const socOf = (): number => Math.min(100, (storedWh / batteryWh) * 100);
  const wanted = ({ currentA: offeredA }: Offer): number => {
    const soc = socOf();
    if (isAsleep || offeredA < leastA || soc >= targetSoc) return 0;
    const slowed = soc < slowSoc ? mostA : Math.max(leastA, mostA * ((100 - soc) / (100 - slowSoc)));
    return Math.min(offeredA, mostA, slowed);
  };
  return {
    get soc() {
      return socOf();
    },
    get currentA() {
      return currentA;
    },
    get phases() {
      return phases;
    },
    get powerW() {
      return powerW;
    },
    get isAsleep() {
      return isAsleep;
    },
    live(ms, offer) {
      const nextA = wanted(offer);
      const nextPhases = nextA === 0 ? 0 : Math.min(ownPhases, offer.phases);
      // It may take no more than is offered at once, and needs its time for anything else.
      waitedMs = nextA === currentA && nextPhases === phases ? 0 : waitedMs + ms;
      if (waitedMs >= reactsMs || nextA < Math.min(currentA, leastA)) {
        [currentA, phases, waitedMs] = [nextA, nextPhases, 0];
      }
      powerW = currentA * phases * offer.voltageV;
      storedWh += (powerW * lossFactor * ms) / 3_600_000;
      const isOffered = offer.currentA >= leastA;
      if (wakesByPause && isOffered && idleMs > 0 && idleMs < (sleepsAfterMs ?? 0)) isAsleep = false;
      idleMs = isOffered ? 0 : idleMs + ms;
      if (sleepsAfterMs !== undefined && idleMs >= sleepsAfterMs) isAsleep = true;
    },
    wake() {
      isAsleep = false;
      idleMs = 0;
    },
  };
}
