// The automation of one home while it runs: a cycle a second and soon after a change, its commands sent through the door, what it remembers kept.
import { type Cycle, decide, emptyState, type EngineState, type Notice, type Program } from '#automation/engine.ts';
import type { Holding } from '#automation/arbiter.ts';
import { type Target, targetKey } from '#automation/claim.ts';
import type { DueCommand } from '#automation/commander.ts';
import type { CommandEnd, Happening } from '#automation/happening.ts';
import { rulesPartName, variablesIn } from '#automation/rules/rules.ts';
import type { Variables } from '#automation/scope.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, reasonOf } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';
import { hourMs } from '#core/time.ts';
import type { ActingHome } from './acting-home.ts';
import { type BoardCharger, boardChargers } from './board-chargers.ts';
import { type BoardCircuit, boardCircuits } from './board-circuits.ts';
import { type BoardLoad, boardLoads } from './board-loads.ts';
import { Outlook } from './outlook.ts';
import { HomeSight } from './sight.ts';

/** A line of the diary, with what is known of a command. */
export interface BoardLine {
  readonly atMs: number;
  readonly by: string;
  readonly why: Reason;
}

/** A command that was given lately. */
export interface BoardCommand extends DueCommand {
  readonly atMs: number;
  readonly end?: CommandEnd | undefined;
  readonly failure?: Reason | undefined;
}

/** What the automation does now, and did lately. */
export interface Board {
  readonly atMs: number;
  readonly holdings: readonly Holding[];
  readonly commands: readonly BoardCommand[];
  readonly diary: readonly BoardLine[];
  /** Values of the owner's own, as they are now. */
  readonly variables: Variables;
  /** In the order in which they are served. */
  readonly loads: readonly BoardLoad[];
  readonly chargers: readonly BoardCharger[];
  readonly circuits: readonly BoardCircuit[];
}

/** What it is made of. */
export interface RunningParts {
  readonly clock: Clock;
  readonly home: ActingHome;
  readonly program: Program;
  /** What it remembered, if it is readable. */
  readonly memory: EngineState | undefined;
  keep(memory: EngineState): Promise<void>;
  /** Tells or does it, and resolves with what is to be known of that. */
  tell(notice: Notice): Promise<Reason | undefined>;
  onTrouble(message: string): void;
}

/** Time between two cycles, ms. */
const everyMs = 1000;
/** A change is decided on so soon, ms: what comes together is decided together. */
const soonMs = 100;
/** What is remembered is kept at least so often, ms, and at once when something was commanded. */
const keepMs = 30_000;
const mostLines = 500;
const mostCommands = 200;
/** What rules tell, and say on the broker: at once, and each second. */
const mostNotices = { burst: 100, perSecond: 1 };

/** A budget of writes that is used up for so long is not asked again and again, s. */
const longWaitSeconds = 900;
/** Of what is worn people are told so often at most, ms. */
const wornAgainMs = 24 * hourMs;

/** Whether a program may not write to the memory of a device for long. */
const isWorn = (error: unknown): boolean =>
  isSolsteadError(error, 'command.too-often') && (error.retrySeconds ?? 0) >= longWaitSeconds;

function endOf(error: unknown): CommandEnd {
  if (isWorn(error)) return 'refused';
  if (isSolsteadError(error, 'command.refused', 'command.limits', 'command.unknown', 'access.denied')) return 'refused';
  return isSolsteadError(error, 'command.expired') ? 'expired' : 'failed';
}

/** What an earlier process sent and never heard of: it may have arrived. */
const lostCommands = ({ points }: EngineState): Happening[] =>
  Object.values(points).flatMap(({ sent }) =>
    sent === undefined ? [] : [{ kind: 'answered', command: sent.id, end: 'failed' } as const],
  );

/** A running automation. */
export class RunningAutomation {
  readonly #parts: RunningParts;
  readonly #sight: HomeSight;
  readonly #outlook: Outlook;
  readonly #stop: () => void;
  #program: Program;
  #state: EngineState;
  #holdings: ReadonlyMap<string, Holding> = new Map();
  #happened: Happening[] = [];
  #commands: BoardCommand[] = [];
  #diary: BoardLine[] = [];
  #soon: (() => void) | undefined;
  #keptMs = Number.NEGATIVE_INFINITY;
  #keeping: Promise<void> = Promise.resolve();
  #unkept: EngineState | undefined;
  #notices = { left: mostNotices.burst, atMs: 0 };
  readonly #wornMs = new Map<string, number>();
  #isClosed = false;

  constructor(parts: RunningParts) {
    this.#parts = parts;
    this.#program = parts.program;
    this.#state = parts.memory ?? emptyState;
    this.#happened = lostCommands(this.#state);
    this.#sight = new HomeSight(parts.home);
    this.#outlook = new Outlook({ prices: (span) => parts.home.prices(span), onTrouble: parts.onTrouble });
    this.#stop = parts.clock.every(everyMs, () => this.#cycle());
  }

  /** Goes on with another program: what it does not hold any more is put back. */
  change(program: Program): void {
    this.#program = program;
    this.wake();
  }

  happen(one: Happening): void {
    if (this.#happened.length < 1000) this.#happened.push(one);
    this.wake();
  }

  /** Somebody sets by hand what the automation may touch: it has it for a while. */
  commanded(
    target: Target,
    { value, by }: { readonly value: MetricValue; readonly by: { readonly id: string; readonly name: string } },
  ): void {
    const { targets, overrideMs } = this.#program;
    if (!targets.some((one) => targetKey(one) === targetKey(target))) return;
    const untilMs = this.#parts.clock.nowMs() + overrideMs;
    this.happen({ kind: 'override', target, value, untilMs, by: { id: by.id, name: by.name } });
  }

  forget(device: string): void {
    this.#sight.forget(device);
  }

  /** Something changed: it is decided soon. A home that wants nothing of its devices waits for its next cycle. */
  wake(): void {
    if (this.#isClosed || this.#wantsNothing()) return;
    this.#soon ??= this.#parts.clock.after(soonMs, () => {
      this.#soon = undefined;
      this.#cycle();
    });
  }

  #wantsNothing(): boolean {
    const { parts, guards, loads, chargers } = this.#program;
    const { points, overrides } = this.#state;
    return (
      parts.length + guards.length + loads.length + chargers.length + overrides.length + this.#happened.length === 0 &&
      Object.keys(points).length === 0
    );
  }

  /** The variables of the text, as they are now. */
  variables(): Variables {
    return variablesIn(this.#state.parts[rulesPartName], this.#program.variables);
  }

  board(): Board {
    return {
      atMs: this.#parts.clock.nowMs(),
      holdings: [...this.#holdings.values()],
      commands: this.#commands,
      diary: this.#diary,
      variables: this.variables(),
      loads: boardLoads(this.#program, this.#state, this.#holdings),
      chargers: boardChargers(this.#program, this.#state),
      circuits: boardCircuits(this.#program, this.#state),
    };
  }

  /** Resolves when what it remembers is kept. */
  async flush(): Promise<void> {
    this.#keep();
    await this.#keeping;
  }

  /** Ends it. What it holds stays as it is: the next process goes on from there, or puts it back. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stop();
    this.#soon?.();
    await this.flush();
  }

  #cycle(): void {
    if (this.#isClosed) return;
    const { clock, onTrouble } = this.#parts;
    const nowMs = clock.nowMs();
    this.#sight.look(this.#devices(), nowMs);
    this.#outlook.refresh(this.#program, nowMs);
    const image = this.#sight.image(nowMs, this.#happened, this.#outlook);
    if (image === undefined) return;
    this.#happened = [];
    try {
      this.#take(decide(this.#program, this.#state, { image, before: this.#holdings }), nowMs);
    } catch (error) {
      // A cycle that fails decides nothing: what runs out, runs out.
      onTrouble(String(error));
    }
  }

  /** Every device that something may be wanted of: named in the text, moved before, or held by hand. */
  #devices(): readonly string[] {
    const { points, overrides } = this.#state;
    const held = this.#happened.flatMap((one) => (one.kind === 'override' ? [one.target] : []));
    const targets = [
      ...this.#program.targets,
      ...Object.values(points),
      ...overrides.map(({ target }) => target),
      ...held,
    ];
    return [...new Set([...targets.map(({ device }) => device), ...(this.#program.watched ?? [])])];
  }

  #take({ state, commands, holdings, notices, diary }: Cycle, nowMs: number): void {
    this.#state = state;
    this.#holdings = holdings;
    this.#write(diary);
    if (commands.length > 0 || notices.length > 0 || nowMs - this.#keptMs >= keepMs) this.#keep();
    for (const notice of notices) this.#tell(notice);
    for (const command of commands) this.#send(command, nowMs);
  }

  #write(lines: readonly BoardLine[]): void {
    this.#diary = [...this.#diary, ...lines].slice(-mostLines);
  }

  #tell(notice: Notice): void {
    const { clock, tell, onTrouble } = this.#parts;
    const nowMs = clock.monotonicMs();
    const grown = ((nowMs - this.#notices.atMs) * mostNotices.perSecond) / 1000;
    const left = Math.min(mostNotices.burst, this.#notices.left + grown);
    this.#notices = { left: left < 1 ? left : left - 1, atMs: nowMs };
    if (left < 1) onTrouble(`rule ${notice.by} and others say more than is passed on`);
    else
      void tell(notice).then((why) => {
        // What came of it stands beside why it was done.
        if (why !== undefined && !this.#isClosed) this.#write([{ atMs: clock.nowMs(), by: notice.by, why }]);
      });
  }

  #send(command: DueCommand, nowMs: number): void {
    const { id, device, setPoint, value, holder, expiresMs, forMs, isRenewal = false } = command;
    const by = holder?.by ?? { kind: 'rule', id: 'release', name: 'Solstead' };
    // A person did that some time ago: what is sent now is sent by the home.
    const byId = by.kind === 'person' ? 'by-hand' : by.id;
    const note = (end?: CommandEnd, failure?: Reason): void => {
      this.#commands = [...this.#commands, { ...command, atMs: nowMs, end, failure }].slice(-mostCommands);
    };
    // A timer that begins anew is of interest only when it does not.
    if (!isRenewal) note();
    const ended = (end: CommandEnd, failure?: Reason): void => {
      if (isRenewal && failure !== undefined) note(end, failure);
      this.#commands = this.#commands.map((one) => (one.id === id ? { ...one, end, failure } : one));
      this.#sight.expire(device);
      this.happen({ kind: 'answered', command: id, end, reason: failure });
    };
    // It is kept before it is sent: after a kill it is known that the home moved it.
    this.#keeping
      .then(() =>
        this.#parts.home.command({
          by: { id: byId, name: by.name || 'Solstead' },
          device,
          setPoint,
          value,
          expiryMs: Math.max(1, expiresMs - nowMs),
          forSeconds: forMs === undefined ? undefined : Math.round(forMs / 1000),
          isRenewal,
        }),
      )
      .then(
        ({ outcome }) => ended(outcome),
        (error: unknown) => {
          ended(endOf(error), reasonOf(error));
          if (isWorn(error)) this.#tellWorn(command, reasonOf(error));
        },
      );
  }

  /** What cannot be set any more today stays as it is, also what was to be put back: people may set it. */
  #tellWorn({ device, setPoint }: DueCommand, reason: Reason): void {
    const nowMs = this.#parts.clock.nowMs();
    const key = targetKey({ device, setPoint });
    if (nowMs - (this.#wornMs.get(key) ?? Number.NEGATIVE_INFINITY) < wornAgainMs) return;
    this.#wornMs.set(key, nowMs);
    const name = this.#parts.home.facts.devices().find(({ record }) => record.id === device)?.record.name ?? device;
    const text = because('act.worn', { device: external(name), what: { setPoint }, reason });
    this.#write([{ atMs: nowMs, by: key, why: text }]);
    const what = { kind: 'notify', title: because('act.worn-title'), text, severity: 'warning' } as const;
    this.#tell({ by: key, atMs: nowMs, what });
  }

  #keep(): void {
    const { keep, onTrouble, clock } = this.#parts;
    this.#keptMs = clock.nowMs();
    this.#unkept = this.#state;
    const keepNewest = async (): Promise<void> => {
      const state = this.#unkept;
      this.#unkept = undefined;
      // Of several that wait for a slow disk the newest says it all.
      if (state !== undefined) await keep(state);
    };
    this.#keeping = this.#keeping.then(keepNewest).catch((error: unknown) => onTrouble(String(error)));
  }
}
