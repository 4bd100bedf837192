// Readings at a Prometheus Pushgateway: a group for each device, with all that is known of it. The gateway says what it has to whoever
// scrapes it, for ever; so a device that is gone or silent has its group deleted, and so has an output that is removed.
// Source: README of the Pushgateway, "API".
import type { PushGatewayOutput } from '#api/outputs/push-gateway.ts';
import type { SiteEvent } from '#core/consumer.ts';
import { reasonOf } from '#core/errors.ts';
import { exposition, expositionType } from '#core/exposition.ts';
import type { HttpClient } from '#core/http-client.ts';
import type { OutputTested } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { assertTaken } from '../http-answer.ts';
import { checkHttp, httpClientOf, secretForHttp, typedLabels } from '../http-output.ts';
import { NewestState } from '../newest-state.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import { knownBatches, testedWith } from '../tested.ts';

/** Source: error texts of the Pushgateway 1.5. */
const isUnfit = /pushed metrics are invalid|inconsistent|text format parsing error/i;
/** Labels of a group: the gateway adds them to all in it. */
const grouping = ['site', 'device'] as const;

/** A part of the path; what holds a slash, and nothing at all, goes as base64. */
const labelled = (name: string, text: string): string =>
  text === '' || text.includes('/')
    ? `${name}@base64/${text === '' ? '=' : Buffer.from(text, 'utf8').toString('base64url')}`
    : `${name}/${encodeURIComponent(text)}`;

/** The path of the group of a device. */
function groupOf({ job, labels }: PushGatewayOutput, site: string, device: string): string {
  const parts = Object.entries({ job, ...typedLabels(labels), site, device });
  return `/metrics/${parts.map(([name, text]) => labelled(name, text)).join('/')}`;
}

const headers = { 'content-type': expositionType };

class PushSink implements Sink {
  // The group of a device is one page.
  readonly isWhole = true;
  readonly #settings: PushGatewayOutput;
  readonly #site: string;
  readonly #client: HttpClient;
  readonly #state: NewestState;
  readonly #listener: SinkListener;
  readonly #parts: SinkParts;
  readonly #ending = new AbortController();

  constructor(settings: PushGatewayOutput, parts: SinkParts, listener: SinkListener) {
    this.#settings = settings;
    this.#parts = parts;
    this.#site = parts.home.facts.site.id;
    this.#client = httpClientOf(settings, parts);
    this.#state = new NewestState(parts);
    this.#listener = listener;
  }

  async deliver(batches: readonly Batch[], signal: AbortSignal): Promise<boolean> {
    this.#state.take(batches);
    let isSent = false;
    for (const device of new Set(batches.map((batch) => batch.device))) {
      const body = exposition(this.#state.values(device), { leaving: grouping, names: this.#parts.names });
      if (body === '') continue;
      const method = this.#settings.push === 'put' ? 'PUT' : 'POST';
      const path = this.#groupOf(device);
      const answer = await this.#client.call({ method, path, headers, body }, signal);
      assertTaken(answer, { at: this.#client.place, isUnfit });
      isSent = true;
    }
    return isSent;
  }

  event(event: SiteEvent): void {
    if (!this.#state.event(event)) return;
    // A gateway that is away keeps the group until the output is removed.
    this.#remove(event.device).catch((error: unknown) => this.#listener.onState(reasonOf(error)));
  }

  async clear(): Promise<void> {
    const known = this.#parts.home.facts.devices().map(({ record }) => record.id);
    for (const device of new Set([...known, ...this.#state.devices()])) await this.#remove(device);
  }

  close(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    return this.#client.close();
  }

  #groupOf(device: string): string {
    return groupOf(this.#settings, this.#site, this.#parts.names.device(device));
  }

  async #remove(device: string): Promise<void> {
    const path = this.#groupOf(device);
    const answer = await this.#client.call({ method: 'DELETE', path }, this.#ending.signal);
    assertTaken(answer, { at: this.#client.place, isUnfit });
  }
}

/** Pushes the values of now under a job of its own, and takes them away. */
async function test(settings: PushGatewayOutput, parts: SinkParts): Promise<OutputTested> {
  const { clock, names } = parts;
  const startMs = clock.monotonicMs();
  const client = httpClientOf(settings, parts);
  const { signal } = new AbortController();
  const trial = { ...settings, job: `${settings.job} (test)` };
  const samples: { readonly to: string; readonly content: string }[] = [];
  try {
    for (const { site, device, metric, value } of knownBatches(parts)) {
      const values = metric.map((id, index) => ({ site, device, metric: id, value: value[index] ?? 0 }));
      const there = names.device(device);
      const [path, body] = [groupOf(trial, site, there), exposition(values, { leaving: grouping, names })];
      assertTaken(await client.call({ method: 'PUT', path, headers, body }, signal), { at: client.place, isUnfit });
      assertTaken(await client.call({ method: 'DELETE', path }, signal), { at: client.place, isUnfit });
      samples.push({ to: groupOf(settings, site, there), content: body });
    }
    if (samples.length === 0)
      assertTaken(await client.call({ method: 'GET', path: '/-/ready' }, signal), { at: client.place, isUnfit });
    return testedWith(samples, clock.monotonicMs() - startMs);
  } finally {
    await client.close();
  }
}

/** A Pushgateway. */
export const prometheusPushGateway: OutputKind<PushGatewayOutput> = {
  check: checkHttp,
  isNameable: true,
  keeps: () => 'newest',
  traces: ({ server, job, labels }, { facts }) => JSON.stringify([server, job, labels, facts.site.id]),
  alone: ({ server, job, labels }) => ({
    place: JSON.stringify(['groups', server, job, labels]),
    field: 'job',
  }),
  secretFor: secretForHttp,
  open: (settings, parts, listener) => new PushSink(settings, parts, listener),
  test,
};
