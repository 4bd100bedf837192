// Which set-point of the catalogue a setting of a user's device serves: as it is written, what is wrong with it, and as a
// definition has it.
import { isSetPointId, setPointOf, setPoints } from '#core/set-points.ts';
import type { Unit } from '#core/unit.ts';
import { nearest } from '../nearest.ts';
import type { Serves } from '../definition.ts';
import type { DocumentProblem, Path } from './check.ts';
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
    factor: number('How much of the set-point’s unit one of the value is; 1 where it does not say'),
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

const ids = Object.keys(setPoints);

function wordProblems(serves: WrittenServes, known: readonly string[], path: Path): DocumentProblem[] {
  if (!isSetPointId(serves.set_point)) return [];
  const row = setPointOf(serves.set_point);
  const taken = row.kind === 'binary' ? ['on', 'off'] : Object.keys(row.words ?? {});
  const found = Object.entries(serves.words ?? {}).flatMap(([word, own]): DocumentProblem[] => {
    const at = [...path, 'words', word];
    if (!taken.includes(word)) return [{ path: at, why: `${serves.set_point} takes ${taken.join(', ')}` }];
    return known.includes(own) ? [] : [{ path: at, why: `${own} is none of the options${nearest(own, known)}` }];
  });
  return serves.words === undefined
    ? [...found, { path, why: `${serves.set_point} needs words: which option is ${taken.join(', ')}` }]
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
  const at = (why: string): DocumentProblem[] => [{ path: [...path, 'set_point'], why }];
  if (!isSetPointId(id)) return at(`there is no set-point ${id}${nearest(id, ids)}`);
  const other = served.get(id);
  served.set(id, name);
  if (other !== undefined) return at(`${other} is ${id} already`);
  const row = setPointOf(id);
  if (row.kind !== 'number')
    return words === undefined ? at(`${id} takes words: this is a number`) : wordProblems(serves, words, path);
  if (words !== undefined) return at(`${id} is a number: this takes words`);
  const { factor = 1 } = serves;
  if (factor === 0) return at('nothing is left of a number times 0');
  if ([min, max].some((limit) => limit * factor < row.min || limit * factor > row.max))
    return at(`${id} lies between ${row.min} and ${row.max} ${row.unit}`);
  return unit === row.unit ? [] : at(`${id} is in ${row.unit}: this is in ${unit === '' ? 'no unit' : unit}`);
}

/** As a definition has it. */
export function servesOf(serves: WrittenServes | undefined): Serves | undefined {
  if (serves === undefined || !isSetPointId(serves.set_point)) return undefined;
  const { set_point: setPoint, words, factor } = serves;
  return { setPoint, ...(words === undefined ? {} : { words }), ...(factor === undefined ? {} : { factor }) };
}
