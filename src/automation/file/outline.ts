// What a text says, entry by entry, for people who do not read it: what begins it, when alone, what it does – as reasons, so that each reader
// has it in their own words. Text in, outline out; nothing here decides.
import { catalogue } from '#core/catalogue.ts';
import { external, type Quantity } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { isSetPointId, setPointOf, setPoints } from '#core/set-points.ts';
import { problemsOf } from '#core/schema-check.ts';
import { percent } from '#core/unit.ts';
import { readYaml } from '#core/yaml-places.ts';
import type { Target } from '../claim.ts';
import { idOf } from './id-of.ts';
import { isCalledBy } from './compile-scenes.ts';
import { cheapestSaid, lasted, listed, timeSaid, windowSaid } from './outline-words.ts';
import { measuredSaid, type NameOf, phasesSaid } from './outline-expression.ts';
import { targetsOf, Telling } from './outline-telling.ts';
import { automationSchema } from './schema.ts';
import type { FileAutomation, FileCharger, FileCircuit, FileLoad, FileRule } from './words.ts';

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

const watt = setPoints['heater.power.target'].unit;
const wattHour = catalogue['charger.energy'].unit;

type Told = Omit<OutlineEntry, 'section' | 'index' | 'line'>;

const nothing = { isOn: true, isHeld: false, begins: [], only: [], targets: [], calls: [] } as const;

function ruleTold(rule: FileRule, telling: Telling): Told {
  const { name, id, on = true, when = [], while: held, do: actions, between = [] } = rule;
  const condition = held === undefined ? [] : [lasted(telling.so(held), rule.for)];
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
  const { name, id, on = true, power } = load;
  return {
    ...nothing,
    id: id ?? idOf(name),
    name,
    isOn: on,
    only: load.if === undefined ? [] : [telling.so(load.if)],
    does: [
      because('act.say-load', { what: telling.what(load), power: { value: power, unit: watt } }),
      ...dailySaid(load),
    ],
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
