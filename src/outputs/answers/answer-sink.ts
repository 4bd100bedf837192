// What an output of answers is to those who use it: the one-shot part of the command line, and the daemon.
import type { Clock } from '#core/clock.ts';
import type { DocumentLink, DocumentOptions } from '#core/document-link.ts';
import type { HttpClient, HttpServer } from '#core/http-client.ts';
import type { NamedAnswer } from '#core/named-answer.ts';
import type { Random } from '#core/random.ts';
import type { Secret } from '#core/secrets.ts';
import type { SqlLink, SqlOptions } from '#core/sql-link.ts';
import type { ConnectingLink, SessionOptions } from '../output-kind.ts';
import type { ShapedAnswer } from './shape.ts';

/** Where answers go. */
export interface AnswerSink {
  /** Resolves when they are where they belong: the broker has acknowledged them, the file is on the disk. Errors: `output.failed`, `link.*`, `broker.refused`, `AbortError`. */
  deliver(answers: readonly NamedAnswer[], signal: AbortSignal): Promise<void>;
  /** A connection that is away is tried again at once; absent: there is none that waits. */
  hurry?(): void;
  close(): Promise<void>;
}

/** A sink of shaped answers. */
export interface ShapedSink extends Omit<AnswerSink, 'deliver'> {
  deliver(answers: readonly ShapedAnswer[], signal: AbortSignal): Promise<void>;
}

/** A screen, or what stands for it. */
export interface Screen {
  /** Resolves when the text is written, so that no pipe fills the memory. Errors: `output.failed`. */
  write(text: string): Promise<void>;
  /** Whether a person looks at it: then with colours. */
  readonly isTerminal: boolean;
}

/** What outputs of answers stand on. */
export interface AnswerParts {
  readonly clock: Clock;
  readonly random: Random;
  /** Password of the broker or the server. */
  readonly secret?: Secret | undefined;
  /** Name of this computer, up to its first dot. */
  readonly hostName: string;
  readonly screen: Screen;
  /** Whether files stay when their output is closed: a program that ends leaves its last figures, a daemon leaves none that grow old. */
  readonly keepsFiles: boolean;
  /** Errors: `input.invalid`, `link.forbidden`. */
  openBroker(options: SessionOptions): Promise<ConnectingLink>;
  /** Errors: `input.invalid`, `link.forbidden`. */
  openHttp(server: HttpServer): Promise<HttpClient>;
  /** Errors: `link.forbidden`. */
  openPostgres(options: SqlOptions, password: Secret | undefined): Promise<SqlLink>;
  /** Errors: `link.forbidden`. */
  openMongo(options: DocumentOptions, password: Secret | undefined): Promise<DocumentLink>;
  /** Writes a file that others read, whole or not at all; earlier ones are kept beside it. Errors: `output.failed`. */
  writeFile(path: string, text: string): Promise<void>;
  /** Removes a file that was written, and its earlier ones. Errors: `output.failed`. */
  removeFile(path: string): Promise<void>;
  /** Sends one datagram. Errors: `output.failed`. */
  sendDatagram(place: { readonly host: string; readonly port: number }, text: string): Promise<void>;
}
