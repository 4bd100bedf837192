// What the product keeps of time in its folder: readings that wait for a clock, and how the clock was set. Its files are written
// while real time passes, which in here would be minutes: the simulation keeps them in memory, from one life to the next.
import type { Batch } from '#core/reading.ts';
import type { EraPlace, KeptEra } from '#core/eras.ts';
import type { WaitingBatch, WaitingPlace } from '#core/waiting.ts';

/** Places of one home that outlive the lives of the product. */
export interface KeptTime {
  readonly waiting: WaitingPlace;
  readonly eras: EraPlace;
  /** The machine was started again: nobody knows how long it was off. */
  rebooted(): void;
}

type OpenEra = Omit<KeptEra, 'moments'> & { readonly moments: Map<string, number[]> };

const opened = ({ moments, ...rest }: KeptEra): OpenEra => ({
  ...rest,
  moments: new Map([...moments].map(([device, list]) => [device, [...list]])),
});

/** Nothing is kept yet; `monotonicMs` goes on from one life to the next. */
export function keptTime(monotonicMs: () => number): KeptTime {
  let waiting: { readonly batch: Batch; readonly wallMs: number; readonly readMs: number; readonly boot: number }[] =
    [];
  let boot = 0;
  let eras: OpenEra[] = [];
  return {
    waiting: {
      load: async () =>
        waiting.map(
          ({ batch, wallMs, readMs, boot: of }): WaitingBatch => ({
            batch,
            wallMs,
            beforeLastMs: (waiting.at(-1)?.readMs ?? readMs) - readMs,
            ...(of === boot ? { agoMs: monotonicMs() - readMs } : {}),
          }),
        ),
      add: (batch, wallMs) => void waiting.push({ batch, wallMs, readMs: monotonicMs(), boot }),
      clear: () => void (waiting = []),
      settled: async () => undefined,
      close: async () => undefined,
    },
    eras: {
      load: async () => eras.map(opened),
      replace: (kept) => void (eras = kept.map(opened)),
      add(device, atMs, offsetMs) {
        const present = eras.at(-1);
        if (present === undefined) return;
        present.moments.getOrInsertComputed(device, () => []).push(atMs);
        eras = [...eras.slice(0, -1), { ...present, offsetMs }];
      },
      settled: async () => undefined,
    },
    rebooted() {
      boot += 1;
      eras = eras.map(({ offsetMs: _offset, ...rest }) => rest);
    },
  };
}
