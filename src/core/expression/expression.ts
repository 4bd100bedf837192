// An expression: read once, checked, and asked what it is at a moment, which values it reads, and why it is true or not.
// Its language is in docs/expressions.md.
import { checked, type Checked } from './check.ts';
import { evaluated, type Moment, type Result } from './evaluate.ts';
import { parse } from './parse.ts';
import { print } from './print.ts';
import { ExpressionMistake, type ExpressionProblem, problemAt } from './problem.ts';
import type { Scope } from './scope.ts';
import type { Unit } from '../unit.ts';
import { type Node, partsOf, type Reference, type ValueType } from './tree.ts';

/** An expression that is right. */
export interface Expression {
  /** Printed from the tree. */
  readonly text: string;
  readonly tree: Node;
  readonly type: ValueType;
  /** Every value that it may look at, once: when none of them changes, neither does it. */
  readonly reads: readonly Reference[];
  /** Whether it may also change by the passing of time alone. */
  readonly isTimed: boolean;
  /** What the results of products and quotients are multiplied with to be in their unit. */
  readonly factors: ReadonlyMap<Node, number>;
}

/** The expression, or what is wrong with it. */
export type ExpressionOutcome = { readonly expression: Expression } | { readonly problem: ExpressionProblem };

/** Calls back for a part and all inside it. */
function each(node: Node, tell: (node: Node) => void): void {
  tell(node);
  for (const part of partsOf(node)) each(part, tell);
}

/** The tree with the units that numbers have by what they stand beside. */
function withUnits(node: Node, units: ReadonlyMap<Node, Unit>): Node {
  if (node.kind === 'number') return { ...node, unit: units.get(node) ?? node.unit };
  if (!('parts' in node)) return node;
  // The shape stays: each part is of the kind that it was.
  return { ...node, parts: node.parts.map((part) => withUnits(part, units)) } as Node;
}

/** The tree of a text, and what it is. */
function understood(text: string, scope: Scope, wants: 'condition' | 'any'): Checked & { readonly tree: Node } {
  const written = parse(text);
  const found = checked(written, scope, wants);
  if (found.units.size === 0) return { ...found, tree: written };
  const tree = withUnits(written, found.units);
  return { ...checked(tree, scope, wants), tree };
}

/** Reads a text. Whatever it is, it takes bounded time and does not throw. */
export function readExpression(
  text: string,
  scope: Scope,
  { wants = 'condition' }: { readonly wants?: 'condition' | 'any' } = {},
): ExpressionOutcome {
  try {
    const { tree, type, factors } = understood(text, scope, wants);
    const reads = new Map<string, Reference>();
    let isTimed = false;
    each(tree, (node) => {
      if (node.kind === 'call') isTimed ||= scope.functions[node.name]?.isTimed === true;
      if (node.kind !== 'reading') return;
      const { name, device } = node;
      reads.set(`${name} ${device ?? ''}`, device === undefined ? { name } : { name, device });
    });
    return { expression: { text: print(tree), tree, type, reads: [...reads.values()], isTimed, factors } };
  } catch (thrown) {
    if (thrown instanceof ExpressionMistake) return { problem: problemAt(text, thrown) };
    throw thrown;
  }
}

/** What it is at a moment; undefined: not known, and a condition that is not known does not hold. */
export function valueOf({ tree, factors }: Expression, moment: Moment): Result {
  return evaluated(tree, { moment, factors });
}
