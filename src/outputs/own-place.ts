// Places that one output of a home alone may have: what an output leaves at its server is taken away with it, and two that say in one
// place whether they are there contradict each other.
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { OwnPlace } from './output-kind.ts';

/** An output, as far as its place goes. */
export interface Placed {
  readonly name: string;
  readonly place: OwnPlace | undefined;
}

/** Why an output cannot have its place, and the setting to change; undefined: it can. */
export function placeTaken(
  own: OwnPlace | undefined,
  others: readonly Placed[],
): { readonly field: OwnPlace['field']; readonly why: Reason } | undefined {
  if (own === undefined) return undefined;
  const taken = others.find(({ place }) => place?.place === own.place);
  if (taken === undefined) return undefined;
  return { field: own.field, why: because('output.place-taken', { name: external(taken.name) }) };
}

/** Errors: `input.invalid` where another output of the home has the place of this one. */
export function assertAlone(own: OwnPlace | undefined, others: readonly Placed[]): void {
  const taken = placeTaken(own, others);
  if (taken !== undefined) throw new SolsteadError('input.invalid', { at: `settings.${taken.field}`, why: taken.why });
}

/** Errors: `input.invalid` where an output of another home has it, which is not named: who asks may not see that home. */
export function assertNotElsewhere(own: OwnPlace | undefined, others: readonly Placed[]): void {
  const taken = placeTaken(own, others);
  if (taken === undefined) return;
  throw new SolsteadError('input.invalid', { at: `settings.${taken.field}`, why: because('output.place-elsewhere') });
}
