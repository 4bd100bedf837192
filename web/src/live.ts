// One WebSocket to the server: snapshot, then changes; it reconnects automatically and knows how old its values are.
import { closeCodes } from '#api/close-codes.ts';
import type { LiveMessage } from '#api/contract.ts';
import type { Clock } from '#core/clock.ts';
import { applyMessage, type LiveState } from './live-state.ts';

/** `connecting` before the first snapshot; `lost` after one; `ended` if the server said not to come back. */
export type LinkPhase = 'connecting' | 'open' | 'lost' | 'ended';

/** A store of one home's live state, for `useSyncExternalStore`. */
export interface Live {
  subscribe(listener: () => void): () => void;
  state(): LiveState | undefined;
  phase(): LinkPhase;
  /** Now by the server's clock, ms: right even if the browser's clock is wrong. */
  serverNowMs(): number;
  /** Connects, and stays so until closed; may be opened again. */
  open(): void;
  /** Connects now, unless connected and recently heard. */
  wake(): void;
  /** Treats the connection as lost at once, as when the browser says it is offline. */
  giveUp(): void;
  /** Tries again after it ended, later each time: for callers that have found that there is a session and a home after all. */
  restart(): void;
  close(): void;
}

/** The part of a WebSocket that is used. */
export type LiveSocket = Pick<WebSocket, 'close' | 'onclose' | 'onmessage'>;

/** What {@link createLive} takes. */
export interface LiveOptions {
  readonly connect: () => LiveSocket;
  readonly clock: Clock;
  /** 0 to 1, for the jitter of the backoff. */
  readonly random: () => number;
}

/** Codes after which the server need not be tried again: nothing changes before a person signs in or picks another home. */
const finalCodes: readonly number[] = [closeCodes.signedOut, closeCodes.unknownSite];
/** Close code of a connection that broke. */
const abnormal = 1006;
const firstBackoffMs = 1000;
const maxBackoffMs = 15_000;
/** A socket silent for longer is treated as dead: a phone that changed its network gets no close event. */
const silentMs = 45_000;
const wakeSilentMs = 5000;
const watchMs = 5000;

interface ChannelOptions {
  readonly connect: () => LiveSocket;
  readonly onMessage: (message: LiveMessage) => void;
  readonly onClose: (code: number) => void;
}

function parse(data: unknown): LiveMessage | undefined {
  if (typeof data !== 'string') return undefined;
  const message = JSON.parse(data) as LiveMessage;
  return message.type === 'snapshot' || message.type === 'changes' ? message : undefined;
}

/** Waits longer from try to try, with jitter, so that not all clients of a house reconnect at once. */
function createBackoff({ clock, random }: Pick<LiveOptions, 'clock' | 'random'>) {
  let nextMs = firstBackoffMs;
  let stop = (): void => undefined;
  return {
    again(run: () => void): void {
      stop();
      stop = clock.after(nextMs * (0.8 + 0.4 * random()), run);
      nextMs = Math.min(nextMs * 2, maxBackoffMs);
    },
    reset(): void {
      nextMs = firstBackoffMs;
    },
    stop: (): void => stop(),
  };
}

/** Holds one socket at a time; messages of an earlier one are ignored. */
function createChannel({ connect, onMessage, onClose }: ChannelOptions) {
  let socket: LiveSocket | undefined;
  const leave = (): void => {
    if (socket === undefined) return;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
    socket = undefined;
  };
  return {
    take(): void {
      leave();
      socket = connect();
      socket.onmessage = ({ data }: MessageEvent) => {
        const message = parse(data);
        if (message !== undefined) onMessage(message);
      };
      socket.onclose = ({ code }) => onClose(code);
    },
    leave,
    isTaken: (): boolean => socket !== undefined,
  };
}

/** Makes the live connection of a home; it is kept from `open` to `close`. */
export function createLive({ connect, clock, random }: LiveOptions): Live {
  const listeners = new Set<() => void>();
  const backoff = createBackoff({ clock, random });
  let state: LiveState | undefined;
  let phase: LinkPhase = 'connecting';
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  let heardMs = clock.monotonicMs();
  let stopWatch = (): void => undefined;

  const become = (next: LinkPhase): void => {
    phase = next;
    for (const listen of listeners) listen();
  };
  const onMessage = (message: LiveMessage): void => {
    heardMs = clock.monotonicMs();
    offsetMs = message.atMs - heardMs;
    state = applyMessage(state, message);
    backoff.reset();
    become(state === undefined ? 'connecting' : 'open');
  };
  const onClose = (code: number): void => {
    channel.leave();
    if (finalCodes.includes(code)) become('ended');
    else {
      // Another home is already served in its place; one that keeps closing like this is tried less and less often.
      if (code === closeCodes.homeSwapped && phase === 'open') dial();
      else backoff.again(dial);
      become(state === undefined ? 'connecting' : 'lost');
    }
  };
  const channel = createChannel({ connect, onMessage, onClose });
  const lost = (): void => onClose(abnormal);
  const silence = (): number => clock.monotonicMs() - heardMs;
  function dial(): void {
    backoff.stop();
    heardMs = clock.monotonicMs();
    channel.take();
  }
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => state,
    phase: () => phase,
    serverNowMs: () => clock.monotonicMs() + offsetMs,
    open() {
      stopWatch = clock.every(watchMs, () => {
        if (channel.isTaken() && silence() > silentMs) lost();
      });
      dial();
    },
    wake() {
      if (phase !== 'ended' && (phase !== 'open' || silence() >= wakeSilentMs)) dial();
    },
    giveUp() {
      if (phase !== 'ended') lost();
    },
    restart() {
      if (phase !== 'ended') return;
      become(state === undefined ? 'connecting' : 'lost');
      backoff.again(dial);
    },
    close() {
      stopWatch();
      backoff.stop();
      channel.leave();
    },
  };
}
