// Whether the parts of an expression go together: every name is known, every unit fits. What passes cannot fail when it is evaluated.
import { external } from '../message-params.ts';
import { withKnown, withNearest } from '../near-word.ts';
import { because, type Reason } from '../reason.ts';
import type { Unit } from '../unit.ts';
import { calculated } from './units.ts';
import { historyFunctions, type ParameterKind, type Signature } from './functions.ts';
import { ExpressionMistake, typeWords } from './problem.ts';
import type { Scope } from './scope.ts';
import type { Node, Span, ValueType } from './tree.ts';

const truth: ValueType = { kind: 'truth' };

const mistake = (why: Reason, { span }: { readonly span: Span }): ExpressionMistake => new ExpressionMistake(why, span);

const word = (text: string) => external(text.slice(0, 80));

class Checker {
  readonly #scope: Scope;
  /** What the results of products and quotients are multiplied with, where that is not 1. */
  readonly factors = new Map<Node, number>();
  /** Numbers that were written without a unit, and are in that of what they stand beside. */
  readonly units = new Map<Node, Unit>();

  constructor(scope: Scope) {
    this.#scope = scope;
  }

  typeOf(node: Node): ValueType {
    switch (node.kind) {
      case 'number':
        return { kind: 'number', unit: node.value === 0 && node.unit === '' ? 'any' : node.unit };
      case 'text':
        return { kind: 'text' };
      case 'truth':
        return truth;
      case 'reading':
        return this.#reading(node);
      case 'call':
        return this.#call(node);
      case 'negative':
        return this.#number(node.parts[0]);
      case 'not':
      case 'and':
      case 'or':
        for (const part of node.parts) this.#truth(part);
        return truth;
      case 'compare':
        return this.#comparison(node);
      case 'calculate':
        return this.#calculation(node);
      case 'within':
        this.#number(node.parts[0]);
        this.#alike(node.parts);
        return truth;
      case 'among':
        this.#alike(node.parts);
        return truth;
    }
  }

  #truth(node: Node): void {
    const type = this.typeOf(node);
    if (type.kind !== 'truth') throw mistake(because('expression.not-truth', { type: typeWords(type) }), node);
  }

  #number(node: Node): ValueType & { readonly kind: 'number' } {
    const type = this.typeOf(node);
    if (type.kind !== 'number') throw mistake(because('expression.not-number', { type: typeWords(type) }), node);
    return type;
  }

  #reading(node: Node & { readonly kind: 'reading' }): ValueType {
    const { name, device } = node;
    const { devices } = this.#scope;
    const type = this.#scope.typeOf(name);
    if (type === undefined) throw mistake(this.#unknownName(name), node);
    if (device !== undefined && devices !== undefined && !devices.includes(device))
      throw mistake(withNearest(because('expression.device', { name: word(device) }), device, devices), node);
    return type;
  }

  /** Why a name is none: what was perhaps meant is named. */
  #unknownName(name: string): Reason {
    const { names, devices = [], functions } = this.#scope;
    const [first = '', ...rest] = name.split('.');
    const behind = rest.join('.');
    if (this.#scope.typeOf(behind) !== undefined && devices.includes(first.replaceAll('_', '-')))
      return because('expression.device-last', { written: `${behind} of ${first.replaceAll('_', '-')}` });
    const usage = Object.hasOwn(functions, name) ? functions[name]?.usage : undefined;
    if (usage !== undefined) return because('expression.no-call', { name, usage });
    return withNearest(because('expression.name', { name: word(name) }), name, names);
  }

  #signature(node: Node & { readonly kind: 'call' }): Signature {
    const { name } = node;
    const { functions } = this.#scope;
    const known = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (known !== undefined) return known;
    if (Object.hasOwn(historyFunctions, name)) throw mistake(because('expression.not-offered', { name }), node);
    const near = withKnown(because('expression.function', { name: word(name) }), name, Object.keys(functions));
    throw mistake(near, node);
  }

  #call(node: Node & { readonly kind: 'call' }): ValueType {
    const { name, parts } = node;
    const { needs, more, gives, usage } = this.#signature(node);
    const most = more === undefined ? needs.length : more.isEndless ? Number.POSITIVE_INFINITY : needs.length + 1;
    if (parts.length < needs.length || parts.length > most)
      throw mistake(because('expression.arguments', { name, usage }), node);
    let first: ValueType = truth;
    if (needs[0] === 'same' || more?.kind === 'same' || needs[1] === 'same') assertAllOrNone(parts);
    for (const [index, part] of parts.entries()) {
      const kind = needs[index] ?? more?.kind ?? 'any';
      if (kind === 'same') first = this.#pair([parts[0] ?? part, part], [first, this.typeOf(part)]);
      else if (index === 0) first = this.#argument(part, { kind, name, usage });
      else this.#argument(part, { kind, name, usage });
    }
    if (gives === 'same') return first;
    return gives === 'truth' ? truth : { kind: 'number', unit: gives.unit };
  }

  #argument(
    node: Node,
    { kind, name, usage }: { readonly kind: ParameterKind; readonly name: string; readonly usage: string },
  ): ValueType {
    const type = this.typeOf(node);
    const isRight =
      kind === 'any' ||
      (kind === 'reading' && node.kind === 'reading') ||
      (kind === 'number' && type.kind === 'number') ||
      (kind === 'text' && type.kind === 'text') ||
      (kind === 'seconds' && type.kind === 'number' && (type.unit === 's' || type.unit === 'any'));
    if (!isRight) throw mistake(because('expression.arguments', { name, usage }), node);
    return type;
  }

  #comparison(node: Node & { readonly kind: 'compare' }): ValueType {
    const { sign, parts } = node;
    const type = this.#alike(parts);
    if (type.kind !== 'number' && sign !== '==' && sign !== '!=') throw mistake(because('expression.no-order'), node);
    return truth;
  }

  #alike(parts: readonly Node[]): ValueType {
    assertAllOrNone(parts);
    const [first, ...others] = parts;
    if (first === undefined) return truth;
    return others.reduce((type, other) => this.#pair([first, other], [type, this.typeOf(other)]), this.typeOf(first));
  }

  /** The type of two that are held against each other. */
  #pair([left, right]: readonly [Node, Node], [one, other]: readonly [ValueType, ValueType]): ValueType {
    if (one.kind === 'number' && other.kind === 'number') {
      if (one.unit === 'any') return other;
      if (other.unit === 'any' || one.unit === other.unit) return one;
      if (this.#takesUnit(right, [left, one])) return one;
      if (this.#takesUnit(left, [right, other])) return other;
      throw this.#unlikeUnits([left, right], [one, other]);
    }
    if (one.kind === 'text' && other.kind === 'text') {
      assertChoice(right, one);
      assertChoice(left, other);
      return one.choices === undefined ? other : one;
    }
    if (one.kind === other.kind) return one;
    for (const [node, type, beside] of [
      [left, one, right],
      [right, other, left],
    ] as const)
      if (type.kind === 'truth' && node.kind === 'reading' && beside.kind === 'number')
        throw mistake(because('expression.truth-number', { name: node.name }), beside);
    throw mistake(because('expression.apart', { left: typeWords(one), right: typeWords(other) }), right);
  }

  /**
   * A number that was written without a unit is in that of the value it stands beside. Beside a number that has one it is
   * refused: in `min(2, 3 kW)` nobody knows whether it is two watts.
   */
  #takesUnit(node: Node, [beside, { unit }]: readonly [Node, ValueType & { readonly kind: 'number' }]): boolean {
    const number = literalOf(node);
    if (number?.unit !== '' || unit === 'any' || literalOf(beside) !== undefined) return false;
    this.units.set(number, unit);
    return true;
  }

  #unlikeUnits(
    nodes: readonly [Node, Node],
    types: readonly (ValueType & { readonly kind: 'number' })[],
  ): ExpressionMistake {
    const [left, right] = nodes;
    const [one, other] = types;
    if (one === undefined || other === undefined) return mistake(because('expression.unit-spare'), right);
    const spare = [left, right].find((node, index) => node.kind === 'number' && types[1 - index]?.unit === '');
    if (spare !== undefined) return mistake(because('expression.unit-spare'), spare);
    return mistake(because('expression.apart', { left: typeWords(one), right: typeWords(other) }), right);
  }

  #calculation(node: Node & { readonly kind: 'calculate' }): ValueType {
    const { sign, parts } = node;
    const [left, right] = [this.#number(parts[0]), this.#number(parts[1])];
    if (sign === '+' || sign === '-') return this.#pair(parts, [left, right]);
    const product = calculated(sign, [left.unit, right.unit]);
    if (product === undefined)
      throw mistake(because('expression.apart', { left: typeWords(left), right: typeWords(right) }), node);
    if (product.factor !== 1) this.factors.set(node, product.factor);
    return { kind: 'number', unit: product.unit };
  }
}

/** The number that a part is, with its sign or without. */
function literalOf(node: Node): (Node & { readonly kind: 'number' }) | undefined {
  const number = node.kind === 'negative' ? node.parts[0] : node;
  return number.kind === 'number' ? number : undefined;
}

/** Some numbers beside a value: all with a unit, or none. */
function assertAllOrNone(parts: readonly Node[]): void {
  const numbers = parts.flatMap((part) => literalOf(part) ?? []).filter(({ value }) => value !== 0);
  const bare = numbers.find(({ unit }) => unit === '');
  const other = numbers.find(({ unit }) => unit !== '');
  if (bare !== undefined && other !== undefined)
    throw mistake(
      because('expression.apart', {
        left: typeWords({ kind: 'number', unit: other.unit }),
        right: typeWords({ kind: 'number', unit: '' }),
      }),
      bare,
    );
}

/** A text that can only be some words is one of them. */
function assertChoice(node: Node, { choices }: ValueType & { readonly kind: 'text' }): void {
  if (choices === undefined || node.kind !== 'text') return;
  if (choices.some((one) => one.toLowerCase() === node.value.toLowerCase())) return;
  const why = because('expression.choice', { text: word(node.value), known: choices });
  throw mistake(withNearest(why, node.value, choices), node);
}

/** What an expression that passed is. */
export interface Checked {
  readonly type: ValueType;
  /** What the results of products and quotients are multiplied with to be in their unit; absent: 1. */
  readonly factors: ReadonlyMap<Node, number>;
  /** Units of the numbers that were written without one, where they have one. */
  readonly units: ReadonlyMap<Node, Unit>;
}

/** What an expression gives. Throws {@link ExpressionMistake}. */
export function checked(node: Node, scope: Scope, wants: 'condition' | 'any'): Checked {
  const checker = new Checker(scope);
  const type = checker.typeOf(node);
  if (wants === 'condition' && type.kind !== 'truth')
    throw mistake(because('expression.not-truth', { type: typeWords(type) }), node);
  return { type, factors: checker.factors, units: checker.units };
}
