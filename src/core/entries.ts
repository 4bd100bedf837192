// The keys and entries of a record with the type of its keys, which Object.keys and Object.entries leave at `string`.

/** The keys of a record. It must hold no others than its type says: it is a literal, or was checked where it came in. */
export function keysOf<Key extends string>(record: Readonly<Partial<Record<Key, unknown>>>): Key[] {
  const keys: Key[] = [];
  for (const key in record) if (Object.hasOwn(record, key)) keys.push(key);
  return keys;
}

/** The entries of a record without those that are undefined; what {@link keysOf} asks of it holds here too. */
export function entriesOf<Key extends string, Value>(
  record: Readonly<Partial<Record<Key, Value>>>,
): [key: Key, value: Value][] {
  const entries: [Key, Value][] = [];
  for (const key of keysOf(record)) {
    const value = record[key];
    if (value !== undefined) entries.push([key, value]);
  }
  return entries;
}

/** A record that has an entry for each of these keys. */
export function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key, index: number) => Value,
): Record<Key, Value> {
  // Only the loop over all keys makes it whole, which the type checker cannot follow.
  return Object.fromEntries(keys.map((key, index) => [key, valueOf(key, index)])) as Record<Key, Value>;
}

/** Whether a value from outside is an object with fields: no list, and not null. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
