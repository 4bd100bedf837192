// How a definition is written down: the parts every one has, frozen.
import type { ReadCommand } from './definition.ts';

/** An object and everything data in it, frozen; functions and byte arrays stay as they are. */
export function freezeDeep<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freezeDeep(part);
  return value;
}

/** A command that reads. */
export function read(command: Omit<ReadCommand, 'kind'>): ReadCommand {
  return { kind: 'read', ...command };
}

/** A computed value without the noise of binary fractions. */
export function round(value: number, digits: number): number {
  const power = 10 ** digits;
  return Math.round(value * power) / power;
}

/** A field's value where it is a number. */
export function numeric(value: number | string | boolean | undefined): number {
  return typeof value === 'number' ? value : Number.NaN;
}
