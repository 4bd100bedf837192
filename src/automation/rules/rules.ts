// The rules of a home, as one part of what acts in it.
import { valueOf } from '#core/expression/expression.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import type { Value } from '#core/expression/tree.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { MetricValue } from '#core/reading.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { type Claim, targetKey } from '../claim.ts';
import type { DiaryLine, Notice, Part, PartSight, PartStep } from '../engine.ts';
import { isStay } from '../guards.ts';
import type { Image } from '../image.ts';
import { isCheapest } from '../prices.ts';
import { isInQuiet, type QuietTime } from '../quiet-time.ts';
import { momentOf, remembering, type Variables } from '../scope.ts';
import { isTrue, toldOf } from '../told.ts';
import { filledIn } from './filled-in.ts';
import {
  freshRule,
  isSceneRule,
  type Action,
  type Held,
  type Rule,
  type RuleMemory,
  type Setting,
  type TriggerMemory,
  type Worth,
} from './rule.ts';
import { look } from './triggers.ts';

/** What the rules remember. */
export interface RulesState {
  readonly rules: Readonly<Record<string, RuleMemory>>;
  readonly variables: Variables;
  /** When it was looked last, epoch ms. */
  readonly lookedMs?: number | undefined;
  /** When each limited action was done within the last hour, epoch ms; absent: none is limited. */
  readonly done?: Readonly<Record<string, readonly number[]>>;
}

/** What limits an action of a plug-in, whichever rule does it. */
export interface ActionLimit {
  readonly name: string;
  readonly mostPerHour?: number | undefined;
  /** Times at which it is not done. */
  readonly quiet: readonly QuietTime[];
}

/**
 * What is set and left is wanted for so long, so that a device that is away for a moment gets it; and so long behind a limit of its device that
 * keeps it from being set now, ms: a generator that may not stop yet stops when it may.
 */
const insistMs = 5 * minuteMs;
/** A claim that is made anew in each cycle. */
const standingMs = minuteMs;

/** One cycle of all rules. */
class Cycle {
  readonly #sight: PartSight;
  readonly image: Image;
  readonly claims: Claim[] = [];
  readonly notices: Notice[] = [];
  readonly diary: DiaryLine[] = [];
  /** What was set and left in this cycle, and by which rule: the last word on it. */
  readonly left = new Map<string, string>();
  readonly lookedMs: number | undefined;
  variables: Record<string, Value>;
  readonly #limits: readonly ActionLimit[];
  readonly done: Record<string, readonly number[]>;
  #moment: { readonly of: Record<string, Value>; readonly is: Moment } | undefined;

  constructor(sight: PartSight, { lookedMs, variables, done = {} }: RulesState, limits: readonly ActionLimit[]) {
    this.#limits = limits;
    const fromMs = sight.image.nowMs - hourMs;
    this.done = Object.fromEntries(
      limits.map(({ name }) => [
        name,
        (Object.hasOwn(done, name) ? (done[name] ?? []) : []).filter((atMs) => atMs > fromMs),
      ]),
    );
    this.#sight = sight;
    this.image = sight.image;
    this.lookedMs = lookedMs;
    this.variables = { ...variables };
    for (const one of sight.image.happened) {
      // A value of another kind, or of a variable that is not there any more, says nothing.
      if (one.kind === 'variable' && typeof variables[one.name] === typeof one.value)
        this.variables[one.name] = one.value;
    }
  }

  /** One for all rules, until a rule changes a variable. */
  get moment(): Moment {
    if (this.#moment?.of !== this.variables)
      this.#moment = { of: this.variables, is: remembering(momentOf(this.image, this.variables)) };
    return this.#moment.is;
  }

  /** Why an action is not done now; undefined: it is, and that counts. */
  against(name: string): Reason | undefined {
    const limits = this.#limits.filter((one) => one.name === name);
    const done = this.done[name] ?? [];
    for (const { mostPerHour, quiet } of limits) {
      if (mostPerHour !== undefined && done.length >= mostPerHour)
        return because('act.action-often', { most: mostPerHour });
      const window = quiet.find((one) => isInQuiet(one, this.image));
      if (window !== undefined) return because('act.quiet-now');
    }
    if (limits.length > 0) this.done[name] = [...done, this.image.nowMs];
    return undefined;
  }

  tell(rule: Rule, why: Reason): void {
    this.diary.push({ atMs: this.image.nowMs, by: rule.id, why });
  }

  /** A value for a set-point: a truth is 0 or 1 there. */
  worth(worth: Worth): MetricValue | undefined {
    const value = 'value' in worth ? worth.value : valueOf(worth.to, this.moment);
    return typeof value === 'boolean' ? Number(value) : value;
  }

  /** `why` is worked out when somebody asks for it: of hundreds that are held few are looked at. */
  claim(rule: Rule, held: Held, why: () => Reason): void {
    let told: Reason | undefined;
    const { device, setPoint, value, sinceMs, untilMs, after } = held;
    this.claims.push({
      device,
      setPoint,
      by: { kind: 'rule', id: rule.id, name: rule.name },
      order: rule.order,
      wish: { value },
      sinceMs,
      untilMs,
      after,
      get why() {
        told ??= why();
        return told;
      },
    });
  }

  /** Until when a least time or a most in an hour keeps from being set what a rule wants; undefined: none does. */
  keptUntil(rule: Rule, held: Held): number | undefined {
    const claims = this.#sight.holdings.get(targetKey(held))?.claims ?? [];
    const ends = claims.flatMap(({ claim }) => (isStay(claim) ? [claim.untilMs] : []));
    return this.isBeaten(rule, held) && ends.length > 0 ? Math.max(...ends) : undefined;
  }

  /** Somebody stronger had it in the last cycle. */
  isBeaten(rule: Rule, held: Held): boolean {
    return this.#own(rule, held)?.outcome === 'beaten';
  }

  /** Why somebody stronger had it in the last cycle; undefined: nobody had. */
  whyBeaten(rule: Rule, held: Held): Reason | undefined {
    const own = this.#own(rule, held);
    if (own?.outcome !== 'beaten') return undefined;
    return own.before.findLast(({ outcome }) => outcome !== 'beaten')?.claim.why;
  }

  #own({ id }: Rule, held: Held) {
    const claims = this.#sight.holdings.get(targetKey(held))?.claims ?? [];
    const at = claims.findIndex(({ claim: { by } }) => by.kind === 'rule' && by.id === id);
    const own = claims[at];
    return own && { outcome: own.outcome, before: claims.slice(0, at) };
  }

  isSet(held: Held): boolean {
    return this.#sight.memory(held).set?.value === held.value;
  }
}

/** Why it is not the time of a rule; undefined: it is. */
function againstTime({ between, cheapest }: Rule, image: Image): Reason | undefined {
  if (between.length > 0 && !between.some((window) => isInQuiet(window, image))) return because('act.window');
  if (cheapest === undefined || isCheapest(cheapest, image) === true) return undefined;
  return because(image.prices === undefined ? 'act.no-prices' : 'act.not-cheapest');
}

/** Why a rule does not begin although it would; undefined: it begins. */
function against(rule: Rule, memory: RuleMemory, cycle: Cycle): Reason | undefined {
  const { nowMs } = cycle.image;
  const { begun } = memory;
  const time = againstTime(rule, cycle.image);
  if (time !== undefined) return time;
  if (rule.if !== undefined && !isTrue(rule.if, cycle.moment))
    return because('act.condition', { reason: toldOf(rule.if, cycle.moment) });
  if (begun.some((atMs) => atMs > nowMs - rule.cooldownMs)) return because('act.cooldown');
  if (begun.filter((atMs) => atMs > nowMs - hourMs).length >= rule.mostPerHour)
    return because('act.too-often', { most: rule.mostPerHour });
  return undefined;
}

/** Looks at what begins a rule; the first one that does is told. */
function looked(
  rule: Rule,
  memory: RuleMemory,
  cycle: Cycle,
): { readonly triggers: readonly TriggerMemory[]; readonly why: Reason | undefined } {
  const { image, moment, lookedMs } = cycle;
  let why: Reason | undefined;
  const triggers = rule.triggers.map((trigger, index) => {
    const step = look(trigger, memory.triggers[index] ?? {}, { image, moment, lookedMs });
    why ??= step.why;
    return step.memory;
  });
  return { triggers, why };
}

function begun(rule: Rule, memory: RuleMemory, cycle: Cycle): RuleMemory {
  const { nowMs } = cycle.image;
  const { triggers, why } = looked(rule, memory, cycle);
  const rest = { ...memory, triggers };
  if (why === undefined) return rest;
  const no = against(rule, memory, cycle);
  if (no !== undefined) {
    cycle.tell(rule, because('act.not-begun', { reason: why, why: no }));
    return rest;
  }
  cycle.tell(rule, because('act.began', { reason: why }));
  const kept = memory.begun.filter((atMs) => atMs > nowMs - Math.max(hourMs, rule.cooldownMs));
  // Begun anew, it begins from its first action.
  return { ...rest, run: { next: 0, atMs: nowMs }, begun: [...kept, nowMs].slice(-3600) };
}

/** The set-points of an action with their values; what is not known is left out and told. */
function valued(
  rule: Rule,
  settings: readonly Setting[],
  cycle: Cycle,
): readonly (Setting & { readonly value: MetricValue })[] {
  return settings.flatMap((setting) => {
    const value = cycle.worth(setting.worth);
    if (value !== undefined) return [{ ...setting, value }];
    cycle.tell(rule, because('act.unknown-value', { setPoint: { setPoint: setting.setPoint } }));
    return [];
  });
}

function act(rule: Rule, action: Exclude<Action, { kind: 'wait' | 'set' }>, cycle: Cycle): void {
  const { nowMs } = cycle.image;
  const notice = (what: Notice['what']): void => void cycle.notices.push({ by: rule.id, atMs: nowMs, what });
  const fill = (text: string): string => filledIn(text, cycle.moment);
  switch (action.kind) {
    case 'notify':
      return notice({ kind: 'notify', title: fill(action.title), text: fill(action.text), severity: action.severity });
    case 'publish':
      return notice({ kind: 'publish', topic: action.topic, payload: fill(action.payload) });
    case 'call':
      return notice({ kind: 'call', url: action.url, body: fill(action.body) });
    case 'action': {
      const reason = cycle.against(action.name);
      if (reason !== undefined)
        return cycle.tell(rule, because('act.action-not', { name: external(action.name), reason }));
      const filled = (value: string | number | boolean) => (typeof value === 'string' ? fill(value) : value);
      const params = Object.entries(action.params).map(([name, value]) => [name, filled(value)] as const);
      return notice({ kind: 'action', name: action.name, params: Object.fromEntries(params) });
    }
    case 'variable': {
      const value = 'value' in action.worth ? action.worth.value : valueOf(action.worth.to, cycle.moment);
      if (value !== undefined) cycle.variables = { ...cycle.variables, [action.name]: value };
    }
  }
}

/** Carries out what is due of a rule, up to the next wait. */
function carriedOut(rule: Rule, memory: RuleMemory, cycle: Cycle): RuleMemory {
  const { nowMs } = cycle.image;
  let { run, held } = memory;
  while (run !== undefined && run.atMs <= nowMs) {
    const action: Action | undefined = rule.actions[run.next];
    if (action === undefined) run = undefined;
    else if (action.kind === 'wait') run = { next: run.next + 1, atMs: nowMs + action.forMs };
    else {
      if (action.kind === 'set') {
        const { forMs } = action;
        const made = valued(rule, action.settings, cycle).map(
          ({ device, setPoint, value }): Held => ({
            device,
            setPoint,
            value,
            sinceMs: nowMs,
            untilMs: nowMs + (forMs ?? insistMs),
            after: forMs === undefined ? 'stay' : 'back',
          }),
        );
        if (forMs === undefined) for (const one of made) cycle.left.set(targetKey(one), rule.id);
        const isReplaced = (one: Held): boolean =>
          made.some(({ device, setPoint }) => device === one.device && setPoint === one.setPoint);
        held = [...held.filter((one) => !isReplaced(one)), ...made];
      } else act(rule, action, cycle);
      run = { next: run.next + 1, atMs: run.atMs };
    }
  }
  return { ...memory, run, held };
}

/** Since when a rule with `while` holds; undefined: it does not. */
function active(
  rule: Rule,
  that: NonNullable<Rule['while']>,
  { memory, cycle }: { readonly memory: RuleMemory; readonly cycle: Cycle },
): RuleMemory {
  const { nowMs } = cycle.image;
  const time = againstTime(rule, cycle.image);
  const isAllowed = time === undefined && (rule.if === undefined || isTrue(rule.if, cycle.moment));
  const value = valueOf(that.that, cycle.moment);
  const is = isAllowed && value === true;
  const isUnknown = isAllowed && value === undefined;
  const trueMs = is ? (memory.trueMs ?? nowMs) : undefined;
  const unknownMs = isUnknown ? (memory.unknownMs ?? nowMs) : undefined;
  const falseMs = is || isUnknown ? undefined : (memory.falseMs ?? nowMs);
  const next = { ...memory, trueMs, unknownMs, falseMs };
  if (memory.activeMs === undefined) {
    if (trueMs === undefined || nowMs - trueMs < that.forMs || !rule.isOn) return next;
    cycle.tell(rule, because('act.holds', { reason: toldOf(that.that, cycle.moment) }));
    return { ...next, activeMs: nowMs };
  }
  const isOver =
    !rule.isOn ||
    (falseMs !== undefined && nowMs - falseMs >= that.releaseMs) ||
    (unknownMs !== undefined && nowMs - unknownMs >= that.graceMs);
  if (!isOver) return next;
  // What stands in `if` is told as it is now.
  const why = isAllowed || rule.if === undefined ? toldOf(that.that, cycle.moment) : toldOf(rule.if, cycle.moment);
  cycle.tell(rule, because('act.let-go', { reason: time ?? why }));
  return { ...next, activeMs: undefined };
}

function held(
  rule: Rule,
  that: NonNullable<Rule['while']>,
  { memory, cycle }: { readonly memory: RuleMemory; readonly cycle: Cycle },
): RuleMemory {
  const next = active(rule, that, { memory, cycle });
  const { activeMs } = next;
  if (activeMs === undefined) return next;
  const { nowMs } = cycle.image;
  const { moment } = cycle;
  const why = (): Reason => because('act.is', { reason: toldOf(that.that, moment) });
  const settings = rule.actions.flatMap((action) => (action.kind === 'set' ? action.settings : []));
  for (const { device, setPoint, value } of valued(rule, settings, cycle))
    cycle.claim(rule, { device, setPoint, value, sinceMs: activeMs, untilMs: nowMs + standingMs, after: 'back' }, why);
  return next;
}

/** What was to be set and left, and was not in all that time: nothing tries it again, and people are told unless somebody stronger had it. */
function neverSet(rule: Rule, one: Held, cycle: Cycle): void {
  const { device, setPoint, value } = one;
  const { devices, nowMs } = cycle.image;
  const seen = devices.get(device);
  if (cycle.isSet(one) || seen?.points.get(setPoint)?.shows?.value === value) return;
  const names = { device: external(seen?.name ?? device), what: { setPoint } };
  const reason = cycle.whyBeaten(rule, one);
  const why = reason === undefined ? because('act.never-set', names) : because('act.never-let', { ...names, reason });
  cycle.tell(rule, why);
  if (cycle.isBeaten(rule, one)) return;
  const title = because(isSceneRule(rule.id) ? 'act.never-set-scene' : 'act.never-set-title', {
    name: external(rule.name),
  });
  cycle.notices.push({ by: rule.id, atMs: nowMs, what: { kind: 'notify', title, text: why, severity: 'warning' } });
}

function stepped(rule: Rule, memory: RuleMemory, cycle: Cycle): RuleMemory {
  if (rule.while !== undefined) return held(rule, rule.while, { memory, cycle });
  const { nowMs } = cycle.image;
  // One that is switched off goes on looking, so that it does not begin with what came about meanwhile.
  const next = rule.isOn
    ? carriedOut(rule, begun(rule, memory, cycle), cycle)
    : { ...memory, triggers: looked(rule, memory, cycle).triggers, run: undefined, held: [] };
  const wanted = next.held.map((one): Held => {
    const keptUntil = one.after === 'stay' ? cycle.keptUntil(rule, one) : undefined;
    return keptUntil === undefined ? one : { ...one, untilMs: Math.max(one.untilMs, keptUntil + insistMs) };
  });
  for (const one of wanted) if (one.after === 'stay' && one.untilMs <= nowMs) neverSet(rule, one, cycle);
  const kept = wanted.filter(
    (one) => one.untilMs > nowMs && !(one.after === 'stay' && one.sinceMs < nowMs && cycle.isSet(one)),
  );
  for (const one of kept)
    cycle.claim(rule, one, () =>
      because(isSceneRule(rule.id) ? 'act.scene' : 'act.rule', {
        name: external(rule.name),
        reason: because('act.held-since', { at: one.sinceMs }),
      }),
    );
  return { ...next, held: kept };
}

/** What a rule still waits to set and leave is over when another one has set the same since; a scene that is called ends what rules hold for a time as well. */
const outdated = (id: string, memory: RuleMemory, { left, image: { nowMs } }: Cycle): RuleMemory => {
  if (left.size === 0 || memory.held.length === 0) return memory;
  const isOver = (one: Held): boolean => {
    const by = left.get(targetKey(one));
    if (by === undefined || by === id || one.sinceMs >= nowMs) return false;
    return one.after === 'stay' || isSceneRule(by);
  };
  return { ...memory, held: memory.held.filter((one) => !isOver(one)) };
};

/** Whether what was kept is a state of rules. */
function isState(kept: unknown): kept is RulesState {
  return typeof kept === 'object' && kept !== null && 'rules' in kept && 'variables' in kept;
}

/** Its name among the parts of a program. */
export const rulesPartName = 'rules';

/** The variables of a text with the values that were kept; one of another kind than it was begins anew. */
export function variablesIn(kept: unknown, start: Variables): Variables {
  const before = isState(kept) ? kept.variables : {};
  return Object.fromEntries(
    Object.entries(start).map(([name, value]) => {
      const own = Object.hasOwn(before, name) ? before[name] : undefined;
      return [name, own !== undefined && typeof own === typeof value ? own : value];
    }),
  );
}

/** The rules as a part. `start`: what variables are at first. */
export function rulesPart(
  rules: readonly Rule[],
  start: Variables,
  limits: readonly ActionLimit[] = [],
): Part<RulesState> {
  return {
    name: rulesPartName,
    begin(kept) {
      const { rules: known, lookedMs, done } = isState(kept) ? kept : { rules: {} };
      const times = limits.length > 0 && done !== undefined ? { done } : {};
      return { rules: known, variables: variablesIn(kept, start), lookedMs, ...times };
    },
    step(state, sight): PartStep<RulesState> {
      const cycle = new Cycle(sight, state, limits);
      const each = rules.map((rule): readonly [string, RuleMemory] => [
        rule.id,
        stepped(rule, state.rules[rule.id] ?? freshRule, cycle),
      ]);
      const next = Object.fromEntries(each.map(([id, memory]) => [id, outdated(id, memory, cycle)]));
      return {
        state: {
          rules: next,
          variables: cycle.variables,
          lookedMs: sight.image.nowMs,
          ...(limits.length > 0 ? { done: cycle.done } : {}),
        },
        claims: cycle.claims,
        notices: cycle.notices,
        diary: cycle.diary,
      };
    },
  };
}
