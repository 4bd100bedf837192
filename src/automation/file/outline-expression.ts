// An expression as a person would say it: values by their names, figures with their units. What cannot be said so is shown as it is written.
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { readExpression } from '#core/expression/expression.ts';
import { print } from '#core/expression/print.ts';
import type { Scope } from '#core/expression/scope.ts';
import type { Comparison, Node } from '#core/expression/tree.ts';
import { external, type Param } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { Unit } from '#core/unit.ts';

/** What people call a device. */
export type NameOf = (device: string) => string;

/** What is needed to say one. */
export interface Saying {
  readonly scope: Scope;
  readonly nameOf: NameOf;
}

type Reading = Extract<Node, { kind: 'reading' }>;

const prices: Readonly<Record<string, Reason>> = {
  'price.import': because('act.tell-price'),
  'price.export': because('act.tell-feed-in'),
};

/** What a value is called. */
function nameOfReading({ name, device }: Reading, { nameOf }: Saying): Param {
  const what = prices[name] ?? (isMetricId(name) ? ({ metric: name } as const) : external(name.replace(/^var\./, '')));
  return device === undefined ? what : because('expression.of', { what, device: external(nameOf(device)) });
}

const unitOf = (node: Node): Unit => (node.kind === 'reading' ? (findMetric(node.name)?.unit ?? '') : '');

/** A side of a comparison; a bare number, 0 for instance, is in the unit of the other side. */
function side(node: Node, other: Node, saying: Saying): Param {
  if (node.kind === 'reading') return nameOfReading(node, saying);
  if (node.kind === 'text') return external(node.value);
  const figure = node.kind === 'negative' ? node.parts[0] : node;
  if (figure.kind !== 'number') return external(print(node));
  const unit = figure.unit === '' ? unitOf(other) : figure.unit;
  return { value: node.kind === 'negative' ? -figure.value : figure.value, unit };
}

const compared = {
  '>': 'act.tell-above',
  '<': 'act.tell-below',
  '>=': 'act.tell-least',
  '<=': 'act.tell-most',
  '==': 'act.tell-is',
  '!=': 'act.tell-not',
} as const satisfies Record<Comparison, string>;

const turned = { '>': '<', '<': '>', '>=': '<=', '<=': '>=', '==': '==', '!=': '!=' } as const;

/** The grid's power by its direction: less than −1.5 kW are more than 1.5 kW into the grid. */
function gridSaid(node: Node, sign: Comparison, limit: Param): Reason | undefined {
  if (node.kind !== 'reading' || node.name !== 'grid.power' || node.device !== undefined) return undefined;
  if (typeof limit !== 'object' || !('unit' in limit)) return undefined;
  const { value, unit } = limit;
  if ((sign === '>' || sign === '>=') && value >= 0) return because('act.tell-import', { value: { value, unit } });
  const isExport = (sign === '<' || sign === '<=') && value <= 0;
  return isExport ? because('act.tell-export', { value: { value: Math.abs(value), unit } }) : undefined;
}

function comparison(node: Extract<Node, { kind: 'compare' }>, saying: Saying): Reason {
  const [left, right] = node.parts;
  // 20 % > battery.soc is said the other way round.
  const isTurned = left.kind !== 'reading' && right.kind === 'reading';
  const [one, other] = isTurned ? [right, left] : [left, right];
  const sign = isTurned ? turned[node.sign] : node.sign;
  const limit = side(other, one, saying);
  return gridSaid(one, sign, limit) ?? because(compared[sign], { one: side(one, other, saying), other: limit });
}

/** A yes or no: a relay is on or off, anything else is so or not. */
function truth(node: Node, isSo: boolean, saying: Saying): Reason | undefined {
  if (node.kind !== 'reading') return undefined;
  const one = nameOfReading(node, saying);
  if (/^(?:relay\.on|inverter\.on)/.test(node.name)) return because(isSo ? 'act.tell-on' : 'act.tell-off', { one });
  return because(isSo ? 'act.tell-yes' : 'act.tell-no', { one });
}

/** Two by two, so that many are not nested deeply. */
export function joined<Part extends Param>(
  parts: readonly Part[],
  pair: (one: Part, other: Part) => Part,
): Part | undefined {
  const [first, second] = parts;
  if (first === undefined || second === undefined) return first;
  const half = Math.ceil(parts.length / 2);
  const [left, right] = [joined(parts.slice(0, half), pair), joined(parts.slice(half), pair)];
  return left === undefined || right === undefined ? (left ?? right) : pair(left, right);
}

function told(node: Node, saying: Saying): Reason {
  const plain = because('act.say-so', { that: external(print(node)) });
  switch (node.kind) {
    case 'compare':
      return comparison(node, saying);
    case 'reading':
      return truth(node, true, saying) ?? plain;
    case 'not':
      return truth(node.parts[0], false, saying) ?? because('act.tell-unless', { reason: told(node.parts[0], saying) });
    case 'and':
    case 'or': {
      const code = node.kind === 'and' ? 'act.tell-and' : 'act.tell-or';
      const all = node.parts.map((part) => told(part, saying));
      return joined(all, (one, other) => because(code, { one, other })) ?? plain;
    }
    case 'within': {
      const [of, least, most] = node.parts;
      const one = side(of, least, saying);
      return because('act.tell-between', { one, least: side(least, of, saying), most: side(most, of, saying) });
    }
    case 'among': {
      const [of, ...options] = node.parts;
      const words = options.flatMap((one) => (one.kind === 'text' ? [one.value] : []));
      if (of === undefined || words.length < options.length) return plain;
      return because('act.tell-is', { one: side(of, of, saying), other: { oneOf: words } });
    }
    default:
      return plain;
  }
}

/** A condition; as it is written where it cannot be read. */
export function conditionSaid(text: string, saying: Saying): Reason {
  const read = readExpression(text, saying.scope);
  return 'problem' in read ? because('act.say-so', { that: external(text) }) : told(read.expression.tree, saying);
}

/** What is measured, with its unit. */
export function measuredSaid(text: string, saying: Saying): { readonly what: Param; readonly unit: Unit } {
  const read = readExpression(text, saying.scope, { wants: 'any' });
  if ('problem' in read) return { what: external(text), unit: '' };
  const { tree, type } = read.expression;
  const unit = type.kind === 'number' && type.unit !== 'any' ? type.unit : '';
  return { what: tree.kind === 'reading' ? nameOfReading(tree, saying) : external(print(tree)), unit };
}

/** The phases of one thing, as one: `grid.current.l1` to `l3` are the current of each phase. */
export function phasesSaid(texts: readonly string[], saying: Saying): Reason | undefined {
  const trees = texts
    .map((text) => readExpression(text, saying.scope, { wants: 'any' }))
    .map((read) => ('problem' in read ? undefined : read.expression.tree));
  const bases = new Set(
    trees.map((tree) =>
      tree?.kind === 'reading' && /\.l\d$/.test(tree.name) ? `${tree.name.slice(0, -3)} ${tree.device ?? ''}` : '',
    ),
  );
  const [base = ''] = bases;
  const [name = '', device = ''] = base.split(' ');
  if (texts.length < 2 || bases.size > 1 || !isMetricId(name)) return undefined;
  const what: Param =
    device === ''
      ? { metric: name }
      : because('expression.of', { what: { metric: name }, device: external(saying.nameOf(device)) });
  return because('act.tell-phases', { what });
}
