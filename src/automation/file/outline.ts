// What a text says, entry by entry, for people who do not read it: what begins it, when alone, what it does – as reasons, so that each reader
// has it in their own words. Text in, outline out; nothing here decides.
import { catalogue } from '#core/catalogue.ts';
import { external, type External, type Param, type Quantity } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId, setPointOf, setPoints } from '#core/set-points.ts';
import { problemsOf } from '#core/schema-check.ts';
import { percent } from '#core/unit.ts';
import { readYaml } from '#core/yaml-places.ts';
import type { Target } from '../claim.ts';
import { idOf } from './id-of.ts';
import { isCalledBy } from './compile-scenes.ts';
import {
  changingName,
  cheapestSaid,
  lasting,
  listed,
  metricName,
  onDays,
  plain,
  pointName,
  sunSaid,
  switchedTo,
  timeSaid,
  valueSaid,
  windowSaid,
} from './outline-words.ts';
import { conditionSaid, measuredSaid, type NameOf, phasesSaid, type Saying } from './outline-expression.ts';
import { automationScope } from '../scope.ts';
import { automationSchema } from './schema.ts';
import type {
  FileAction,
  FileAutomation,
  FileCharger,
  FileCircuit,
  FileLoad,
  FileRule,
  FileSet,
  FileTrigger,
} from './words.ts';

/** The lists of a text. */
export const sections = ['rules', 'limits', 'circuits', 'loads', 'chargers', 'scenes'] as const;
export type Section = (typeof sections)[number];

/** One entry of a list. */
export interface OutlineEntry {
  readonly section: Section;
  /** Its place in its list, from 0. */
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly isOn: boolean;
  /** Where it stands in the text, from 1. */
  readonly line: number;
  /** It holds as long as it is so; otherwise each time one of these begins it. */
  readonly isHeld: boolean;
  /** One of these begins it. */
  readonly begins: readonly Reason[];
  /** Only when all of these are so. */
  readonly only: readonly Reason[];
  /** One after another. */
  readonly does: readonly Reason[];
  /** Every set-point it may set. */
  readonly targets: readonly Target[];
  /** Scenes and web hooks that begin it. */
  readonly calls: readonly { readonly what: 'scene' | 'webhook'; readonly name: string }[];
}

/** An address without its path and query, which may hold a token. */
const placeOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '…');

const watt = setPoints['heater.power.target'].unit;
const wattHour = catalogue['charger.energy'].unit;

class Telling {
  readonly #file: FileAutomation;
  readonly saying: Saying;

  constructor(file: FileAutomation, nameOf: NameOf) {
    this.#file = file;
    this.saying = { scope: automationScope({ variables: file.variables }), nameOf };
  }

  name = (device: string): External => external(this.saying.nameOf(device));

  so = (condition: string): Reason => conditionSaid(condition, this.saying);

  /** Who gives way or is limited: a charger is one thing, of anything else it is said what. */
  what = ({ device, point }: Pick<FileSet, 'device' | 'point'>): Param =>
    point.startsWith('charger.')
      ? this.name(device)
      : because('expression.of', { what: pointName(point), device: this.name(device) });

  #changes({ value, device, to }: Extract<FileTrigger, { kind: 'changes' }>): Reason {
    const what = changingName(value);
    const metric = device === undefined ? what : because('expression.of', { what, device: this.name(device) });
    if (to === undefined) return because('act.say-changes', { metric });
    const isOn = switchedTo(value, to);
    if (isOn !== undefined) return because(isOn ? 'act.tell-on' : 'act.tell-off', { one: metric });
    return because('act.say-turns', { metric, value: plain(to) });
  }

  begins(trigger: FileTrigger): Reason {
    switch (trigger.kind) {
      case 'becomes':
        return lasting(this.so(trigger.that), trigger.for);
      case 'changes':
        return this.#changes(trigger);
      case 'cheapest':
        return cheapestSaid(trigger);
      case 'time':
        return onDays(because('act.say-time', { at: external(trigger.at) }), trigger.days);
      case 'cron':
        return because('act.say-cron', { pattern: external(trigger.pattern) });
      case 'sun': {
        const moment = sunSaid[trigger.at];
        if (trigger.before !== undefined)
          return because('act.say-before', { reason: moment, time: timeSaid(trigger.before) });
        return trigger.offset === undefined
          ? moment
          : because('act.say-behind', { reason: moment, time: timeSaid(trigger.offset) });
      }
      case 'offline':
        return lasting(because('act.say-offline', { device: this.name(trigger.device) }), trigger.for);
      case 'gap':
        return lasting(
          because('act.say-gap', { device: this.name(trigger.device), metric: metricName(trigger.value) }),
          trigger.for,
        );
      case 'called': {
        const name = external(trigger.name);
        if (trigger.by === 'scene') return because('act.say-scene-called', { name });
        return trigger.by === 'webhook'
          ? because('act.say-hook-called', { name })
          : because('act.say-topic', { topic: name });
      }
    }
  }

  set({ device, point, value, to }: FileSet): Reason {
    const names = { setPoint: pointName(point), device: this.name(device) };
    return because('act.say-set', { ...names, value: valueSaid(point, value ?? to) });
  }

  does(action: FileAction): Reason {
    switch (action.kind) {
      case 'set':
        return lasting(this.set(action), action.for);
      case 'scene':
        return lasting(because('act.say-scene', { name: external(action.name) }), action.for);
      case 'notify':
        return because('act.say-notify', { title: external(action.title.replace(/\{[^}]*\}/g, '…')) });
      case 'variable':
        return because('act.say-variable', {
          name: external(action.name),
          value: plain(action.value ?? action.to),
        });
      case 'publish':
        return because('act.say-publish', { topic: external(action.topic) });
      case 'call':
        return because('act.say-call', { url: external(placeOf(action.url)) });
      case 'action':
        return because('act.say-action', { name: external(action.name) });
      case 'wait':
        return because('act.say-wait', { time: timeSaid(action.for) });
    }
  }

  targets(actions: readonly FileAction[]): readonly Target[] {
    return actions.flatMap((action) => {
      if (action.kind === 'set') return targetsOf([action]);
      if (action.kind !== 'scene') return [];
      return targetsOf(this.#file.scenes?.find(({ name }) => name === action.name)?.set ?? []);
    });
  }
}

const targetsOf = (sets: readonly { readonly device: string; readonly point: string }[]): readonly Target[] =>
  sets.flatMap(({ device, point }) => (isSetPointId(point) ? [{ device, setPoint: point }] : []));

type Told = Omit<OutlineEntry, 'section' | 'index' | 'line'>;

const nothing = { isOn: true, isHeld: false, begins: [], only: [], targets: [], calls: [] } as const;

function ruleTold(rule: FileRule, telling: Telling): Told {
  const { name, id, on = true, when = [], while: held, do: actions, between = [] } = rule;
  const condition = held === undefined ? [] : [lasting(telling.so(held), rule.for)];
  return {
    id: id ?? idOf(name),
    name,
    isOn: on,
    isHeld: held !== undefined,
    begins: [...when.map((one) => telling.begins(one)), ...condition],
    only: [
      ...(rule.if === undefined ? [] : [telling.so(rule.if)]),
      ...between.map(windowSaid),
      ...(rule.cheapest === undefined ? [] : [cheapestSaid(rule.cheapest)]),
    ],
    does: actions.map((one) => telling.does(one)),
    targets: telling.targets(actions),
    calls: when.flatMap((one) =>
      one.kind === 'called' && one.by !== 'mqtt' ? [{ what: one.by, name: one.name }] : [],
    ),
  };
}

/** What a load has to have in a day. */
function dailySaid({ least }: FileLoad): readonly Reason[] {
  if (least === undefined) return [];
  const { for: time, energy, by } = least;
  const much = energy === undefined ? timeSaid(time ?? '') : ({ value: energy * 1000, unit: wattHour } as const);
  return [because('act.say-daily', { much, by: external(by) })];
}

function loadTold(load: FileLoad, telling: Telling): Told {
  const { name, id, on = true, device, point, power } = load;
  const names = { setPoint: pointName(point), device: telling.name(device) };
  return {
    ...nothing,
    id: id ?? idOf(name),
    name,
    isOn: on,
    only: load.if === undefined ? [] : [telling.so(load.if)],
    does: [because('act.say-load', { ...names, power: { value: power, unit: watt } }), ...dailySaid(load)],
    targets: targetsOf([load]),
  };
}

const goalSaid = ({ energy, soc }: NonNullable<FileCharger['goal']>): Quantity =>
  soc === undefined ? { value: (energy ?? 0) * 1000, unit: wattHour } : { value: soc, unit: percent };

function chargerTold(
  { name, id, on = true, device, mode = 'sun', goal, if: condition }: FileCharger,
  telling: Telling,
): Told {
  return {
    ...nothing,
    id: id ?? idOf(name),
    name,
    isOn: on,
    only: condition === undefined ? [] : [telling.so(condition)],
    // A choice in a message is one word.
    does: [
      because('act.say-charger', { device: telling.name(device), mode: mode.replace('-', '_') }),
      ...(goal === undefined ? [] : [because('act.say-goal', { much: goalSaid(goal), by: external(goal.by) })]),
    ],
    targets: [{ device, setPoint: 'charger.current.limit' }],
  };
}

function limitTold(limit: NonNullable<FileAutomation['limits']>[number], telling: Telling): Told {
  const { min_on: minOn, min_off: minOff, most_per_hour: most, least, quiet = [], action } = limit;
  const { device = '', point = '' } = limit;
  const unit = isSetPointId(point) ? setPointOf(point).unit : '';
  return {
    ...nothing,
    id: action ?? `${device}/${point}`,
    name: action ?? telling.name(device).external,
    does: [
      ...(minOn === undefined ? [] : [because('act.say-min-on', { time: timeSaid(minOn) })]),
      ...(minOff === undefined ? [] : [because('act.say-min-off', { time: timeSaid(minOff) })]),
      ...(most === undefined ? [] : [because(action === undefined ? 'act.often' : 'act.action-often', { most })]),
      ...(least === undefined ? [] : [because('act.say-least', { value: { value: least, unit } })]),
      ...(limit.most === undefined ? [] : [because('act.say-most', { value: { value: limit.most, unit } })]),
      ...quiet.map((one) =>
        because(action === undefined ? 'act.say-quiet' : 'act.say-action-quiet', { reason: windowSaid(one) }),
      ),
    ],
    targets: action === undefined ? targetsOf([{ device, point }]) : [],
  };
}

function circuitTold({ name, id, limit, measured, mean, when, gives }: FileCircuit, telling: Telling): Told {
  const texts = typeof measured === 'string' ? [measured] : measured;
  const all = texts.map((text) => measuredSaid(text, telling.saying));
  const flows = phasesSaid(texts, telling.saying) ?? listed(all.map(({ what }) => what));
  const keeps = { flows, limit: { value: limit, unit: all[0]?.unit ?? '' } };
  return {
    ...nothing,
    id: id ?? idOf(name),
    name,
    only: when === undefined ? [] : [telling.so(when)],
    does: [
      mean === undefined
        ? because('act.say-circuit', keeps)
        : because('act.say-circuit-mean', { ...keeps, time: timeSaid(mean) }),
      because('act.say-gives', { what: listed(gives.map(telling.what)) }),
    ],
    targets: targetsOf(gives),
  };
}

/** The outline of a text; undefined while it cannot be read. */
export function outlineOf(text: string, nameOf: NameOf = (id) => id): readonly OutlineEntry[] | undefined {
  const read = readYaml(text);
  if ('problems' in read) return undefined;
  const written = read.value ?? {};
  if (problemsOf(written, automationSchema, []).length > 0) return undefined;
  const file: FileAutomation = written;
  const telling = new Telling(file, nameOf);
  const placed = (section: Section, told: readonly Told[]): readonly OutlineEntry[] =>
    told.map((one, index) => ({
      section,
      index,
      line: read.place({ path: [section, index], why: because('act.none') }).line,
      ...one,
    }));
  return [
    ...placed(
      'rules',
      (file.rules ?? []).map((one) => ruleTold(one, telling)),
    ),
    ...placed(
      'loads',
      (file.loads ?? []).map((one) => loadTold(one, telling)),
    ),
    ...placed(
      'chargers',
      (file.chargers ?? []).map((one) => chargerTold(one, telling)),
    ),
    ...placed(
      'circuits',
      (file.circuits ?? []).map((one) => circuitTold(one, telling)),
    ),
    ...placed(
      'limits',
      (file.limits ?? []).map((one) => limitTold(one, telling)),
    ),
    ...placed(
      'scenes',
      (file.scenes ?? []).map((scene) => ({
        ...nothing,
        id: `scene ${scene.name}`,
        name: scene.name,
        does: scene.set.map((one) => telling.set(one)),
        targets: targetsOf(scene.set),
        calls: (file.rules ?? []).some((rule) => isCalledBy(rule, scene.name))
          ? []
          : [{ what: 'scene' as const, name: scene.name }],
      })),
    ),
  ];
}
