// The unit of a product and of a quotient: power is voltage times current, energy is power times time.
import { percent, type Unit, unitProducts } from '../unit.ts';
import type { ValueType } from './tree.ts';

/** A unit of a result, and what the result of the numbers is multiplied with to be in it. */
export interface Calculated {
  readonly unit: Unit;
  readonly factor: number;
}

type NumberUnit = (ValueType & { readonly kind: 'number' })['unit'];

const bare = (unit: NumberUnit): Unit => (unit === 'any' ? '' : unit);

function multiplied(left: Unit, right: Unit): Calculated | undefined {
  // Twice 20 % is 40 %, and a share of something that has a unit is in that.
  if (left === '') return { unit: right, factor: 1 };
  if (right === '') return { unit: left, factor: 1 };
  if (left === percent) return { unit: right, factor: 0.01 };
  if (right === percent) return { unit: left, factor: 0.01 };
  const row = unitProducts.find(
    ({ of: [one, other] }) => (one === left && other === right) || (one === right && other === left),
  );
  return row && { unit: row.unit, factor: row.factor };
}

function divided(left: Unit, right: Unit): Calculated | undefined {
  if (left === right) return { unit: '', factor: 1 };
  if (right === '') return { unit: left, factor: 1 };
  if (right === percent) return { unit: left, factor: 100 };
  const row = unitProducts.find(({ of, unit }) => unit === left && of.some((one) => one === right));
  return row && { unit: row.of[0] === right ? row.of[1] : row.of[0], factor: 1 / row.factor };
}

/** What two numbers give; undefined: nothing that has a unit here. */
export function calculated(sign: '*' | '/', [left, right]: readonly [NumberUnit, NumberUnit]): Calculated | undefined {
  return sign === '*' ? multiplied(bare(left), bare(right)) : divided(bare(left), bare(right));
}
