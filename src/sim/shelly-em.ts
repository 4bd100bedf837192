// The emulated Shelly EM Gen3: two channels, each a meter of its own that stores its minutes; here the first phase of the grid, and the sun.
import { minuteMs } from '#core/time.ts';
import { type ShellyDevice, type ShellyOptions, shellyDevice } from './shelly-device.ts';
import { em1DataStatus, em1Status, type JsonObject } from './shelly-status.ts';
import { minuteStore } from './stored-minutes.ts';

const channels = [0, 1] as const;

/** Makes an emulated EM Gen3. */
export function createShellyEm(options: Omit<ShellyOptions, 'kind'>): ShellyDevice {
  const { read } = options;
  let countedMinute = -1;
  const asked =
    (status: typeof em1Status) =>
    ({ id }: JsonObject): JsonObject =>
      status(read(), id === 1 ? 1 : 0);
  const stores = channels.map((channel) =>
    minuteStore([''], () => {
      const home = read();
      const { total_act_energy: drawn, total_act_ret_energy: returned } = em1DataStatus(home, channel);
      const { voltage, current } = em1Status(home, channel);
      return [
        { importWh: Number(drawn), exportWh: Number(returned), voltageV: Number(voltage), currentA: Number(current) },
      ];
    }),
  );
  const all = (status: typeof em1Status, name: string): [string, JsonObject][] =>
    channels.map((channel) => [`${name}:${channel}`, status(read(), channel)]);
  return shellyDevice(
    { ...options, kind: 'shelly-em' },
    {
      components: () => new Map([...all(em1Status, 'em1'), ...all(em1DataStatus, 'em1data')]),
      methods: {
        'EM1.GetStatus': asked(em1Status),
        'EM1Data.GetStatus': asked(em1DataStatus),
        'EM1Data.GetData': (params) => stores[params['id'] === 1 ? 1 : 0]?.getData(params) ?? {},
      },
      news(home) {
        for (const store of stores) store.look(home.atMs);
        const minute = Math.floor(home.atMs / minuteMs);
        const isDue = minute > countedMinute;
        countedMinute = Math.max(countedMinute, minute);
        return new Map([...all(em1Status, 'em1'), ...(isDue ? all(em1DataStatus, 'em1data') : [])]);
      },
    },
  );
}
