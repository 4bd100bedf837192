// What is left to pay.
import { decimalSum, negated } from './decimal-text.ts';

/** `cost − earned` as an exact text; absent if either is, because a part is not a bill. */
export function billOf({ cost, earned }: { readonly cost?: string; readonly earned?: string }): string | undefined {
  if (cost === undefined) return undefined;
  return decimalSum([cost, negated(earned ?? '0')]);
}
