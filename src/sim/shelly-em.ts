// The emulated Shelly EM Gen3: two channels, each a meter of its own; here the first phase of the grid, and the sun.
import { minuteMs } from '#core/time.ts';
import { type ShellyDevice, type ShellyOptions, shellyDevice } from './shelly-device.ts';
import { em1DataStatus, em1Status, type JsonObject } from './shelly-status.ts';

const channels = [0, 1] as const;

/** Makes an emulated EM Gen3. */
export function createShellyEm(options: Omit<ShellyOptions, 'kind'>): ShellyDevice {
  const { read } = options;
  let countedMinute = -1;
  const asked =
    (status: typeof em1Status) =>
    ({ id }: JsonObject): JsonObject =>
      status(read(), id === 1 ? 1 : 0);
  const all = (status: typeof em1Status, name: string): [string, JsonObject][] =>
    channels.map((channel) => [`${name}:${channel}`, status(read(), channel)]);
  return shellyDevice(
    { ...options, kind: 'shelly-em' },
    {
      components: () => new Map([...all(em1Status, 'em1'), ...all(em1DataStatus, 'em1data')]),
      methods: { 'EM1.GetStatus': asked(em1Status), 'EM1Data.GetStatus': asked(em1DataStatus) },
      news(home) {
        const minute = Math.floor(home.atMs / minuteMs);
        const isDue = minute > countedMinute;
        countedMinute = Math.max(countedMinute, minute);
        return new Map([...all(em1Status, 'em1'), ...(isDue ? all(em1DataStatus, 'em1data') : [])]);
      },
    },
  );
}
