// From what people wrote to a program: every mistake at once, each with its place. Text in, program out; the caller gives the file's name.
import { isMetricId, type MetricId } from '#core/catalogue.ts';
import { changedTo } from './changed-to.ts';
import { type Expression, readExpression } from '#core/expression/expression.ts';
import type { Scope } from '#core/expression/scope.ts';
import type { Reference, Value } from '#core/expression/tree.ts';
import { forecastIds, isForecast, isOfDay } from '#core/forecast.ts';
import { external } from '#core/message-params.ts';
import type { ActionKind } from '#core/plug-in.ts';
import { withNearest } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import type { DocumentProblem, Path } from '#core/schema-check.ts';
import { isSetPointId, setPointOf, setPoints, type SetPointId } from '#core/set-points.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { isTopic } from '#core/topic-filter.ts';
import { circuitsPart } from '../circuits/circuits.ts';
import { durationOr } from '../duration.ts';
import type { Target } from '../claim.ts';
import type { Program } from '../engine.ts';
import { type Guard, quietOf } from '../guards.ts';
import { isPriceName } from '../prices.ts';
import type { Action, Rule, Setting, Trigger, Worth } from '../rules/rule.ts';
import { type ActionLimit, rulesPart } from '../rules/rules.ts';
import type { Load } from '../surplus/load.ts';
import { surplusPart } from '../surplus/surplus.ts';
import { atCron, atSun, atTime, cronProblem } from '../rules/times.ts';
import { automationScope } from '../scope.ts';
import { chargerOf } from './compile-charger.ts';
import { circuitOf, type Compiler } from './compile-circuit.ts';
import { batteryOrder, guardOf, leastOf } from './compile-load.ts';
import { sceneRules } from './compile-scenes.ts';
import { variablesOf } from './compile-variables.ts';
import { cheapestOf, daysOf, windowOf } from './compile-times.ts';
import { idOf } from './id-of.ts';
import { minutesOf } from './minutes.ts';
import { ownActionProblems } from './own-action.ts';
import { noSetPoint, pointValue } from './point-value.ts';
import type { FileAction, FileAutomation, FileLimit, FileLoad, FileRule, FileSet, FileTrigger } from './words.ts';

/** What is known of the home that a program is for; what is absent is not checked. */
export interface KnownHome {
  readonly devices?: readonly string[] | undefined;
  readonly hasPlace?: boolean | undefined;
  /** Whether a forecast is told, by any device or by this one. */
  readonly tells?: ((forecast: string, device: string | undefined) => boolean) | undefined;
  /** Actions of plug-ins. */
  readonly actions?: readonly ActionKind[] | undefined;
}

/** The program, or all that is wrong. */
export type CompileOutcome = { readonly program: Program } | { readonly problems: readonly DocumentProblem[] };

/** What was missed while Solstead was not running is made up for within this time, ms. */
const lateMs = hourMs;
/** A rule begins at most so often within an hour where nothing is said. */
const usualPerHour = 60;
const usualByHandMs = hourMs;
/** Devices with a timer go back by themselves so long after they were told last, ms. */
const usualSafeAfterMs = 15 * minuteMs;
/** A shorter time would lapse while a slow device or a busy broker is waited for, ms. */
const leastSafeAfterMs = 20_000;
/** Cron patterns of a home: reading one that comes seldom looks through years, and all homes wait meanwhile. */
const mostCrons = 100;
/** The unit of what loads take. */
const watt = setPoints['heater.power.target'].unit;

/** What a forecast may be called, for people. */
const forecastNames = { oneOf: forecastIds };

/** Whether an expression stands on what is expected of a day. */
const readsDay = ({ reads }: Expression): boolean => reads.some(({ name }) => isOfDay(name));

class Compiling implements Compiler {
  readonly problems: DocumentProblem[] = [];
  /** Every set-point that is named. */
  readonly targets: Target[] = [];
  /** Devices whose set-points are looked at. */
  readonly watched = new Set<string>();
  readonly topics = new Set<string>();
  readonly #ids = new Set<string>();
  readonly #scenes = new Map<string, readonly Setting[]>();
  readonly #reads = new Map<string, Reference>();
  readonly #file: FileAutomation;
  readonly #home: KnownHome;
  readonly #scope: Scope;
  #crons = 0;

  constructor(file: FileAutomation, home: KnownHome) {
    this.#file = file;
    this.#home = home;
    this.#scope = automationScope({ devices: home.devices, variables: file.variables });
  }

  wrong(path: Path, why: Reason): undefined {
    this.problems.push({ path, why });
    return undefined;
  }

  own({ id: written, name }: { readonly id?: string; readonly name: string }, path: Path): string {
    const id = written ?? idOf(name);
    const at = [...path, written === undefined ? 'name' : 'id'];
    if (this.#ids.has(id)) this.wrong(at, because('act.id-twice', { name: id }));
    this.#ids.add(id);
    return id;
  }

  expression(text: string, path: Path, wants: 'condition' | 'any' = 'condition'): Expression | undefined {
    const outcome = readExpression(text, this.#scope, { wants });
    if ('expression' in outcome) {
      const { reads } = outcome.expression;
      for (const one of reads) this.#read(one);
      const untold = reads.find(({ name, device }) => isForecast(name) && this.#home.tells?.(name, device) === false);
      if (untold !== undefined) this.wrong(path, because('act.no-forecast', { text: external(untold.name) }));
      return outcome.expression;
    }
    const { why, span } = outcome.problem;
    const isMeant = /^[\w.]*forecast/.test(text.slice(span.from));
    const reason = isMeant ? because('act.forecast-name', { names: forecastNames }) : why;
    return this.wrong(path, because('act.expression', { reason, column: span.from + 1 }));
  }

  #read({ name, device }: Reference): void {
    this.#reads.set(`${name} ${device ?? ''}`, device === undefined ? { name } : { name, device });
  }

  /** How long a device with a timer holds what it was told, ms; 0: until it is told otherwise. */
  safeAfter(): number {
    const ms = durationOr(this.#file.safe_after, usualSafeAfterMs);
    if (ms > 0 && ms < leastSafeAfterMs) this.wrong(['safe_after'], because('act.safe-after'));
    return ms;
  }

  /** Every value that may be looked at. */
  reads(): readonly Reference[] {
    return [...this.#reads.values()];
  }

  device(id: string, path: Path): string {
    const { devices } = this.#home;
    if (devices !== undefined && !devices.includes(id))
      this.wrong(path, withNearest(because('act.no-device', { device: external(id) }), id, devices));
    return id;
  }

  metric(text: string, path: Path): MetricId | undefined {
    if (isMetricId(text)) return text;
    return this.wrong(path, withNearest(because('act.no-metric', { text: external(text) }), text, this.#scope.names));
  }

  topic(text: string, path: Path): string {
    if (!isTopic(text)) this.wrong(path, because('form.topic'));
    return text;
  }

  point(text: string, path: Path): SetPointId | undefined {
    if (isSetPointId(text)) return text;
    return this.wrong(path, noSetPoint(text));
  }

  /** A value within the limits that any device may have. */
  #value(point: SetPointId, given: string | number | boolean, path: Path): Value | undefined {
    const read = pointValue(point, given);
    return 'why' in read ? this.wrong(path, read.why) : read.value;
  }

  #worth(
    given: { readonly value?: string | number | boolean; readonly to?: string },
    path: Path,
    check: (value: string | number | boolean) => Value | undefined,
  ): Worth | undefined {
    const { value, to } = given;
    if ((value === undefined) === (to === undefined)) return this.wrong(path, because('act.value-or-to'));
    if (to !== undefined) {
      const expression = this.expression(to, [...path, 'to'], 'any');
      return expression === undefined ? undefined : { to: expression };
    }
    const checked = value === undefined ? undefined : check(value);
    return checked === undefined ? undefined : { value: checked };
  }

  setting(set: FileSet, path: Path): Setting | undefined {
    const device = this.device(set.device, [...path, 'device']);
    const setPoint = this.point(set.point, [...path, 'point']);
    if (setPoint === undefined) return undefined;
    this.targets.push({ device, setPoint });
    const worth = this.#worth(set, path, (value) => this.#value(setPoint, value, [...path, 'value']));
    return worth === undefined ? undefined : { device, setPoint, worth };
  }

  scene(name: string, path: Path): readonly Setting[] {
    const { scenes = [] } = this.#file;
    const known = this.#scenes.get(name);
    if (known !== undefined) return known;
    const index = scenes.findIndex((one) => one.name === name);
    const scene = scenes[index];
    if (scene === undefined) {
      const names = scenes.map((one) => one.name);
      this.wrong(path, withNearest(because('act.no-scene', { name: external(name) }), name, names));
      return [];
    }
    const made = scene.set.flatMap((set, at) => this.setting(set, ['scenes', index, 'set', at]) ?? []);
    this.#scenes.set(name, made);
    return made;
  }

  action(action: FileAction, path: Path): Action | undefined {
    switch (action.kind) {
      case 'set': {
        const setting = this.setting(action, path);
        return setting && { kind: 'set', settings: [setting], forMs: durationOr(action.for, undefined) };
      }
      case 'scene':
        return {
          kind: 'set',
          settings: this.scene(action.name, [...path, 'name']),
          forMs: durationOr(action.for, undefined),
        };
      case 'notify':
        return { kind: 'notify', title: action.title, text: action.text ?? '', severity: action.severity ?? 'info' };
      case 'variable': {
        const known = Object.keys(this.#file.variables ?? {});
        if (!known.includes(action.name))
          return this.wrong(
            [...path, 'name'],
            withNearest(because('act.no-variable', { name: external(action.name) }), action.name, known),
          );
        const worth = this.#worth(action, path, (value) => value);
        return worth && { kind: 'variable', name: action.name, worth };
      }
      case 'publish':
        return { kind: 'publish', topic: this.topic(action.topic, [...path, 'topic']), payload: action.payload ?? '' };
      case 'call':
        return { kind: 'call', url: action.url, body: action.body ?? '' };
      case 'action':
        this.problems.push(...ownActionProblems(action, path, this.#home.actions));
        return { kind: 'action', name: action.name, params: action.with ?? {} };
      case 'wait':
        return { kind: 'wait', forMs: durationOr(action.for, 0) };
    }
  }

  /** A set-point that becomes another one, by whatever hand. */
  #setChanges(
    { device, to }: Extract<FileTrigger, { kind: 'changes' }>,
    setPoint: SetPointId,
    path: Path,
  ): Trigger | undefined {
    if (device === undefined)
      return this.wrong([...path, 'value'], because('act.point-device', { setPoint: { setPoint } }));
    this.device(device, [...path, 'device']);
    this.watched.add(device);
    const wanted = to === undefined ? undefined : this.#value(setPoint, to, [...path, 'to']);
    if (to !== undefined && wanted === undefined) return undefined;
    return { kind: 'set', device, setPoint, to: typeof wanted === 'boolean' ? Number(wanted) : wanted };
  }

  trigger(trigger: FileTrigger, path: Path): Trigger | undefined {
    switch (trigger.kind) {
      case 'becomes': {
        const that = this.expression(trigger.that, [...path, 'that']);
        return that && { kind: 'becomes', that, forMs: durationOr(trigger.for, 0), isOfDay: readsDay(that) };
      }
      case 'changes': {
        if (!isMetricId(trigger.value) && isSetPointId(trigger.value))
          return this.#setChanges(trigger, trigger.value, path);
        const metric = this.metric(trigger.value, [...path, 'value']);
        const device = trigger.device === undefined ? undefined : this.device(trigger.device, [...path, 'device']);
        if (metric !== undefined) this.#read({ name: metric, ...(device === undefined ? {} : { device }) });
        if (metric === undefined || trigger.to === undefined)
          return metric && { kind: 'changes', metric, device, to: undefined };
        const to = changedTo(metric, trigger.to);
        if (to !== undefined) return { kind: 'changes', metric, device, to };
        return this.wrong([...path, 'to'], because('act.value-number', { value: external(String(trigger.to)) }));
      }
      case 'time':
        return {
          kind: 'clock',
          moments: atTime(minutesOf(trigger.at) % 1440, daysOf(trigger.days)),
          lateMs: trigger.missed === 'skip' ? 0 : lateMs,
        };
      case 'cron': {
        this.#crons += 1;
        if (this.#crons > mostCrons)
          return this.wrong([...path, 'pattern'], because('file.long-list', { count: this.#crons, most: mostCrons }));
        const said = cronProblem(trigger.pattern);
        if (said !== undefined) return this.wrong([...path, 'pattern'], because('act.cron', { said: external(said) }));
        return { kind: 'clock', moments: atCron(trigger.pattern), lateMs: trigger.missed === 'skip' ? 0 : lateMs };
      }
      case 'sun': {
        if (this.#home.hasPlace === false) return this.wrong([...path, 'at'], because('act.no-place'));
        const shiftMs = durationOr(trigger.offset, 0) - durationOr(trigger.before, 0);
        return { kind: 'clock', moments: atSun(trigger.at, shiftMs), lateMs: trigger.missed === 'skip' ? 0 : lateMs };
      }
      case 'cheapest':
        return { kind: 'cheapest', cheapest: cheapestOf(trigger) };
      case 'offline':
        return {
          kind: 'offline',
          device: this.device(trigger.device, [...path, 'device']),
          forMs: durationOr(trigger.for, minuteMs),
        };
      case 'gap': {
        const metric = this.metric(trigger.value, [...path, 'value']);
        const device = this.device(trigger.device, [...path, 'device']);
        if (metric !== undefined) this.#read({ name: metric, device });
        return metric && { kind: 'gap', device, metric, forMs: durationOr(trigger.for, minuteMs) };
      }
      case 'called':
        if (trigger.by === 'mqtt') this.topics.add(this.topic(trigger.name, [...path, 'name']));
        return { kind: 'called', by: trigger.by, name: trigger.name, text: trigger.text };
    }
  }

  rule(rule: FileRule, order: number): Rule {
    const path = ['rules', order];
    const id = this.own(rule, path);
    if ((rule.when === undefined) === (rule.while === undefined)) this.wrong(path, because('act.when-or-while'));
    if (rule.while !== undefined && rule.do.some(({ kind }) => kind !== 'set' && kind !== 'scene'))
      this.wrong([...path, 'do'], because('act.while-sets'));
    const that = rule.while === undefined ? undefined : this.expression(rule.while, [...path, 'while']);
    return {
      id,
      name: rule.name,
      isOn: rule.on ?? true,
      order,
      triggers: (rule.when ?? []).flatMap((one, index) => this.trigger(one, [...path, 'when', index]) ?? []),
      while: that && {
        that,
        forMs: durationOr(rule.for, 0),
        releaseMs: durationOr(rule.release, 0),
        graceMs: durationOr(rule.grace, minuteMs),
      },
      if: rule.if === undefined ? undefined : this.expression(rule.if, [...path, 'if']),
      between: (rule.between ?? []).map(windowOf),
      cheapest: rule.cheapest && cheapestOf(rule.cheapest),
      actions: rule.do.flatMap((one, index) => this.action(one, [...path, 'do', index]) ?? []),
      cooldownMs: durationOr(rule.cooldown, 0),
      mostPerHour: rule.most_per_hour ?? usualPerHour,
    };
  }

  load(load: FileLoad, index: number): Load | undefined {
    const path = ['loads', index];
    const id = this.own(load, path);
    const setPoint = this.point(load.point, [...path, 'point']);
    const device = this.device(load.device, [...path, 'device']);
    if (setPoint === undefined) return undefined;
    this.targets.push({ device, setPoint });
    const { kind, unit } = setPointOf(setPoint);
    const isShare = setPoint === 'heater.level.target';
    if (kind !== 'binary' && unit !== watt && !isShare)
      return this.wrong([...path, 'point'], because('act.load-point'));
    const stepW = load.step ?? usual.stepW;
    const measured =
      load.measured === undefined ? undefined : this.expression(load.measured, [...path, 'measured'], 'any');
    if (measured !== undefined && (measured.type.kind !== 'number' || measured.type.unit !== watt))
      this.wrong([...path, 'measured'], because('act.load-measured'));
    return {
      id,
      name: load.name,
      isOn: load.on ?? true,
      device,
      setPoint,
      powerW: load.power,
      leastW: kind === 'binary' ? undefined : (load.least_power ?? stepW / 2),
      stepW,
      perUnitW: isShare ? load.power / 100 : 1,
      measured,
      battery: batteryOrder(load),
      gridW: load.grid ?? 0,
      onAfterMs: durationOr(load.on_after, usual.onAfterMs),
      offAfterMs: durationOr(load.off_after, usual.offAfterMs),
      settlesMs: durationOr(load.settles, usual.settlesMs),
      learnsDelay: load.settles === undefined,
      programMs: durationOr(load.program, undefined),
      least: leastOf(load),
      mostMs: durationOr(load.most, undefined),
      if: load.if === undefined ? undefined : this.expression(load.if, [...path, 'if']),
    };
  }

  /** A limit of an action; undefined: it is one of a set-point, or wrong. */
  actionLimit(limit: FileLimit, index: number): ActionLimit | undefined {
    const { action: name, most_per_hour: mostPerHour, quiet = [], ...others } = limit;
    if (name === undefined) return undefined;
    const path = ['limits', index];
    const [strange] = Object.keys(others);
    if (strange !== undefined) return this.wrong([...path, strange], because('act.limit-action'));
    if (mostPerHour === undefined && quiet.length === 0) return this.wrong(path, because('act.limit-what'));
    const known = this.#home.actions?.map(({ id }) => id);
    if (known !== undefined && !known.includes(name))
      return this.wrong(
        [...path, 'action'],
        withNearest(because('act.no-action', { name: external(name) }), name, known),
      );
    return { name, mostPerHour, quiet: quiet.map(windowOf) };
  }

  limit(limit: FileLimit, index: number): Guard | undefined {
    const path = ['limits', index];
    if (limit.action !== undefined) return undefined;
    if (limit.device === undefined || limit.point === undefined) return this.wrong(path, because('act.limit-of'));
    const setPoint = this.point(limit.point, [...path, 'point']);
    const device = this.device(limit.device, [...path, 'device']);
    if (setPoint !== undefined) this.targets.push({ device, setPoint });
    return (
      setPoint && {
        device,
        setPoint,
        name: setPoint,
        minOnMs: durationOr(limit.min_on, undefined),
        minOffMs: durationOr(limit.min_off, undefined),
        mostPerHour: limit.most_per_hour,
        least: limit.least,
        most: limit.most,
        quiet: limit.quiet?.map(windowOf),
      }
    );
  }
}

const usual = {
  onAfterMs: 2 * minuteMs,
  offAfterMs: 5 * minuteMs,
  settlesMs: 30_000,
  stepW: 100,
  fullPercent: 98,
} as const;

/** Makes a program of what a schema has let through. */
export function compiled(file: FileAutomation, home: KnownHome = {}): CompileOutcome {
  const compiling = new Compiling(file, home);
  const rules = [...(file.rules ?? []), ...sceneRules(file)].map((rule, index) => compiling.rule(rule, index));
  for (const [index, { name }] of (file.scenes ?? []).entries()) compiling.scene(name, ['scenes', index]);
  const asked = (file.loads ?? []).flatMap((load, index) => compiling.load(load, index) ?? []);
  const chargers = (file.chargers ?? []).map((one, index) => chargerOf(compiling, one, index));
  const circuits = (file.circuits ?? []).map((circuit, index) => circuitOf(compiling, circuit, index));
  const guards = (file.limits ?? []).flatMap((limit, index) => compiling.limit(limit, index) ?? []);
  const loads = asked.map((load) => ({ ...load, quiet: quietOf(guards, load) }));
  const actionLimits = (file.limits ?? []).flatMap((limit, index) => compiling.actionLimit(limit, index) ?? []);
  const variables = variablesOf(file.variables ?? {}, (path, why) => compiling.wrong(path, why));
  const safeAfterMs = compiling.safeAfter();
  if (compiling.problems.length > 0) return { problems: compiling.problems };
  const { charge: chargeW, full: fullPercent = usual.fullPercent } = file.battery ?? {};
  const ofLoads = loads.flatMap((load, index) => guardOf(load, file.loads?.[index]) ?? []);
  return {
    program: {
      targets: compiling.targets,
      watched: [...compiling.watched],
      topics: [...compiling.topics],
      parts: [
        rulesPart(rules, variables, actionLimits),
        surplusPart(loads, { chargeW, fullPercent }, chargers),
        circuitsPart(circuits),
      ],
      guards: [...guards, ...ofLoads],
      loads,
      chargers,
      circuits,
      overrideMs: durationOr(file.by_hand, usualByHandMs),
      safeAfterMs,
      holidays: file.holidays,
      variables,
      usesPrices:
        compiling.reads().some(({ name }) => isPriceName(name)) ||
        // A person may choose at any time that a car is ready by a time; what has to run in a day runs where it is cheap.
        chargers.length > 0 ||
        loads.some(({ least }) => least !== undefined) ||
        rules.some((rule) => rule.cheapest !== undefined || rule.triggers.some(({ kind }) => kind === 'cheapest')),
      reads: compiling.reads(),
    },
  };
}
