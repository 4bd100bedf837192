// Why an expression is what it is: every part with its value, and what of it decided.
import { findMetric, isMetricId } from '../catalogue.ts';
import { because, type Reason } from '../reason.ts';
import { isSetPointId } from '../set-points.ts';
import { ofDevice, quotedWord, spokenMetric, spokenName } from '../spoken.ts';
import { resultOf, type Evaluation, type Moment, type Result, type Seen } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { print } from './print.ts';
import { type Node, partsOf, type Reference, type Value } from './tree.ts';

/** A part with what it was at that moment. */
export interface Explanation {
  readonly node: Node;
  readonly result: Result;
  readonly parts: readonly Explanation[];
  /** Of a value: how it was seen, also where it is too old. */
  readonly seen?: Seen;
  /** Of a value: what people call the device that it is of. */
  readonly device?: string;
}

function explained(node: Node, evaluation: Evaluation): Explanation {
  const parts = partsOf(node).map((part) => explained(part, evaluation));
  const results = parts.map(({ result }) => result);
  const result = resultOf(node, results, evaluation);
  if (node.kind !== 'reading') return { node, result, parts };
  const { moment } = evaluation;
  const seen = moment.look(node);
  const device = node.device === undefined ? undefined : (moment.nameOf?.(node.device) ?? node.device);
  return {
    node,
    result,
    parts,
    ...(seen === undefined ? {} : { seen }),
    ...(device === undefined ? {} : { device }),
  };
}

/** Every part of an expression with what it is at a moment. */
export function explain({ tree, factors }: Expression, moment: Moment): Explanation {
  return explained(tree, { moment, factors });
}

/** The conditions by which it is what it is: of `a and b` that is false, those that are false; else those that are not known. */
function deciding({ node, result, parts, ...rest }: Explanation): readonly Explanation[] {
  if (node.kind === 'not') return parts.flatMap(deciding);
  if (node.kind !== 'and' && node.kind !== 'or') return [{ node, result, parts, ...rest }];
  return parts.filter((part) => part.result === result).flatMap(deciding);
}

function readingsIn(explanation: Explanation): readonly Explanation[] {
  return explanation.node.kind === 'reading' ? [explanation] : explanation.parts.flatMap(readingsIn);
}

/** A value as it is shown: with the unit of its metric, a word in quotation marks. */
function shown({ name }: Reference, value: Exclude<Value, boolean>) {
  return typeof value === 'string'
    ? quotedWord(value.slice(0, 100))
    : ({ value, unit: findMetric(name)?.unit ?? '' } as const);
}

/** A yes or no; of a switch, whether it is on. */
function truthShown({ name }: Reference, isSo: boolean): Reason {
  if (isSetPointId(name) && name.startsWith('relay.')) return because(isSo ? 'act.value-on' : 'act.value-off');
  return because(isSo ? 'expression.yes' : 'expression.no');
}

function said({ node, result, seen, device }: Explanation): Reason | undefined {
  if (node.kind !== 'reading') return undefined;
  const what = isMetricId(node.name) ? spokenMetric(node.name) : spokenName(node.name);
  const name = ofDevice(what, device, node.name);
  if (typeof result === 'boolean') return because('expression.seen-truth', { name, value: truthShown(node, result) });
  if (result !== undefined) return because('expression.seen', { name, value: shown(node, result) });
  return because(seen === undefined ? 'expression.seen-none' : 'expression.seen-old', { name });
}

/** Most values that are told of one expression. */
const mostTold = 12;

/** Why it is what it is, in the values that decided: `battery.soc is 55 %`. */
export function reasonsOf(explanation: Explanation): readonly Reason[] {
  const found = new Map<string, Reason>();
  for (const one of deciding(explanation).flatMap(readingsIn)) {
    const reason = said(one);
    if (reason !== undefined) found.set(print(one.node), reason);
  }
  return [...found.values()].slice(0, mostTold);
}
