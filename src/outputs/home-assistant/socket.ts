// The WebSocket interface of Home Assistant, as far as statistics need it. Source: [home-assistant-ingress], WebSocket API.
import { WebSocket } from 'ws';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';

/** A connection that is signed in. */
export interface HomeAssistant {
  /** The result of a command. Errors: `command.refused` with its words, `link.unavailable`. */
  ask(command: Readonly<Record<string, unknown>>): Promise<unknown>;
  close(): void;
}

/** What it refuses where it does not know a field. */
export const invalidFormat = 'invalid_format';

const patienceMs = 60_000;
/** Longest message, bytes: a year of hours has a tenth of it. */
const mostBytes = 16 * 1024 * 1024;

const socketBounds = { handshakeTimeout: patienceMs, maxPayload: mostBytes, perMessageDeflate: false } as const;

/** Why a connection broke: what was said was too long, or something else. */
const brokenBy = (error: Error): Reason =>
  because(
    'code' in error && error.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH' ? 'statistics.answer' : 'statistics.closed',
  );

type Waiting = {
  readonly resolve: (said: Readonly<Record<string, unknown>>) => void;
  readonly reject: (error: Error) => void;
};

/** Why it refused. */
function refused(at: string, error: unknown): SolsteadError {
  const { code, message } = isRecord(error) ? error : {};
  const words = typeof message === 'string' ? message : String(code);
  return new SolsteadError('command.refused', {
    at,
    why: because('outside.said', { said: external(words.slice(0, 300)) }),
    cause: { code },
  });
}

/** Opens one and signs in. Errors: `link.unavailable`, `access.credentials`. */
export async function openHomeAssistant(
  address: string,
  token: Secret,
  clock: Pick<Clock, 'after'>,
): Promise<HomeAssistant> {
  const failed = (why: Reason): SolsteadError => new SolsteadError('link.unavailable', { at: address, why });
  const isAddress = URL.canParse(address) && /^wss?:$/.test(new URL(address).protocol);
  if (!isAddress)
    throw new SolsteadError('input.usage', { at: '--home-assistant', why: because('statistics.address') });
  const socket = new WebSocket(address, socketBounds);
  const waiting = new Map<number | 'auth', Waiting>();
  let isOver = false;
  const end = (why: Reason): void => {
    isOver = true;
    for (const { reject } of waiting.values()) reject(failed(why));
    waiting.clear();
    // Who does not answer, or says too much, would not answer a good-bye either.
    socket.terminate();
  };
  socket.addEventListener('close', () => end(because('statistics.closed')));
  socket.on('error', (error) => end(brokenBy(error)));
  const settle = (key: number | 'auth', said: Readonly<Record<string, unknown>>): void => {
    waiting.get(key)?.resolve(said);
    waiting.delete(key);
  };
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return end(because('statistics.answer'));
    let said: unknown;
    try {
      said = JSON.parse(data);
    } catch {
      return end(because('statistics.answer'));
    }
    if (!isRecord(said)) return end(because('statistics.answer'));
    const { type, id } = said;
    if (type === 'auth_required') socket.send(JSON.stringify({ type: 'auth', access_token: token.reveal() }));
    else if (type === 'auth_ok' || type === 'auth_invalid') settle('auth', said);
    else if (type === 'result' && typeof id === 'number') settle(id, said);
  });
  const said = (key: number | 'auth'): Promise<Readonly<Record<string, unknown>>> =>
    new Promise((resolve, reject) => {
      if (isOver) return reject(failed(because('statistics.closed')));
      const stop = clock.after(patienceMs, () => end(because('statistics.silent')));
      const ended =
        <T>(then: (given: T) => void) =>
        (given: T): void => {
          stop();
          then(given);
        };
      waiting.set(key, { resolve: ended(resolve), reject: ended(reject) });
    });
  const entered = await said('auth');
  if (entered['type'] !== 'auth_ok') {
    socket.close();
    throw new SolsteadError('access.credentials', { at: address, why: because('statistics.token') });
  }
  let last = 0;
  return {
    async ask(command) {
      last += 1;
      const answer = said(last);
      if (!isOver) socket.send(JSON.stringify({ id: last, ...command }));
      const { success, result, error } = await answer;
      if (success !== true) throw refused(address, error);
      return result;
    },
    close: () => socket.close(),
  };
}
