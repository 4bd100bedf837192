// How many columns a text takes on a terminal: letters of East Asia and pictures take two, marks above and below letters none.

/** One column each: what nearly every text is made of. */
const isPlain = /^[ -~\u00a1-\u00ac\u00ae-\u02af\u2010-\u2027\u2030-\u205e\u2190-\u22ff]*$/;

const isWide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** Made when needed: its data takes 30 ms to load. */
let characters: Intl.Segmenter | undefined;

/** The columns of a text. */
export function columnsOf(text: string): number {
  if (isPlain.test(text)) return text.length;
  characters ??= new Intl.Segmenter();
  let columns = 0;
  for (const { segment } of characters.segment(text)) columns += isWide.test(segment) ? 2 : 1;
  return columns;
}

/** A text filled with spaces up to a width. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columnsOf(text)));
