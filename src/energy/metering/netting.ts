// Netting: what was bought and sold within the same minutes is netted, so that only the difference is left, on the larger side.
import type { Booking } from '../types.ts';

interface GridLine {
  readonly channel: Booking;
  readonly energy: number[];
}

/** Sets off import and export of the lines in the minutes [from, to); the remainder keeps its distribution over the minutes. */
export function netted(lines: readonly GridLine[], from: number, to: number): void {
  const total = (channel: Booking): number =>
    lines
      .filter((line) => line.channel === channel)
      .reduce((sum, { energy }) => sum + energy.slice(from, to).reduce((one, other) => one + other, 0), 0);
  const [bought, sold] = [total('import'), total('export')];
  if (bought === 0 || sold === 0) return;
  const scale = (channel: Booking, whole: number): void => {
    const before = total(channel);
    let [running, done] = [0, 0];
    for (const { channel: own, energy } of lines) {
      if (own !== channel) continue;
      for (let at = from; at < Math.min(to, energy.length); at += 1) {
        running += energy[at] ?? 0;
        const upTo = running === before ? whole : Math.floor(whole * (running / before));
        energy[at] = upTo - done;
        done = upTo;
      }
    }
  };
  scale('import', Math.max(0, bought - sold));
  scale('export', Math.max(0, sold - bought));
}
