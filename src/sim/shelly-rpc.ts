// RPC of the emulated Shelly devices: a request text to a response object, pure but for the relays it switches.
// Frames and error codes: [shelly-rpc].
import type { Json, JsonObject } from './shelly-status.ts';

/** What the methods of one device need. */
export interface RpcMethods {
  readonly [method: string]: (params: JsonObject) => Json;
}

/** A failure the device reports, with its code. */
export class RpcFailure extends Error {
  override readonly name = 'RpcFailure';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A response and the topic part it goes to. */
export interface RpcResponse {
  /** The `src` of the request; the response goes to `<src>/rpc`. */
  readonly to: string;
  readonly frame: JsonObject;
}

/** A JSON object of a text, or undefined. */
export function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    // Not JSON: the firmware drops such a message without a word.
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The component index a request names. Errors: −103 where it is missing, −105 where the device has none of that number. */
export function componentId(params: JsonObject, count: number): number {
  const { id } = params;
  if (id === undefined) throw new RpcFailure(-103, "Missing required argument 'id'!");
  if (typeof id !== 'number' || !Number.isInteger(id)) throw new RpcFailure(-103, "Invalid argument 'id'!");
  if (id < 0 || id >= count) throw new RpcFailure(-105, `Argument 'id', value ${id} not found!`);
  return id;
}

/** Answers a request; undefined where there is nobody to answer to, as on a real device. */
export function answerRpc(
  payload: string,
  device: { readonly id: string; readonly methods: RpcMethods },
): RpcResponse | undefined {
  const request = parseObject(payload);
  const to = request?.['src'];
  const method = request?.['method'];
  if (request === undefined || typeof to !== 'string' || to === '' || typeof method !== 'string') return undefined;
  const head: JsonObject = { id: request['id'] ?? null, src: device.id, dst: to };
  const params = request['params'];
  // Method names are taken without regard to case, as the firmware does.
  const known = Object.keys(device.methods).find((name) => name.toLowerCase() === method.toLowerCase());
  const run = known === undefined ? undefined : device.methods[known];
  try {
    if (run === undefined) throw new RpcFailure(404, `No handler for ${method}`);
    return { to, frame: { ...head, result: run(isObject(params) ? params : {}) } };
  } catch (thrown) {
    if (!(thrown instanceof RpcFailure)) throw thrown;
    return { to, frame: { ...head, error: { code: thrown.code, message: thrown.message } } };
  }
}
