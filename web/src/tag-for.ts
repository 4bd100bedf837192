// Which language a reader sees: asked before the texts are there, so it imports none.

/** The tag that fits what a reader prefers, best first; `otherwise` if none does. */
export function tagFor(preferred: readonly string[], offered: readonly string[], otherwise: string): string {
  const base = (tag: string): string => tag.split('-')[0] ?? tag;
  const fitting = preferred.flatMap(
    (each) => offered.find((tag) => tag === each) ?? offered.find((tag) => base(tag) === base(each)) ?? [],
  );
  return fitting[0] ?? otherwise;
}

/** Under this name the browser keeps the language that was chosen. */
export const languageKey = 'solstead.language';
