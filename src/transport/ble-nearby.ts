// Which Bluetooth LE devices are in reach. A search takes seconds, so that a page asks for what was heard last, and begins the next. The
// part that speaks D-Bus is loaded with the first search.
import { type Clock, isWithin } from '#core/clock.ts';
import type { FoundPort } from '#core/field.ts';

/** What is in reach. */
export interface BluetoothNearby {
  /** What was heard last; a search begins, unless one just ended. */
  last(): readonly FoundPort[];
  /** The same, after a short wait for the first search: that there is no Bluetooth is known at once. Never throws. */
  soon(): Promise<readonly FoundPort[]>;
  /** What is heard now, after the seconds a search takes. Never throws. */
  search(): Promise<readonly FoundPort[]>;
}

/** So long what was heard is not searched for again, ms. */
const freshMs = 8000;
/** Longest wait for why nothing can be heard, ms. */
const soonMs = 400;

interface NearbyParts {
  readonly clock: Clock;
  /** Address of the system bus; absent: where every Linux has it. */
  readonly systemBus?: string | undefined;
}

async function searched(parts: NearbyParts, before: readonly FoundPort[]): Promise<readonly FoundPort[]> {
  const { heardBluetooth } = await import('./ble-scan.ts');
  return heardBluetooth({ ...parts, before: new Set(before.map(({ address }) => address)) });
}

/** Nothing heard yet. */
export function bluetoothNearby(parts: NearbyParts): BluetoothNearby {
  const { clock } = parts;
  let heard: readonly FoundPort[] = [];
  let endedMs = Number.NEGATIVE_INFINITY;
  let running: Promise<readonly FoundPort[]> | undefined;
  const search = (): Promise<readonly FoundPort[]> => {
    running ??= searched(parts, heard)
      .then((found) => (heard = found))
      .finally(() => {
        endedMs = clock.monotonicMs();
        running = undefined;
      });
    return running;
  };
  return {
    last() {
      if (clock.monotonicMs() - endedMs > freshMs) void search();
      return heard;
    },
    async soon() {
      const isFirst = endedMs === Number.NEGATIVE_INFINITY;
      if (clock.monotonicMs() - endedMs <= freshMs) return heard;
      const searching = search();
      if (isFirst) await isWithin(clock, soonMs, searching);
      return heard;
    },
    search,
  };
}
