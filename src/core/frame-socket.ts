// A connection that carries texts both ways, as a WebSocket does: the uplink and its far side speak over one, wherever it comes from.

/** What happens on a connection. */
export interface FrameListener {
  /** A whole text arrived. */
  onText(text: string): void;
  /** A {@link FrameSocket.ping} was answered. */
  onPong(): void;
  /** It asked below what is said whether this side is there; it was answered. */
  onPing?(): void;
  /** The other side is there: anything arrived, also what carries no text. */
  onAlive(): void;
  /** It has ended; called once. */
  onClosed(code: number, reason: string): void;
}

/** A connection that is open. */
export interface FrameSocket {
  /** Sends a text; nothing happens once it has ended. */
  send(text: string): void;
  /** Bytes that were sent and not taken by the network yet. */
  buffered(): number;
  /** Asks the other side, below what is said, whether it is there. */
  ping(): void;
  /** Takes nothing from the network until {@link resume}. */
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
  /** Ends it without a word. */
  terminate(): void;
  listen(listener: FrameListener): void;
}

/** What of a WebSocket of the package `ws` is used here, whichever end it is. */
export interface RawSocket {
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string): void;
  ping(): void;
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
  terminate(): void;
  on(event: 'message', listener: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'ping' | 'pong', listener: () => void): unknown;
  on(event: 'close', listener: (code: number, reason: { toString(): string }) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

const isOpen = 1;
/** What another side that does not read may have us hold, bytes: many times what is under way while all is well. */
const mostHeld = 8 * 1024 * 1024;
const unsupported = 1003;

/** A WebSocket as a {@link FrameSocket}. What comes before {@link FrameSocket.listen} is kept for it. */
export function frameSocket(socket: RawSocket): FrameSocket {
  let listener: FrameListener | undefined;
  let early: ((to: FrameListener) => void)[] = [];
  const tell = (say: (to: FrameListener) => void): void => {
    if (listener === undefined) early.push(say);
    else say(listener);
  };
  /** Whoever asks on and on and takes no answer is left; answers to pings are bounded by `ws` itself. */
  const isLeft = (): boolean => {
    if (socket.bufferedAmount <= mostHeld) return false;
    socket.terminate();
    return true;
  };
  socket.on('message', (data, isBinary) => {
    if (isLeft()) return;
    if (isBinary) {
      socket.close(unsupported, 'texts only');
      return;
    }
    const text = data.toString();
    tell((to) => {
      to.onAlive();
      to.onText(text);
    });
  });
  socket.on('ping', () =>
    tell((to) => {
      to.onAlive();
      to.onPing?.();
    }),
  );
  socket.on('pong', () =>
    tell((to) => {
      to.onAlive();
      to.onPong();
    }),
  );
  socket.on('close', (code, reason) => tell((to) => to.onClosed(code, reason.toString())));
  // It closes next.
  socket.on('error', () => undefined);
  const open = (): boolean => socket.readyState === isOpen;
  return {
    send: (text) => void (open() && socket.send(text)),
    buffered: () => socket.bufferedAmount,
    ping: () => void (open() && socket.ping()),
    pause: () => void (open() && socket.pause()),
    resume: () => void (open() && socket.resume()),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    listen(to) {
      listener = to;
      const waited = early;
      early = [];
      for (const say of waited) {
        if (isLeft()) break;
        say(to);
      }
    },
  };
}
