// What outputs to HTTP servers have in common: their settings checked, their client, and batches that go as one request.
import { withoutPassword } from '#core/address.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HttpCall, HttpClient, HttpServer, HttpServerAccount } from '#core/http-client.ts';
import type { OutputSample, OutputTested } from '#core/output.ts';
import type { because } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { SeriesLabels } from '#core/series-points.ts';
import { isCertificate, untilAborted } from './broker-session.ts';
import { assertTaken } from './http-answer.ts';
import type { Sink, SinkParts } from './output-kind.ts';
import { knownBatches, testedWith } from './tested.ts';

/** What may be set of them. */
export interface HttpSettings {
  readonly server: string;
  readonly auth?: 'none' | 'basic' | 'bearer' | 'header';
  readonly user?: string | undefined;
  readonly header?: string | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly labels?: string | undefined;
}

/** Headers that say what a request is, and not who sends it. */
const ownHeaders = /^(?:host|content-.*|transfer-encoding|connection|expect|te|trailer|upgrade|keep-alive|proxy-.*)$/i;
/** Labels that every reading has. */
const takenLabels = ['site', 'device', 'phase', 'string', 'index', 'text', 'quality', 'job', 'instance'];

/** What is on its way at the end may still be confirmed for so long, ms. */
const graceMs = 2000;

type Wrong = Parameters<typeof because>[0];
const invalid = (field: string, code: Wrong): SolsteadError =>
  new SolsteadError('input.invalid', { at: `settings.${field}`, why: { code, params: {} } });

/** Labels as they were typed: `house=cabin, owner=anna`. Errors: `input.invalid`. */
export function typedLabels(text: string | undefined): SeriesLabels {
  const pairs = (text ?? '')
    .split(',')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => /^([a-zA-Z_][a-zA-Z0-9_]{0,59})\s*=\s*(.{1,200})$/u.exec(pair)?.slice(1) ?? ['', '']);
  for (const [name = ''] of pairs)
    if (name === '' || name.startsWith('__') || takenLabels.includes(name)) throw invalid('labels', 'output.labels');
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value]));
}

/** Checks what no schema can say. Errors: `input.invalid`. */
export function checkHttp({ server, auth, user, header, ca, cert, labels }: HttpSettings): void {
  // It is shown and logged; the password has a field of its own.
  if (withoutPassword(server) !== server) throw invalid('server', 'output.password');
  const url = /^https?:\/\//i.test(server) && URL.canParse(server) ? new URL(server) : undefined;
  if (url === undefined || `${url.username}${url.search}${url.hash}` !== '') throw invalid('server', 'http.address');
  if (auth === 'basic' && (user ?? '') === '') throw invalid('user', 'output.needed');
  if (auth === 'header' && (header ?? '') === '') throw invalid('header', 'output.needed');
  if (header !== undefined && ownHeaders.test(header)) throw invalid('header', 'output.header');
  for (const [field, text] of [['ca', ca] as const, ['cert', cert] as const])
    if (text !== undefined && !isCertificate(text)) throw invalid(field, 'output.ca');
  typedLabels(labels);
}

/** Asserts that a field has something in it. Errors: `input.invalid`. */
export function assertGiven<Settings extends object>(settings: Settings, ...fields: (keyof Settings & string)[]): void {
  for (const field of fields) if ((settings[field] ?? '') === '') throw invalid(field, 'output.needed');
}

/** Whom the secrets are for. */
export const secretForHttp = ({ server, auth, user, header }: HttpSettings): string =>
  JSON.stringify([server, auth, user, header]);

function accountOf({ auth, user, header }: HttpSettings, { secret }: SinkParts): HttpServerAccount | undefined {
  if (secret === undefined) return undefined;
  if (auth === 'basic') return { by: 'basic', user: user ?? '', secret };
  if (auth === 'bearer') return { by: 'bearer', secret };
  return auth === 'header' ? { by: 'header', name: header ?? '', secret } : undefined;
}

/** A client of the server that is set. Errors: `input.invalid`, `link.forbidden`. */
export function httpClientOf(
  settings: HttpSettings,
  parts: SinkParts,
  account: HttpServer['account'] = accountOf(settings, parts),
): HttpClient {
  const { server, ca, cert } = settings;
  return parts.openHttp({ server, account, tls: { ca, cert, key: cert === undefined ? undefined : parts.clientKey } });
}

/** How batches become requests. */
export interface Posting {
  /** Words of the server that mean the values themselves. */
  readonly isUnfit: RegExp;
  /** Nothing is known of its words: any program could be behind it. */
  readonly isSilent?: boolean;
  /** The request that carries batches; undefined if there is nothing in them for this server. */
  request(batches: readonly Batch[]): { readonly call: HttpCall; readonly onTaken?: () => void } | undefined;
  /** Whether the server has answered that it wants it in another way: then `request` has that from now on. */
  isOtherWay?(answer: { readonly status: number; readonly text: string }): boolean;
}

/** Errors: `output.unfit`, `output.refused`, `output.failed`, `link.*`. */
async function post(
  { client, posting }: { readonly client: HttpClient; readonly posting: Posting },
  batches: readonly Batch[],
  signal: AbortSignal,
): Promise<void> {
  const asked = posting.request(batches);
  if (asked === undefined) return;
  const answer = await client.call(asked.call, signal);
  if (posting.isOtherWay?.(answer) === true) {
    await post({ client, posting }, batches, signal);
    return;
  }
  assertTaken(answer, { at: client.place, isUnfit: posting.isUnfit, isSilent: posting.isSilent });
  asked.onTaken?.();
}

/** A sink that posts. */
export function postingSink(client: HttpClient, posting: Posting, clock: Clock): Sink {
  const ending = new AbortController();
  return {
    // What the server confirms after the end does not come twice.
    deliver: (batches, signal) =>
      untilAborted(post({ client, posting }, batches, ending.signal), signal, { clock, ms: graceMs }),
    isEmpty: (batches) => posting.request(batches) === undefined,
    close() {
      ending.abort(new DOMException('closed', 'AbortError'));
      return client.close();
    },
  };
}

/** Sends the values that are known now, as they would be sent. Errors: as when they are delivered. */
export async function tryPosting(
  client: HttpClient,
  {
    posting,
    parts,
    samples,
  }: { posting: Posting; parts: SinkParts; samples(batches: readonly Batch[]): readonly OutputSample[] },
): Promise<OutputTested> {
  const { clock } = parts;
  const startMs = clock.monotonicMs();
  const batches = knownBatches(parts);
  try {
    // One without values says as much of account and database.
    await post({ client, posting }, batches, new AbortController().signal);
    return testedWith(samples(batches), clock.monotonicMs() - startMs);
  } finally {
    await client.close();
  }
}
