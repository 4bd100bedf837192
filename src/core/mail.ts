// The interface of a mail server: one message to one person.
import type { Secret } from './secrets.ts';

/** A message, and the server that takes it. */
export interface Mail {
  /** `smtps://host:465`, `smtp://host:587` (STARTTLS), or `smtp+plain://host:25`: without TLS. */
  readonly server: string;
  readonly user?: string | undefined;
  readonly secret?: Secret | undefined;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html?: string | undefined;
  /** Unique for the message: what comes twice has it twice. Source: RFC 5322 §3.6.4. */
  readonly id: string;
}

/** Hands a message to its server. Errors: `input.invalid`, `link.unavailable`, `link.forbidden`, `alert.not-sent` with what the server said. */
export type SendMail = (mail: Mail, signal: AbortSignal) => Promise<void>;
