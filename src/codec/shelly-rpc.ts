// RPC frames of Shelly devices of the second generation and later, as text in JSON. Source: [shelly-rpc].

import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
/** A JSON object, as parsed. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What one frame says. */
export type RpcMessage =
  /** NotifyStatus (partial) or NotifyFullStatus; a component present with null is cleared. */
  | {
      readonly kind: 'status';
      readonly full: boolean;
      readonly src: string;
      readonly components: JsonObject;
      readonly atMs?: number;
    }
  | { readonly kind: 'event'; readonly src: string }
  | { readonly kind: 'response'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly code: number; readonly message: string }
  /** A request or a notification this code has no use for. */
  | { readonly kind: 'other' }
  | { readonly kind: 'malformed'; readonly why: Reason };

/** Largest payload that is read, bytes; a whole status of the largest device is below 8 KiB. */
const maxPayload = 65_536;
/** A device stamps uptime until it knows the time; real stamps are above (seconds, the year 2001). */
const firstRealSecond = 1e9;
/** The year 5138: beyond it `ts` is not in seconds. */
const lastRealSecond = 1e11;

/** Whether a parsed JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON object a payload holds, or why it holds none. */
export function readJsonObject(payload: Uint8Array): { readonly object: JsonObject } | { readonly why: Reason } {
  if (payload.length > maxPayload)
    return { why: because('json.too-long', { bytes: payload.length, most: maxPayload }) };
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch (error) {
    return {
      why: because('json.broken', { said: external(error instanceof Error ? error.message.slice(0, 80) : '') }),
    };
  }
  return isJsonObject(parsed) ? { object: parsed } : { why: because('json.no-object') };
}

/** An object without the named key and without `__proto__`, which no device sends. */
export function withoutKey(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name && key !== '__proto__'));
}

function readNotification(method: string, { src, params }: JsonObject): RpcMessage {
  if (typeof src !== 'string' || src === '')
    return { kind: 'malformed', why: because('rpc.no-sender', { method: external(method) }) };
  if (method === 'NotifyEvent') return { kind: 'event', src };
  if (method !== 'NotifyStatus' && method !== 'NotifyFullStatus') return { kind: 'other' };
  if (!isJsonObject(params)) return { kind: 'malformed', why: because('rpc.no-params', { method: external(method) }) };
  const { ts } = params;
  const isStamped = typeof ts === 'number' && ts >= firstRealSecond && ts < lastRealSecond;
  return {
    kind: 'status',
    full: method === 'NotifyFullStatus',
    src,
    components: withoutKey(params, 'ts'),
    ...(isStamped ? { atMs: Math.round(ts * 1000) } : {}),
  };
}

/** Reads a frame a device sent. Never throws. */
export function readRpc(payload: Uint8Array): RpcMessage {
  const json = readJsonObject(payload);
  if ('why' in json) return { kind: 'malformed', why: json.why };
  const { method, id, error, result } = json.object;
  if (typeof method === 'string') return id === undefined ? readNotification(method, json.object) : { kind: 'other' };
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return { kind: 'malformed', why: because('rpc.no-kind') };
  if (isJsonObject(error)) {
    const code = typeof error.code === 'number' ? error.code : 0;
    return { kind: 'error', id, code, message: typeof error.message === 'string' ? error.message.slice(0, 200) : '' };
  }
  return result === undefined ? { kind: 'malformed', why: because('rpc.no-result') } : { kind: 'response', id, result };
}

/** A request to a device; the answer comes to the topic `<src>/rpc` with the same id. */
export interface RpcRequest {
  readonly id: number;
  readonly src: string;
  readonly method: string;
  readonly params?: JsonObject;
}

/** A request as text. */
export function rpcRequest({ id, src, method, params }: RpcRequest): string {
  return JSON.stringify({ id, src, method, ...(params === undefined ? {} : { params }) });
}
