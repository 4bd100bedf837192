// One WebSocket to the server: snapshot, then changes; it comes back by itself and knows how old its values are.
import type { LiveMessage } from '#api/contract.ts';
import type { Clock } from '#core/clock.ts';
import { applyMessage, type LiveState } from './live-state.ts';

/** `connecting` before the first snapshot; `lost` after one; `ended` when the session is over. */
export type LinkPhase = 'connecting' | 'open' | 'lost' | 'ended';

/** A store of one home's live state, for `useSyncExternalStore`. */
export interface Live {
  subscribe(listener: () => void): () => void;
  state(): LiveState | undefined;
  phase(): LinkPhase;
  /** Now by the server's clock, ms: right even where the browser's clock is wrong. */
  serverNowMs(): number;
  /** Connects now, unless connected and recently heard. */
  wake(): void;
  /** Takes the connection for lost at once, as when the browser says it is offline. */
  giveUp(): void;
  close(): void;
}

/** The part of a WebSocket that is used. */
export type LiveSocket = Pick<WebSocket, 'close' | 'onclose' | 'onmessage'>;

/** What {@link openLive} takes. */
export interface LiveOptions {
  readonly connect: () => LiveSocket;
  readonly clock: Clock;
  /** 0 to 1, for the jitter of the backoff. */
  readonly random: () => number;
}

/** Close code of a session that ended. */
const sessionEnded = 4401;
const firstBackoffMs = 1000;
const maxBackoffMs = 15_000;
/** A socket silent for longer is taken for dead: a phone that changed its network gets no close. */
const silentMs = 45_000;
const wakeSilentMs = 5000;

function parse(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined;
  const message = JSON.parse(data) as LiveMessage;
  return message.type === 'snapshot' || message.type === 'changes' ? message : undefined;
}

/** Opens the live connection of a home and keeps it until closed. */
export function openLive({ connect, clock, random }: LiveOptions): Live {
  const listeners = new Set<() => void>();
  let state: LiveState | undefined;
  let phase: LinkPhase = 'connecting';
  let socket: LiveSocket | undefined;
  let backoffMs = firstBackoffMs;
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  let heardMs = clock.monotonicMs();
  let stopRetry = (): void => undefined;

  const drop = (): void => {
    if (socket === undefined) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
    socket = undefined;
  };
  const become = (next: LinkPhase): void => {
    phase = next;
    for (const listen of listeners) listen();
  };
  const lost = (): void => {
    drop();
    stopRetry();
    stopRetry = clock.after(backoffMs * (0.8 + 0.4 * random()), dial);
    backoffMs = Math.min(backoffMs * 2, maxBackoffMs);
    become(state === undefined ? 'connecting' : 'lost');
  };
  const hear = ({ data }: MessageEvent): void => {
    const message = parse(data);
    if (message === undefined) return;
    heardMs = clock.monotonicMs();
    offsetMs = message.atMs - heardMs;
    state = applyMessage(state, message);
    backoffMs = firstBackoffMs;
    become(state === undefined ? 'connecting' : 'open');
  };
  function dial(): void {
    drop();
    stopRetry();
    heardMs = clock.monotonicMs();
    socket = connect();
    socket.onmessage = hear;
    socket.onclose = ({ code }) => {
      if (code !== sessionEnded) return lost();
      drop();
      become('ended');
    };
  }
  const silence = (): number => clock.monotonicMs() - heardMs;
  const stopWatch = clock.every(5000, () => {
    if (socket !== undefined && silence() > silentMs) lost();
  });
  dial();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    phase: () => phase,
    serverNowMs: () => clock.monotonicMs() + offsetMs,
    wake() {
      if (phase === 'ended' || (phase === 'open' && silence() < wakeSilentMs)) return;
      dial();
    },
    giveUp: () => {
      if (phase !== 'ended') lost();
    },
    close() {
      stopWatch();
      stopRetry();
      drop();
      listeners.clear();
    },
  };
}
