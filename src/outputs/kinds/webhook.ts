// Readings as JSON for a web service of somebody's own, signed where it wants that.
import { createHmac } from 'node:crypto';
import { isSolsteadError, reasonOf, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Batch } from '#core/reading.ts';
import type { WebhookOutput } from '#api/outputs/webhook.ts';
import {
  assertGiven,
  checkHttp,
  type HttpSettings,
  httpClientOf,
  type Posting,
  postingSink,
  secretForHttp,
  tryPosting,
} from '../http-output.ts';
import { KnownValues } from '../known-values.ts';
import type { OutputKind, Sink, SinkParts } from '../output-kind.ts';
import { batchJson, filled, templateFault } from '../webhook/body.ts';

/** Headers that say what a request is or who sends it. */
const ownHeaders =
  /^(?:host|content-.*|transfer-encoding|connection|expect|te|trailer|upgrade|keep-alive|proxy-.*|authorization|cookie|x-solstead-signature)$/i;

const invalid = (field: string, why: ReturnType<typeof because>): SolsteadError =>
  new SolsteadError('input.invalid', { at: `settings.${field}`, why });

/** Headers as they were typed. Errors: `input.invalid` with the first line that is none. */
function headersOf({ headers }: WebhookOutput): Readonly<Record<string, string>> {
  const lines = (headers ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const pairs = lines.map((line) => {
    const [, name = '', value = ''] = /^([A-Za-z][A-Za-z0-9-]{0,59}):\s*([\x20-\x7e]{1,500})$/.exec(line) ?? [];
    if (name === '' || ownHeaders.test(name))
      throw invalid('headers', because('output.header-line', { line: external(line.slice(0, 100)) }));
    return [name.toLowerCase(), value.trim()] as const;
  });
  return Object.fromEntries(pairs);
}

const httpOf = (settings: WebhookOutput): HttpSettings => {
  const { auth, ...rest } = settings;
  return auth === 'signature' ? rest : { ...rest, auth };
};

/** Bodies of batches: one for all, or one for each. */
function bodyOf(settings: WebhookOutput, parts: SinkParts): (batches: readonly Batch[]) => string | undefined {
  const { body, template = '' } = settings;
  const known = new KnownValues(parts);
  if (body === 'batches')
    return (batches) => {
      const some = batches
        .map((batch) => batchJson(batch, parts.names))
        .filter(({ values }) => Object.keys(values).length > 0);
      return some.length === 0 ? undefined : JSON.stringify(some);
    };
  return ([batch]) => {
    if (batch === undefined) return undefined;
    const json = batchJson(batch, parts.names);
    if (body === 'devices') return Object.keys(json.values).length === 0 ? undefined : JSON.stringify(json);
    known.take(batch);
    return filled(template, json, (metric) => known.of(batch.device).get(metric));
  };
}

function postingOf(settings: WebhookOutput, parts: SinkParts): Posting {
  const { auth, method } = settings;
  const made = bodyOf(settings, parts);
  const headers = { ...headersOf(settings), 'content-type': 'application/json' };
  const signed = (body: string): Readonly<Record<string, string>> => {
    if (auth !== 'signature' || parts.secret === undefined) return {};
    const digest = createHmac('sha256', parts.secret.reveal()).update(body, 'utf8').digest('hex');
    return { 'x-solstead-signature': `sha256=${digest}` };
  };
  return {
    // What a service says is its own affair: a status is all that is known of it.
    isUnfit: /(?!)/,
    isSilent: true,
    request(batches) {
      const body = made(batches);
      return body === undefined
        ? undefined
        : { call: { method, path: '', headers: { ...headers, ...signed(body) }, body } };
    },
  };
}

/** Samples as they would be posted. */
function samplesOf(settings: WebhookOutput, parts: SinkParts) {
  const made = bodyOf(settings, parts);
  return (batches: readonly Batch[]) => {
    const groups = settings.body === 'batches' ? [batches] : batches.map((batch) => [batch]);
    return groups.flatMap((some) => {
      const content = made(some);
      const to = `${settings.method} ${settings.server}${groups.length > 1 ? ` ${some[0]?.device ?? ''}` : ''}`;
      return content === undefined ? [] : [{ to, content }];
    });
  };
}

/** What it said. */
const reasonIn = (error: SolsteadError): Reason => error.reason ?? reasonOf(error);

/**
 * What the service took is not sent again because of what it did not take. One that has taken others means the values themselves when it
 * refuses some: they are left out, and hold up nothing.
 */
function oneByOne(sink: Sink): Pick<Sink, 'deliver' | 'isWhole' | 'mostAtOnce'> {
  let hasTaken = false;
  return {
    isWhole: true,
    mostAtOnce: 1,
    async deliver(batches, signal) {
      try {
        await sink.deliver(batches, signal);
        hasTaken ||= sink.isEmpty?.(batches) !== true;
      } catch (error) {
        if (!hasTaken || !isSolsteadError(error, 'output.refused')) throw error;
        throw new SolsteadError('output.unfit', { at: error.at, why: reasonIn(error), cause: error });
      }
    },
  };
}

/** Any web service. */
export const webhook: OutputKind<WebhookOutput> = {
  check(settings) {
    checkHttp(httpOf(settings));
    headersOf(settings);
    if (settings.body !== 'template') return;
    assertGiven(settings, 'template');
    const fault = templateFault(settings.template ?? '');
    if (fault === 'json') throw invalid('template', because('output.template'));
    if (fault !== undefined) throw invalid('template', because('output.template-gap', { gap: external(fault.gap) }));
  },
  secretFor: (settings) => `${secretForHttp(httpOf(settings))} ${settings.auth}`,
  isNameable: true,
  keeps: () => 'all',
  traces: () => '',
  open(settings, parts) {
    const client = httpClientOf(httpOf(settings), parts);
    const sink = postingSink(client, postingOf(settings, parts), parts.clock);
    return settings.body === 'batches' ? sink : { ...sink, ...oneByOne(sink) };
  },
  test(settings, parts) {
    const client = httpClientOf(httpOf(settings), parts);
    return tryPosting(client, {
      posting: postingOf(settings, parts),
      parts,
      samples: samplesOf(settings, parts),
    });
  },
};
