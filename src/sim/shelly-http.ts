// An emulated Shelly behind its own web server: frames of RPC by POST to /rpc [shelly-rpc].
import type { HttpEmulator } from './http-device.ts';
import type { ShellyDevice } from './shelly-device.ts';
import { parseObject } from './shelly-rpc.ts';

const missing = { status: 404, type: 'text/plain', body: 'Not Found' } as const;

/** The web server of a device. */
export function shellyOverHttp(device: ShellyDevice): HttpEmulator {
  return {
    name: device.id,
    respond(method, target, body) {
      const frame = parseObject(body);
      if (method !== 'POST' || target !== '/rpc' || frame === undefined) return missing;
      // The device answers to whoever asks over a connection; `src` may be missing there.
      const src = typeof frame['src'] === 'string' ? frame['src'] : 'http';
      const messages = device.receive(`${device.prefix}/rpc`, JSON.stringify({ ...frame, src }));
      const answer = messages.find(({ topic }) => topic === `${src}/rpc`);
      return answer === undefined ? missing : { status: 200, type: 'application/json', body: answer.payload };
    },
  };
}
