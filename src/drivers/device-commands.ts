// The commands of one device, however it is reached: what it shows now, and a command that is checked, sent once and
// verified by what the device shows. One command at a time: with two at once it would be unclear whose value is shown.
import { because } from '#core/reason.ts';
import type { Clock } from '#core/clock.ts';
import type { Capability, CommandResult, CommandTarget, DeviceCommand, SettingView } from '#core/command.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { ShownField } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import type { Decoded, Row } from '#codec/table.ts';
import { onThisBank } from '#devices/bank-range.ts';
import { capabilityView, settingView } from '#devices/setting-view.ts';
import { findServed, type Served, servedBy, type Step, type Tellable } from '#devices/capabilities.ts';
import type { WriteCommand } from '#devices/definition.ts';
import { findWrite, notTaken, requestFor } from '#devices/find-write.ts';
import { confirmsValue, shownValue } from '#devices/shown-value.ts';
import { shownFields } from './shown-fields.ts';
import { makeWearBudget, type WearBudget } from './wear-budget.ts';

/** Pauses before each look at what the device shows, ms: some store a setting for seconds before they show it. */
const readBackDelaysMs = [0, 500, 1500, 3000];
/** A device that did not acknowledge a command is checked once. */
const unacknowledgedDelaysMs = [0];
/** After so many answers that do not tell the value nothing more is waited for. */
const untoldLooks = 2;
/** Longest time spent on reading what has not been read yet, ms: a person waits for the list. */
const askingMs = 8000;
/** Values older than this are read again, in rounds of settings. */
const staleRounds = 2;

/** What a device showed: fields of one of its answers, or of its whole state. */
export interface ShownAnswer {
  readonly command: { readonly name: string; readonly table: { readonly rows: readonly Row[] } };
  readonly decoded: Decoded;
}

/** What commands need of a device and of the way it is reached. */
export interface CommandContext {
  readonly clock: Pick<Clock, 'monotonicMs' | 'nowMs' | 'sleep'>;
  readonly signal: AbortSignal;
  /** What was written to its memory before; absent: not known. */
  readonly budget?: WearBudget | undefined;
  /** Pace at which its settings are read, s. */
  readonly everySeconds: number;
  /** Includes what discovery found on the device. */
  definition(): Tellable;
  /** Names of read-backs worth asking now: none while the device is silent. */
  askable(names: readonly string[]): readonly string[];
  /** Asks once, ahead of everything else for a write, and notes the answer. Errors: `link.*`, `frame.*`, `command.refused`. */
  ask(name: string, priority: 'write' | 'settings'): Promise<unknown>;
  /**
   * Sends a writer's request once and resolves when it was acknowledged; `onSend` is called right before it goes out, and what that throws
   * keeps it here. Errors: `command.refused`; `command.unconfirmed`
   * when it was sent and no acknowledgement came; `link.*` when nothing was sent.
   */
  send(request: string, onSend: () => void): Promise<void>;
  /** Whether there is a way for it now; absent: always. A timer of some devices is told over HTTP alone. */
  hasWay?(request: string): boolean;
}

/** A command that was understood: what is written for it, and how its success shows. */
interface Plan {
  readonly steps: readonly Step[];
  current(): MetricValue | undefined;
  view(): SettingView;
}

/** What the looks after a write showed; whether the device answered them without telling this value: it is one that is written only. */
interface Looked {
  readonly shown?: MetricValue;
  readonly isUntold: boolean;
}

/** What became of one write. */
type StepOutcome = CommandResult['outcome'];

/** The commands of one device; nothing was read yet. */
export class DeviceCommands {
  readonly #context: CommandContext;
  readonly #answers = new Map<string, { readonly answer: ShownAnswer; readonly atMs: number }>();
  readonly #budget;
  /** Counts answers noted: one that came after a write was sent is new. */
  readonly #noted = new Map<string, number>();
  /** What writers are to be set to when they come on, by their names. */
  readonly #kept = new Map<string, MetricValue>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: CommandContext) {
    this.#context = context;
    this.#budget = context.budget ?? makeWearBudget(context.clock);
  }

  /** Keeps what an answer shows. */
  note(answer: ShownAnswer): void {
    const { name } = answer.command;
    this.#answers.set(name, { answer, atMs: this.#context.clock.nowMs() });
    this.#noted.set(name, this.#countOf(name) + 1);
  }

  /** Forgets what was read: another unit may be on the line. */
  forget(): void {
    this.#answers.clear();
    this.#kept.clear();
  }

  /** Everything that it showed last. */
  shown(): readonly ShownField[] {
    return [...this.#answers.values()].flatMap(({ answer, atMs }) => shownFields(answer, atMs));
  }

  async capabilities(): Promise<readonly Capability[]> {
    const all = servedBy(this.#context.definition());
    await this.#askMissing(all.flatMap(({ writes }) => writes));
    return all.map((served) => this.#capability(served));
  }

  async settings(): Promise<readonly SettingView[]> {
    const { writes } = this.#context.definition();
    await this.#askMissing(writes);
    return writes.map((write) => this.#view(write));
  }

  check(command: DeviceCommand): SettingView {
    return this.#plan(command).view();
  }

  set(command: DeviceCommand): Promise<CommandResult> {
    const next = this.#last.then(() => this.#setNow(command));
    this.#last = next.catch(() => undefined);
    return next;
  }

  #countOf(name: string): number {
    return this.#noted.get(name) ?? 0;
  }

  #view(write: WriteCommand): SettingView {
    return {
      ...settingView(this.#onBank(write)),
      ...this.#wearOf([write]),
      ...this.#seen([write], this.#current(write)),
    };
  }

  /** The writer with the limits of the installed battery. */
  #onBank(write: WriteCommand): WriteCommand {
    return onThisBank(write, this.#current(write));
  }

  #capability(served: Served): Capability {
    const { writes } = served;
    return {
      ...capabilityView(this.#withTimer(served)),
      ...this.#wearOf(writes),
      ...this.#seen(writes, this.#shown(served)),
    };
  }

  /** Without its timer where that cannot be told now. */
  #withTimer(served: Served): Served {
    const { timer, ...own } = served;
    const ways = timer?.steps(1, 1) ?? [];
    const isTold = ways.every(({ write, value }) => this.#context.hasWay?.(requestFor(write, value)) !== false);
    return timer === undefined || isTold ? served : own;
  }

  /** The memory of which least is left, of those that are written. */
  #wearOf(writes: readonly WriteCommand[]): Pick<SettingView, 'wear'> {
    const uses = writes.flatMap((write) => this.#budget.used(write) ?? []);
    const [wear] = uses.toSorted((one, other) => one.mostADay - one.used - (other.mostADay - other.used));
    return wear === undefined ? {} : { wear };
  }

  #seen(
    writes: readonly WriteCommand[],
    current: MetricValue | undefined,
  ): Pick<SettingView, 'current' | 'currentAtMs'> {
    const times = writes.flatMap(({ readBack }) => {
      const atMs = readBack === undefined ? undefined : this.#answers.get(readBack.command)?.atMs;
      return atMs === undefined ? [] : [atMs];
    });
    return current === undefined || times.length === 0 ? {} : { current, currentAtMs: Math.min(...times) };
  }

  #shown(served: Served): MetricValue | undefined {
    return served.shown(this.#shownOf);
  }

  readonly #shownOf = (write: WriteCommand, of?: 'kept'): MetricValue | undefined =>
    of === 'kept' ? this.#kept.get(write.name) : this.#current(write);

  #current(write: WriteCommand): MetricValue | undefined {
    const kept = write.readBack === undefined ? undefined : this.#answers.get(write.readBack.command)?.answer;
    return kept === undefined ? undefined : shownValue(write, kept.command.table.rows, kept.decoded);
  }

  async #askMissing(writes: readonly WriteCommand[]): Promise<void> {
    const { clock, everySeconds, ask, askable } = this.#context;
    const oldMs = clock.nowMs() - staleRounds * everySeconds * 1000;
    const endMs = clock.monotonicMs() + askingMs;
    const names = new Set(writes.flatMap(({ readBack }) => (readBack === undefined ? [] : [readBack.command])));
    const missing = [...names].filter((name) => (this.#answers.get(name)?.atMs ?? 0) < oldMs);
    for (const name of askable(missing)) {
      if (clock.monotonicMs() > endMs) return;
      try {
        await ask(name, 'settings');
      } catch (error) {
        // The list goes without it; a lost line answers nothing else either.
        if (!isSolsteadError(error, 'command.refused', 'link.timeout', 'frame.checksum', 'frame.malformed')) return;
      }
    }
  }

  /** Errors: `command.unknown`, `command.limits`. */
  #plan({ target, value, forSeconds }: DeviceCommand): Plan {
    const definition = this.#context.definition();
    if ('setPoint' in target) return this.#planOf(findServed(definition, target.setPoint), value, forSeconds);
    if (forSeconds !== undefined) throw this.#noTimer(target.setting);
    const write = findWrite(definition, target.setting);
    requestFor(this.#onBank(write), value);
    return { steps: [{ write, value }], current: () => this.#current(write), view: () => this.#view(write) };
  }

  #noTimer(at: string): SolsteadError {
    return new SolsteadError('command.limits', { at, why: because('command.no-timer') });
  }

  #planOf(served: Served, value: MetricValue, forSeconds: number | undefined): Plan {
    const shownOf = this.#shownOf;
    const own = served.steps(value, shownOf);
    if (own === undefined) throw this.#outside(served, value);
    const steps =
      forSeconds === undefined
        ? [...(served.timer?.before(shownOf) ?? []), ...own]
        : served.timer?.steps(value, forSeconds);
    if (steps === undefined) throw this.#noTimer(served.setPoint);
    for (const step of steps) requestFor(this.#onBank(step.write), step.value);
    return { steps, current: () => this.#shown(served), view: () => this.#capability(served) };
  }

  #outside({ setPoint, value: taken, writes }: Served, value: MetricValue): SolsteadError {
    const isWord = taken.kind === 'choice' ? taken.options.includes(String(value)) : value === 0 || value === 1;
    const isNumber = taken.kind === 'number' && typeof value === 'number' && value >= taken.min && value <= taken.max;
    const isUnknown = (isWord || isNumber) && writes.some((write) => this.#current(write) === undefined);
    const why = isUnknown
      ? because('command.state-unknown')
      : isWord
        ? because('command.unreachable')
        : notTaken({ title: { setPoint }, value: taken }, value);
    return new SolsteadError('command.limits', { at: setPoint, why });
  }

  async #setNow(command: DeviceCommand): Promise<CommandResult> {
    const isPerson = command.origin === 'person';
    const isForced = isPerson && command.force === true;
    await this.#readBefore(command, isForced);
    const plan = this.#plan(command);
    const before = plan.current();
    const known = before === undefined ? {} : { before };
    const due = plan.steps.filter((step) => isForced || !this.#isStoredAlready(step));
    if (!isPerson) for (const { write, isKept } of due) if (isKept !== true) this.#budget.check(write);
    if (due.length === 0) return { outcome: 'confirmed', ...known, ...this.#after(plan), unchanged: true };
    // Once for all its steps: when the first goes out.
    let onSend = command.onSend;
    const sending = (): void => {
      onSend?.();
      onSend = undefined;
    };
    const outcomes: StepOutcome[] = [];
    for (const step of due) {
      const outcome = await this.#carryOut(step, sending);
      if (step.isAside !== true) outcomes.push(outcome);
    }
    const isConfirmed = outcomes.every((outcome) => outcome === 'confirmed');
    const storedWrites = due.map(({ write }) => this.#budget.excess(write)).find((count) => count !== undefined);
    const excess = storedWrites === undefined ? {} : { storedWrites };
    if (!isConfirmed) return { outcome: 'acknowledged', ...excess };
    return { outcome: 'confirmed', ...known, ...this.#after(plan), ...excess };
  }

  #after(plan: Plan): Pick<CommandResult, 'after'> {
    const after = plan.current();
    return after === undefined ? {} : { after };
  }

  /** Reads again what decides about a command; if the device cannot be asked now, the command is sent all the same. */
  async #readBefore({ target, value }: DeviceCommand, isForced: boolean): Promise<void> {
    const isMode = 'setPoint' in target && this.#isMode(target.setPoint);
    const decisive = isForced && !isMode ? [] : this.#decisive(target, value);
    const names = decisive.flatMap(({ readBack }) => (readBack === undefined ? [] : [readBack.command]));
    for (const name of this.#context.askable([...new Set(names)])) {
      try {
        await this.#context.ask(name, 'write');
      } catch (error) {
        if (this.#context.signal.aborted || !isSolsteadError(error)) throw error;
      }
    }
  }

  #isMode(setPoint: SetPointId): boolean {
    const definition = this.#context.definition();
    const isComposed = definition.composed?.some((mode) => mode.setPoint === setPoint) === true;
    return isComposed || servedBy(definition).some((one) => one.setPoint === setPoint && one.isDecidedByShown === true);
  }

  /** Writers whose shown values decide what is written: those of a mode, and a stored one that seems to be set already. */
  #decisive(target: CommandTarget, value: MetricValue): readonly WriteCommand[] {
    const definition = this.#context.definition();
    if ('setting' in target) {
      const write = findWrite(definition, target.setting);
      return this.#isStoredAlready({ write, value }) ? [write] : [];
    }
    const served = findServed(definition, target.setPoint);
    if (this.#isMode(target.setPoint)) return served.writes;
    const steps = served.steps(value, this.#shownOf) ?? [];
    return steps.filter((step) => this.#isStoredAlready(step)).map(({ write }) => write);
  }

  #isStoredAlready({ write, value }: Step): boolean {
    const shown = write.wear === undefined ? undefined : this.#current(write);
    return shown !== undefined && confirmsValue(write, value, shown);
  }

  async #carryOut({ write, value, isKept }: Step, onSend: () => void): Promise<StepOutcome> {
    if (isKept === true) {
      this.#kept.set(write.name, value);
      return 'confirmed';
    }
    const request = await this.#requestOf({ write, value });
    const before = this.#current(write);
    // What it is set to, or was when it was switched off, is what it comes on with.
    const keeps = value === 0 ? before : value;
    if (write.serves?.gate !== undefined && keeps !== undefined && keeps !== 0) this.#kept.set(write.name, keeps);
    const notedBefore = this.#countOf(write.readBack?.command ?? '');
    const look = (pausesMs: readonly number[]): Promise<Looked> =>
      this.#look({ write, value }, { pausesMs, notedBefore });
    this.#budget.note(write);
    // Before it goes out: a process that ends here has written at the most what it knows of.
    await this.#budget.settled();
    try {
      await this.#context.send(request, onSend);
    } catch (error) {
      if (!isSolsteadError(error, 'command.unconfirmed') || this.#context.signal.aborted) throw error;
      const { shown: after } = await look(unacknowledgedDelaysMs);
      // Only a change shows that it was this command: the device may have shown the value all along.
      const isDone =
        after !== undefined && confirmsValue(write, value, after) && before !== undefined && before !== after;
      if (!isDone) throw error;
      return 'confirmed';
    }
    if (write.readBack === undefined) {
      // We cannot tell what changed: a factory reset changes everything.
      this.forget();
      return 'acknowledged';
    }
    const { shown: after, isUntold } = await look(readBackDelaysMs);
    if (after === undefined && isUntold) return 'acknowledged';
    if (after === undefined) {
      const why = because('command.not-read-back');
      throw new SolsteadError('command.unconfirmed', { at: write.name, why });
    }
    if (!confirmsValue(write, value, after)) {
      const why = because('command.shows', { value: String(value), shown: String(after) });
      throw new SolsteadError('command.differs', { at: write.name, why });
    }
    return 'confirmed';
  }

  /**
   * What is sent. If a register holds more than the setting, it is read again and only the setting's bits change. Errors:
   * `command.limits`, also if the register cannot be determined; those of the reading: then nothing was sent.
   */
  async #requestOf({ write, value }: Step): Promise<string> {
    const plain = requestFor(write, value);
    const { merged, readBack } = write;
    if (merged === undefined || readBack === undefined) return plain;
    const noted = this.#countOf(readBack.command);
    await this.#context.ask(readBack.command, 'write');
    const word = this.#countOf(readBack.command) > noted ? this.#wordOf(readBack) : undefined;
    const request = word === undefined ? undefined : merged(value, word);
    if (request !== undefined) return request;
    const why = because('command.register-shared');
    throw new SolsteadError('command.limits', { at: write.name, why });
  }

  /** The wire value of a field that was read. */
  #wordOf({ command, field }: NonNullable<WriteCommand['readBack']>): number | undefined {
    const answer = this.#answers.get(command)?.answer;
    const at = answer?.command.table.rows.findIndex(({ name }) => name === field) ?? -1;
    const raw = answer?.decoded.raws[at];
    return typeof raw === 'number' ? raw : undefined;
  }

  /** What the device shows, checked until it is what was wanted. */
  async #look(
    { write, value }: Step,
    { pausesMs, notedBefore }: { readonly pausesMs: readonly number[]; readonly notedBefore: number },
  ): Promise<Looked> {
    const { clock, signal, ask } = this.#context;
    const name = write.readBack?.command ?? '';
    let shown: MetricValue | undefined;
    let untold = 0;
    for (const pauseMs of write.readBack === undefined ? [] : pausesMs) {
      try {
        if (pauseMs > 0) await clock.sleep(pauseMs, { signal });
        // A device that reports on its own may have shown it in the meantime.
        if (this.#countOf(name) > notedBefore) shown = this.#current(write);
        if (shown === undefined || !confirmsValue(write, value, shown)) {
          await ask(name, 'write');
          shown = this.#current(write) ?? shown;
        }
        if (shown === undefined && this.#countOf(name) > notedBefore) untold += 1;
      } catch (error) {
        if (signal.aborted) break;
        if (!isSolsteadError(error)) throw error;
        if (isSolsteadError(error, 'command.refused')) untold += 1;
      }
      const isSeen = shown !== undefined && confirmsValue(write, value, shown);
      if (isSeen || untold === untoldLooks) break;
    }
    return { ...(shown === undefined ? {} : { shown }), isUntold: untold === untoldLooks };
  }
}
