// One charge point: what it says becomes the state of its connectors, and what it is told goes out as OCPP. It outlives its connection.
import type { Clock } from '#core/clock.ts';
import { chargePointTopic } from '#core/charge-points.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import { foreign } from '#core/limited-log.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import { answerCall, type Boot, type CallsParts } from './calls.ts';
import { carryOut, type CommandParts, idOf, ownTag, refusedWith, wordsOf } from './commands.ts';
import { type Connector, standing, unknownConnector } from './connector.ts';
import type { CallAnswer, CallOptions, Conversation } from './conversation.ts';
import type { Payload } from './frames.ts';
import { fallbackRequest, limitIn, profileRequest, profileSeconds, type ProfileWords } from './profiles.ts';
import { type Questions, questionsTo } from './questions.ts';
import { setUp } from './set-up.ts';
import { momentOf } from './stamps.ts';

/** What it needs. */
export interface ChargePointParts {
  readonly clock: Clock;
  readonly identity: string;
  tell(topic: string, message: object): void;
  /** Whether a card may begin a charge. */
  accepts(tag: string): boolean;
  warn(line: string): void;
}

const mostConnectors = 16;
/** One that comes back without a word of who it is, is asked, ms. */
const quietMs = 5000;
/** A limit is told again when a third of its time is over, ms. */
const againMs = (profileSeconds * 1000) / 3;
/** A car that is connected and allowed to charge begins by itself at most charge points; the others are told, ms. */
const beginMs = 15_000;
/** A car is connected at last so long after its charge was begun from here; who else says our tag has a card that says so, ms. */
const ownMs = 600_000;
/** Drivers wait so long for the answer to a command: later it is not sent, ms. */
const commandMs = 22_000;

/** A charge point. */
export class ChargePoint {
  readonly #parts: ChargePointParts;
  readonly #connectors = new Map<number, Connector>([[1, unknownConnector()]]);
  readonly #calls: CallsParts;
  #conversation: Conversation | undefined;
  #sinceMs = 0;
  #boot: Boot = {};
  #words: ProfileWords = { by: 'current', voltage: 230 };
  #isSetUp = false;
  #hasFallback = false;
  #isWatching = false;
  #ownUntilMs = 0;
  #questions: Questions | undefined;
  #endings: (() => void)[] = [];

  constructor(parts: ChargePointParts) {
    this.#parts = parts;
    const { clock, identity } = parts;
    this.#calls = {
      identity,
      now: () => ({ nowMs: clock.nowMs(), connectedMs: clock.monotonicMs() - this.#sinceMs }),
      connector: (index) => this.#connector(index),
      connectors: () => this.#connectors,
      accepts: (tag) => parts.accepts(tag) || (tag === ownTag && clock.monotonicMs() < this.#ownUntilMs),
      booted: (boot) => this.#booted(boot),
      changed: (index, timestamp) => this.#tellState(index, { isMeasured: timestamp !== undefined, timestamp }),
      transaction: (index, told) => parts.tell(`${chargePointTopic(identity, index)}/transaction`, told),
    };
  }

  get isConnected(): boolean {
    return this.#conversation !== undefined;
  }

  /** Its connectors, by their numbers. */
  get indices(): Iterable<number> {
    return this.#connectors.keys();
  }

  /** It is there. */
  begin(conversation: Conversation): void {
    const { clock } = this.#parts;
    this.#conversation?.close(1000, 'it came again');
    this.#end();
    this.#conversation = conversation;
    this.#sinceMs = clock.monotonicMs();
    this.#isSetUp = false;
    this.#hasFallback = false;
    this.#questions = questionsTo(conversation, clock, this.#parts.identity);
    for (const [index] of this.#connectors) this.#say(index, 'online', { state: 'online', ...this.#identity() });
    this.#endings = [
      clock.after(quietMs, () => this.#setUp()),
      clock.every(beginMs, () => this.#apart(this.#watchOnce())),
    ];
  }

  /** Its connection is gone. */
  ended(conversation: Conversation): void {
    if (this.#conversation !== conversation) return;
    this.#end();
    this.#conversation = undefined;
    this.#questions = undefined;
    for (const [index] of this.#connectors) this.#say(index, 'online', { state: 'offline' });
  }

  answer(action: string, payload: Payload): CallAnswer {
    return answerCall(action, payload, this.#calls);
  }

  /** What is asked of a connector on its topics; the answer goes to `response`. */
  asked(index: number, what: string, payload: string): void {
    if (what === 'ask') this.#ask(index, payload);
    if (what === 'pause') this.#paused(index, payload);
    if (what === 'command') this.#apart(this.#command(index, payload));
  }

  close(): void {
    this.#conversation?.close(1001, 'the server ends');
    this.#end();
  }

  #end(): void {
    for (const end of this.#endings) end();
    this.#endings = [];
  }

  #connector(index: number): Connector | undefined {
    if (index < 1) return undefined;
    const known = this.#connectors.get(index);
    if (known !== undefined || this.#connectors.size >= mostConnectors) return known;
    const fresh = unknownConnector();
    this.#connectors.set(index, fresh);
    return fresh;
  }

  #identity(): object {
    const { maker, model, serial, firmware } = this.#boot;
    const name = [maker, model].filter((part) => part !== undefined).join(' ');
    return { boot: { ...(name === '' ? {} : { model: name }), serial, firmware } };
  }

  #say(index: number, what: string, message: object): void {
    this.#parts.tell(`${chargePointTopic(this.#parts.identity, index)}/${what}`, message);
  }

  #tellState(index: number, { isMeasured, timestamp }: { isMeasured: boolean; timestamp?: string | undefined }): void {
    const connector = this.#connectors.get(index);
    if (connector === undefined || this.#conversation === undefined) return;
    const state = standing(connector);
    const atMs = timestamp === undefined ? Number.NaN : momentOf(timestamp, this.#calls.now());
    this.#say(index, 'state', {
      ...state,
      ...(isMeasured ? { measured: connector.measured } : {}),
      ...this.#identity(),
      ...(Number.isFinite(atMs) ? { at: atMs } : {}),
    });
  }

  #booted(boot: Boot): void {
    this.#boot = boot;
    this.#isSetUp = false;
    // The answer to its greeting goes first.
    this.#endings.push(this.#parts.clock.after(100, () => this.#setUp()));
  }

  #setUp(): void {
    const questions = this.#questions;
    if (questions === undefined || this.#isSetUp) return;
    this.#isSetUp = true;
    const isUnknown = this.#boot.model === undefined;
    const done = setUp(questions.ask, { isUnknown }).then(async (words) => {
      this.#words = words;
      for (const [index, connector] of this.#connectors) await this.#look(index, connector);
    });
    this.#apart(done);
  }

  /** What nobody waits for: its error would end the process. */
  #apart(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#mistaken(error));
  }

  #mistaken(error: unknown): void {
    const { warn, identity } = this.#parts;
    warn(`charge point ${foreign(identity)}: ${whyOf(error)}`);
  }

  /** What it is limited to: as it was told, else as it says itself. */
  async #look(index: number, connector: Connector): Promise<void> {
    if (connector.toldMs !== undefined) return this.#tellLimit(index, connector);
    const answer = await this.#call(
      'GetCompositeSchedule',
      { connectorId: index, duration: 60 },
      { isQuestion: true },
    ).catch(() => undefined);
    const limit = answer === undefined ? undefined : limitIn(answer, this.#words);
    if (limit !== undefined && connector.toldMs === undefined) connector.limit = limit;
    this.#tellState(index, { isMeasured: false });
  }

  /** Errors: `link.closed`, `link.timeout`, `command.refused`. */
  async #call(action: string, payload: Payload, options?: CallOptions): Promise<Payload> {
    if (this.#conversation === undefined)
      throw new SolsteadError('link.closed', { at: this.#parts.identity, why: because('link.was-closed') });
    if (action === 'RemoteStartTransaction') this.#ownUntilMs = this.#parts.clock.monotonicMs() + ownMs;
    return this.#conversation.call(action, payload, options);
  }

  /** Errors: as {@link #call}; `command.refused` when it does not take profiles. */
  async #tellLimit(index: number, connector: Connector, options?: CallOptions): Promise<void> {
    const { clock } = this.#parts;
    const { limit } = connector;
    if (limit === undefined) return;
    if (!this.#hasFallback) {
      // Where it does not take this one, it has a fallback of its own.
      this.#hasFallback = await this.#call('SetChargingProfile', fallbackRequest(this.#words), options).then(
        () => true,
        (error: unknown) => isSolsteadError(error, 'command.refused'),
      );
    }
    const at = { connector: index, nowMs: clock.nowMs(), words: this.#words };
    const answer = await this.#call('SetChargingProfile', profileRequest(limit, at), options);
    if (answer['status'] !== 'Accepted') throw refusedWith('SetChargingProfile', answer);
    connector.toldMs = clock.monotonicMs();
  }

  /** One that answers slowly is not told the same once more meanwhile. */
  async #watchOnce(): Promise<void> {
    if (this.#isWatching) return;
    this.#isWatching = true;
    try {
      await this.#watch();
    } finally {
      this.#isWatching = false;
    }
  }

  /** Limits hold for a while only, and are told again; a car that waits to be begun is begun. */
  async #watch(): Promise<void> {
    const { clock } = this.#parts;
    for (const [index, connector] of this.#connectors) {
      const { toldMs, limit, state, transaction } = connector;
      if (toldMs === undefined || limit === undefined) continue;
      if (clock.monotonicMs() - toldMs >= againMs) await this.#tellLimit(index, connector).catch(() => undefined);
      if (limit.isEnabled && state === 'preparing' && transaction === undefined && this.#parts.accepts(ownTag))
        await this.#call('RemoteStartTransaction', { connectorId: index, idTag: ownTag }).catch(() => undefined);
    }
  }

  #ask(index: number, payload: string): void {
    const connector = this.#connector(index);
    if (connector === undefined || this.#conversation === undefined) return;
    this.#tellState(index, { isMeasured: false });
    this.#say(index, 'response', { id: idOf(payload) });
    if (this.#questions !== undefined) this.#apart(this.#questions.trigger(index));
  }

  #paused(index: number, payload: string): void {
    const connector = this.#connector(index);
    if (connector !== undefined) connector.isStoppedToPause = payload === 'stop';
  }

  async #command(index: number, payload: string): Promise<void> {
    const id = idOf(payload);
    const connector = this.#connector(index);
    const words = wordsOf(payload);
    if (connector === undefined) return;
    const isUrgent = words[0] === 'enabled' && words[1] === 'off';
    const options = { untilMs: this.#parts.clock.monotonicMs() + commandMs, isUrgent };
    const parts: CommandParts = {
      index,
      connector,
      call: (action, asked) => this.#call(action, asked, options),
      tellLimit: () => this.#tellLimit(index, connector, options),
    };
    const outcome = await carryOut(words, parts).then(
      () => ({ id }),
      (error: unknown): object => {
        if (!isSolsteadError(error)) {
          this.#mistaken(error);
          return { id, refused: because('device.no-reason') };
        }
        const refused: Reason = error.reason ?? because('device.no-reason');
        return {
          id,
          refused,
          ...(error.code === 'link.timeout' ? { isUnclear: true } : {}),
          ...(error.code === 'link.closed' ? { isAway: true } : {}),
        };
      },
    );
    this.#tellState(index, { isMeasured: false });
    this.#say(index, 'response', outcome);
  }
}

function whyOf(error: unknown): string {
  if (!isSolsteadError(error)) return `a mistake of this program: ${foreign(messageOf(error))}`;
  return error.reason === undefined ? error.code : inEnglish(error.reason);
}
