// What reads the parts of a YAML file: it knows the world, and where in the text each part stands.
import type { Reason } from '#core/reason.ts';
import type { Path } from '#core/schema-check.ts';
import type { PlacedProblem } from '#core/yaml-places.ts';
import type { Known } from './known.ts';
import type { Findings } from './plan.ts';

/** Reads parts of a document, and tells what is wrong with them at their places. */
export interface YamlReader {
  readonly known: Known;
  readonly findings: Findings;
  wrong(path: Path, why: Reason, on?: 'key' | 'value'): void;
  tell(path: Path, why: Reason): void;
  placeOf(path: Path): PlacedProblem;
}
