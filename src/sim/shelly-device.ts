// An emulated Shelly without its connection: messages in, messages out. What the Pro 3 and the Pro 3EM share: topics,
// notifications, common methods ([shelly-rpc]). `shelly-emulator.ts` puts a device on a broker, back-fill
// takes its notifications as they are.
import type { ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';
import { answerRpc, type RpcMethods } from './shelly-rpc.ts';
import { deviceInfo, fullStatus, type JsonObject, type ShellyIdentity, shellyId } from './shelly-status.ts';

/** One MQTT message of a device. */
export interface ShellyMessage {
  readonly topic: string;
  readonly payload: string;
}

/** How one device is made. */
export interface ShellyOptions extends ShellyIdentity {
  readonly read: ReadPlant;
  /** Topic prefix; absent: the device id. */
  readonly prefix?: string;
  /** Whether full states go to `<prefix>/status/<component>` on change (`status_ntf`, off as delivered). */
  readonly sendsStatus?: boolean;
}

/** A Shelly device by its messages. */
export interface ShellyDevice {
  readonly id: string;
  readonly prefix: string;
  /** Where it says that it is there, and what its last will says; `<prefix>/online` with `true` and `false` if absent. */
  readonly presence?: { readonly topic: string; readonly online: string; readonly offline: string };
  /** Topics it listens to. */
  readonly topics: readonly string[];
  /** What it sends on connecting, besides `online`. */
  greet(): readonly ShellyMessage[];
  /** What it sends in answer to a message. */
  receive(topic: string, payload: string): readonly ShellyMessage[];
  /** What it sends of itself at this moment: changes, due measurements, timers that ran out. */
  tick(): readonly ShellyMessage[];
  /** A notification with every component, for back-fill to begin with. */
  overview(): readonly ShellyMessage[];
}

/** Component statuses by name (`switch:0`). */
export type Components = ReadonlyMap<string, JsonObject>;

/** What makes one kind of device. */
export interface ShellyBody {
  readonly components: () => Components;
  readonly methods: RpcMethods;
  /** What is to be told now, by component; a part of a status is enough, null clears a key. */
  readonly news: (home: PlantSnapshot) => Components;
  /** Carries out a message to `<prefix>/command/<component>`. */
  readonly command?: (component: string, payload: string) => void;
}

const message = (topic: string, value: JsonObject): ShellyMessage => ({ topic, payload: JSON.stringify(value) });

/** A device of a body. */
export function shellyDevice(options: ShellyOptions, body: ShellyBody): ShellyDevice {
  const id = shellyId(options);
  const prefix = options.prefix ?? id;
  const startedMs = options.read().atMs;
  const statusOf = (names: Iterable<string>): ShellyMessage[] => {
    const components = body.components();
    return [...names].map((name) => message(`${prefix}/status/${name}`, components.get(name) ?? {}));
  };
  const notify = (news: Components): ShellyMessage[] => {
    if (news.size === 0) return [];
    const params: JsonObject = { ts: Math.round(options.read().atMs / 10) / 100, ...Object.fromEntries(news) };
    const frame = message(`${prefix}/events/rpc`, { src: id, dst: `${prefix}/events`, method: 'NotifyStatus', params });
    return options.sendsStatus === true ? [frame, ...statusOf(news.keys())] : [frame];
  };
  const methods: RpcMethods = {
    'Shelly.GetDeviceInfo': () => deviceInfo(options),
    'Shelly.GetStatus': () => {
      const { atMs } = options.read();
      return fullStatus(options, Object.fromEntries(body.components()), { atMs, uptimeMs: atMs - startedMs });
    },
    ...body.methods,
  };
  const tick = (): ShellyMessage[] => notify(body.news(options.read()));
  return {
    id,
    prefix,
    topics: [`${prefix}/rpc`, `${prefix}/command`, `${prefix}/command/+`, 'shellies/command'],
    tick,
    overview: () => notify(body.components()),
    greet() {
      const connected = message(`${prefix}/events/rpc`, {
        src: id,
        dst: `${prefix}/events`,
        method: 'NotifyStatus',
        params: { ts: Math.round(options.read().atMs / 10) / 100, mqtt: { connected: true } },
      });
      return options.sendsStatus === true ? [connected, ...statusOf(body.components().keys())] : [connected];
    },
    receive(topic, payload) {
      if (topic === `${prefix}/rpc`) {
        const response = answerRpc(payload, { id, methods });
        return response === undefined ? tick() : [message(`${response.to}/rpc`, response.frame), ...tick()];
      }
      if (topic.startsWith(`${prefix}/command/`)) {
        body.command?.(topic.slice(`${prefix}/command/`.length), payload);
        return tick();
      }
      if (payload === 'announce')
        return [`${prefix}/announce`, 'shellies/announce'].map((to) => message(to, deviceInfo(options)));
      return payload === 'status_update' ? statusOf(body.components().keys()) : [];
    },
  };
}
