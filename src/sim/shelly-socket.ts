// An emulated Shelly that opens a WebSocket to a server itself: it sends everything it has when it is connected, then what changes, and
// answers frames. Source: Shelly API, Outbound WebSocket and Notifications.
import { WebSocket } from 'ws';
import type { Clock } from '#core/clock.ts';
import type { ShellyDevice } from './shelly-device.ts';
import { parseObject } from './shelly-rpc.ts';

/** Where it connects to. */
export interface ShellySocketOptions {
  readonly device: ShellyDevice;
  /** `Ws.SetConfig` server. */
  readonly server: string;
  readonly clock: Clock;
  /** Pause before a lost connection is tried again, ms. */
  readonly reconnectMs?: number;
}

/** Its connection. */
export interface ShellySocket {
  readonly isConnected: boolean;
  close(): void;
}

const tickMs = 500;

/** Opens it; it is opened again whenever it is lost. */
export function startShellySocket({ device, server, clock, reconnectMs = 2000 }: ShellySocketOptions): ShellySocket {
  let socket: WebSocket | undefined;
  let stopWaiting = (): void => undefined;
  let isEnded = false;
  const isOpen = (): boolean => socket?.readyState === WebSocket.OPEN;
  const send = (payloads: readonly string[]): void => {
    if (isOpen()) for (const payload of payloads) socket?.send(payload);
  };
  const news = (messages: ReturnType<ShellyDevice['tick']>): string[] =>
    messages.flatMap(({ topic, payload }) => {
      const frame = parseObject(payload);
      if (frame === undefined) return [];
      // States of single components and presence are of MQTT alone; notifications go to `ws` here.
      if (topic === `${device.prefix}/events/rpc`) return [JSON.stringify({ ...frame, dst: 'ws' })];
      return topic.endsWith('/rpc') ? [payload] : [];
    });
  const greeting = (): string[] => {
    const asking = JSON.stringify({ id: 0, src: 'ws', method: 'Shelly.GetStatus' });
    const answer = device.receive(`${device.prefix}/rpc`, asking).find(({ topic }) => topic === 'ws/rpc');
    const result = parseObject(answer?.payload ?? '')?.['result'];
    const all = parseObject(JSON.stringify(result ?? {})) ?? {};
    const params = { ts: Math.round(clock.nowMs() / 10) / 100, ...all };
    return [JSON.stringify({ src: device.id, dst: 'ws', method: 'NotifyFullStatus', params })];
  };
  const join = (): void => {
    const made = new WebSocket(server, ['json-rpc']);
    socket = made;
    made.on('open', () => send(greeting()));
    made.on('message', (data: Buffer) => {
      send(news(device.receive(`${device.prefix}/rpc`, data.toString())));
    });
    made.on('error', () => undefined);
    made.on('close', () => {
      if (!isEnded) stopWaiting = clock.after(reconnectMs, join);
    });
  };
  join();
  const stopTick = clock.every(tickMs, () => send(news(device.tick())));
  return {
    get isConnected() {
      return isOpen();
    },
    close() {
      isEnded = true;
      stopTick();
      stopWaiting();
      socket?.terminate();
    },
  };
}
