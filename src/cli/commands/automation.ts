// `solstead automation`: an automation looked at before it is used: is it right, and what would it have done?
import { readAutomation, readSimulated } from '#automation/file/read.ts';
import type { Holding } from '#automation/arbiter.ts';
import type { Notice } from '#automation/engine.ts';
import { durationMs } from '#automation/duration.ts';
import { holidayCalendar } from '#automation/holiday-calendar.ts';
import { simulate, type SimulatedRow, type SimulatedStep } from '#automation/simulate/simulate.ts';
import { SolsteadError } from '#core/errors.ts';
import { isForecast } from '#core/forecast.ts';
import { external } from '#core/message-params.ts';
import type { ActionKind } from '#core/plug-in.ts';
import { because, inEnglish, inEnglishAt, plainly, type Reason } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import { type Checked, foundOf, printChecked, tellChecked, toldPlace } from '../checked.ts';
import { rowsOf } from '../automation/rows-of.ts';
import type { DecimalSign } from '#exchange/read-number.ts';
import type { RejectedReading } from '#exchange/readings-file.ts';
import { unknownHolidays } from '../energy/holiday-places.ts';
import { exitCodes } from '../ending.ts';
import { bytesOf } from '../energy/readings-of.ts';
import { textFile } from '../energy/money-flags.ts';

/** Flags of `solstead automation`. */
export interface AutomationFlags {
  readonly check?: string;
  readonly simulate?: string;
  readonly readings?: string;
  readonly every?: string;
  readonly behind?: string;
  readonly decimal?: DecimalSign;
  readonly json?: boolean;
}

/** Where it is read from and printed. */
export interface AutomationStreams {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Actions of plug-ins; absent: which there are is not known. */
  readonly actions?: readonly ActionKind[] | undefined;
  readonly out: { write(text: string): unknown };
}

const whyIn =
  (zone: string) =>
  (reason: Reason): { readonly code: string; readonly text: string } => ({
    code: reason.code,
    text: inEnglishAt(reason, zone),
  });

/** What is wrong with a file. */
function wrongIn(file: string, problems: readonly PlacedProblem[]) {
  const [first] = problems;
  return {
    file,
    kind: 'automation' as const,
    problems: problems.map(toldPlace),
    holds: {},
    lines: problems.map(({ line, column, why }) => `${file}:${line}:${column}: ${inEnglish(why)}`),
    failure: new SolsteadError('automation.invalid', {
      at: `${file}:${first?.line ?? 1}:${first?.column ?? 1}`,
      why: because('act.places', { count: problems.length }),
    }),
    ending: exitCodes.failed,
  } satisfies Checked;
}

/** Looks at an automation. Errors: `input.usage`. */
export async function automationChecked(file: string, actions: AutomationStreams['actions']): Promise<Checked> {
  const text = await textFile(file);
  // One that is to be tried names its home and devices, too.
  const outcome = /^(home|devices):/m.test(text) ? readSimulated(text) : readAutomation(text, { actions });
  if ('problems' in outcome) return wrongIn(file, outcome.problems);
  const unknown = await unknownHolidays(text);
  if (unknown.length > 0) return wrongIn(file, unknown);
  return { file, kind: 'automation', problems: [], holds: {}, lines: [`${file}: nothing is wrong with it`] };
}

/** Tells what was found. Errors: `automation.invalid`. */
function tellFile(checked: Checked, { json = false }: Pick<AutomationFlags, 'json'>, { out }: AutomationStreams): void {
  if (json) printChecked(foundOf(checked), checked, { out });
  else tellChecked(checked, { out, err: out });
}

/** A duration of a flag, ms. Errors: `input.usage`. */
function flagMs(flag: string, text: string): number {
  const ms = durationMs(text);
  if (ms === undefined || ms === 0) throw new SolsteadError('input.usage', { at: flag, why: because('form.duration') });
  return ms;
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

const holderOf = ({ holder }: Pick<Holding, 'holder'>) => (holder === undefined ? null : { ...holder.by });

/** What the home itself tells, as a person reads it. */
const inWords = (what: Notice['what'], whyOf: (why: Reason) => string) =>
  what.kind === 'notify' ? { ...what, title: plainly(what.title, whyOf), text: plainly(what.text, whyOf) } : what;

/** What is printed of a step, a line each. */
function* linesOf({ atMs, commands, holdings, notices, diary, answers }: SimulatedStep, zone: string) {
  const time = iso(atMs);
  const whyOf = whyIn(zone);
  for (const { command, end } of answers) yield { time, kind: 'answer', command, end } as const;
  for (const { id, device, setPoint, value, holder } of commands)
    yield {
      time,
      kind: 'command',
      id,
      device,
      setPoint,
      value,
      holder: holder === undefined ? null : { ...holder.by },
      why: whyOf(holder?.why ?? because('act.put-back')),
    } as const;
  for (const { target, holding } of holdings) {
    const [device = '', setPoint = ''] = target.split('/');
    yield {
      time,
      kind: 'holder',
      device,
      setPoint,
      value: holding?.value ?? null,
      holder: holding === undefined ? null : holderOf(holding),
      until: holding === undefined ? null : iso(holding.untilMs),
      claims: (holding?.claims ?? []).map(({ claim: { by, wish, why }, outcome }) => ({
        by: { ...by },
        wish,
        outcome,
        why: whyOf(why),
      })),
    } as const;
  }
  for (const { by, what } of notices)
    yield { time, kind: 'notice', by, what: inWords(what, (why) => whyOf(why).text) } as const;
  for (const { by, why } of diary) yield { time, kind: 'diary', by, why: whyOf(why) } as const;
}

type Line = ReturnType<typeof linesOf> extends Generator<infer Item> ? Item : never;

/** A moment by the clocks of the home: 2026-06-01 07:00:00. */
const clockText = (time: string, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone }).format(new Date(time));

/** A line for people; undefined: it is of interest to programs alone. */
function textOf(line: Line, { zone }: { readonly zone: string }): string | undefined {
  const time = clockText(line.time, zone);
  switch (line.kind) {
    case 'command':
      return `${time}  ${line.device} ${line.setPoint} = ${line.value}  (${line.holder === null ? 'put back' : `${line.holder.kind} ${line.holder.name}`}: ${line.why.text})`;
    case 'notice':
      return `${time}  ${line.by}: ${JSON.stringify(line.what)}`;
    case 'diary':
      return `${time}  ${line.by}: ${line.why.text}`;
    case 'answer':
      return line.end === 'confirmed' || line.end === 'acknowledged'
        ? undefined
        : `${time}  command ${line.command}: ${line.end}`;
    case 'holder':
      return undefined;
  }
}

const plurals: Readonly<Record<Line['kind'], string>> = {
  command: 'commands',
  holder: 'holders',
  notice: 'notices',
  diary: 'diary',
  answer: 'answers',
};

const shownRejects = 20;

/** Cells that said something which is no value. */
class Rejected {
  readonly #file: string;
  readonly #first: RejectedReading[] = [];
  #count = 0;

  constructor(file: string) {
    this.#file = file;
  }

  take(one: RejectedReading): void {
    this.#count += 1;
    if (this.#first.length < shownRejects) this.#first.push(one);
  }

  json() {
    const first = this.#first.map(({ line, column, why }) => toldPlace({ line, column, why }));
    return { count: this.#count, first };
  }

  *lines(): Generator<string> {
    if (this.#count === 0) return;
    yield this.#count === 1 ? 'One cell was rejected:' : `${this.#count} cells were rejected:`;
    for (const { line, column, why } of this.#first)
      yield visible(`${this.#file}:${line}:${column}: ${inEnglish(why)}`);
    if (this.#count > this.#first.length) yield `… and ${this.#count - this.#first.length} more`;
  }
}

/** Years of readings that a run may be of. */
const runYears = { first: 2010, last: 2040 } as const;

/** Runs an automation over readings. Errors: `automation.invalid`, `input.usage`, `input.invalid`. */
async function tryOut(file: string, flags: AutomationFlags, streams: AutomationStreams): Promise<void> {
  const { readings, every = '1 s', behind = '1 min', json = false } = flags;
  if (readings === undefined)
    throw new SolsteadError('input.usage', { at: '--readings', why: because('act.no-readings') });
  const text = await textFile(file);
  const outcome = readSimulated(text);
  const problems = 'problems' in outcome ? outcome.problems : await unknownHolidays(text);
  if (problems.length > 0 || 'problems' in outcome) {
    // It was to be tried, not looked at: a file that was named and is wrong.
    const { ending: _ending, ...wrong } = wrongIn(file, problems);
    return tellFile(wrong, flags, streams);
  }
  const { program, home } = outcome;
  const bytes = await bytesOf(readings, streams.stdin);
  const rejected = new Rejected(readings);
  const rows = rowsOf(bytes, {
    file: readings,
    zone: home.zone,
    devices: new Set(home.devices.keys()),
    decimal: flags.decimal,
    onRejected: (one) => rejected.take(one),
  });
  const all: Record<string, Line[]> = Object.fromEntries(Object.values(plurals).map((name) => [name, []]));
  let count = 0;
  if (!json) streams.out.write(`Times are those of ${home.zone}.\n`);
  const isHoliday = await holidayCalendar(program.holidays, runYears);
  const options = {
    ...home,
    isHoliday,
    freshMs: 60_000,
    everyMs: flagMs('--every', every),
    behindMs: flagMs('--behind', behind),
  };
  const untold = new Set<string>(program.reads.flatMap(({ name }) => (isForecast(name) ? [name] : [])));
  let lastMs = 0;
  async function* heard(): AsyncGenerator<SimulatedRow> {
    for await (const row of rows) {
      for (const { metric } of row.values) untold.delete(metric);
      lastMs = row.atMs;
      yield row;
    }
  }
  for await (const step of simulate(program, heard(), options))
    for (const line of linesOf(step, home.zone)) {
      if (line.kind === 'command') count += 1;
      const text = json ? undefined : textOf(line, home);
      if (text !== undefined) streams.out.write(`${text}\n`);
      if (json) all[plurals[line.kind]]?.push(line);
    }
  for (const name of untold) {
    const why = whyIn(home.zone)(because('act.no-forecast', { text: external(name) }));
    all['diary']?.push({ time: iso(lastMs), kind: 'diary', by: readings, why });
    if (!json) streams.out.write(`${readings}: ${why.text}\n`);
  }
  if (json) {
    const told = Object.entries(all).map(([name, lines]) => [name, lines.map(({ kind: _kind, ...rest }) => rest)]);
    streams.out.write(`${JSON.stringify({ ...Object.fromEntries(told), rejected: rejected.json() }, undefined, 2)}\n`);
  } else {
    for (const line of rejected.lines()) streams.out.write(`${line}\n`);
    streams.out.write(count === 1 ? 'One command.\n' : `${count} commands.\n`);
  }
}

/** Looks at an automation. Errors: `automation.invalid`, `input.usage`, `input.invalid`. */
export async function automation(flags: AutomationFlags, streams: AutomationStreams): Promise<void> {
  if (flags.simulate !== undefined) return tryOut(flags.simulate, flags, streams);
  if (flags.check === undefined)
    throw new SolsteadError('input.usage', { at: 'automation', why: because('act.no-file') });
  tellFile(await automationChecked(flags.check, streams.actions), flags, streams);
}
