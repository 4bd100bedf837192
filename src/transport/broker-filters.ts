// What a client of the broker listens to. Aedes lists filters by their text, and tells nobody.

/** Its filters. */
export function filtersOf(client: object): readonly string[] {
  const held: unknown = 'subscriptions' in client ? client.subscriptions : undefined;
  return typeof held === 'object' && held !== null ? Object.keys(held) : [];
}
