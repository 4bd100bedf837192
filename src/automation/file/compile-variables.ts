// Variables of the owner: what they start with, and the unit of those that are numbers. A unit that expressions do not have is refused where it
// stands: without it a value in kWh would be a bare number, which nothing in a unit goes together with.
import type { Value } from '#core/expression/tree.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Path } from '#core/schema-check.ts';
import { isUnit, scaledUnit, units } from '#core/unit.ts';
import type { FileVariable } from './words.ts';

const named = units.filter((unit) => unit !== '');

/** What they start with; what is wrong is told to `wrong`. */
export function variablesOf(
  variables: Readonly<Record<string, FileVariable>>,
  wrong: (path: Path, why: Reason) => void,
): Readonly<Record<string, Value>> {
  for (const [name, { start, unit }] of Object.entries(variables)) {
    if (unit === undefined) continue;
    const path = ['variables', name, 'unit'];
    const scaled = scaledUnit(unit);
    if (typeof start !== 'number') wrong(path, because('act.variable-unit-spare'));
    else if (isUnit(unit)) continue;
    else if (scaled === undefined) wrong(path, because('act.variable-unit', { unit: external(unit), known: named }));
    else if (scaled.factor === 1)
      wrong(path, because('act.variable-spelling', { unit: external(unit), base: scaled.unit }));
    else
      wrong(
        path,
        because('act.variable-scaled', {
          unit: external(unit),
          base: scaled.unit,
          start: Number((start * scaled.factor).toPrecision(12)),
        }),
      );
  }
  return Object.fromEntries(Object.entries(variables).map(([name, { start }]) => [name, start]));
}
