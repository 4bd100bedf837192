// Texts with gaps: `{battery.soc}` is what the value is now.
import { findMetric } from '#core/catalogue.ts';
import type { Moment } from '#core/expression/evaluate.ts';

/** A name and perhaps a device: `battery.soc`, `pv.power of roof`. */
const gap = /\{([a-z][a-z0-9_.]{0,63})(?: of ([a-z0-9-]{1,64}))?\}/g;
const longest = 2000;

/** A text with its gaps filled; what is not known is a dash. */
export function filledIn(text: string, moment: Moment): string {
  const filled = text.replaceAll(gap, (_all, name: string, device: string | undefined) => {
    const seen = moment.look(device === undefined ? { name } : { name, device });
    if (seen?.isFresh !== true) return '–';
    const unit = findMetric(name)?.unit ?? '';
    return unit === '' ? String(seen.value) : `${String(seen.value)} ${unit}`;
  });
  return filled.slice(0, longest);
}
