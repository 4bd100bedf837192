// One WebSocket to the server: snapshot, then changes; it reconnects automatically and knows how old its values are.
import { closeCodes } from '#api/close-codes.ts';
import type { LiveMessage } from '#api/contract.ts';
import type { Clock } from '#core/clock.ts';
import { applyMessage, type LiveState } from './live-state.ts';
import type { KeptState } from './offline/kept-home.ts';

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
export type LiveSocket = Pick<WebSocket, 'close' | 'onclose' | 'onmessage' | 'onopen'>;

/** What {@link createLive} takes. */
export interface LiveOptions {
  readonly connect: () => LiveSocket;
  readonly clock: Clock;
  /** 0 to 1, for the jitter of the backoff. */
  readonly random: () => number;
  /** What this browser kept of the home, shown while nothing was heard yet and the server does not answer. */
  readonly recall?: (() => KeptState | undefined) | undefined;
  /** The server is known not to answer: what was kept is shown at once. */
  readonly isAway?: boolean | undefined;
}

/** Codes after which the server need not be tried again: nothing changes before a person signs in or picks another home. */
const finalCodes: readonly number[] = [closeCodes.signedOut, closeCodes.unknownSite];
/** Close code of a connection that broke. */
const abnormal = 1006;
const firstBackoffMs = 1000;
const maxBackoffMs = 15_000;
/** While nothing answers at all: so the home is live within 2 s of its server's return. */
const awayBackoffMs = 1500;
/** A computer that is switched off refuses nothing, and the network asks it ever more seldom: it is dialled anew. */
const openMs = 5000;
/** Every fourth time it may take longer: a line may be that slow. */
const openLongMs = 20_000;
/** A socket silent for longer is treated as dead: a phone that changed its network gets no close event. */
const silentMs = 45_000;
const wakeSilentMs = 5000;
const watchMs = 5000;

interface ChannelOptions extends Pick<LiveOptions, 'connect' | 'clock'> {
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
    again(run: () => void, mostMs: number): void {
      stop();
      stop = clock.after(Math.min(nextMs, mostMs) * (0.8 + 0.4 * random()), run);
      nextMs = Math.min(nextMs * 2, maxBackoffMs);
    },
    reset(): void {
      nextMs = firstBackoffMs;
    },
    stop: (): void => stop(),
  };
}

/** Holds one socket at a time; messages of an earlier one are ignored. */
function createChannel({ connect, clock, onMessage, onClose }: ChannelOptions) {
  let socket: LiveSocket | undefined;
  let isOpened = false;
  let tries = 0;
  let stopOpening = (): void => undefined;
  const leave = (): void => {
    stopOpening();
    if (socket === undefined) return;
    socket.onopen = null;
    socket.onclose = null;
    socket.onmessage = null;
    socket.close();
    socket = undefined;
  };
  const opened = (): void => {
    isOpened = true;
    tries = 0;
    stopOpening();
  };
  return {
    take(): void {
      leave();
      isOpened = false;
      tries += 1;
      stopOpening = clock.after(tries % 4 === 0 ? openLongMs : openMs, () => onClose(abnormal));
      socket = connect();
      socket.onopen = opened;
      socket.onmessage = ({ data }: MessageEvent) => {
        opened();
        const message = parse(data);
        if (message !== undefined) onMessage(message);
      };
      socket.onclose = ({ code }) => onClose(code);
    },
    leave,
    isTaken: (): boolean => socket !== undefined,
    /** Whether the server answered the last time. */
    isOpened: (): boolean => isOpened,
  };
}

/** What was heard of the home, or kept from before, and the time by the server's clock. */
function createHearing({ clock, recall }: Pick<LiveOptions, 'clock' | 'recall'>) {
  let state: LiveState | undefined;
  let offsetMs = clock.nowMs() - clock.monotonicMs();
  let heardMs = clock.monotonicMs();
  return {
    state: (): LiveState | undefined => state,
    hear(message: LiveMessage): void {
      heardMs = clock.monotonicMs();
      offsetMs = message.atMs - heardMs;
      state = applyMessage(state, message);
    },
    remember(): void {
      const kept = state === undefined ? recall?.() : undefined;
      if (kept === undefined) return;
      ({ state } = kept);
      offsetMs = clock.nowMs() + kept.aheadMs - clock.monotonicMs();
    },
    /** Silence counts from now. */
    begin(): void {
      heardMs = clock.monotonicMs();
    },
    silenceMs: (): number => clock.monotonicMs() - heardMs,
    serverNowMs: (): number => clock.monotonicMs() + offsetMs,
  };
}

/** Makes the live connection of a home; it is kept from `open` to `close`. */
export function createLive({ connect, clock, random, recall, isAway }: LiveOptions): Live {
  const listeners = new Set<() => void>();
  const backoff = createBackoff({ clock, random });
  const hearing = createHearing({ clock, recall });
  let phase: LinkPhase = 'connecting';
  let stopWatch = (): void => undefined;

  const become = (next: LinkPhase): void => {
    phase = next;
    for (const listen of listeners) listen();
  };
  const away = (): LinkPhase => (hearing.state() === undefined ? 'connecting' : 'lost');
  const onMessage = (message: LiveMessage): void => {
    hearing.hear(message);
    backoff.reset();
    become(hearing.state() === undefined ? 'connecting' : 'open');
  };
  const onClose = (code: number): void => {
    channel.leave();
    if (finalCodes.includes(code)) become('ended');
    else {
      // Another home is already served in its place; one that keeps closing like this is tried less and less often.
      if (code === closeCodes.homeSwapped && phase === 'open') dial();
      else backoff.again(dial, channel.isOpened() ? maxBackoffMs : awayBackoffMs);
      hearing.remember();
      become(away());
    }
  };
  const channel = createChannel({ connect, clock, onMessage, onClose });
  const lost = (): void => onClose(abnormal);
  function dial(): void {
    backoff.stop();
    hearing.begin();
    channel.take();
  }
  if (isAway === true) hearing.remember();
  phase = away();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: hearing.state,
    phase: () => phase,
    serverNowMs: hearing.serverNowMs,
    open() {
      stopWatch = clock.every(watchMs, () => {
        if (channel.isTaken() && hearing.silenceMs() > silentMs) lost();
      });
      dial();
    },
    wake() {
      if (phase !== 'ended' && (phase !== 'open' || hearing.silenceMs() >= wakeSilentMs)) dial();
    },
    giveUp() {
      if (phase !== 'ended') lost();
    },
    restart() {
      if (phase !== 'ended') return;
      become(away());
      backoff.again(dial, maxBackoffMs);
    },
    close() {
      stopWatch();
      backoff.stop();
      channel.leave();
    },
  };
}
