// The word a person may have meant: for a name that is not known.

function distance(from: string, { to }: { readonly to: string }): number {
  let row = Array.from({ length: to.length + 1 }, (_none, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const swap = (row[at - 1] ?? 0) + (to[at - 1] === letter ? 0 : 1);
      next.push(Math.min(swap, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** The nearest of some words; undefined where none is near enough to be meant. */
export function nearWord(text: string, words: readonly string[]): string | undefined {
  const plain = text.toLowerCase().replaceAll('_', '.');
  const found = words.map((to) => ({ to, far: distance(plain, { to }) })).toSorted((a, b) => a.far - b.far)[0];
  return found !== undefined && found.far <= Math.max(2, text.length / 3) ? found.to : undefined;
}
