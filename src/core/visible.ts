// Text from outside for a terminal, a log or a page: characters that would act on them or hide in them are made visible.

/** Control characters, marks that turn the direction of writing, and characters without width; joiners stay, scripts need them. */
const hiding = /[\p{Cc}\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

function shown(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** The beginning of a text, never with half a character at its end: programs elsewhere refuse what has one. */
export function cut(text: string, most: number): string {
  return text.slice(0, /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most);
}

/** Half characters become the one that stands for what is none. */
const whole = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, '\ufffd');

/** A text with such characters written out, as `\u{1b}`, and whole ones only; ends of lines and tabs stay. */
export function visible(text: string): string {
  return whole(text).replace(hiding, (character) => (/[\n\t]/.test(character) ? character : shown(character)));
}

/** Longest text from outside that a sentence holds. */
const longest = 500;

/** A text from outside in one line of bounded length. */
export function oneLine(text: string): string {
  const line = whole(text)
    .replaceAll(/[\n\r\t]+/g, ' ')
    .replace(hiding, shown);
  return line.length <= longest ? line : `${cut(line, longest - 1)}…`;
}
