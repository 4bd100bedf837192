// How much a client may say on a socket: a burst, and then a little all the time.
import type { WebSocket } from 'ws';
import type { Clock } from '#core/clock.ts';

/** Messages and pings at once, and each second. */
const allowed = { burst: 100, perSecond: 5 };
/** Close code of a client that breaks the rules. Source: RFC 6455 §7.4.1. */
const policyViolation = 1008;

/** Closes a socket whose client says too much. */
export function boundWords(socket: WebSocket, clock: Clock, onFlood: () => void): void {
  let left = allowed.burst;
  let atMs = clock.monotonicMs();
  let isOver = false;
  const count = (): void => {
    if (isOver) return;
    const nowMs = clock.monotonicMs();
    left = Math.min(allowed.burst, left + ((nowMs - atMs) / 1000) * allowed.perSecond) - 1;
    atMs = nowMs;
    if (left >= 0) return;
    isOver = true;
    onFlood();
    socket.close(policyViolation, 'too many messages');
    // Whatever else it sends is not read any more; the close takes effect within a moment.
    socket.pause();
    clock.after(1000, () => socket.terminate());
  };
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, count);
}
