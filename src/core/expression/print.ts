// From the tree back to text: as few parentheses as it can be read with, units as people write them.
import { kiloUnits, type Unit } from '../unit.ts';
import type { Node } from './tree.ts';

/** How tightly a part holds together. */
const strength: Readonly<Record<Node['kind'], number>> = {
  or: 1,
  and: 2,
  not: 3,
  compare: 4,
  within: 4,
  among: 4,
  calculate: 5,
  negative: 7,
  number: 8,
  text: 8,
  truth: 8,
  reading: 8,
  call: 8,
};
const ofProduct = 6;

const strengthOf = (node: Node): number =>
  node.kind === 'calculate' && (node.sign === '*' || node.sign === '/') ? ofProduct : strength[node.kind];

/** Durations that are whole in a larger unit. */
const durations = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const;

/** A number with its unit: in kilo, or in minutes and hours, where it is exactly the same. */
function quantity(value: number, unit: Unit): string {
  const size = Math.abs(value);
  if (
    kiloUnits.has(unit) &&
    size >= 1000 &&
    (value / 1000) * 1000 === value &&
    Number(String(value / 1000)) * 1000 === value
  )
    return `${value / 1000} k${unit}`;
  const longer = unit === 's' ? durations.find(([, seconds]) => size >= seconds && value % seconds === 0) : undefined;
  if (longer !== undefined) return `${value / longer[1]} ${longer[0]}`;
  return unit === '' ? String(value) : `${value} ${unit}`;
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, (letter) => `\\${letter}`)}'`;

/** A part inside another one, in parentheses where it holds less tightly than it has to. */
const inside = (node: Node, least: number): string => (strengthOf(node) < least ? `(${print(node)})` : print(node));

/** An expression as text: what it is read from gives the same tree. */
export function print(node: Node): string {
  const own = strengthOf(node);
  switch (node.kind) {
    case 'number':
      return quantity(node.value, node.unit);
    case 'text':
      return quoted(node.value);
    case 'truth':
      return String(node.value);
    case 'reading':
      return node.device === undefined ? node.name : `${node.name} of ${node.device}`;
    case 'call':
      return `${node.name}(${node.parts.map(print).join(', ')})`;
    case 'negative':
      return `-${inside(node.parts[0], own)}`;
    case 'not':
      return `not ${inside(node.parts[0], own)}`;
    case 'and':
    case 'or':
      return node.parts.map((part) => inside(part, own + 1)).join(` ${node.kind} `);
    case 'compare':
      return `${inside(node.parts[0], own + 1)} ${node.sign} ${inside(node.parts[1], own + 1)}`;
    case 'calculate':
      return `${inside(node.parts[0], own)} ${node.sign} ${inside(node.parts[1], own + 1)}`;
    case 'within': {
      const [of, least, most] = node.parts;
      return `${inside(of, own + 1)} in ${inside(least, own + 1)}..${inside(most, own + 1)}`;
    }
    case 'among': {
      const [of, ...options] = node.parts;
      return of === undefined ? '' : `${inside(of, own + 1)} in (${options.map(print).join(', ')})`;
    }
  }
}
