// An action of a plug-in as a rule names it: whether there is one, and whether what it is told is what it takes.
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { type ActionKind, fitsParam } from '#core/plug-in.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Path } from '#core/schema-check.ts';
import type { FileAction } from './words.ts';

type OwnAction = Extract<FileAction, { kind: 'action' }>;

/** Whether values are filled into a text when it is done: how long it becomes is not known before. */
const hasGaps = (value: unknown): boolean => typeof value === 'string' && value.includes('{');

/** Every mistake in it, with its place; `known` absent: which actions there are is not known. */
export function ownActionProblems(
  { name, with: given = {} }: OwnAction,
  path: Path,
  known: readonly ActionKind[] | undefined,
): readonly { readonly path: Path; readonly why: Reason }[] {
  if (known === undefined) return [];
  const action = known.find(({ id }) => id === name);
  if (action === undefined) {
    const names = known.map(({ id }) => id);
    return [
      { path: [...path, 'name'], why: withNearest(because('act.no-action', { name: external(name) }), name, names) },
    ];
  }
  const { params } = action;
  const names = Object.keys(params);
  const wrong = Object.entries(given).flatMap(([key, value]) => {
    const param = Object.hasOwn(params, key) ? params[key] : undefined;
    const at = [...path, 'with', key];
    if (param === undefined)
      return [{ path: at, why: withNearest(because('act.no-param', { name: external(key) }), key, names) }];
    const isRight = fitsParam(param.value, value) || (param.value.type === 'text' && hasGaps(value));
    return isRight ? [] : [{ path: at, why: because('act.param', { takes: takes(param.value) }) }];
  });
  const missing = Object.entries(params).filter(
    ([key, { isOptional, value }]) => !isOptional && value.default === undefined && !Object.hasOwn(given, key),
  );
  return [...wrong, ...missing.map(([key]) => ({ path, why: because('act.param-missing', { name: external(key) }) }))];
}

/** What a parameter takes, in words. */
function takes(value: ActionKind['params'][string]['value']): Reason {
  switch (value.type) {
    case 'text':
      return because('act.takes-text', { most: value.longest });
    case 'number':
      return because('act.takes-number', { least: value.least, most: value.most });
    case 'choice':
      return because('act.takes-choice', { known: { oneOf: [...value.options] } });
    case 'flag':
      return because('act.takes-flag');
  }
}
