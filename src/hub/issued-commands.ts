// Commands as things that can be looked at: kept when they are accepted, before anything goes to the device, and again when they
// have come to an end. One repeated with its key is answered with what became of the first, and goes to no device twice.
import { randomBytes } from 'node:crypto';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type {
  CommandFailure,
  CommandQuery,
  CommandState,
  CommandStore,
  IssuedCommand,
  IssueKey,
} from '#core/issued-command.ts';
import { because, said } from '#core/reason.ts';
import type { ArmedCommand, CommandOutcome, Issue, Issued } from './types.ts';

/** How long a command may wait for its turn unless it says otherwise, ms. */
const usualExpiryMs = 60_000;

/** What carries a command out tells how far it is. */
export interface IssueSteps {
  /** It was checked and is in the log; nothing was sent yet. */
  begun(): Promise<void>;
  /** It is about to be sent. Errors: `command.expired`. */
  sending(): void;
}

/** The commands of a hub. */
export interface IssuedCommands {
  /**
   * Has a command carried out. Resolves when it was accepted or armed; rejects if it never was. Errors: those of `run`;
   * `command.key-reused`.
   */
  issue(issue: Issue, run: (steps: IssueSteps) => Promise<CommandOutcome>): Promise<ArmedCommand | Issued>;
  byId(id: string): Promise<IssuedCommand | undefined>;
  newest(query: CommandQuery): Promise<readonly IssuedCommand[]>;
  /** Ends what an earlier process left without an end: whether the device acted is not known. */
  abandon(site: string): Promise<void>;
  /** Resolves when no command is under way any more and all are kept. */
  settled(): Promise<void>;
}

/** What they need. */
export interface IssuedCommandsParts {
  readonly store: CommandStore;
  readonly clock: Clock;
  /** Told of every step of a command: that it was accepted, was sent, and how it ended. */
  readonly onStep?: (command: IssuedCommand) => void;
  /** Called with what could not be kept. */
  readonly log: { warn(fields: object, message: string): void };
}

const failureOf = (error: unknown): CommandFailure => {
  if (!isSolsteadError(error)) return { code: 'internal', at: 'command' };
  const { code, at, reason, help } = error;
  return { code, at, ...(reason === undefined ? {} : { reason }), ...(help === undefined ? {} : { help }) };
};

function stateOf({ code }: CommandFailure): CommandState {
  if (code === 'command.refused') return 'refused';
  return code === 'command.expired' ? 'expired' : 'failed';
}

/** A command while it is carried out. */
class Running {
  command: IssuedCommand;
  /** Whether it is kept. */
  isKept = false;
  readonly #endMs: number;
  readonly #clock: Clock;
  readonly #tell: (command: IssuedCommand) => void;

  constructor(
    { site, by: { id, kind, name }, request, expiryMs = usualExpiryMs }: Issue,
    commandId: string,
    { clock, onStep = () => undefined }: Pick<IssuedCommandsParts, 'clock' | 'onStep'>,
  ) {
    this.#tell = onStep;
    const { device, target, value } = request;
    const nowMs = clock.nowMs();
    this.#clock = clock;
    this.#endMs = clock.monotonicMs() + expiryMs;
    const times = { createdMs: nowMs, changedMs: nowMs, expiresMs: nowMs + expiryMs };
    this.command = { id: commandId, site, device, target, value, by: { id, kind, name }, state: 'accepted', ...times };
  }

  sending(): void {
    if (this.#clock.monotonicMs() > this.#endMs)
      throw new SolsteadError('command.expired', { at: this.command.device, why: because('command.too-late') });
    this.change({ state: 'sent', sentMs: this.#clock.nowMs() });
  }

  change(what: Partial<IssuedCommand>): void {
    this.command = { ...this.command, ...what, changedMs: this.#clock.nowMs() };
    this.tell();
  }

  tell(): void {
    this.#tell(this.command);
  }
}

/** Makes ids that grow with time. */
function makeIds(clock: Pick<Clock, 'nowMs'>): () => string {
  let lastMs = 0;
  return () => {
    lastMs = Math.max(clock.nowMs(), lastMs + 1);
    return `${lastMs.toString(36).padStart(9, '0')}${randomBytes(6).toString('hex')}`;
  };
}

type Run = (steps: IssueSteps) => Promise<CommandOutcome>;
type Answer = Promise<ArmedCommand | Issued>;

/** The commands kept in a store. */
class KeptCommands implements IssuedCommands {
  readonly #parts: IssuedCommandsParts;
  readonly #running = new Map<string, Running>();
  /** Those with a key that are under way, by principal and key. */
  readonly #byKey = new Map<string, { readonly fingerprint: string; readonly answer: Answer }>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #nextId: () => string;

  constructor(parts: IssuedCommandsParts) {
    this.#parts = parts;
    this.#nextId = makeIds(parts.clock);
  }

  async issue(issue: Issue, run: Run): Answer {
    const { by, key } = issue;
    if (key === undefined) return this.#start(issue, run);
    const name = JSON.stringify([by.id, key.key]);
    const now = this.#byKey.get(name);
    if (now !== undefined) {
      assertSame(now.fingerprint, key);
      return now.answer;
    }
    const answer = this.#repeated(by, key).then((found) => found ?? this.#start(issue, run));
    this.#byKey.set(name, { fingerprint: key.fingerprint, answer });
    const forget = (): void => void this.#byKey.delete(name);
    void answer.then((given) => (given.outcome === 'issued' ? given.ended.then(forget, forget) : forget()), forget);
    return answer;
  }

  async byId(id: string): Promise<IssuedCommand | undefined> {
    return this.#running.get(id)?.command ?? this.#parts.store.byId(id);
  }

  async newest(query: CommandQuery): Promise<readonly IssuedCommand[]> {
    const kept = await this.#parts.store.newest(query);
    return kept.map((command) => this.#running.get(command.id)?.command ?? command);
  }

  async abandon(site: string): Promise<void> {
    const { store, clock } = this.#parts;
    const failure: CommandFailure = { code: 'command.unconfirmed', at: 'command', reason: because('command.ended') };
    for (const command of await store.unfinished(site))
      if (!this.#running.has(command.id))
        await store.update({ ...command, state: 'failed', failure, changedMs: clock.nowMs() });
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #start(issue: Issue, run: Run): Answer {
    const one = new Running(issue, this.#nextId(), this.#parts);
    const accepted = Promise.withResolvers<void>();
    const begun = async (): Promise<void> => {
      await this.#parts.store.add(one.command, issue.key);
      one.isKept = true;
      this.#running.set(one.command.id, one);
      one.tell();
      accepted.resolve();
    };
    const result = run({ begun, sending: () => one.sending() });
    const ended = this.#endOf(one, result, begun);
    const issued: Issued = { outcome: 'issued', command: () => one.command, ended, result };
    const answered = result.then(async (outcome) => {
      if (outcome.outcome === 'armed') return outcome;
      await ended;
      return issued;
    });
    // Who was told that it is accepted looks again for its end.
    answered.catch(() => undefined);
    return Promise.race([accepted.promise.then(() => issued), answered]);
  }

  /** The command when it has come to its end, kept. */
  #endOf(one: Running, result: Promise<CommandOutcome>, begun: () => Promise<void>): Promise<IssuedCommand> {
    const ended = result.then(
      async (outcome) => {
        if (outcome.outcome === 'armed') return one.command;
        // Nothing had to be sent.
        if (!one.isKept) await begun();
        const { outcome: state, atMs: _atMs, ...shown } = outcome;
        one.change({ state, ...shown });
        return this.#keepEnd(one);
      },
      async (error: unknown) => {
        if (!one.isKept) return one.command;
        const failure = failureOf(error);
        one.change({ state: stateOf(failure), failure });
        return this.#keepEnd(one);
      },
    );
    const quiet = ended.catch(() => undefined);
    this.#underWay.add(quiet);
    void quiet.then(() => this.#underWay.delete(quiet));
    return ended;
  }

  async #keepEnd({ command }: Running): Promise<IssuedCommand> {
    const { store, log } = this.#parts;
    try {
      await store.update(command);
    } catch (error) {
      // The audit log has its end as well, and who waits for it is told.
      log.warn({ command: command.id, why: said(error) }, 'what became of a command could not be kept');
    }
    this.#running.delete(command.id);
    return command;
  }

  async #repeated(by: Principal, key: IssueKey): Promise<Issued | undefined> {
    const found = await this.#parts.store.byKey(by.id, key.key);
    if (found === undefined) return undefined;
    assertSame(found.fingerprint, key);
    const { command } = found;
    return {
      outcome: 'issued',
      command: () => this.#running.get(command.id)?.command ?? command,
      ended: Promise.resolve(command),
    };
  }
}

/** What became of a command that was given before, as it was told then. Errors: the one it ended with. */
export function outcomeOf({
  state,
  changedMs,
  failure,
  before,
  after,
  unchanged,
  storedWrites,
}: IssuedCommand): CommandOutcome {
  if (state !== 'confirmed' && state !== 'acknowledged') {
    const { code, at, reason, help } = failure ?? { code: 'command.unconfirmed', at: 'command' };
    throw new SolsteadError(code, {
      at,
      ...(reason === undefined ? {} : { why: reason }),
      ...(help === undefined ? {} : { help }),
    });
  }
  return {
    outcome: state,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(storedWrites === undefined ? {} : { storedWrites }),
    atMs: changedMs,
  };
}

/** Errors: `command.key-reused`. */
function assertSame(fingerprint: string, key: IssueKey): void {
  if (fingerprint !== key.fingerprint) throw new SolsteadError('command.key-reused', { at: 'idempotency-key' });
}

/** Makes the commands of a hub. */
export function makeIssuedCommands(parts: IssuedCommandsParts): IssuedCommands {
  return new KeptCommands(parts);
}
