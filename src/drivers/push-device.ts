// One device that reports on its own over a link of bytes: its reports become batches. It is never asked; a link that was lost
// is opened again, a device that fell silent is offline until it speaks.
import { because } from '#core/reason.ts';
import { SolsteadError, isSolsteadError } from '#core/errors.ts';
import type { DeviceStatus, ShownField } from '#core/field.ts';
import type { Frame } from '#core/framer.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { PushDefinition } from '#devices/definition.ts';
import { readings } from '#devices/readings.ts';
import { answerOf } from './answers.ts';
import { makeHealth } from './health.ts';
import { identityOf } from './receive-once.ts';
import type { RunningDevice } from './driver.ts';
import type { LineContext } from './request-device.ts';
import { shownFields } from './shown-fields.ts';
import { jittered, roundPause } from './retry.ts';

/** Missed reports until it counts as offline, and the shortest time until then, ms. */
const missedUntilOffline = 5;
const leastSilenceMs = 5000;
/** How often to check that link and device are there, s. */
const lookSeconds = 1;

/** A device that is listened to, over its link's queue. */
export class PushDevice implements RunningDevice {
  readonly #record: DeviceRecord;
  readonly #definition: PushDefinition;
  readonly #context: LineContext;
  readonly #health = makeHealth();
  readonly #stopping = new AbortController();
  readonly #framer;
  readonly #intervalMs: number;
  /** The last report of each name, and when it came. */
  readonly #shown = new Map<string, Parameters<typeof shownFields>[0] & { readonly atMs: number }>();
  #identity: Record<string, string> = {};
  #opened = 0;
  /** The first frame after opening is mostly the end of one. */
  #isFirst = true;
  #lastHeardMs: number;
  #stopListening = (): void => undefined;
  #ended: Promise<void> = Promise.resolve();

  constructor(record: DeviceRecord, definition: PushDefinition, context: LineContext) {
    this.#record = record;
    this.#definition = definition;
    this.#context = context;
    this.#framer = definition.wire.framer();
    this.#intervalMs = (record.settings.liveSeconds ?? definition.everySeconds) * 1000;
    this.#lastHeardMs = context.clock.monotonicMs();
  }

  start(): void {
    this.#stopListening = this.#context.queue.link.listen((bytes) => this.#take(bytes));
    this.#ended = this.#watch();
  }

  shown(): readonly ShownField[] {
    return [...this.#shown.values()].flatMap(({ atMs, ...answer }) => shownFields(answer, atMs));
  }

  status(): DeviceStatus {
    return this.#health.status({ intervalMs: this.#intervalMs, identity: this.#identity });
  }

  async stop(): Promise<void> {
    this.#stopListening();
    this.#stopping.abort(new DOMException('stopped', 'AbortError'));
    await this.#ended;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopping;
    const { clock, random } = this.#context;
    let failures = 0;
    while (!signal.aborted) {
      try {
        await this.#openLink();
        failures = 0;
        this.#lookForSilence();
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        if (isSolsteadError(error)) this.#failed(error);
        else this.#ownMistake(error);
      }
      this.#tell();
      await clock.sleep(jittered(roundPause(lookSeconds, failures), random), { signal }).catch(() => undefined);
    }
  }

  async #openLink(): Promise<void> {
    const { queue, clock } = this.#context;
    const { link } = queue;
    if (!link.isOpen) await queue.turn('live', () => Promise.resolve(), this.#stopping.signal);
    if (link.counters.opened === this.#opened) return;
    if (this.#opened > 0) this.#health.reconnected();
    this.#opened = link.counters.opened;
    this.#framer.reset();
    this.#isFirst = true;
    this.#lastHeardMs = clock.monotonicMs();
  }

  /** Errors: `link.timeout` if it has been silent for too long. */
  #lookForSilence(): void {
    const silentMs = this.#context.clock.monotonicMs() - this.#lastHeardMs;
    if (silentMs <= Math.max(leastSilenceMs, missedUntilOffline * this.#definition.everySeconds * 1000)) return;
    const why = because('device.silent', { seconds: Math.round(silentMs / 1000) });
    throw new SolsteadError('link.timeout', { at: this.#record.id, why });
  }

  #take(bytes: Uint8Array): void {
    try {
      for (const frame of this.#framer.push(bytes)) this.#takeFrame(frame);
    } catch (error) {
      this.#ownMistake(error);
    }
  }

  #takeFrame(frame: Frame): void {
    const { wire, reports } = this.#definition;
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    if (frame.fault !== undefined) {
      const error = new SolsteadError(`frame.${frame.fault}`, { at: this.#record.id, why: because('device.damaged') });
      if (!isFirst) this.#health.failed(error, this.#context.clock.nowMs());
      return;
    }
    const spoken = wire.read(frame.bytes);
    const report = spoken === undefined ? undefined : reports.find(({ name }) => name === spoken.report);
    if (spoken === undefined || report === undefined || !this.#definition.matches(spoken)) return;
    const { clock, log } = this.#context;
    this.#lastHeardMs = clock.monotonicMs();
    if (this.#health.answered()) log.info({ device: this.#record.id }, 'device speaks');
    const decoded = report.table.decode(spoken.payload);
    this.#identity = {
      ...this.#identity,
      ...identityOf(this.#definition, [{ report, payload: spoken.payload, decoded }]),
    };
    this.#shown.set(report.name, { command: report, decoded, atMs: clock.nowMs() });
    const columns = readings({ rows: report.table.rows, derive: report.derive }, decoded);
    const { site, id } = this.#record;
    this.#context.onAnswer?.(id, answerOf({ command: report, payload: spoken.payload, decoded }));
    this.#context.onBatch({ site, device: id, atMs: clock.nowMs(), ...columns });
  }

  #failed(error: SolsteadError): void {
    const { clock, log } = this.#context;
    this.#health.failed(error, clock.nowMs());
    if (!this.#health.gaveUp(error, clock.nowMs())) return;
    log.warn({ device: this.#record.id, code: error.code, why: error.message }, 'device is silent');
  }

  #tell(): void {
    try {
      this.#context.onStatus(this.#record.id);
    } catch (error) {
      this.#ownMistake(error);
    }
  }

  #ownMistake(error: unknown): void {
    this.#context.log.error({ device: this.#record.id, error }, 'a mistake of this program; the device goes on');
  }
}
