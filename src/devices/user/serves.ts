// Which set-point of the catalogue a setting of a user's device serves: as it is written, what is wrong with it, and as a
// definition has it.
import { isSetPointId, setPointOf, setPoints } from '#core/set-points.ts';
import type { Unit } from '#core/unit.ts';
import type { Serves } from '../definition.ts';
import { because, type Reason } from '#core/reason.ts';
import { type DocumentProblem, type Path, withNear } from '#core/schema-check.ts';
import { keys, number, text, free } from './columns.ts';

/** As it is written. */
export interface WrittenServes {
  readonly set_point: string;
  readonly words?: Readonly<Record<string, string>>;
  readonly factor?: number;
}

/** Its columns. */
export const servesColumn = keys(
  'The set-point of the catalogue it is, so that rules, plans and other programs can use it',
  {
    set_point: text('Its id, such as battery.soc.min; see docs/metrics.md'),
    words: free('The word of options for each word of the set-point; of a switch on and off', '^[a-z][a-z-]*$', {
      type: 'string',
    }),
    factor: number('How much of the set-point’s unit one of the value is; 1 if absent'),
  },
  ['set_point'],
);

/** What the setting takes. */
export interface ServingValue {
  /** Words that may be set; absent for a number. */
  readonly words?: readonly string[];
  readonly unit?: Unit;
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Set-points that are served already, by the setting that does. */
export type ServedSoFar = Map<string, string>;

/** A unit as a message tells it. */
const orNone = (unit: Unit): string => (unit === '' ? 'none' : unit);

const ids = Object.keys(setPoints);

function wordProblems(serves: WrittenServes, known: readonly string[], path: Path): DocumentProblem[] {
  if (!isSetPointId(serves.set_point)) return [];
  const row = setPointOf(serves.set_point);
  const taken = row.kind === 'binary' ? ['on', 'off'] : Object.keys(row.words ?? {});
  const found = Object.entries(serves.words ?? {}).flatMap(([word, own]): DocumentProblem[] => {
    const at = [...path, 'words', word];
    if (!taken.includes(word))
      return [{ path: at, why: because('device-file.set-point-takes', { id: serves.set_point, words: taken }) }];
    return known.includes(own)
      ? []
      : [{ path: at, why: withNear(because('device-file.no-option', { word: own }), own, known) }];
  });
  return serves.words === undefined
    ? [
        ...found,
        { path, why: because('device-file.set-point-needs', { id: serves.set_point, words: { oneOf: taken } }) },
      ]
    : found;
}

/** What is wrong with it. */
export function servesProblems(
  { serves, path, name }: { readonly serves: WrittenServes | undefined; readonly path: Path; readonly name: string },
  { words, unit = '', min = 0, max = 0 }: ServingValue,
  served: ServedSoFar,
): DocumentProblem[] {
  if (serves === undefined) return [];
  const id = serves.set_point;
  const at = (why: Reason): DocumentProblem[] => [{ path: [...path, 'set_point'], why }];
  if (!isSetPointId(id)) return at(withNear(because('device-file.no-set-point', { id }), id, ids));
  const other = served.get(id);
  served.set(id, name);
  if (other !== undefined) return at(because('device-file.set-point-twice', { name: other, id }));
  const row = setPointOf(id);
  if (row.kind !== 'number')
    return words === undefined ? at(because('device-file.set-point-words', { id })) : wordProblems(serves, words, path);
  if (words !== undefined) return at(because('device-file.set-point-number', { id }));
  const { factor = 1 } = serves;
  if (factor === 0) return at(because('device-file.times-zero'));
  if ([min, max].some((limit) => limit * factor < row.min || limit * factor > row.max))
    return at(because('device-file.set-point-range', { id, min: row.min, max: row.max, unit: orNone(row.unit) }));
  if (unit === row.unit) return [];
  return at(because('device-file.set-point-unit', { id, needed: orNone(row.unit), unit: orNone(unit) }));
}

/** As a definition has it. */
export function servesOf(serves: WrittenServes | undefined): Serves | undefined {
  if (serves === undefined || !isSetPointId(serves.set_point)) return undefined;
  const { set_point: setPoint, words, factor } = serves;
  return { setPoint, ...(words === undefined ? {} : { words }), ...(factor === undefined ? {} : { factor }) };
}
