// What a kind of channel is: it sends a message, and says for whom its secret is.
import type { AlertRecord, Severity, TellWhat } from '#core/alert.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { HttpAnswer, HttpCall, HttpClient, HttpServer } from '#core/http-client.ts';
import type { SendMail } from '#core/mail.ts';
import { shownOf } from '#core/http-said.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { VapidKeys } from '../push/vapid.ts';

/** A message in words, in the language of who gets it. */
export interface ChannelMessage {
  /** The same when it is sent again. */
  readonly id: string;
  readonly atMs: number;
  readonly what: TellWhat | 'report' | 'test';
  readonly severity: Severity;
  readonly site: { readonly id: string; readonly name: string };
  readonly title: string;
  /** Plain text, several lines. */
  readonly text: string;
  /** Of a report alone. */
  readonly html?: string;
  readonly alert?: AlertRecord;
}

/** A message at the broker of the home; `retain`: the broker keeps it for those who come later. */
export interface HomeMessage {
  readonly topic: string;
  readonly payload: string;
  readonly retain?: true;
}

/** How channels reach what is outside. */
export interface AlertOpeners {
  openHttp(server: HttpServer): HttpClient;
  readonly sendMail: SendMail;
  /** Says something on the broker as a home. Errors: `address.invalid`, `link.*`. */
  say(site: string, message: HomeMessage): Promise<void>;
  /** Whether an address is one of a push service that browsers use, over TLS: nobody else is sent what a browser named. */
  isPushService(url: URL): boolean;
}

/** What sending needs. */
export interface SendParts {
  readonly openers: AlertOpeners;
  readonly clock: Clock;
  readonly secret: Secret | undefined;
  readonly signal: AbortSignal;
  vapid(): Promise<VapidKeys>;
}

/** A kind of channel. */
export interface ChannelKind<Settings> {
  readonly needsSecret: boolean;
  /** Whom the secret is for: at another one it is asked for again. */
  secretFor(settings: Settings): string;
  /** Errors: `input.invalid` with the field. */
  check?(settings: Settings, site: string): void;
  /** Errors: `alert.not-sent`, `alert.no-channel` where it is useless to try again, `input.invalid`, `link.*`. */
  send(message: ChannelMessage, settings: Settings, parts: SendParts): Promise<void>;
  /** Takes back what stays elsewhere, when the channel is removed or becomes another one. Errors: `address.invalid`, `link.*`. */
  takeBack?(settings: Settings, site: string, openers: AlertOpeners): Promise<void>;
}

/** Longest part of an answer that is shown. */
const longestSaid = 200;
const patienceMs = 15_000;

/** Errors: `alert.not-sent`, with the words of a server that is far; of one nearby with the status alone. */
export function assertTaken(answer: HttpAnswer, at: string): void {
  const { status, retrySeconds } = answer;
  if (status >= 200 && status < 300) return;
  const words = shownOf(answer, { most: longestSaid });
  throw new SolsteadError('alert.not-sent', {
    at,
    why:
      words === ''
        ? because('output.status-only', { status })
        : because('alert.answered', { status, said: external(words) }),
    ...(retrySeconds === undefined ? {} : { retrySeconds }),
  });
}

/** One request to a server, whose answer is not looked at. Errors: `link.*`, those of `assertAnswer`. */
export async function called(
  { openers, signal }: Pick<SendParts, 'openers' | 'signal'>,
  { server, call }: { readonly server: HttpServer; readonly call: HttpCall },
  assertAnswer: (answer: HttpAnswer, at: string) => void = assertTaken,
): Promise<void> {
  const client = openers.openHttp({ timeoutMs: patienceMs, mostAnswerBytes: 4096, ...server });
  try {
    assertAnswer(await client.call(call, signal), client.place);
  } finally {
    await client.close();
  }
}

/** A request with a body of JSON. */
export const jsonCall = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): HttpCall => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(body),
});

/** The secret of a channel that cannot do without. Errors: `input.invalid`. */
export function secretOf({ secret }: Pick<SendParts, 'secret'>): Secret {
  if (secret === undefined) throw new SolsteadError('input.invalid', { at: 'secret', why: because('alert.no-secret') });
  return secret;
}

/** A message as programs read it. */
export const programBody = ({ id, atMs, what, severity, site, title, text, alert }: ChannelMessage) => ({
  id,
  time: new Date(atMs).toISOString(),
  what,
  severity,
  site,
  title,
  text,
  ...(alert === undefined ? {} : { alert }),
});
