// An emulated Shelly Plus Plug S – one relay that measures – and an H&T. Source: [shelly-rpc] (Switch, Temperature, Humidity).
import { minuteMs } from '#core/time.ts';
import { type ShellyDevice, type ShellyOptions, shellyDevice } from './shelly-device.ts';
import { componentId, RpcFailure } from './shelly-rpc.ts';
import type { JsonObject } from './shelly-status.ts';
import type { RelayIndex } from './switched-loads.ts';

/** A plug and the load behind it. */
export interface PlugOptions extends Omit<ShellyOptions, 'kind'> {
  readonly setRelay: (index: RelayIndex, isOn: boolean) => void;
}

/** Makes an emulated plug. */
export function createShellyPlug(options: PlugOptions): ShellyDevice {
  const { read, setRelay } = options;
  let isOn = read().relays[0].isOn;
  let source = 'init';
  let told = '';
  let energyWh = 1353;
  let countedMs = read().atMs;
  const status = (): JsonObject => {
    const { atMs, relays, grid } = read();
    const [{ powerW }] = relays;
    energyWh += (powerW * (atMs - countedMs)) / (60 * minuteMs);
    countedMs = atMs;
    const voltage = Math.round(grid.phases[0].voltageV * 10) / 10;
    return {
      id: 0,
      source,
      output: isOn,
      apower: Math.round(powerW * 10) / 10,
      voltage,
      current: Math.round((powerW / voltage) * 1000) / 1000,
      aenergy: { total: Math.round(energyWh * 1000) / 1000, by_minute: [0, 0, 0], minute_ts: Math.floor(atMs / 1000) },
      temperature: { tC: 31.5, tF: 88.7 },
    };
  };
  const put = (params: JsonObject, next: boolean): JsonObject => {
    componentId(params, 1);
    const was = isOn;
    isOn = next;
    source = 'MQTT';
    setRelay(0, next);
    return { was_on: was };
  };
  return shellyDevice(
    { ...options, kind: 'shelly-switch' },
    {
      components: () => new Map([['switch:0', status()]]),
      methods: {
        'Switch.Set': (params) => {
          const { on } = params;
          if (typeof on !== 'boolean') throw new RpcFailure(-103, "Invalid argument 'on'!");
          return put(params, on);
        },
        'Switch.Toggle': (params) => put(params, !isOn),
        'Switch.GetStatus': status,
      },
      news({ atMs, relays }) {
        const next = `${isOn} ${Math.round(relays[0].powerW)} ${Math.floor(atMs / minuteMs)}`;
        if (next === told) return new Map();
        told = next;
        return new Map([['switch:0', status()]]);
      },
    },
  );
}

/** Makes an emulated H&T on a cable. */
export function createShellySensor(options: Omit<ShellyOptions, 'kind'>): ShellyDevice {
  return shellyDevice(
    { ...options, kind: 'shelly-sensor' },
    {
      components: () =>
        new Map<string, JsonObject>([
          ['temperature:0', { id: 0, tC: 12.4, tF: 54.3 }],
          ['humidity:0', { id: 0, rh: 61.5 }],
        ]),
      methods: {},
      news: () => new Map(),
    },
  );
}
