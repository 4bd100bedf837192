// Text from outside for a terminal, a log or a page: characters that would act on them or hide in them are made visible.

/** Control characters, marks that turn the direction of writing, and characters without width; joiners stay, scripts need them. */
const hiding = /[\p{Cc}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

function shown(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A text with such characters written out, as `\u{1b}`; ends of lines and tabs stay. */
export function visible(text: string): string {
  return text.replace(hiding, (character) => (/[\n\t]/.test(character) ? character : shown(character)));
}

/** Longest text from outside that a sentence holds. */
const longest = 500;

/** A text from outside in one line of bounded length. */
export function oneLine(text: string): string {
  const line = text.replaceAll(/[\n\r\t]+/g, ' ').replace(hiding, shown);
  return line.length <= longest ? line : `${line.slice(0, longest - 1)}…`;
}
