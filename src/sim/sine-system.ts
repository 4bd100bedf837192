// The simulated system of "WebSocket Real-Time Solar Monitoring", section "Current Data (Simulated)": a sine
// between 6 and 18 h local time, 5.5 kW at its top, 85–100 % of it at random. An alternative to sun and clouds.
import { hourMs } from '#core/time.ts';
import { smoothNoise } from './noise.ts';
import { type LocalDay, hourOf } from './place.ts';
import type { SolarSource } from './sun.ts';

/** Power at the top of the sine, W. */
const sinePeakW = 5500;

/** The sine system as a solar source; the noise holds for about 5 s, the pace of the document's messages. */
export function sineSource(seed: number, dayOf: (atMs: number) => LocalDay): SolarSource {
  const noise = smoothNoise(seed, 21, 5000);
  return (atMs) => {
    const day = dayOf(atMs);
    const share = (atMs - hourOf(day, 6)) / (12 * hourMs);
    if (share <= 0 || share >= 1) return 0;
    return sinePeakW * Math.sin(share * Math.PI) * (0.85 + 0.15 * noise(atMs));
  };
}
