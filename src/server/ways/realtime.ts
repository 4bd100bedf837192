// What clients say on the realtime socket: which homes they want to hear of. Whatever is wrong is answered with the reason.
import type { FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import { RealtimeRequest, type RealtimeNote } from '#api/realtime.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { answerOf, plainAnswer } from '../failures.ts';
import { callerOf, doorOf } from '../session.ts';
import { validatorCompiler } from '../validation.ts';
import type { RealtimeChannels } from './realtime-channels.ts';

/** Homes that one socket may follow. */
const mostHomes = 100;

const check = validatorCompiler({ schema: RealtimeRequest, method: '', url: '', httpPart: 'body' });

/** A message of a client. Errors: `input.invalid`, `input.not-json`. */
function requestOf(data: RawData, isBinary: boolean): RealtimeRequest {
  if (isBinary) throw new SolsteadError('input.invalid', { at: 'message', why: because('socket.binary') });
  let said: unknown;
  try {
    // What ws gives by default.
    said = JSON.parse(Buffer.isBuffer(data) ? data.toString() : '');
  } catch {
    throw new SolsteadError('input.invalid', { at: 'message', why: because('socket.no-json') });
  }
  const checked = check(said);
  if (typeof checked === 'object' && 'error' in checked && checked.error instanceof Error) throw checked.error;
  return said as RealtimeRequest;
}

function errorNote(error: unknown, home: string | undefined): RealtimeNote {
  const { code, detail, repair } = isSolsteadError(error) ? answerOf(error) : plainAnswer('internal');
  return { type: 'error', code, message: detail, repair, ...(home === undefined ? {} : { home_id: home }) };
}

/** Serves one socket that was admitted. */
export function serveRealtime(channels: RealtimeChannels, socket: WebSocket, request: FastifyRequest): void {
  const { hub } = callerOf(request);
  const raw = request.raw.socket;
  /** By home, what ends following it. */
  const followed = new Map<string, () => void>();
  const obey = ({ action, home_id: home, since }: RealtimeRequest): void => {
    if (action === 'unsubscribe') {
      followed.get(home)?.();
      followed.delete(home);
      return;
    }
    if (followed.size >= mostHomes && !followed.has(home))
      throw new SolsteadError('input.invalid', {
        at: 'home_id',
        why: because('socket.many-homes', { most: mostHomes }),
      });
    // The home of somebody else answers as one that does not exist.
    const site = doorOf(request).site(home);
    followed.get(home)?.();
    followed.set(home, channels.join({ hub, site }, { socket, raw }, { since }));
  };
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN) return;
    let home: string | undefined;
    try {
      const said = requestOf(data, isBinary);
      home = said.home_id;
      obey(said);
    } catch (error) {
      if (!isSolsteadError(error)) request.log.error({ err: error, requestId: request.id }, 'a socket failed');
      socket.send(JSON.stringify(errorNote(error, home)));
    }
  });
  socket.on('close', () => {
    for (const end of followed.values()) end();
    followed.clear();
  });
}
