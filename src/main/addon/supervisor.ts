// What the Supervisor of Home Assistant is asked: where its MQTT broker is, and with which account. Source: [home-assistant-ingress].
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because, said } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';

/** A broker that Home Assistant offers. */
export interface OfferedBroker {
  readonly host: string;
  readonly port: number;
  readonly isSecure: boolean;
  readonly username: string;
  readonly password: Secret;
}

/** Where it is. Its token is that of this app. */
export interface SupervisorPlace {
  readonly url: string;
  readonly token: Secret;
}

const mostBytes = 64 * 1024;
const patienceMs = 10_000;
/** While the whole of Home Assistant starts, its Supervisor may be busy. */
const attempts = 5;
const pauseMs = 3000;

const failed = (at: string, why: ReturnType<typeof said>, cause?: unknown): SolsteadError =>
  new SolsteadError('link.unavailable', { at, why, cause });

/** The whole text of an answer. Errors: `link.unavailable` if it is longer than any that there is. */
async function textOf(answer: Response, at: string): Promise<string> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of answer.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (text.length > mostBytes) throw failed(at, because('addon.answer'));
  }
  return text + decoder.decode();
}

/** One answer: its data; undefined: there is no such service. Errors: `link.unavailable`. */
async function asked({ url, token }: SupervisorPlace, path: string): Promise<unknown> {
  const at = `${url}${path}`;
  const headers = { authorization: `Bearer ${token.reveal()}` };
  let answer: Response;
  try {
    answer = await fetch(at, { headers, redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
  } catch (error) {
    throw failed(at, said(error instanceof Error ? error.message : ''), error);
  }
  const text = await textOf(answer, at);
  // 400: no app offers it.
  if (answer.status === 400) return undefined;
  if (!answer.ok) throw failed(at, because('addon.status', { status: answer.status }));
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw failed(at, because('addon.answer'), error);
  }
  if (!isRecord(body) || body['result'] !== 'ok') throw failed(at, because('addon.answer'));
  return body['data'];
}

/** The broker that Home Assistant offers; undefined: none. Errors: `link.unavailable` if it cannot be asked. */
export async function offeredBroker(
  place: SupervisorPlace,
  clock: Pick<Clock, 'sleep'>,
): Promise<OfferedBroker | undefined> {
  const path = '/services/mqtt';
  let data: unknown;
  for (let attempt = 1; ; attempt += 1) {
    try {
      data = await asked(place, path);
      break;
    } catch (error) {
      if (attempt === attempts) throw error;
      await clock.sleep(pauseMs);
    }
  }
  if (data === undefined) return undefined;
  const { host, port, ssl, username, password } = isRecord(data) ? data : {};
  const isPort = typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536;
  if (typeof host !== 'string' || !/^[^\s/@]{1,253}$/.test(host) || !isPort)
    throw failed(`${place.url}${path}`, because('addon.answer'));
  return {
    host,
    port,
    isSecure: ssl === true,
    username: typeof username === 'string' ? username : '',
    password: makeSecret(typeof password === 'string' ? password : ''),
  };
}
