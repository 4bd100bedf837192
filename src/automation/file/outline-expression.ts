// An expression as a person would say it: values by what they are called in a sentence, figures with their units. What cannot be said so is shown
// as it is written.
import { findMetric, isMetricId } from '#core/catalogue.ts';
import { readExpression } from '#core/expression/expression.ts';
import { print } from '#core/expression/print.ts';
import type { Scope } from '#core/expression/scope.ts';
import type { Calculation, Comparison, Node } from '#core/expression/tree.ts';
import { external, type Param } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { ofDevice, quotedWord, spokenMetric, spokenName, spokenTruth } from '#core/spoken.ts';
import type { Unit } from '#core/unit.ts';

/** What people call a device. */
export type NameOf = (device: string) => string;

/** What is needed to say one. */
export interface Saying {
  readonly scope: Scope;
  readonly nameOf: NameOf;
}

type Reading = Extract<Node, { kind: 'reading' }>;
type Call = Extract<Node, { kind: 'call' }>;

const deviceOf = ({ device }: Reading, { nameOf }: Saying): string | undefined =>
  device === undefined ? undefined : nameOf(device);

/** What a value is called. */
function nameOfReading(node: Reading, saying: Saying): Param {
  const { name } = node;
  if (!isMetricId(name)) return spokenName(name);
  return ofDevice(spokenMetric(name), deviceOf(node, saying), name);
}

const unitOf = (node: Node): Unit => (node.kind === 'reading' ? (findMetric(node.name)?.unit ?? '') : '');

/** A figure; a bare number, 0 for instance, is in the unit of the other side, and a duration as people write it. */
function figureSaid(node: Node, other: Node): Param | undefined {
  const figure = node.kind === 'negative' ? node.parts[0] : node;
  if (figure.kind !== 'number') return undefined;
  const unit = figure.unit === '' ? unitOf(other) : figure.unit;
  if (unit === 's') return external(print(node));
  return { value: node.kind === 'negative' ? -figure.value : figure.value, unit };
}

const calculated = {
  '+': 'act.tell-plus',
  '-': 'act.tell-minus',
  '*': 'act.tell-times',
  '/': 'act.tell-over',
} as const satisfies Record<Calculation, string>;

const brackets = (one: Param): Reason => because('act.tell-brackets', { one });

/** A part of a calculation; one inside another in brackets. */
function calculatedSide(node: Node, saying: Saying): Param {
  const said = side(node, node, saying);
  return node.kind === 'calculate' ? brackets(said) : said;
}

const overTime: Readonly<Record<string, 'act.tell-mean' | 'act.tell-lowest' | 'act.tell-highest'>> = {
  avg: 'act.tell-mean',
  lowest: 'act.tell-lowest',
  highest: 'act.tell-highest',
};

/** What a function gives, as a value; undefined: it is none of those. */
function functionSaid({ name, parts }: Call, saying: Saying): Param | undefined {
  const [first, second] = parts;
  if (first === undefined) return undefined;
  const one = side(first, first, saying);
  const over = overTime[name];
  if (over !== undefined && second !== undefined) return because(over, { one, time: external(print(second)) });
  switch (name) {
    case 'min':
    case 'max': {
      const list = joined<Param>(
        parts.map((part) => side(part, first, saying)),
        (left, right) => because('act.both', { one: left, other: right }),
      );
      return because(name === 'min' ? 'act.tell-min' : 'act.tell-max', { list: list ?? '' });
    }
    case 'abs':
      return because('act.tell-abs', { one });
    case 'round':
      return because('act.tell-round', { one });
    case 'default':
      return second && because('act.tell-default', { one, other: side(second, first, saying) });
    case 'age':
      return because('act.tell-age', { one });
    default:
      return undefined;
  }
}

/** A side of a comparison. */
function side(node: Node, other: Node, saying: Saying): Param {
  switch (node.kind) {
    case 'reading':
      return nameOfReading(node, saying);
    case 'text':
      return quotedWord(node.value);
    case 'calculate': {
      const [left, right] = node.parts;
      return because(calculated[node.sign], {
        one: calculatedSide(left, saying),
        other: calculatedSide(right, saying),
      });
    }
    case 'call':
      return functionSaid(node, saying) ?? quotedWord(print(node));
    default:
      return figureSaid(node, other) ?? quotedWord(print(node));
  }
}

const compared = {
  '>': 'act.tell-above',
  '<': 'act.tell-below',
  '>=': 'act.tell-least',
  '<=': 'act.tell-most',
  '==': 'act.tell-is',
  '!=': 'act.tell-not',
} as const satisfies Record<Comparison, string>;

/** The same with what is no figure: no case has to be made of it. */
const comparedWith = {
  '>': 'act.tell-more',
  '<': 'act.tell-less',
  '>=': 'act.tell-no-less',
  '<=': 'act.tell-no-more',
  '==': 'act.tell-same',
  '!=': 'act.tell-other',
} as const satisfies Record<Comparison, string>;

const isFigure = (node: Node): boolean =>
  node.kind === 'number' || (node.kind === 'negative' && isFigure(node.parts[0]));

const turned = { '>': '<', '<': '>', '>=': '<=', '<=': '>=', '==': '==', '!=': '!=' } as const;

/** The grid's power by its direction: less than −1.5 kW are more than 1.5 kW into the grid. */
function gridSaid(node: Node, sign: Comparison, limit: Param): Reason | undefined {
  if (node.kind !== 'reading' || node.name !== 'grid.power' || node.device !== undefined) return undefined;
  if (typeof limit !== 'object' || !('unit' in limit)) return undefined;
  const { value, unit } = limit;
  const isAny = value === 0 && (sign === '>' || sign === '<');
  if (isAny) return because(sign === '>' ? 'act.tell-import-any' : 'act.tell-export-any');
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
  if (other.kind === 'truth') return truthSaid(one, (sign === '==') === other.value, saying);
  const limit = side(other, one, saying);
  const sides = { one: side(one, other, saying), other: limit };
  if (other.kind === 'text') return because(sign === '!=' ? 'act.tell-says-not' : 'act.tell-says', sides);
  return gridSaid(one, sign, limit) ?? because((isFigure(other) ? compared : comparedWith)[sign], sides);
}

/** A function that says yes or no. */
function answerSaid({ name, parts }: Call, isSo: boolean, saying: Saying): Reason | undefined {
  const [first, second] = parts;
  if (first === undefined) return undefined;
  const one = side(first, first, saying);
  if (name === 'is_known') return because(isSo ? 'act.tell-known' : 'act.tell-unknown', { one });
  if (name === 'is_fresh') return because(isSo ? 'act.tell-fresh' : 'act.tell-old', { one });
  if (name !== 'contains' || !isSo || second === undefined) return undefined;
  return because('act.tell-contains', { one, other: side(second, second, saying) });
}

/** A yes or no: a car is connected or is not, a variable is yes or no; anything else is so or not. */
function truthSaid(node: Node, isSo: boolean, saying: Saying): Reason {
  if (node.kind === 'reading') {
    const own = isMetricId(node.name) ? spokenTruth(node.name, isSo, deviceOf(node, saying)) : undefined;
    return own ?? because(isSo ? 'act.tell-yes' : 'act.tell-no', { one: nameOfReading(node, saying) });
  }
  const answer = node.kind === 'call' ? answerSaid(node, isSo, saying) : undefined;
  if (answer !== undefined) return answer;
  return isSo ? told(node, saying) : because('act.tell-unless', { reason: told(node, saying) });
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

const either = (parts: readonly Reason[]): Reason | undefined =>
  joined(parts, (one, other) => because('act.tell-or', { one, other }));

function told(node: Node, saying: Saying): Reason {
  const plain = because('act.say-so', { that: quotedWord(print(node)) });
  switch (node.kind) {
    case 'compare':
      return comparison(node, saying);
    case 'reading':
      return truthSaid(node, true, saying);
    case 'call':
      return answerSaid(node, true, saying) ?? plain;
    case 'not':
      return truthSaid(node.parts[0], false, saying);
    case 'and': {
      // What is one of some is one thing beside the others.
      const all = node.parts.map((part) => (part.kind === 'or' ? brackets(told(part, saying)) : told(part, saying)));
      return joined(all, (one, other) => because('act.tell-and', { one, other })) ?? plain;
    }
    case 'or':
      return either(node.parts.map((part) => told(part, saying))) ?? plain;
    case 'within': {
      const [of, least, most] = node.parts;
      const [one, from, to] = [side(of, least, saying), side(least, of, saying), side(most, of, saying)];
      if (isFigure(least) && isFigure(most)) return because('act.tell-between', { one, least: from, most: to });
      const isLeast = because('act.tell-no-less', { one, other: from });
      return because('act.tell-and', { one: isLeast, other: because('act.tell-no-more', { one, other: to }) });
    }
    case 'among': {
      const [of, ...options] = node.parts;
      const other = either(options.flatMap((one) => (one.kind === 'text' ? [quotedWord(one.value)] : [])));
      if (of === undefined || other === undefined || options.some(({ kind }) => kind !== 'text')) return plain;
      return because('act.tell-says', { one: side(of, of, saying), other });
    }
    default:
      return plain;
  }
}

/** A condition; as it is written where it cannot be read. */
export function conditionSaid(text: string, saying: Saying): Reason {
  const read = readExpression(text, saying.scope);
  return 'problem' in read ? because('act.say-so', { that: quotedWord(text) }) : told(read.expression.tree, saying);
}

/** What is worked out or measured, with its unit. */
export function measuredSaid(text: string, saying: Saying): { readonly what: Param; readonly unit: Unit } {
  const read = readExpression(text, saying.scope, { wants: 'any' });
  if ('problem' in read) return { what: quotedWord(text), unit: '' };
  const { tree, type } = read.expression;
  const unit = type.kind === 'number' && type.unit !== 'any' ? type.unit : '';
  return { what: side(tree, tree, saying), unit };
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
  return because('act.tell-phases', {
    what: ofDevice(spokenMetric(name), device === '' ? undefined : saying.nameOf(device), name),
  });
}
