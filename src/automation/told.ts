// Why an expression is what it is, as one reason.
import { explain, reasonsOf } from '#core/expression/explain.ts';
import { type Expression, valueOf } from '#core/expression/expression.ts';
import type { Moment } from '#core/expression/evaluate.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';

/** The values that decided; without any, the expression itself. */
export function toldOf(expression: Expression, moment: Moment): Reason {
  const [first, ...rest] = reasonsOf(explain(expression, moment));
  if (first === undefined) return because('outside.said', { said: external(expression.text) });
  return rest.reduce((one, other) => because('act.both', { one, other }), first);
}

/** Whether a condition holds: what is not known does not. */
export const isTrue = (expression: Expression, moment: Moment): boolean => valueOf(expression, moment) === true;
