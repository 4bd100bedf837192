// A status of the home every five minutes for PVOutput. What waited while it was away goes thirty at once, within what it allows in an hour.
import { isMetricId } from '#core/catalogue.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HttpAnswer, HttpClient } from '#core/http-client.ts';
import { because } from '#core/reason.ts';
import type { PvoutputOutput } from '#api/outputs/pvoutput.ts';
import { untilAborted } from '../broker-session.ts';
import { assertTaken, saidIn } from '../http-answer.ts';
import { checkHttp } from '../http-output.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import { mostAtOnce, oldestMs, requestOf } from '../pvoutput/requests.ts';
import { gathered, type OfDevice, type Slot, slotMs, type Status, type Wanted } from '../pvoutput/slots.ts';
import { knownBatches, testedWith } from '../tested.ts';

/** Batches that are looked at together: those of an hour or two of a home. */
const batchesAtOnce = 5000;
/** What is on its way at the end may still be confirmed for so long, ms. */
const graceMs = 2000;
/** Requests that are left to others with the same key. */
const keptRequests = 1;

/** Errors: `input.invalid`. */
function ofDevice(field: 'temperature' | 'voltage', text: string | undefined): OfDevice | undefined {
  if ((text ?? '') === '') return undefined;
  const [device = '', metric = '', ...more] = (text ?? '').trim().split(/\s+/);
  if (more.length === 0 && isMetricId(metric)) return { device, metric };
  throw new SolsteadError('input.invalid', { at: `settings.${field}`, why: because('output.of-device') });
}

const wantedOf = ({ consumption, energy, temperature, voltage }: PvoutputOutput): Wanted => ({
  consumption,
  counters: energy === 'counters',
  temperature: ofDevice('temperature', temperature),
  voltage: ofDevice('voltage', voltage),
});

const headersOf = ({ system }: Pick<PvoutputOutput, 'system'>) => ({
  'content-type': 'application/x-www-form-urlencoded',
  'x-pvoutput-systemid': system,
  'x-rate-limit': '1',
});

function clientOf({ server }: PvoutputOutput, { openHttp, secret }: SinkParts): HttpClient {
  const account = secret === undefined ? undefined : ({ by: 'header', name: 'X-Pvoutput-Apikey', secret } as const);
  return openHttp({ server, account, keptHeaders: ['x-rate-limit-remaining', 'x-rate-limit-reset'] });
}

/** How long nothing may be asked any more, s; undefined while something may. */
function pauseOf({ headers = {} }: HttpAnswer, nowMs: number): number | undefined {
  const [left, reset] = [Number(headers['x-rate-limit-remaining']), Number(headers['x-rate-limit-reset'])];
  if (!Number.isFinite(left) || !Number.isFinite(reset) || left > keptRequests) return undefined;
  return Math.min(Math.max(reset - nowMs / 1000, 1), 3600);
}

class PvoutputSink implements Sink {
  readonly mostAtOnce = batchesAtOnce;
  readonly isWhole = true;
  readonly #settings: PvoutputOutput;
  readonly #parts: SinkParts;
  readonly #listener: SinkListener;
  readonly #client: HttpClient;
  readonly #wanted: Wanted;
  readonly #ending = new AbortController();
  #slot: Slot | undefined;
  #sentMs = 0;
  #quietUntilMs = 0;

  constructor(settings: PvoutputOutput, parts: SinkParts, listener: SinkListener) {
    this.#settings = settings;
    this.#parts = parts;
    this.#listener = listener;
    this.#client = clientOf(settings, parts);
    this.#wanted = wantedOf(settings);
  }

  async deliver(batches: Parameters<Sink['deliver']>[0], signal: AbortSignal): Promise<boolean> {
    const { clock } = this.#parts;
    const { over, slot } = gathered(this.#slot, batches, this.#wanted);
    const fromMs = clock.nowMs() - oldestMs;
    const due = over.filter(({ atMs }) => atMs > this.#sentMs && atMs > fromMs);
    for (let from = 0; from < due.length; from += mostAtOnce) {
      const some = due.slice(from, from + mostAtOnce);
      await untilAborted(this.#send(some), signal, { clock, ms: graceMs });
    }
    // Only now: what fails is gathered again.
    this.#slot = slot;
    return due.length > 0;
  }

  nextMs(): number {
    const { clock } = this.#parts;
    const nowMs = clock.nowMs();
    const overMs = (this.#slot?.startMs ?? Math.floor(nowMs / slotMs) * slotMs) + slotMs;
    return Math.max(overMs, nowMs + this.#quietUntilMs - clock.monotonicMs());
  }

  close(): Promise<void> {
    this.#ending.abort(new DOMException('closed', 'AbortError'));
    return this.#client.close();
  }

  async #send(statuses: readonly Status[]): Promise<void> {
    const { clock, home } = this.#parts;
    const waitS = (this.#quietUntilMs - clock.monotonicMs()) / 1000;
    if (waitS > 0) throw this.#tooOften(waitS);
    const { path, body } = requestOf(statuses, home.facts.site.timeZone);
    const headers = headersOf(this.#settings);
    const answer = await this.#client.call({ method: 'POST', path, headers, body }, this.#ending.signal);
    const pauseS = pauseOf(answer, clock.nowMs());
    if (pauseS !== undefined) this.#quietUntilMs = clock.monotonicMs() + 1000 * pauseS;
    if (answer.status === 403 && pauseS !== undefined) throw this.#tooOften(pauseS);
    // A status that it will never take, such as one above the size of the system: it is told, and the next one goes on. Source: PVOutput API, "Errors".
    if (answer.status === 400) this.#listener.onState(saidIn(answer, { isUnfit: /^bad request 400: /i }));
    else assertTaken(answer, { at: this.#client.place, isUnfit: /(?!)/ });
    this.#sentMs = statuses.at(-1)?.atMs ?? this.#sentMs;
  }

  #tooOften(retrySeconds: number): SolsteadError {
    const why = because('output.rate', { minutes: Math.ceil(retrySeconds / 60) });
    return new SolsteadError('output.failed', { at: this.#client.place, why, retrySeconds });
  }
}

/** Asks who the system is: a status cannot be tried without adding it. */
async function test(settings: PvoutputOutput, parts: SinkParts) {
  const { clock, home } = parts;
  const startMs = clock.monotonicMs();
  const client = clientOf(settings, parts);
  try {
    const call = { method: 'GET', path: '/getsystem.jsp', headers: headersOf(settings) } as const;
    assertTaken(await client.call(call, new AbortController().signal), { at: client.place, isUnfit: /(?!)/ });
  } finally {
    await client.close();
  }
  const nowMs = clock.nowMs();
  const known = knownBatches(parts).map((batch) => ({ ...batch, atMs: nowMs }));
  const later = { site: '', device: '', atMs: nowMs + 300_000, metric: [], value: [], quality: [] };
  const { over } = gathered(undefined, [...known, later], wantedOf(settings));
  const samples = over.slice(0, 1).map((status) => {
    const { path, body } = requestOf([status], home.facts.site.timeZone);
    return { to: `POST ${client.place}${path}`, content: body };
  });
  return testedWith(samples, clock.monotonicMs() - startMs);
}

/** PVOutput. */
export const pvoutput: OutputKind<PvoutputOutput> = {
  check(settings) {
    checkHttp({ server: settings.server });
    wantedOf(settings);
  },
  devices: (settings) =>
    (['temperature', 'voltage'] as const).flatMap((field) => {
      const device = ofDevice(field, settings[field])?.device;
      return device === undefined ? [] : [{ field, device }];
    }),
  secretFor: ({ server, system }) => JSON.stringify([server, system]),
  keeps: () => 'all',
  traces: () => '',
  open: (settings, parts, listener) => new PvoutputSink(settings, parts, listener),
  test,
};
