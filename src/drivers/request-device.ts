// One device that is asked: its own pace, its own retries, its own health. A dead one delays only itself.
// The live values decide whether it is there; settings and identity are asked in between, while it is.
import { because } from '#core/reason.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceAnswer, DeviceStatus, ShownField } from '#core/field.ts';
import type { DeviceRecord } from '#core/records.ts';
import type { Decoded } from '#codec/table.ts';
import type { AskedDefinition, ReadCommand } from '#devices/definition.ts';
import { readings, type Readings } from '#devices/readings.ts';
import { makeAnswerFit } from './answer-fit.ts';
import { type LateAnswers, makeLateAnswers } from './late-answers.ts';
import { answerOf } from './answers.ts';
import { type Asked, ask, commandOf } from './ask.ts';
import { makeCommandMisses } from './command-misses.ts';
import { deliver } from './deliver.ts';
import { DeviceCommands } from './device-commands.ts';
import { discovered } from './discover.ts';
import type { DeviceContext, RunningDevice } from './driver.ts';
import { makeHealth } from './health.ts';
import type { LinkQueue, Priority } from './link-queue.ts';
import { type RepeatedAnswers, repeatedAnswers } from './repeated-answers.ts';
import { withPicks } from './picked.ts';
import { retryPlan, type RetryPlan, roundPause, waitsOf, withRetries } from './retry.ts';
import { createRoundSums, type RoundSums } from './round-sums.ts';

/** What a device on a link needs besides: the queue of its line. */
export interface LineContext extends DeviceContext {
  readonly queue: LinkQueue;
}

/** News of things that change together come together: one round for them, and not more than some a second, ms. */
const newsMs = 200;
/** Pause after a round of settings that went wrong in part, s. */
const settingsRetrySeconds = 60;

/** Whether the command failed rather than the line: the next command may be answered. */
function isOfCommand(error: unknown): error is SolsteadError {
  return isSolsteadError(error, 'command.refused', 'link.timeout', 'frame.checksum', 'frame.malformed');
}

/** A device that is asked, over its link's queue. */
export class RequestDevice implements RunningDevice {
  readonly commands: DeviceCommands;
  readonly #record: DeviceRecord;
  readonly #listed: AskedDefinition;
  /** Includes what discovery found on the device. */
  #definition: AskedDefinition;
  readonly #context: LineContext;
  readonly #health = makeHealth();
  readonly #stopping = new AbortController();
  /** Ends the pause between two rounds of live values. */
  #hurry = new AbortController();
  readonly #plan: RetryPlan;
  /** Set for this device instead of what its definition says. */
  readonly #waits: ReturnType<typeof waitsOf>;
  readonly #misses;
  /** From what discovery found. */
  #sums: RoundSums;
  readonly #fit = makeAnswerFit();
  readonly #late: LateAnswers;
  readonly #repeats: RepeatedAnswers;
  readonly #liveSeconds: number;
  readonly #settingsSeconds: number;
  #identity: Record<string, string> = {};
  /** The opening of the link over which it answered last, and the one over which it was identified. */
  #connected = 0;
  #discovered = 0;
  #identified = 0;
  #identifying: Promise<void> | undefined;
  #online = Promise.withResolvers<void>();
  /** Resolves once discovery has found which registers the device has; until then its settings would be read at wrong addresses. */
  readonly #known = Promise.withResolvers<void>();
  #ended: Promise<unknown> = Promise.resolve();
  /** There is news since the last round began. */
  #isNews = false;
  #cancelNews: (() => void) | undefined;

  constructor(record: DeviceRecord, definition: AskedDefinition, context: LineContext) {
    this.#record = record;
    this.#listed = definition;
    this.#definition = withPicks(definition, record.settings.picks);
    this.#context = context;
    this.#plan = retryPlan(record.settings);
    this.#waits = waitsOf(record.settings);
    this.#misses = makeCommandMisses(context.clock);
    this.#sums = createRoundSums(definition.sums ?? []);
    this.#late = makeLateAnswers(context.clock, this.#waits.responseMs ?? definition.responseMs);
    this.#repeats = repeatedAnswers({ clock: context.clock, at: record.id, seconds: definition.repeatsAfterSeconds });
    this.#liveSeconds = record.settings.liveSeconds ?? definition.live.everySeconds;
    this.#settingsSeconds = record.settings.settingsSeconds ?? definition.settings.everySeconds;
    this.commands = this.#makeCommands();
  }

  get #pauseMs(): number | undefined {
    return this.#waits.pauseMs ?? this.#listed.pauseMs;
  }

  start(): void {
    const stopListening = this.#context.queue.link.listen((bytes) => {
      if (bytes.length === 0) this.#hearNews();
    });
    this.#ended = Promise.allSettled([this.#liveLoop(), this.#settingsLoop()]).finally(() => {
      stopListening();
      this.#cancelNews?.();
    });
  }

  shown(): readonly ShownField[] {
    return this.commands.shown();
  }

  status(): DeviceStatus {
    return this.#health.status({ intervalMs: this.#liveSeconds * 1000, identity: this.#identity });
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new DOMException('stopped', 'AbortError'));
    this.#online.resolve();
    this.#known.resolve();
    await this.#ended;
    await this.#identifying;
  }

  #makeCommands(): DeviceCommands {
    const { clock, queue } = this.#context;
    const { signal } = this.#stopping;
    return new DeviceCommands({
      clock,
      signal,
      budget: this.#context.wear?.of(this.#record),
      everySeconds: this.#settingsSeconds,
      definition: () => {
        this.#checkKnown();
        return this.#definition;
      },
      askable: (names) => (this.#health.state === 'online' ? this.#misses.askable(names) : []),
      ask: async (name, priority) => {
        try {
          const asked = await this.#ask(commandOf(this.#definition, name), priority, 0);
          this.#deliver(asked);
          return asked;
        } catch (error) {
          if (isOfCommand(error) && !signal.aborted) this.#misses.missed(name);
          throw error;
        }
      },
      send: (request, onSend) =>
        queue.turn('write', async (link) => {
          if (signal.aborted)
            throw new SolsteadError('link.closed', { at: this.#record.id, why: because('device.stopped') });
          this.#checkKnown();
          try {
            await deliver(link, { ...this.#definition, ...this.#waits }, { request, signal, onSend });
          } finally {
            if (this.#pauseMs !== undefined && !signal.aborted) await clock.sleep(this.#pauseMs);
          }
        }),
    });
  }

  async #liveLoop(): Promise<void> {
    const { signal } = this.#stopping;
    let silentRounds = 0;
    while (!signal.aborted) {
      const startedMs = this.#context.clock.monotonicMs();
      this.#isNews = false;
      try {
        await this.#liveRound();
        silentRounds = 0;
        this.#lookAtIdentity();
      } catch (error) {
        if (signal.aborted) return;
        silentRounds += 1;
        if (isSolsteadError(error)) this.#gaveUp(error);
        else this.#ownMistake(error);
      }
      this.#context.onRound?.(this.#record.id);
      this.#hurry = new AbortController();
      if (this.#isNews) this.#hurry.abort();
      await this.#pause(startedMs, roundPause(this.#liveSeconds, silentRounds), this.#hurry.signal);
    }
  }

  async #settingsLoop(): Promise<void> {
    const { signal } = this.#stopping;
    for (;;) {
      await this.#online.promise;
      await this.#known.promise;
      if (signal.aborted) return;
      const startedMs = this.#context.clock.monotonicMs();
      const isWhole = await this.#askWhileOnline(this.#definition.settings.commands, (asked) => this.#deliver(asked));
      if (signal.aborted) return;
      await this.#pause(
        startedMs,
        isWhole ? this.#settingsSeconds : Math.min(this.#settingsSeconds, settingsRetrySeconds),
      );
    }
  }

  refresh(): boolean {
    this.#hurry.abort();
    return true;
  }

  async query(name: string): Promise<DeviceAnswer> {
    this.#checkKnown();
    return answerOf(await this.#ask(commandOf(this.#definition, name), 'live', 1));
  }

  /** The link keeps what the device tells, and has something new. */
  #hearNews(): void {
    this.#cancelNews ??= this.#context.clock.after(newsMs, () => {
      this.#cancelNews = undefined;
      this.#isNews = true;
      this.#hurry.abort();
    });
  }

  async #pause(startedMs: number, seconds: number, hurry?: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    this.#tell();
    const pauseMs = seconds * 1000 - (clock.monotonicMs() - startedMs);
    const { signal } = this.#stopping;
    const waiting = hurry === undefined ? signal : AbortSignal.any([signal, hurry]);
    try {
      await clock.sleep(Math.max(0, pauseMs), { signal: waiting });
    } catch (error) {
      if (signal.aborted || hurry?.aborted !== true) throw error;
    }
  }

  /** Errors: why the device counts as silent – the line is gone, or no command was answered. */
  async #liveRound(): Promise<void> {
    await this.#discover();
    let isThere = false;
    let isAnswered = false;
    let failure: SolsteadError | undefined;
    const { commands } = this.#definition.live;
    const worth = this.#misses.askable(commands);
    for (const name of worth.length === 0 ? commands : worth) {
      try {
        const asked = await this.#read(name, 'live');
        this.#repeats.check(asked);
        this.#sums.take(this.#deliver(asked));
        isAnswered = true;
        isThere = true;
      } catch (error) {
        if (!isOfCommand(error) || this.#stopping.signal.aborted) throw error;
        isThere ||= error.code === 'command.refused';
        // Silence from the first question on is the device's, not the command's.
        if (!isThere) throw error;
        this.#misses.missed(name);
        failure = error;
      }
    }
    if (!isAnswered && failure !== undefined) throw failure;
    this.#send(this.#sums.finish());
  }

  /** Discovers what the device has, once per connection. Errors: why that failed. */
  async #discover(): Promise<void> {
    const { link } = this.#context.queue;
    if (!this.#isKnown()) {
      // If silence is an answer, waiting long for another is of no use.
      const retries = this.#listed.discoversInSilence === true ? 1 : this.#plan.retries;
      const found = await discovered(this.#listed, (command) => this.#ask(command, 'live', retries));
      this.#definition = withPicks(found, this.#record.settings.picks);
      this.#sums = createRoundSums(this.#definition.sums ?? []);
      this.#discovered = link.counters.opened;
    }
    this.#known.resolve();
  }

  /** Whether it is known what the device has, since the link was opened last. */
  #isKnown(): boolean {
    const { opened } = this.#context.queue.link.counters;
    return this.#listed.discover === undefined || (this.#discovered === opened && this.#discovered > 0);
  }

  /** Errors: `link.unavailable` while the device's register layout is not known. */
  #checkKnown(): void {
    if (this.#isKnown()) return;
    const why = because('device.not-discovered');
    throw new SolsteadError('link.unavailable', { at: this.#record.id, why });
  }

  /** Asks in between; false when it is to be tried again soon. */
  async #askWhileOnline(names: readonly string[], onAsked: (asked: Asked) => void): Promise<boolean> {
    let isWhole = true;
    for (const name of this.#misses.askable(names)) {
      if (this.#health.state !== 'online' || this.#stopping.signal.aborted) return false;
      try {
        onAsked(await this.#read(name, 'settings'));
      } catch (error) {
        if (this.#stopping.signal.aborted) return false;
        if (isOfCommand(error)) this.#misses.missed(name);
        else if (!isSolsteadError(error) || error.kind === 'command') this.#ownMistake(error);
        isWhole &&= isSolsteadError(error, 'command.refused');
      }
    }
    return isWhole;
  }

  #read(name: string, priority: Priority): Promise<Asked> {
    return this.#ask(commandOf(this.#definition, name), priority);
  }

  async #ask(command: ReadCommand, priority: Priority, retries = this.#plan.retries): Promise<Asked> {
    const { clock, random, queue, log } = this.#context;
    const { signal } = this.#stopping;
    const { name } = command;
    const question = {
      ...command,
      signal,
      accepts: (decoded: Decoded, bytes: number, payload: Uint8Array) =>
        this.#definition.wire.isNameless !== true ||
        (this.#fit.accepts(command, decoded, bytes) && !this.#late.mayBe(command, payload)),
    };
    // It may not support a command it left unanswered last time; one attempt is enough to notice a change.
    const plan = { ...this.#plan, retries: this.#misses.count(name) > 0 ? 0 : retries };
    const attempt = (): Promise<Asked> =>
      queue.turn(
        priority,
        async (link) => {
          this.#health.request();
          this.#late.begin();
          try {
            const answered = await ask(link, { ...this.#definition, ...this.#waits }, question);
            this.#late.answered(command);
            return answered;
          } catch (error) {
            throw this.#late.failed(command, error);
          } finally {
            if (this.#pauseMs !== undefined) await clock.sleep(this.#pauseMs, { signal });
          }
        },
        signal,
      );
    const onFailure = (error: SolsteadError): void => this.#health.failed(error, clock.nowMs());
    const asked = await withRetries(attempt, { plan, clock, random, signal, onFailure });
    this.#noteConnection();
    this.#misses.answered(name);
    this.commands.note(asked);
    if (this.#health.answered()) {
      log.info({ device: this.#record.id }, 'device answers');
      this.#online.resolve();
    }
    return asked;
  }

  #noteConnection(): void {
    const { opened } = this.#context.queue.link.counters;
    if (this.#connected === opened) return;
    if (this.#connected > 0) {
      this.#health.reconnected();
      this.#misses.clear();
      this.#late.clear();
      this.commands.forget();
      this.#sums.reset();
    }
    this.#connected = opened;
  }

  #deliver(asked: Asked): Readings {
    const { command, decoded } = asked;
    this.#context.onAnswer?.(this.#record.id, answerOf(asked));
    const columns = readings({ rows: command.table.rows, derive: command.derive }, decoded);
    this.#send(columns, true);
    return columns;
  }

  #send(columns: Readings, evenEmpty = false): void {
    if (columns.metric.length === 0 && !evenEmpty) return;
    const { site, id } = this.#record;
    this.#context.onBatch({ site, device: id, atMs: this.#context.clock.nowMs(), ...columns });
  }

  /** Reads the identity after every connect, besides the live values: another unit may be on the line now. */
  #lookAtIdentity(): void {
    const { opened } = this.#context.queue.link.counters;
    if (this.#identified === opened || this.#identifying !== undefined) return;
    this.#identifying = this.#identify(opened).finally(() => {
      this.#identifying = undefined;
    });
  }

  async #identify(opened: number): Promise<void> {
    const known: Record<string, string> = {};
    const { identity } = this.#definition;
    const isWhole = await this.#askWhileOnline([...new Set(identity.map(({ command }) => command))], (asked) => {
      for (const { key, command, field } of identity) {
        if (command !== asked.command.name) continue;
        const value = asked.decoded.values[asked.command.table.rows.findIndex(({ name }) => name === field)];
        if (value !== undefined) known[key] = String(value);
      }
    });
    if (this.#stopping.signal.aborted) return;
    this.#identity = known;
    this.#tell();
    if (isWhole) this.#identified = opened;
  }

  #gaveUp(failure: SolsteadError): void {
    const wasOnline = this.#health.state === 'online';
    if (!this.#health.gaveUp(failure, this.#context.clock.nowMs())) return;
    this.#context.log.warn(
      { device: this.#record.id, code: failure.code, why: failure.message },
      isSolsteadError(failure, 'command.refused') ? 'device refuses what it is asked' : 'device does not answer',
    );
    // Replace the promise only after waiters of the old one were released.
    if (wasOnline) this.#online = Promise.withResolvers();
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
