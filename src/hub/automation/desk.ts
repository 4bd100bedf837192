// The automations of the homes of an installation: their texts as they are kept, and those that run, one for each open home.
import { emptyState, type EngineState, type Program } from '#automation/engine.ts';
import type { KnownHome } from '#automation/file/compile.ts';
import { edited, freeName } from '#automation/file/edit.ts';
import type { NameOf } from '#automation/file/outline-expression.ts';
import { outlineOf } from '#automation/file/outline.ts';
import { readAutomation } from '#automation/file/read.ts';
import { isPossible, recipeNames, recipePart, recipeTargets } from '#automation/file/recipes.ts';
import { holidayCalendar, yearsAround } from '#automation/holiday-calendar.ts';
import type { Happening } from '#automation/happening.ts';
import type { AutomationRecord } from '#core/automation.ts';
import type { Consumer, SiteFacts } from '#core/consumer.ts';
import { isRecord } from '#core/entries.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { makeTurns, type InTurn } from '#core/in-turn.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import type { Lease } from '#core/lease.ts';
import { limitedLog } from '#core/limited-log.ts';
import type { Value } from '#core/expression/tree.ts';
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { TimeRange } from '#core/time.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { ActingHome } from './acting-home.ts';
import type {
  AutomationView,
  AutomationCheck,
  PossibleRecipe,
  DeskEdit,
  AutomationDeskParts,
  AutomationDesk,
} from './desk-types.ts';
import { recipeDevices } from './recipe-devices.ts';
import { type Board, RunningAutomation } from './running.ts';
import { type Trial, Trials } from './trials.ts';

interface Home {
  readonly home: ActingHome;
  readonly inTurn: InTurn;
  readonly lease: Lease;
  record: AutomationRecord | undefined;
  problems: readonly PlacedProblem[];
  running: RunningAutomation | undefined;
  /** The topics that it hears, and what ends that. */
  readonly heard: Map<string, () => void>;
}

const nothing: Program = {
  targets: [],
  parts: [],
  guards: [],
  loads: [],
  chargers: [],
  variables: {},
  usesPrices: false,
  reads: [],
  overrideMs: 3_600_000,
};

/** What the engine remembered; undefined if it is of another version. */
function memoryFrom(text: string | undefined): EngineState | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    if (!isRecord(kept) || !isRecord(kept['parts']) || !isRecord(kept['points'])) return undefined;
    return { ...emptyState, ...kept };
  } catch {
    return undefined;
  }
}

/** A call that nothing waits for would do nothing without a word. Errors: `automation.invalid`. */
function assertCalled(text: string, what: 'scene' | 'webhook', name: string): void {
  const all = (outlineOf(text) ?? []).flatMap(({ calls }) => calls).filter((one) => one.what === what);
  if (all.some((one) => one.name === name)) return;
  const why = because(what === 'scene' ? 'act.no-scene' : 'act.no-hook', { name: external(name) });
  const known = all.map((one) => one.name);
  throw new SolsteadError('automation.invalid', { at: 'name', why: withNearest(why, name, known) });
}

/** What people call the devices of a home. */
function namesIn({ home: { facts } }: Pick<Home, 'home'>): NameOf {
  const names = new Map(facts.devices().map(({ record }) => [record.id, record.name]));
  return (id) => names.get(id) ?? id;
}

/** What is wrong with a text, as an error. */
function wrong([first, ...rest]: readonly PlacedProblem[]): SolsteadError {
  const { line = 1, column = 1, why = because('act.none') } = first ?? {};
  return new SolsteadError('automation.invalid', {
    at: `${line}:${column}`,
    why: rest.length === 0 ? why : because('file.more', { reason: why, count: rest.length }),
  });
}

class Desk implements AutomationDesk {
  readonly #parts: AutomationDeskParts;
  readonly #homes = new Map<string, Home>();
  readonly #tell;
  readonly #trials: Trials;

  constructor(parts: AutomationDeskParts) {
    this.#parts = parts;
    this.#trials = new Trials(parts.clock);
    this.#tell = limitedLog(parts.clock, (line) => parts.log.warn({}, line));
  }

  async consumer(facts: SiteFacts, lease: Lease): Promise<Consumer> {
    const { id } = facts.site;
    const { store, homeOf } = this.#parts;
    const acting = homeOf(facts);
    const home: Home = {
      home: acting,
      inTurn: makeTurns(),
      lease,
      record: undefined,
      problems: [],
      running: undefined,
      heard: new Map(),
    };
    this.#homes.set(id, home);
    // A home without its rules is told; readings go on.
    const memory = await this.#orNothing(id, async () => memoryFrom(await store.memoryOf(id)));
    home.record = await this.#orNothing(id, () => store.ofSite(id));
    home.running = this.#started(id, home, memory);
    return {
      name: 'automation',
      wants: { events: ['device-placed', 'device-changed', 'device-removed'] },
      take: () => home.running?.wake(),
      event: ({ kind, device }) => {
        if (kind === 'device-removed') home.running?.forget(device);
        if (kind !== 'device-changed') this.#renew(home);
        home.running?.wake();
      },
      flush: async () => home.running?.flush(),
      close: async () => {
        this.#trials.end(id);
        this.#homes.delete(id);
        this.#hear(id, home, []);
        await home.running?.close();
      },
    };
  }

  view(site: string): AutomationView {
    const home = this.#homeOf(site);
    const { record, problems } = home;
    if (record === undefined) return { text: '', problems, outline: [] };
    const { text, changedMs, changedBy } = record;
    return { text, changedMs, changedBy, problems, outline: outlineOf(text, namesIn(home)) ?? [] };
  }

  check(site: string, text: string): AutomationCheck {
    const home = this.#homeOf(site);
    const outcome = this.#readNew(home, text);
    return { problems: 'problems' in outcome ? outcome.problems : [], outline: outlineOf(text, namesIn(home)) };
  }

  async recipes(site: string): Promise<readonly PossibleRecipe[]> {
    const devices = await recipeDevices(this.#homeOf(site).home);
    return recipeNames
      .filter((recipe) => isPossible(recipe, devices))
      .map((recipe) => ({ recipe, targets: recipeTargets(recipe, devices) }));
  }

  async edit(site: string, text: string, edit: DeskEdit): Promise<string> {
    const { home } = this.#homeOf(site);
    if (edit.kind === 'switch') return edited(text, edit);
    const devices = await recipeDevices(home);
    const name = freeName(
      edit.name,
      (outlineOf(text) ?? []).map(({ id }) => id),
    );
    return edited(text, { kind: 'add', part: recipePart({ ...edit, name }, devices) });
  }

  async save(site: string, text: string, by: string): Promise<AutomationView> {
    const home = this.#homeOf(site);
    return home.inTurn(async () => {
      const { problems } = this.check(site, text);
      if (problems.length > 0) throw wrong(problems);
      const outcome = readAutomation(text);
      if ('program' in outcome) await holidayCalendar(outcome.program.holidays, yearsAround(this.#parts.clock.nowMs()));
      const record = { site, text, changedMs: this.#parts.clock.nowMs(), changedBy: by };
      home.lease.check();
      await this.#parts.store.save(record);
      home.record = record;
      this.#renew(home);
      return this.view(site);
    });
  }

  board(site: string): Board {
    const { running } = this.#homeOf(site);
    if (running === undefined) throw new SolsteadError('site.unknown', { at: site });
    return running.board();
  }

  trial(site: string): Trial | undefined {
    this.#homeOf(site);
    return this.#trials.of(site);
  }

  beginTrial(site: string, text: string, span: TimeRange): Trial {
    const home = this.#homeOf(site);
    const outcome = this.#readNew(home, text);
    if ('problems' in outcome) throw wrong(outcome.problems);
    return this.#trials.begin(site, { home: home.home, program: outcome.program, ...span });
  }

  endTrial(site: string): void {
    this.#homeOf(site);
    this.#trials.end(site);
  }

  commanded({ site, device, target, value, by, state }: IssuedCommand): void {
    const running = this.#homes.get(site)?.running;
    if (running === undefined || state !== 'sent' || by.kind === 'rule' || !('setPoint' in target)) return;
    running.commanded({ device, setPoint: target.setPoint }, { value, by });
  }

  happen(site: string, one: Exclude<Happening, { kind: 'answered' }>): void {
    const home = this.#homeOf(site);
    if (one.kind === 'called' && one.what !== 'mqtt') assertCalled(home.record?.text ?? '', one.what, one.name);
    home.running?.happen(one);
  }

  setVariable(site: string, name: string, value: Value): void {
    const { running } = this.#homeOf(site);
    const known = running?.variables() ?? {};
    if (!Object.hasOwn(known, name)) {
      const why = withNearest(because('act.no-variable', { name: external(name) }), name, Object.keys(known));
      throw new SolsteadError('automation.invalid', { at: 'name', why });
    }
    if (typeof known[name] !== typeof value) {
      const kind = typeof known[name] === 'number' ? 'act.variable-number' : 'act.variable-kind';
      throw new SolsteadError('automation.invalid', { at: 'value', why: because(kind, { name: external(name) }) });
    }
    running?.happen({ kind: 'variable', name, value });
  }

  issues(): readonly Reason[] {
    return [...this.#homes.values()].flatMap(({ problems: [first], home: { facts } }) =>
      first === undefined ? [] : [because('act.stopped', { home: external(facts.site.name), reason: first.why })],
    );
  }

  #homeOf(site: string): Home {
    const home = this.#homes.get(site);
    if (home === undefined) throw new SolsteadError('site.unknown', { at: site });
    return home;
  }

  /** One that somebody writes: what nobody tells yet is a mistake then, and no reason to stop what is kept. */
  #readNew(home: Home, text: string): ReturnType<typeof readAutomation> {
    const values = home.home.snapshot()?.values;
    if (values === undefined) return this.#read(home, text);
    return this.#read(home, text, (forecast, device) =>
      values.some((one) => one.metric === forecast && (device === undefined || one.device === device)),
    );
  }

  #read({ home: { facts } }: Home, text: string, tells?: KnownHome['tells']): ReturnType<typeof readAutomation> {
    const { latitude, longitude } = facts.site;
    return readAutomation(text, {
      tells,
      devices: facts.devices().map(({ record }) => record.id),
      hasPlace: latitude !== undefined && longitude !== undefined,
      actions: this.#parts.actions ?? [],
    });
  }

  /** The program of what is kept. A device that is gone is told, and stops nothing else; what cannot be read at all does nothing. */
  #programOf(home: Home): Program {
    const program = this.#readOf(home);
    this.#hear(home.home.facts.site.id, home, program.topics ?? []);
    return program;
  }

  #readOf(home: Home): Program {
    if (home.record === undefined) return nothing;
    const { text } = home.record;
    const strict = this.#read(home, text);
    home.problems = 'problems' in strict ? strict.problems : [];
    const outcome = readAutomation(text);
    return 'problems' in outcome ? nothing : outcome.program;
  }

  /** Hears these topics, and no others any more. */
  #hear(site: string, home: Home, topics: readonly string[]): void {
    for (const [topic, end] of home.heard)
      if (!topics.includes(topic)) {
        home.heard.delete(topic);
        end();
      }
    for (const name of topics)
      if (!home.heard.has(name)) {
        const onText = (text: string): void => home.running?.happen({ kind: 'called', what: 'mqtt', name, text });
        home.heard.set(name, this.#parts.hear(site, name, onText));
      }
  }

  #renew(home: Home): void {
    home.running?.change(this.#programOf(home));
  }

  #started(site: string, home: Home, memory: EngineState | undefined): RunningAutomation {
    const { clock, store, tell } = this.#parts;
    return new RunningAutomation({
      clock,
      home: home.home,
      program: this.#programOf(home),
      memory,
      keep: async (state) => {
        home.lease.check();
        await store.saveMemory(site, JSON.stringify(state));
      },
      tell: (notice) => tell(site, notice),
      onTrouble: (message) => this.#tell(`${site} ${message}`, `the automation of ${site}: ${message}`),
    });
  }

  async #orNothing<Value>(site: string, read: () => Promise<Value>): Promise<Value | undefined> {
    return read().catch((error: unknown) => {
      this.#tell(site, `the automation of ${site} cannot be read: ${inEnglish(reasonOf(error))}`);
      return undefined;
    });
  }
}

/** Opens it. */
export function openAutomationDesk(parts: AutomationDeskParts): AutomationDesk {
  return new Desk(parts);
}
