// What is said of a condition while it is typed: what is wrong and where, or whether it holds now and why.
import { explain, reasonsOf } from '#core/expression/explain.ts';
import { readExpression } from '#core/expression/expression.ts';
import { homeMoment } from '#core/expression/home-moment.ts';
import { homeScope } from '#core/expression/scope.ts';
import type { LiveState } from '../live-state.ts';
import { listText, reasonText, t } from '../words.ts';

/** What is said of it; empty: nothing. */
export interface ExpressionWords {
  readonly problem?: string;
  readonly now?: string;
}

/** The ids of the devices that may be named. */
export const devicesOf = (state: LiveState | undefined): readonly string[] => state?.devices.map(({ id }) => id) ?? [];

/** What is said of a condition in a home as it is shown. */
export function expressionWords(text: string, state: LiveState | undefined): ExpressionWords {
  if (text.trim() === '') return {};
  const outcome = readExpression(text, homeScope(state === undefined ? {} : { devices: devicesOf(state) }));
  if ('problem' in outcome) {
    const { line, column, why } = outcome.problem;
    return { problem: t('outputs.only-when-at', { line, column, reason: reasonText(why) }) };
  }
  if (state === undefined) return {};
  const { flow, devices, values, atMs } = state;
  const all = Object.values(values).flatMap((one) => Object.values(one));
  const explanation = explain(
    outcome.expression,
    homeMoment(atMs, () => ({ devices, values: all, flow })),
  );
  if (explanation.result === true) return { now: t('outputs.only-when-true') };
  const reasons = listText(reasonsOf(explanation).map((reason) => reasonText(reason)));
  if (explanation.result === undefined) return { now: t('outputs.only-when-unknown', { reasons }) };
  return { now: t('outputs.only-when-not', { reasons }) };
}
