// The emulated Shelly Pro 3: three relays without a meter, which switch loads of the simulated home.
import type { ReadPlant } from './emulator.ts';
import { type Components, type ShellyDevice, type ShellyOptions, shellyDevice } from './shelly-device.ts';
import { componentId, RpcFailure } from './shelly-rpc.ts';
import { type JsonObject, type SwitchState, switchStatus } from './shelly-status.ts';
import type { RelayIndex } from './switched-loads.ts';

/** A Pro 3 and the loads behind it. */
export interface Pro3Options extends Omit<ShellyOptions, 'kind'> {
  readonly setRelay: (index: RelayIndex, isOn: boolean) => void;
}

const relayIndexes: readonly RelayIndex[] = [0, 1, 2];

/** The relays by themselves: states, timers, and what changed since it was last told. */
interface Relays {
  readonly at: (index: RelayIndex) => SwitchState;
  readonly put: (
    index: RelayIndex,
    isOn: boolean,
    how: { readonly source: string; readonly seconds?: number | undefined },
  ) => void;
  /** Switches what a timer is due for. */
  readonly runTimers: (atMs: number) => void;
  /** Parts of the statuses that changed; forgets them. */
  readonly takeChanges: () => Components;
}

function createRelays(read: ReadPlant, setRelay: Pro3Options['setRelay']): Relays {
  const initial = read().relays;
  const states: [SwitchState, SwitchState, SwitchState] = [
    { isOn: initial[0].isOn, source: 'init' },
    { isOn: initial[1].isOn, source: 'init' },
    { isOn: initial[2].isOn, source: 'init' },
  ];
  const changes = new Map<RelayIndex, { readonly hadTimer: boolean }>();
  const put: Relays['put'] = (index, isOn, { source, seconds }) => {
    setRelay(index, isOn);
    changes.set(index, { hadTimer: states[index].timer !== undefined });
    states[index] = { isOn, source, ...(seconds === undefined ? {} : { timer: { startedMs: read().atMs, seconds } }) };
  };
  return {
    at: (index) => states[index],
    put,
    runTimers(atMs) {
      for (const index of relayIndexes) {
        const { isOn, timer } = states[index];
        if (timer !== undefined && atMs >= timer.startedMs + timer.seconds * 1000)
          put(index, !isOn, { source: 'timer' });
      }
    },
    takeChanges() {
      const parts = [...changes].map(([index, { hadTimer }]): [string, JsonObject] => {
        const { temperature: _, ...part } = switchStatus(index, states[index], read());
        const cleared =
          hadTimer && states[index].timer === undefined ? { timer_started_at: null, timer_duration: null } : {};
        return [`switch:${index}`, { ...part, ...cleared }];
      });
      changes.clear();
      return new Map(parts);
    },
  };
}

function namedRelay(params: JsonObject): RelayIndex {
  const index = relayIndexes[componentId(params, relayIndexes.length)];
  if (index === undefined) throw new TypeError('assertion: a relay index out of range was accepted');
  return index;
}

function seconds(params: JsonObject): number | undefined {
  const value = params['toggle_after'];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || value <= 0) throw new RpcFailure(-103, "Invalid argument 'toggle_after'!");
  return value;
}

/** Carries out `on`, `off`, `toggle` and `on,<seconds>` on `command/switch:<n>`. */
function obey(relays: Relays, component: string, payload: string): void {
  const match = /^switch:([012])$/.exec(component);
  const order = /^(on|off|toggle)(?:,(\d+))?$/.exec(payload);
  const index = match === null ? undefined : relayIndexes[Number(match[1])];
  if (index === undefined || order === null) return;
  const isOn = order[1] === 'toggle' ? !relays.at(index).isOn : order[1] === 'on';
  relays.put(index, isOn, { source: 'MQTT', seconds: order[2] === undefined ? undefined : Number(order[2]) });
}

/** Makes an emulated Pro 3. */
export function createShellyPro3(options: Pro3Options): ShellyDevice {
  const { read } = options;
  const relays = createRelays(read, options.setRelay);
  const set = (params: JsonObject, isOn: (was: boolean) => boolean): JsonObject => {
    const index = namedRelay(params);
    const was = relays.at(index).isOn;
    relays.put(index, isOn(was), { source: 'MQTT', seconds: seconds(params) });
    return { was_on: was };
  };
  const statuses = (): [string, JsonObject][] =>
    relayIndexes.map((index) => [`switch:${index}`, switchStatus(index, relays.at(index), read())]);
  return shellyDevice(
    { ...options, kind: 'shelly-pro3' },
    {
      components: () =>
        new Map([
          ...relayIndexes.map((id): [string, JsonObject] => [`input:${id}`, { id, state: false }]),
          ...statuses(),
        ]),
      methods: {
        'Switch.Set': (params) => {
          const { on } = params;
          if (typeof on !== 'boolean')
            throw new RpcFailure(-103, on === undefined ? "Missing required argument 'on'!" : "Invalid argument 'on'!");
          return set(params, () => on);
        },
        'Switch.Toggle': (params) => set(params, (was) => !was),
        'Switch.GetStatus': (params) => {
          const index = namedRelay(params);
          return switchStatus(index, relays.at(index), read());
        },
      },
      news({ atMs }) {
        relays.runTimers(atMs);
        return relays.takeChanges();
      },
      command: (component, payload) => obey(relays, component, payload),
    },
  );
}
