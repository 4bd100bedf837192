// Plain values from JSON, checked key by key: errors name the path of what is not as the format says.
import { because, said } from '#core/reason.ts';
import { unreadable } from './slots.ts';

/** A set of keys with its path, for errors. */
export interface Keys {
  readonly at: string;
  readonly value: Readonly<Record<string, unknown>>;
}

const isKeys = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value as a set of keys; otherwise `series.invalid`. */
function asKeys(value: unknown, at: string): Keys {
  if (!isKeys(value)) throw unreadable(at, because('series.no-keys'));
  return { at, value };
}

/** The text as a set of keys; `series.invalid` if it is not JSON. */
export function jsonKeys(text: string, name: string): Keys {
  try {
    return asKeys(JSON.parse(text), name);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw unreadable(name, said(thrown));
    throw thrown;
  }
}

/** A set of keys below another. */
export const below = ({ at, value }: Keys, ...path: readonly string[]): Keys =>
  path.reduce<Keys>((keys, key) => asKeys(keys.value[key], `${keys.at}.${key}`), { at, value });

/** A list below a set of keys; otherwise `series.invalid`. */
export function listOf({ at, value }: Keys, key: string): readonly unknown[] {
  const list = value[key];
  if (!Array.isArray(list)) throw unreadable(`${at}.${key}`, because('series.no-list'));
  return list;
}

/** A list of sets of keys below a set of keys; otherwise `series.invalid`. */
export const rowsOf = (keys: Keys, key: string): Keys[] =>
  listOf(keys, key).map((row, index) => asKeys(row, `${keys.at}.${key}[${index}]`));

/** A number below a set of keys; otherwise `series.invalid`. */
export function numberOf({ at, value }: Keys, key: string): number {
  const number = value[key];
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw unreadable(`${at}.${key}`, because('series.no-number'));
  return number;
}

/** A text below a set of keys; otherwise `series.invalid`. */
export function textOf({ at, value }: Keys, key: string): string {
  const text = value[key];
  if (typeof text !== 'string') throw unreadable(`${at}.${key}`, because('series.no-text'));
  return text;
}
