// What of a home is sent to the far side: the filter of its settings, as it is kept.
import { isRecord } from '#core/entries.ts';
import type { UplinkFilter, UplinkSettings } from '#core/uplink.ts';

/** A filter that narrows nothing is none. */
export const keptFilter = (filter: UplinkFilter = {}): Pick<UplinkSettings, 'filter'> =>
  Object.keys(filter).length === 0 ? {} : { filter };

const texts = (found: unknown): readonly string[] | undefined =>
  Array.isArray(found) ? found.filter((one) => typeof one === 'string') : undefined;

const bandIn = (found: unknown): NonNullable<UplinkFilter['deadBands']> => {
  if (!isRecord(found)) return [];
  const { metrics, by } = found;
  return typeof metrics === 'string' && typeof by === 'number' ? [{ metrics, by }] : [];
};

/** A filter that was kept. */
export function filterIn(found: unknown): Pick<UplinkSettings, 'filter'> {
  if (!isRecord(found)) return {};
  const { everySeconds, changesOnly, againSeconds, deadBands } = found;
  const [devices, exceptDevices, metrics, exceptMetrics] = [
    texts(found['devices']),
    texts(found['exceptDevices']),
    texts(found['metrics']),
    texts(found['exceptMetrics']),
  ];
  const filter = {
    ...(devices === undefined ? {} : { devices }),
    ...(exceptDevices === undefined ? {} : { exceptDevices }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(exceptMetrics === undefined ? {} : { exceptMetrics }),
    ...(typeof everySeconds === 'number' ? { everySeconds } : {}),
    ...(typeof changesOnly === 'boolean' ? { changesOnly } : {}),
    ...(typeof againSeconds === 'number' ? { againSeconds } : {}),
    ...(Array.isArray(deadBands) ? { deadBands: deadBands.flatMap(bandIn) } : {}),
  };
  return { filter };
}
