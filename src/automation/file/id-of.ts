// Ids of what people gave a name alone.

/** The id of something that has only a name. */
export function idOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 64) || 'rule';
}
