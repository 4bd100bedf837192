// What one polled device can be set to: what it shows now, and an order that is checked, sent once and looked for in what
// the device shows. One order after another: two at once could not tell whose value is shown.
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceSetting, SettingResult, SettingView } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import type { PolledDefinition, WriteCommand } from '#devices/definition.ts';
import { findWrite, requestFor } from '#devices/find-write.ts';
import { settingView } from '#devices/setting-view.ts';
import { isAsOrdered, shownValue } from '#devices/shown-value.ts';
import type { Asked } from './ask.ts';

/** Pauses before each look at what the device shows, ms: some store a setting for seconds before they show it. */
const lookPausesMs = [0, 500, 1500, 3000];
/** A device that left an order without acknowledgement is looked at once. */
const silentPausesMs = [0];
/** Longest time spent on asking for what was not read as yet, ms: a person waits for the list. */
const askingMs = 8000;
/** What was read so long ago is asked again, in rounds of settings. */
const staleRounds = 2;

/** What the settings of a device need of it. */
export interface SettingsContext {
  readonly clock: Pick<Clock, 'monotonicMs' | 'nowMs' | 'sleep'>;
  readonly signal: AbortSignal;
  /** Pace at which its settings are polled, s. */
  readonly everySeconds: number;
  /** With what the device was found to have. */
  definition(): PolledDefinition;
  /** Names of queries worth asking now: none while the device is silent. */
  worthAsking(names: readonly string[]): readonly string[];
  /** Asks once, before everything else for a write. Errors: `link.*`, `frame.*`, `command.refused`. */
  ask(name: string, priority: 'write' | 'settings'): Promise<Asked>;
  /** Sends a write once. Errors: those of `deliver`. */
  send(request: string): Promise<void>;
}

/** The settings of one device. */
export interface DeviceSettings {
  /** Keeps what an answer shows. */
  note(asked: Asked): void;
  /** Forgets what was read: another unit may hang on the line. */
  forget(): void;
  views(): Promise<readonly SettingView[]>;
  check(order: DeviceSetting): SettingView;
  set(order: DeviceSetting): Promise<SettingResult>;
}

/** No answer as yet. */
export function makeDeviceSettings(context: SettingsContext): DeviceSettings {
  return new Settings(context);
}

class Settings implements DeviceSettings {
  readonly #context: SettingsContext;
  readonly #answers = new Map<string, { readonly asked: Asked; readonly atMs: number }>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: SettingsContext) {
    this.#context = context;
  }

  note(asked: Asked): void {
    this.#answers.set(asked.command.name, { asked, atMs: this.#context.clock.nowMs() });
  }

  forget(): void {
    this.#answers.clear();
  }

  async views(): Promise<readonly SettingView[]> {
    const { writes } = this.#context.definition();
    await this.#askMissing(writes);
    return writes.map((write) => this.#view(write));
  }

  check({ setting, value }: DeviceSetting): SettingView {
    const write = findWrite(this.#context.definition(), setting);
    requestFor(write, value);
    return this.#view(write);
  }

  set(order: DeviceSetting): Promise<SettingResult> {
    const next = this.#last.then(() => this.#setNow(order));
    this.#last = next.catch(() => undefined);
    return next;
  }

  #view(write: WriteCommand): SettingView {
    const atMs = write.readBack === undefined ? undefined : this.#answers.get(write.readBack.command)?.atMs;
    const current = this.#current(write);
    return {
      ...settingView(write),
      ...(current === undefined || atMs === undefined ? {} : { current, currentAtMs: atMs }),
    };
  }

  #current(write: WriteCommand): MetricValue | undefined {
    const kept = write.readBack === undefined ? undefined : this.#answers.get(write.readBack.command)?.asked;
    return kept === undefined ? undefined : shownValue(write, kept.command.table.rows, kept.decoded);
  }

  async #askMissing(writes: readonly WriteCommand[]): Promise<void> {
    const { clock, everySeconds, ask, worthAsking } = this.#context;
    const oldMs = clock.nowMs() - staleRounds * everySeconds * 1000;
    const endMs = clock.monotonicMs() + askingMs;
    const names = new Set(writes.flatMap(({ readBack }) => (readBack === undefined ? [] : [readBack.command])));
    const missing = [...names].filter((name) => (this.#answers.get(name)?.atMs ?? 0) < oldMs);
    for (const name of worthAsking(missing)) {
      if (clock.monotonicMs() > endMs) return;
      try {
        await ask(name, 'settings');
      } catch (error) {
        // The list is told without it; a line that is gone answers nothing else either.
        if (!isSolsteadError(error, 'command.refused', 'link.timeout', 'frame.checksum', 'frame.malformed')) return;
      }
    }
  }

  async #setNow({ setting, value }: DeviceSetting): Promise<SettingResult> {
    const write = findWrite(this.#context.definition(), setting);
    const request = requestFor(write, value);
    const before = this.#current(write);
    const known = before === undefined ? {} : { before };
    try {
      await this.#context.send(request);
    } catch (error) {
      if (!isSolsteadError(error, 'command.unconfirmed') || this.#context.signal.aborted) throw error;
      const after = await this.#look(write, value, silentPausesMs);
      // Only a change shows that it was this order: the device may have shown the value all along.
      const isDone =
        after !== undefined && isAsOrdered(write, value, after) && before !== undefined && before !== after;
      if (!isDone) throw error;
      return { outcome: 'confirmed', ...known, after };
    }
    if (write.readBack === undefined) {
      // What it changed nobody says: back to those of the factory changes all.
      this.forget();
      return { outcome: 'acknowledged' };
    }
    const after = await this.#look(write, value, lookPausesMs);
    if (after === undefined) {
      const why = 'the device acknowledged it, but could not be asked whether it is set';
      throw new SolsteadError('command.unconfirmed', { at: write.name, why });
    }
    if (!isAsOrdered(write, value, after)) {
      const why = `the device acknowledged ${String(value)} and shows ${String(after)}`;
      throw new SolsteadError('command.differs', { at: write.name, why });
    }
    return { outcome: 'confirmed', ...known, after };
  }

  /** What the device shows, looked at until it is what was ordered; undefined where it could not be read. */
  async #look(
    write: WriteCommand,
    ordered: MetricValue,
    pausesMs: readonly number[],
  ): Promise<MetricValue | undefined> {
    const { clock, signal, ask } = this.#context;
    let shown: MetricValue | undefined;
    for (const pauseMs of pausesMs) {
      if (write.readBack === undefined) break;
      try {
        if (pauseMs > 0) await clock.sleep(pauseMs, { signal });
        const { command, decoded } = await ask(write.readBack.command, 'write');
        shown = shownValue(write, command.table.rows, decoded) ?? shown;
      } catch (error) {
        if (signal.aborted) break;
        if (!isSolsteadError(error)) throw error;
      }
      if (shown !== undefined && isAsOrdered(write, ordered, shown)) break;
    }
    return shown;
  }
}
