// From pieces to the tree: precedence from the loosest to the tightest is or, and, not, comparison, + −, * /, sign.
import { external } from '../message-params.ts';
import { because, type Reason } from '../reason.ts';
import { ExpressionMistake } from './problem.ts';
import { type Token, tokensOf } from './tokens.ts';
import { bounds, type Calculation, comparisons, type Node, partsOf, type Span } from './tree.ts';

type Bare<One> = One extends unknown ? Omit<One, 'span'> : never;

const spanOf = (first: Span, last: Span): Span => ({ from: first.from, to: last.to });

class Reader {
  readonly #tokens: readonly Token[];
  #place = 0;
  #parts = 0;
  /** Parentheses, signs and negations that are open. */
  #open = 0;
  readonly #depths = new WeakMap<Node, number>();
  /** How a number was written: one without a unit takes that of the other end of its range. */
  readonly #written = new WeakMap<Node, Token & { readonly kind: 'number' }>();

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  all(): Node {
    const whole = this.#either();
    const next = this.#next;
    if (next.kind === 'end') return whole;
    const isChained = next.kind === 'sign' && comparisons.some((sign) => sign === next.text);
    throw this.#mistake(
      isChained ? because('expression.chained') : because('expression.left-over', { text: this.#shown(next) }),
    );
  }

  get #next(): Token {
    // The last one is the end, and nothing reads beyond it.
    return this.#tokens[this.#place] ?? { kind: 'end', from: 0, to: 0 };
  }

  #is(kind: 'word' | 'sign', ...texts: readonly string[]): boolean {
    const next = this.#next;
    return next.kind === kind && texts.includes(next.text);
  }

  /** Takes one of some words or signs, if it is there. */
  #taken(kind: 'word' | 'sign', ...texts: readonly string[]): string | undefined {
    const next = this.#next;
    if (next.kind !== kind || !texts.includes(next.text)) return undefined;
    this.#place += 1;
    return next.text;
  }

  #shown(token: Token) {
    if (token.kind === 'end') return '';
    return token.kind === 'number' ? String(token.value) : external(token.text.slice(0, 40));
  }

  #mistake(why: Reason, span: Span = this.#next): ExpressionMistake {
    return new ExpressionMistake(why, { from: span.from, to: span.to });
  }

  #make(bare: Bare<Node>, span: Span): Node {
    this.#parts += 1;
    if (this.#parts > bounds.parts) throw this.#mistake(because('expression.many', { most: bounds.parts }), span);
    const node: Node = { ...bare, span: Object.freeze(span) };
    const parts = partsOf(node);
    Object.freeze(parts);
    const depth = 1 + parts.reduce((most, part) => Math.max(most, this.#depths.get(part) ?? 0), 0);
    if (depth > bounds.depth) throw this.#mistake(because('expression.deep', { most: bounds.depth }), span);
    this.#depths.set(node, depth);
    return Object.freeze(node);
  }

  /** Reads something that may hold itself. */
  #inside<Read>(read: () => Read): Read {
    this.#open += 1;
    if (this.#open > bounds.depth) throw this.#mistake(because('expression.deep', { most: bounds.depth }));
    const found = read();
    this.#open -= 1;
    return found;
  }

  #either(): Node {
    return this.#joined('or', ['or', '||'], () => this.#joined('and', ['and', '&&'], () => this.#negation()));
  }

  /** Some parts with a word between them; those of the same kind inside count as its own. */
  #joined(kind: 'and' | 'or', by: readonly string[], read: () => Node): Node {
    const first = read();
    const parts = [first];
    while (this.#taken('word', ...by) !== undefined || this.#taken('sign', ...by) !== undefined) parts.push(read());
    const last = parts.at(-1) ?? first;
    if (parts.length === 1) return first;
    const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
    return this.#make({ kind, parts: flat }, spanOf(first.span, last.span));
  }

  #negation(): Node {
    const first = this.#next;
    if (this.#taken('word', 'not') === undefined && this.#taken('sign', '!') === undefined) return this.#comparison();
    const part = this.#inside(() => this.#negation());
    return this.#make({ kind: 'not', parts: [part] }, spanOf(first, part.span));
  }

  #comparison(): Node {
    const left = this.#sum();
    const isNot = this.#is('word', 'not');
    if (isNot) {
      this.#place += 1;
      if (!this.#is('word', 'in')) throw this.#mistake(because('expression.left-over', { text: 'not' }));
    }
    if (this.#taken('word', 'in') !== undefined) {
      const inside = this.#membership(left);
      return isNot ? this.#make({ kind: 'not', parts: [inside] }, inside.span) : inside;
    }
    const sign = comparisons.find((one) => this.#is('sign', one));
    if (sign === undefined) return left;
    this.#place += 1;
    const right = this.#sum();
    return this.#make({ kind: 'compare', sign, parts: [left, right] }, spanOf(left.span, right.span));
  }

  #membership(of: Node): Node {
    const first = this.#next;
    if (!this.#is('sign', '(', '[')) return this.#range(of, this.#sum());
    const isBracket = this.#is('sign', '[');
    const mark = this.#place;
    this.#place += 1;
    const options = this.#inside(() => this.#list(isBracket ? ']' : ')'));
    // `in (1 + 2)..4` begins like a list.
    const [only] = options;
    if (this.#is('sign', '..') && !isBracket) {
      this.#place = mark;
      return this.#range(of, this.#sum());
    }
    if (only === undefined) throw this.#mistake(because('expression.no-range'), first);
    const last = this.#tokens[this.#place - 1] ?? first;
    return this.#make({ kind: 'among', parts: [of, ...options] }, spanOf(of.span, last));
  }

  #range(of: Node, least: Node): Node {
    if (this.#taken('sign', '..') === undefined) throw this.#mistake(because('expression.no-range'));
    const most = this.#sum();
    const parts = [of, this.#withUnitOf(least, most), this.#withUnitOf(most, least)] as const;
    return this.#make({ kind: 'within', parts: [...parts] }, spanOf(of.span, most.span));
  }

  /** `20..80 %`: a number without a unit takes that of the other end. */
  #withUnitOf(one: Node, other: Node): Node {
    const [bare, unit] = [this.#written.get(one), this.#written.get(other)?.unit];
    if (bare === undefined || bare.unit !== undefined || unit === undefined) return one;
    const value = (one.kind === 'number' ? one.value : bare.value) * unit.factor;
    return this.#make({ kind: 'number', value, unit: unit.unit }, one.span);
  }

  #sum(): Node {
    return this.#calculation(['+', '-'], () => this.#calculation(['*', '/'], () => this.#signed()));
  }

  #calculation(signs: readonly Calculation[], read: () => Node): Node {
    let left = read();
    for (;;) {
      const sign = signs.find((one) => this.#is('sign', one));
      if (sign === undefined) return left;
      this.#place += 1;
      const right = read();
      left = this.#make({ kind: 'calculate', sign, parts: [left, right] }, spanOf(left.span, right.span));
    }
  }

  #signed(): Node {
    const first = this.#next;
    if (this.#taken('sign', '-') === undefined) return this.#primary();
    const part = this.#inside(() => this.#signed());
    const span = spanOf(first, part.span);
    if (part.kind !== 'number') return this.#make({ kind: 'negative', parts: [part] }, span);
    // There is one zero.
    const folded = this.#make({ kind: 'number', value: part.value === 0 ? 0 : -part.value, unit: part.unit }, span);
    const written = this.#written.get(part);
    if (written !== undefined) this.#written.set(folded, written);
    return folded;
  }

  #primary(): Node {
    const token = this.#next;
    this.#place += 1;
    switch (token.kind) {
      case 'number':
        return this.#number(token);
      case 'text':
        return this.#make({ kind: 'text', value: token.text }, spanOf(token, token));
      case 'name':
        return this.#is('sign', '(') ? this.#call(token) : this.#reading(token);
      case 'word':
        if (['true', 'on', 'yes'].includes(token.text))
          return this.#make({ kind: 'truth', value: true }, spanOf(token, token));
        if (['false', 'off', 'no'].includes(token.text))
          return this.#make({ kind: 'truth', value: false }, spanOf(token, token));
        break;
      case 'sign':
        if (token.text === '(') return this.#enclosed();
        break;
      case 'end':
        break;
    }
    throw this.#mistake(because('expression.no-value'), token);
  }

  #number(token: Token & { readonly kind: 'number' }): Node {
    const { value, unit } = token;
    const size = value * (unit?.factor ?? 1);
    const node = this.#make(
      // A product that is not finite is no number.
      { kind: 'number', value: Number.isFinite(size) ? size : value, unit: unit?.unit ?? '' },
      spanOf(token, token),
    );
    this.#written.set(node, token);
    return node;
  }

  #enclosed(): Node {
    const found = this.#inside(() => this.#either());
    if (this.#taken('sign', ')') === undefined) throw this.#mistake(because('expression.no-close', { text: ')' }));
    return found;
  }

  /** What stands between commas, and what closes it. */
  #list(close: string): readonly Node[] {
    const found: Node[] = [];
    if (this.#taken('sign', close) !== undefined) return found;
    for (;;) {
      found.push(this.#either());
      if (this.#taken('sign', close) !== undefined) return found;
      if (this.#taken('sign', ',') === undefined) throw this.#mistake(because('expression.no-close', { text: close }));
    }
  }

  #call(token: Token & { readonly text: string }): Node {
    this.#place += 1;
    const parts = this.#inside(() => this.#list(')'));
    const last = this.#tokens[this.#place - 1] ?? token;
    return this.#make({ kind: 'call', name: token.text, parts }, spanOf(token, last));
  }

  #reading(token: Token & { readonly text: string }): Node {
    if (this.#taken('word', 'of') === undefined)
      return this.#make({ kind: 'reading', name: token.text }, spanOf(token, token));
    const device = this.#next;
    if (device.kind !== 'name') throw this.#mistake(because('expression.no-device'));
    this.#place += 1;
    return this.#make({ kind: 'reading', name: token.text, device: device.text }, spanOf(token, device));
  }
}

/** The tree of a text. Throws {@link ExpressionMistake}. */
export function parse(text: string): Node {
  if (text.length > bounds.characters)
    throw new ExpressionMistake(because('expression.long', { most: bounds.characters }), {
      from: bounds.characters,
      to: text.length,
    });
  const tokens = tokensOf(text);
  if (tokens.length === 1) throw new ExpressionMistake(because('expression.empty'), { from: 0, to: text.length });
  return new Reader(tokens).all();
}
