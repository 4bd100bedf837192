// Where a meter that this home plays gets its readings: from what the home knows now. However often it is asked, the home is looked at a few
// times a second.
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';
import type { Reason } from '#core/reason.ts';
import type { HomeFigures } from '../home-assistant/entities.ts';
import type { NamedDevice, SinkParts } from '../output-kind.ts';
import { type MeterReading, meterReading, type ReadingChoice } from './meter-reading.ts';

/** So long one reading is given to all who ask, ms: far less than any meter's own pace. */
const sameMs = 100;

/** Reads. */
export interface MeterSource {
  /** The reading of now, or why there is none. */
  read(): MeterReading | Reason;
  close(): void;
}

/** Counters of the home from its ledger, looked up once a minute. */
function ledgerCounters(clock: Clock, energy: () => Promise<{ readonly total: HomeFigures }>) {
  let found: HomeFigures | undefined;
  const look = (): void => {
    // A ledger that cannot be read says nothing; the meter shows its power all the same.
    void energy().then(
      ({ total }) => {
        found = total;
      },
      () => undefined,
    );
  };
  look();
  return { figures: () => found, close: clock.every(minuteMs, look) };
}

/** The device whose power is shown, if it is not the home. */
export const meterDevices = ({ device = '' }: Pick<ReadingChoice, 'device'>): readonly NamedDevice[] =>
  device === '' ? [] : [{ field: 'device', device }];

/** A source over a home. */
export function meterSource(choice: ReadingChoice, { home, clock }: Pick<SinkParts, 'home' | 'clock'>): MeterSource {
  const isHome = choice.device === undefined || choice.device === '';
  const counters = isHome ? ledgerCounters(clock, () => home.energy()) : undefined;
  let last: { readonly found: MeterReading | Reason; readonly atMs: number } | undefined;
  return {
    read() {
      const nowMs = clock.monotonicMs();
      if (last !== undefined && nowMs - last.atMs < sameMs) return last.found;
      const { importWh, exportWh } = counters?.figures() ?? {};
      const found = meterReading(choice, {
        values: home.values(),
        grid: isHome ? home.grid() : undefined,
        counted: { importWh, exportWh },
        intervalOf: (device) => home.facts.device(device)?.intervalMs ?? 0,
        nowMs: clock.nowMs(),
      });
      last = { found, atMs: nowMs };
      return found;
    },
    close: () => counters?.close(),
  };
}
