// Readings as messages of NATS: one for each device and moment, or one for each value. A message has the same id when it goes out again, by
// which a stream knows it. `docs/outputs.md` lists subjects and headers.
import { hash } from 'node:crypto';
import { withoutPassword } from '#core/address.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import type { NatsLink, NatsOptions, SubjectMessage } from '#core/nats-link.ts';
import type { OutputTested } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import type { NatsOutput } from '#api/outputs/nats.ts';
import { isCertificate, untilAborted } from '../broker-session.ts';
import type { Names } from '../names.ts';
import type { OutputKind, Sink, SinkParts } from '../output-kind.ts';
import { knownBatches, testedWith } from '../tested.ts';
import { batchJson } from '../webhook/body.ts';
import { subjectFault, subjectOf, subjectsOf, templateOf } from '../nats/subjects.ts';

const usualPort = 4222;
const mostServers = 10;
/** What is on its way at the end may still be confirmed for so long, ms. */
const graceMs = 2000;

type Servers = NatsOptions['servers'];

const invalid = (
  field: string,
  code: 'output.nats' | 'output.nats-user' | 'output.password' | 'output.needed' | 'output.ca' | 'output.ca-unused',
) => new SolsteadError('input.invalid', { at: `settings.${field}`, why: because(code) });

/** The servers of an address, and whether with TLS. Errors: `input.invalid`. */
function serversOf({ server }: Pick<NatsOutput, 'server'>): { readonly servers: Servers; readonly hasTls: boolean } {
  const texts = server.split(',').map((one) => one.trim());
  const schemes = new Set<string>();
  const servers = texts.map((text) => {
    if (withoutPassword(text) !== text) throw invalid('server', 'output.password');
    const [, scheme = '', rest = ''] = /^(nats|tls):\/\/([^/?#\s]+)\/?$/.exec(text) ?? [];
    if (rest.includes('@')) throw invalid('server', 'output.nats-user');
    // A port of 80 stays one in no scheme that a URL knows.
    const url = `x://${rest}`;
    if (rest === '' || !URL.canParse(url)) throw invalid('server', 'output.nats');
    schemes.add(scheme);
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    if (!/^[\p{L}\p{N}._:-]+$/u.test(host)) throw invalid('server', 'output.nats');
    return { host, port: port === '' ? usualPort : Number(port) };
  });
  if (schemes.size !== 1 || servers.length > mostServers) throw invalid('server', 'output.nats');
  return { servers, hasTls: schemes.has('tls') };
}

/** Errors: `input.invalid`. */
function check(settings: NatsOutput): void {
  const { hasTls } = serversOf(settings);
  const { auth, user = '', ca, cert } = settings;
  if (auth === 'basic' && user === '') throw invalid('user', 'output.needed');
  for (const [field, text] of [['ca', ca] as const, ['cert', cert] as const]) {
    if (text === undefined) continue;
    if (!hasTls) throw invalid(field, 'output.ca-unused');
    if (!isCertificate(text)) throw invalid(field, 'output.ca');
  }
  const why = subjectFault(settings);
  if (why !== undefined) throw new SolsteadError('input.invalid', { at: 'settings.subject', why });
}

function linkOf(settings: NatsOutput, { openNats, secret, clientKey, home }: SinkParts): NatsLink {
  const { auth, user = '', ca, cert, delivery } = settings;
  const { servers, hasTls } = serversOf(settings);
  const options: NatsOptions = {
    servers,
    ...(hasTls ? { tls: { ca, cert } } : {}),
    account: auth === 'basic' ? { by: auth, user } : { by: auth },
    delivery,
    subjects: subjectsOf(templateOf(settings), home.facts.site.id),
  };
  return openNats(options, { secret, clientKey });
}

/** How batches become messages. */
interface Ways extends Pick<NatsOutput, 'body'> {
  readonly template: string;
  readonly names: Names;
  /** Of a payload. */
  readonly mostBytes: number;
}

const bytesOf = (text: string): number => Buffer.byteLength(text);

/** The same for the same message. */
const idOf = (subject: string, time: string, payload: string): string =>
  hash('sha256', `${subject}\n${time}\n${payload}`, 'base64url').slice(0, 22);

/** Errors: `output.refused` for a value that is too long. */
function messageOf(
  { subject, payload }: Pick<SubjectMessage, 'subject' | 'payload'>,
  time: string,
  { body, mostBytes }: Ways,
): SubjectMessage {
  const bytes = bytesOf(payload);
  if (bytes > mostBytes)
    throw new SolsteadError('output.refused', { at: subject, why: because('nats.long', { bytes, most: mostBytes }) });
  const id = idOf(subject, time, payload);
  return body === 'json' ? { subject, payload, id } : { subject, payload, id, time };
}

/** A batch as JSON in as many messages as it needs. */
function jsonOf({ values, ...head }: ReturnType<typeof batchJson>, mostBytes: number): readonly string[] {
  const text = JSON.stringify({ ...head, values });
  const entries = Object.entries(values);
  if (bytesOf(text) <= mostBytes || entries.length < 2) return entries.length === 0 ? [] : [text];
  const middle = Math.ceil(entries.length / 2);
  return [entries.slice(0, middle), entries.slice(middle)].flatMap((some) =>
    jsonOf({ ...head, values: Object.fromEntries(some) }, mostBytes),
  );
}

function messagesOf(batch: Batch, ways: Ways): readonly SubjectMessage[] {
  const { template, names, body, mostBytes } = ways;
  const json = batchJson(batch, names);
  const { site, device, time, values } = json;
  if (body === 'json') {
    const subject = subjectOf(template, { site, device });
    return jsonOf(json, mostBytes).map((payload) => messageOf({ subject, payload }, time, ways));
  }
  return Object.entries(values).map(([metric, value]) =>
    messageOf({ subject: subjectOf(template, { site, device, metric }), payload: String(value) }, time, ways),
  );
}

function open(settings: NatsOutput, parts: SinkParts): Sink {
  const { clock, names } = parts;
  const { body } = settings;
  const template = templateOf(settings);
  const link = linkOf(settings, parts);
  const isEmpty = (batches: readonly Batch[]): boolean =>
    batches.every((batch) => Object.keys(batchJson(batch, names).values).length === 0);
  return {
    async deliver(batches, signal) {
      if (isEmpty(batches)) return;
      const work = link.publish((mostBytes) =>
        batches.flatMap((batch) => messagesOf(batch, { template, names, body, mostBytes })),
      );
      // What the server confirms after the end does not come twice.
      await untilAborted(work, signal, { clock, ms: graceMs });
    },
    isEmpty,
    close: () => link.close(),
  };
}

/** Sends the values of now: a server says only then whether this account may, and whether a stream keeps them. */
async function test(settings: NatsOutput, parts: SinkParts): Promise<OutputTested> {
  const { clock, names } = parts;
  const { body, delivery } = settings;
  const startMs = clock.monotonicMs();
  const template = templateOf(settings);
  const batches = knownBatches(parts);
  const link = linkOf(settings, parts);
  try {
    const { messages, streams } = await link.publish((mostBytes) =>
      batches.flatMap((batch) => messagesOf(batch, { template, names, body, mostBytes })),
    );
    const samples = messages.map(({ subject, payload }) => ({ to: subject, content: payload }));
    const tested = testedWith(samples, clock.monotonicMs() - startMs);
    if (messages.length === 0 || delivery === 'core') return tested;
    const note =
      streams.length === 0 ? because('nats.not-kept') : because('nats.kept', { streams: external(streams.join(', ')) });
    return { ...tested, note };
  } finally {
    await link.close();
  }
}

/** NATS, with JetStream and without. */
export const nats: OutputKind<NatsOutput> = {
  check,
  secretFor: ({ server, auth, user }) => JSON.stringify([server, auth, user]),
  isNameable: true,
  keeps: () => 'all',
  // What a stream keeps is there to stay.
  traces: () => '',
  open,
  test,
};
