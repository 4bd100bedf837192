// The set-points of the catalogue: what can be set on a device, in the same words whatever its maker, its link and its protocol.
// They complement the readings: an id that is both means the same thing shown and set. A trailing `#` is an index from 1.
import type { Unit } from './unit.ts';

/** One row of the set-points. */
export interface SetPoint {
  /** Plain-language name for people. */
  readonly label: string;
  readonly unit: Unit;
  /** `binary` is 0 or 1; a `choice` is one of `words`. */
  readonly kind: 'number' | 'choice' | 'binary';
  /** What a positive value means, if the value is signed. */
  readonly sign?: string;
  /** Smallest and largest value of any device, in `unit`; a device's own limits lie inside. */
  readonly min: number;
  readonly max: number;
  /** The words of a choice and what each means; a device may know some of them only. */
  readonly words?: Readonly<Record<string, string>>;
}

type Shape = Pick<SetPoint, 'unit' | 'kind' | 'min' | 'max'>;

const number = (unit: Unit, [min, max]: readonly [number, number]): Shape => ({ unit, kind: 'number', min, max });
const binary: Shape = { unit: '', kind: 'binary', min: 0, max: 1 };
const choice: Shape = { unit: '', kind: 'choice', min: 0, max: 0 };
const power = number('W', [0, 1e6]);
const current = number('A', [0, 5000]);
const percent = number('%', [0, 100]);

const table = {
  'battery.mode': {
    label: 'Battery mode',
    ...choice,
    words: {
      'self-consumption': 'charges from what the sun has left, feeds the home',
      hold: 'does not discharge while the grid is there; the sun may charge it',
      charge: 'charges as fast as its limits allow, from the grid too',
      discharge: 'discharges as fast as its limits allow, into the grid too',
      off: 'neither charges nor discharges',
    },
  },
  'battery.power.target': { label: 'Battery power', ...number('W', [-1e6, 1e6]), sign: '+ discharge, − charge' },
  'battery.power.limit.charge': { label: 'Largest charging power', ...power },
  'battery.power.limit.discharge': { label: 'Largest discharging power', ...power },
  'battery.current.limit.charge': { label: 'Largest charging current', ...current },
  'battery.current.limit.charge.from_grid': { label: 'Largest charging current from the grid', ...current },
  'battery.current.limit.discharge': { label: 'Largest discharging current', ...current },
  'battery.soc.min': { label: 'Lowest state of charge', ...percent },
  'battery.soc.max': { label: 'Highest state of charge', ...percent },
  'battery.soc.target': { label: 'State of charge to reach from the grid', ...percent },
  'battery.charge.enabled': { label: 'Charging allowed', ...binary },
  'battery.discharge.enabled': { label: 'Discharging allowed', ...binary },
  'battery.charge.from_grid': { label: 'Charging from the grid allowed', ...binary },

  'inverter.priority.output': {
    label: 'What feeds the home first',
    ...choice,
    words: {
      'grid-first': 'the grid; sun and battery only when it is away',
      'solar-first': 'the sun, then the grid or the battery, as the model decides',
      'battery-first': 'the sun, then the battery; the grid when both are short',
      'solar-and-grid': 'sun and grid together; the battery only when both are away',
    },
  },
  'inverter.priority.charge': {
    label: 'What charges the battery first',
    ...choice,
    words: {
      'grid-first': 'the grid; the sun only when the grid is away',
      'solar-first': 'the sun; the grid only without it',
      'solar-and-grid': 'sun and grid together',
      'solar-only': 'the sun alone',
    },
  },
  'inverter.priority.solar': {
    label: 'What the sun serves first',
    ...choice,
    words: {
      'battery-load-grid': 'the battery, then the home, then the grid',
      'load-battery-grid': 'the home, then the battery, then the grid',
      'load-grid-battery': 'the home, then the grid, then the battery',
    },
  },
  'inverter.enabled': { label: 'Inverter on', ...binary },

  'grid.export.limit': { label: 'Largest power into the grid', ...power },
  'grid.export.enabled': { label: 'Feeding into the grid allowed', ...binary },
  'grid.import.limit': { label: 'Largest power from the grid', ...power },
  'pv.power.limit': { label: 'Largest solar power', ...power },

  'relay.on.#': { label: 'Relay', ...binary },
  'charger.enabled': { label: 'Car charging allowed', ...binary },
  'charger.current.limit': { label: 'Largest charging current of the car', ...number('A', [0, 125]) },
  'charger.phases': { label: 'Phases of the charger', ...number('', [1, 3]) },
  'heater.level.target': { label: 'Heater level', ...percent },
  'heater.power.target': { label: 'Heater power', ...power },
} as const satisfies Record<string, SetPoint>;

/** Key of a row: `battery.mode`, `relay.on.#`. */
export type SetPointKey = keyof typeof table;
type Indexed<K extends string> = K extends `${infer Stem}#` ? `${Stem}${number}` : K;

/** The id of a set-point, index filled in: `battery.mode`, `relay.on.2`. */
export type SetPointId = Indexed<SetPointKey>;

/** Every row by its key; indexed keys end in `#`. */
export const setPoints: Readonly<Record<SetPointKey, SetPoint>> = Object.freeze(table);

const rows: ReadonlyMap<string, SetPoint> = new Map(Object.entries(table));
/** Largest index an id may carry. */
const maxIndex = 64;

function rowOf(id: string): SetPoint | undefined {
  if (id.endsWith('#')) return undefined;
  const match = /^(.*\.)([1-9]\d?)$/.exec(id);
  if (match === null) return rows.get(id);
  return Number(match[2]) > maxIndex ? undefined : rows.get(`${match[1] ?? ''}#`);
}

/** Whether a text names a set-point of the catalogue. */
export function isSetPointId(id: string): id is SetPointId {
  return rowOf(id) !== undefined;
}

/** The row of a known set-point. */
export function setPointOf(id: SetPointId): SetPoint {
  const found = rowOf(id);
  if (found === undefined) throw new TypeError(`assertion: set-point ${id} is not in the catalogue`);
  return found;
}

const isKey = (text: string): text is SetPointKey => rows.has(text);

/** The row's key of a known set-point. */
export function setPointKey(id: SetPointId): SetPointKey {
  if (isKey(id)) return id;
  const key = `${id.slice(0, id.lastIndexOf('.') + 1)}#`;
  if (!isKey(key)) throw new TypeError(`assertion: set-point ${id} is not in the catalogue`);
  return key;
}

/** The plain-language name of a set-point, with its index: `Relay 2`; from the labels of another language if they are given. */
export function setPointLabel(
  id: SetPointId,
  labels: Readonly<Record<string, { readonly label: string }>> = table,
): string {
  const index = rows.has(id) ? undefined : /\d+$/.exec(id)?.[0];
  const key = index === undefined ? id : `${id.slice(0, -index.length)}#`;
  const { label } = labels[key] ?? setPointOf(id);
  return index === undefined ? label : `${label} ${index}`;
}
