// The second way to a Shelly of the second generation or later: RPC over HTTP, at the address its status shows. Source: [shelly-rpc].
import type { HttpRequest } from '#core/http-exchange.ts';
import { httpJsonWire, readBody } from '#codec/http-json.ts';
import { isJsonObject, type JsonObject, rpcRequest, withoutKey } from '#codec/shelly-rpc.ts';
import { freezeDeep } from '../define.ts';
import type { MessageFallback } from '../message-dialect.ts';

const question = 'Shelly.GetStatus {}';
/** Methods that change nothing. */
const isQuestion = /^[A-Z\d]\w*\.Get\w+ /i;

/** A method with its parameters, such as `Switch.Set {"id":0,"on":true}`, as a frame. */
export function rpcCall(command: string): HttpRequest {
  const [method = '', ...rest] = command.split(' ');
  const params: unknown = JSON.parse(rest.join(' ') || '{}');
  const body = rpcRequest({ id: 1, src: 'solstead', method, ...(isJsonObject(params) ? { params } : {}) });
  return { method: 'POST', path: '/rpc', body };
}

/** A response is a result or an error; one of 401 holds a challenge in place of words. */
export function rpcRefusal({ error }: JsonObject): string | undefined {
  if (!isJsonObject(error)) return undefined;
  const { code, message } = error;
  if (code === 401) return 'it wants a password';
  return `${typeof message === 'string' ? message.slice(0, 120) : 'it says no more'} (${JSON.stringify(code)})`;
}

/** RPC over HTTP. */
export const shellyFallback: MessageFallback = freezeDeep({
  hosts: ['eth/ip', 'wifi/sta_ip'],
  identity: 'sys/mac',
  question,
  wire: httpJsonWire({
    id: 'shelly-rpc-http',
    title: 'Shelly RPC over HTTP',
    maxBody: 65_536,
    request: rpcCall,
    isWrite: (command) => !isQuestion.test(command),
    refusal: rpcRefusal,
  }),
  read(payload) {
    const result = readBody(payload)?.['result'];
    return isJsonObject(result) ? withoutKey(result, 'ts') : {};
  },
  result: (payload) => readBody(payload)?.['result'],
  responseMs: 4000,
  everySeconds: 10,
} satisfies MessageFallback);
