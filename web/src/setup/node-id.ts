// The name of a node at the broker, made of what a person calls it.

/** Lower case letters, digits and dashes, at most 41; empty where nothing of the kind is in the name. */
export function nodeIdOf(name: string): string {
  const plain = name.normalize('NFKD').toLowerCase();
  return plain
    .replaceAll(/\p{Mark}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 41)
    .replace(/-$/, '');
}
