// The things of an ESPHome node as rows and settings: what the node says of each decides its unit, its metric and how it is set.
import type { MetricId } from '#core/catalogue.ts';
import type { SetPointId } from '#core/set-points.ts';
import { scaledUnit, type Unit } from '#core/unit.ts';
import type { Derivation, WriteCommand } from '../definition.ts';
import { booleanAt, numberAt, textAt, type TypedStateRow } from '../state-rows.ts';
import { metricOfSensor, type Side } from './entity-metrics.ts';

/** A thing as the node lists it. */
export interface NodeThing {
  readonly component: 'sensor' | 'binary_sensor' | 'switch' | 'text_sensor' | 'number' | 'select';
  readonly object: string;
  readonly name: string;
  readonly unit: string;
  readonly deviceClass: string;
  /** Whether it is about the node itself or its set-up. */
  readonly isAside: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly options?: readonly string[];
}

/** What a node has, as a table. */
export interface NodeTable {
  readonly rows: readonly TypedStateRow[];
  readonly writes: readonly WriteCommand[];
  readonly derive: readonly Derivation[];
}

/** The page with what all things show. */
export const statesPage = 'states';

/** Things whose switch ends more than a load. */
const dangerous = /(?:^|_)(?:restart|reboot|shutdown|factory|reset|safe_mode|update|ota|main|contactor)(?:_|$)/;
const mostRelays = 64;

/** A switch as a metric and a set-point, which are called alike. */
type SwitchId = MetricId & SetPointId;

/** Gives what can be had once: names of rows, metrics, numbers of relays. */
class Given {
  readonly #names = new Set<string>();
  readonly #metrics = new Set<string>();
  #relays = 0;

  /** A name of small letters, digits and underscores. */
  name({ component, object }: NodeThing): string {
    const plain = object
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, '_')
      .replaceAll(/^_+|_+$/g, '');
    const first = /^[a-z]/.test(plain) ? plain : `${component}_${plain}`.replaceAll(/_+$/g, '');
    const names = [first, `${component}_${first}`];
    for (let count = 2; ; count += 1) {
      const free = names.find((one) => !this.#names.has(one));
      if (free !== undefined) {
        this.#names.add(free);
        return free;
      }
      names.push(`${first}_${count}`);
    }
  }

  /** A metric for the first that measures it. */
  metric<M extends MetricId>(metric: M | undefined): M | undefined {
    if (metric === undefined || this.#metrics.has(metric)) return undefined;
    this.#metrics.add(metric);
    return metric;
  }

  relay(): SwitchId | undefined {
    this.#relays += 1;
    return this.#relays > mostRelays ? undefined : this.metric(`relay.on.${this.#relays}`);
  }
}

const wordsOf = ({ object, name }: NodeThing): string =>
  `_${`${object} ${name}`.toLowerCase().replaceAll(/[^a-z\d]+/g, '_')}_`;

/** What a switch of a node with a battery allows. */
function batterySwitch(words: string): SwitchId | undefined {
  if (/_discharging?_/.test(words)) return 'battery.discharge.enabled';
  return /_charging?_/.test(words) ? 'battery.charge.enabled' : undefined;
}

/** Text behind a name that has no unit of ours: it stays readable. */
function labelOf({ name, object, unit }: NodeThing, isKnown: boolean): string {
  const label = (name === '' ? object : name).slice(0, 60);
  return isKnown || unit === '' ? label : `${label} (${unit.slice(0, 20)})`;
}

interface Made {
  readonly thing: NodeThing;
  readonly name: string;
  readonly row: TypedStateRow;
  readonly serves: SwitchId | undefined;
}

function madeOf(thing: NodeThing, usual: Side | undefined, given: Given): Made {
  const { component, object, unit: written, deviceClass, isAside } = thing;
  const name = given.name(thing);
  const words = wordsOf(thing);
  const known = written === '' ? { unit: '' as Unit, factor: 1 } : scaledUnit(written);
  const place = (metric?: MetricId) => ({
    path: `${component}/${object}`,
    name,
    label: labelOf(thing, known !== undefined),
    ...(metric === undefined ? {} : { metric }),
  });
  if (component === 'sensor') {
    const measures = known === undefined ? undefined : metricOfSensor({ words, unit: known.unit, deviceClass }, usual);
    const metric = given.metric(measures);
    const scale = known === undefined || known.factor === 1 ? {} : { scale: known.factor };
    return { thing, name, row: numberAt(place(metric), known?.unit ?? '', scale), serves: undefined };
  }
  if (component === 'number') {
    const unit = known?.factor === 1 ? known.unit : '';
    return { thing, name, row: numberAt({ ...place(), label: labelOf(thing, unit !== '') }, unit), serves: undefined };
  }
  if (component === 'switch') {
    const own = usual === 'battery' ? given.metric(batterySwitch(words)) : isAside ? undefined : given.relay();
    return { thing, name, row: booleanAt(place(own)), serves: own };
  }
  const row = component === 'binary_sensor' ? booleanAt(place()) : textAt(place());
  return { thing, name, row, serves: undefined };
}

/** How a thing is set; undefined: it is not. */
function writeOf({ thing, name, row, serves }: Made): WriteCommand | undefined {
  const { component, object, min = 0, max = 0, step = 0, options = [] } = thing;
  const request = (text: string): string => `${component}/${object}/command ${text}`;
  const base = {
    kind: 'write',
    name,
    title: `Set ${row.label}`,
    ...(dangerous.test(object) ? { dangerous: true } : {}),
    readBack: { command: statesPage, field: name },
  } as const;
  if (component === 'switch')
    return {
      ...base,
      title: `Switch ${row.label}`,
      value: { kind: 'choice', options: { on: 'ON', off: 'OFF' } },
      ...(serves === undefined ? {} : { serves: { setPoint: serves, words: { on: 'on', off: 'off' } } }),
      request: (value) => (value === 'on' || value === 'off' ? request(value.toUpperCase()) : undefined),
    };
  if (component === 'number' && max > min)
    return {
      ...base,
      value: { kind: 'number', unit: row.unit, min, max, step: step > 0 ? step : (max - min) / 100 },
      request: (value) =>
        typeof value === 'number' && value >= min && value <= max ? request(String(value)) : undefined,
    };
  if (component === 'select' && options.length > 0)
    return {
      ...base,
      value: { kind: 'choice', options: Object.fromEntries(options.map((option) => [option, option])) },
      request: (value) => (typeof value === 'string' && options.includes(value) ? request(value) : undefined),
    };
  return undefined;
}

/** What follows from several things. */
function derivationsOf(rows: readonly TypedStateRow[], usual: Side | undefined): readonly Derivation[] {
  const has = (metric: MetricId): TypedStateRow | undefined => rows.find((row) => row.metric === metric);
  const phases = ([1, 2, 3] as const).flatMap((n) => has(`grid.power.l${n}`) ?? []);
  const [charge, discharge] = [/(?:^|_)charging_power$/, /(?:^|_)discharging_power$/].map((pattern) =>
    rows.find(({ name, unit }) => unit === 'W' && pattern.test(name)),
  );
  return [
    ...(phases.length === 3 && has('grid.power') === undefined
      ? [
          {
            metric: 'grid.power',
            name: 'power_of_phases',
            label: 'Power, sum of the phases',
            unit: 'W',
            from: phases.map(({ name }) => name),
            calc: (...values) => values.reduce<number>((sum, value) => sum + Number(value), 0),
          } satisfies Derivation,
        ]
      : []),
    ...(charge !== undefined && discharge !== undefined && (usual === 'battery' || usual === undefined)
      ? [
          {
            metric: 'battery.power',
            name: 'power_of_battery',
            label: 'Battery power, discharge less charge',
            unit: 'W',
            from: [discharge.name, charge.name],
            calc: (out, into) => Math.abs(Number(out)) - Math.abs(Number(into)),
          } satisfies Derivation,
        ]
      : []),
  ];
}

/** The table of what a node has; `usual` is the side of what names none. */
export function nodeTable(things: readonly NodeThing[], usual: Side | undefined): NodeTable {
  const given = new Given();
  const made = things.map((thing) => madeOf(thing, usual, given));
  const rows = made.map(({ row }) => row);
  return { rows, derive: derivationsOf(rows, usual), writes: made.flatMap((one) => writeOf(one) ?? []) };
}
