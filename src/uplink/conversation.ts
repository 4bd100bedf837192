// What is said on one connection by the sending side: our own form and the documented one do the same over different messages.
import type { FrameSocket } from '#core/frame-socket.ts';
import type { Reason } from '#core/reason.ts';
import type { Spooled } from '#core/spool.ts';

/** What a conversation tells whoever holds the connection. */
export interface ConversationListener {
  readonly socket: FrameSocket;
  /** The far side has let us in, and says its name. */
  onWelcome(hub: string | undefined): void;
  /** Batches were acknowledged. */
  onSent(batches: number): void;
  /** Values were not taken over there. */
  onRefused(values: number): void;
  /** Something to be told while the connection goes on. */
  onTrouble(reason: Reason): void;
  /** Ends the connection. */
  end(why: Reason): void;
}

/** One conversation. */
export interface Conversation {
  begin(): void;
  hear(text: string): void;
  /** A ping was answered. */
  pong(): void;
  /** A batch that was just added to the spool. */
  taken(spooled: Spooled): void;
  devicesChanged(): void;
  ping(): void;
  /** When the oldest that is not acknowledged was sent, ms (monotonic). */
  waitsSinceMs(): number | undefined;
  end(): void;
}
