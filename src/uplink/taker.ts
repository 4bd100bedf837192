// What takes a connection at the far side, and what looks for devices in its messages.
import type { FoundOnBroker } from '#core/field.ts';

/** What takes the texts of a connection once it is known whose it is. */
export interface Taker {
  hear(text: string): void;
  end(): Promise<void>;
}

/** Finds devices in messages. */
export interface MessageWatch {
  found(): readonly FoundOnBroker[];
  close(): void;
}
