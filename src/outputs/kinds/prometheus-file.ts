// Readings of now in a file in Prometheus' text format, for the textfile collector of the node exporter. The file is whole at any moment;
// a device that is gone or silent is not in it.
import type { PrometheusFileOutput } from '#api/outputs/prometheus-file.ts';
import type { SiteEvent } from '#core/consumer.ts';
import { reasonOf } from '#core/errors.ts';
import { exposition } from '#core/exposition.ts';
import { makeTurns } from '#core/in-turn.ts';
import type { OutputTested } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import { NewestState } from '../newest-state.ts';
import type { OutputKind, Sink, SinkListener, SinkParts } from '../output-kind.ts';
import { seldomSeconds } from '../sieve.ts';
import { knownBatches, testedWith } from '../tested.ts';

/** Homes do not share files. */
const pathOf = ({ file }: PrometheusFileOutput, { home }: Pick<SinkParts, 'home'>): string =>
  `${home.facts.site.id}/${file}`;

class FileSink implements Sink {
  // All is one page.
  readonly isWhole = true;
  readonly #settings: PrometheusFileOutput;
  readonly #parts: SinkParts;
  readonly #listener: SinkListener;
  readonly #state: NewestState;
  readonly #inTurn = makeTurns();
  #writtenMs = Number.NEGATIVE_INFINITY;
  #isCleared = false;

  constructor(settings: PrometheusFileOutput, parts: SinkParts, listener: SinkListener) {
    this.#settings = settings;
    this.#parts = parts;
    this.#listener = listener;
    this.#state = new NewestState(parts);
  }

  async deliver(batches: readonly Batch[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts;
    this.#state.take(batches);
    const waitMs = this.#writtenMs + this.#settings.pace * 1000 - clock.monotonicMs();
    // What comes meanwhile waits as the newest of each value.
    if (waitMs > 0) await clock.sleep(waitMs, { signal });
    await this.#write();
  }

  nextMs(): number | undefined {
    const { pace } = this.#settings;
    const { clock } = this.#parts;
    if (pace < seldomSeconds || this.#writtenMs < 0) return undefined;
    return clock.nowMs() + this.#writtenMs + pace * 1000 - clock.monotonicMs();
  }

  event(event: SiteEvent): void {
    if (this.#state.event(event)) this.#write().catch((error: unknown) => this.#listener.onState(reasonOf(error)));
  }

  async clear(): Promise<void> {
    this.#isCleared = true;
    await this.#inTurn(() => this.#parts.files.remove(pathOf(this.#settings, this.#parts)));
  }

  async close(): Promise<void> {
    await this.#inTurn(async () => undefined);
  }

  #write(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#isCleared) return;
      const text = exposition(
        this.#state.devices().flatMap((device) => this.#state.values(device)),
        { names: this.#parts.names },
      );
      await this.#parts.files.save(pathOf(this.#settings, this.#parts), text, this.#settings.backups);
      this.#writtenMs = this.#parts.clock.monotonicMs();
    });
  }
}

async function test(settings: PrometheusFileOutput, parts: SinkParts): Promise<OutputTested> {
  const { clock, files, names } = parts;
  const startMs = clock.monotonicMs();
  const pages = knownBatches(parts).map(({ site, device, metric, value }) => ({
    to: names.device(device),
    content: exposition(
      metric.map((id, index) => ({ site, device, metric: id, value: value[index] ?? 0 })),
      { names },
    ),
  }));
  await files.attempt(pathOf(settings, parts), pages.map(({ content }) => content).join(''));
  return testedWith(pages, clock.monotonicMs() - startMs);
}

/** A file of the node exporter. */
export const prometheusFile: OutputKind<PrometheusFileOutput> = {
  check: () => undefined,
  isNameable: true,
  keeps: () => 'newest',
  traces: ({ file }) => file,
  alone: ({ file }) => ({ place: JSON.stringify(['file', file]), field: 'file' }),
  open: (settings, parts, listener) => new FileSink(settings, parts, listener),
  test,
};
