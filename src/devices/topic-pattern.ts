// Patterns of topics: `{base}/relay/{n}/power`. What stands for a place a device has, such as its prefix, is filled in; any other word in
// braces is captured, one level or a part of one; `{rest+}` at the end takes one level or more.

/** What a word in braces of a pattern stands for. */
export type Words = Readonly<Record<string, string>>;

interface Level {
  /** A word in braces that is the whole level. */
  readonly word?: string;
  /** The last level, and all behind it. */
  readonly takesRest?: true;
  /** A level that is text with words in it, as an expression. */
  readonly mixed?: { readonly pattern: RegExp; readonly words: readonly string[] };
  readonly text?: string;
}

/** A compiled pattern. */
export interface TopicPattern {
  /** The filter that covers every topic of it, with these places filled in. */
  filter(places: Words): string;
  /** What its words stand for in a topic; undefined if the topic is another. */
  match(places: Words, topic: string): Words | undefined;
}

const wordPattern = /\{(\w+)\}/g;
const escaped = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

function levelOf(text: string): Level {
  const rest = /^\{(\w+)\+\}$/.exec(text)?.[1];
  if (rest !== undefined) return { word: rest, takesRest: true };
  const whole = /^\{(\w+)\}$/.exec(text)?.[1];
  if (whole !== undefined) return { word: whole };
  const words = [...text.matchAll(wordPattern)].map(([, word = '']) => word);
  if (words.length === 0) return { text };
  const source = text.split(wordPattern).map((part, index) => (index % 2 === 0 ? escaped(part) : '(.+)'));
  return { mixed: { pattern: new RegExp(`^${source.join('')}$`), words } };
}

const has = (places: Words, word: string): boolean => Object.hasOwn(places, word);

/** What a level stands for in a level of a topic; undefined if it is another. */
function matchLevel(level: Level, found: string): readonly (readonly [string, string])[] | undefined {
  if (level.text !== undefined) return level.text === found ? [] : undefined;
  if (level.mixed === undefined) return found === '' || level.word === undefined ? undefined : [[level.word, found]];
  const parts = level.mixed.pattern.exec(found);
  return parts === null ? undefined : level.mixed.words.map((word, index) => [word, parts[index + 1] ?? '']);
}

/** Compiles a pattern. */
export function topicPattern(pattern: string): TopicPattern {
  const levels = pattern.split('/').map(levelOf);
  return {
    filter: (places) =>
      levels
        .map(({ word, takesRest, text }) => {
          if (text !== undefined) return text;
          if (word === undefined) return '+';
          return has(places, word) ? places[word] : takesRest === true ? '#' : '+';
        })
        .join('/'),
    match(places, topic) {
      const topicLevels = topic.split('/');
      const found: (readonly [string, string])[] = [];
      let at = 0;
      for (const level of levels) {
        const place = level.word !== undefined && has(places, level.word) ? places[level.word] : undefined;
        if (place !== undefined) {
          const wanted = place.split('/');
          if (wanted.some((text, index) => topicLevels[at + index] !== text)) return undefined;
          at += wanted.length;
          continue;
        }
        const one = topicLevels[at];
        if (one === undefined) return undefined;
        if (level.takesRest === true && level.word !== undefined) {
          found.push([level.word, topicLevels.slice(at).join('/')]);
          return Object.fromEntries(found);
        }
        const captured = matchLevel(level, one);
        if (captured === undefined) return undefined;
        found.push(...captured);
        at += 1;
      }
      return at === topicLevels.length ? Object.fromEntries(found) : undefined;
    },
  };
}

/** A pattern with its words filled in; words that are not given stay as they are. */
export function filledIn(pattern: string, words: Words): string {
  return pattern.replaceAll(wordPattern, (text, word: string) => (has(words, word) ? (words[word] ?? text) : text));
}

/** Whether every topic that one filter matches is matched by another. */
function covers(outer: string, inner: string): boolean {
  const [wide, narrow] = [outer.split('/'), inner.split('/')];
  for (const [index, level] of wide.entries()) {
    if (level === '#') return narrow.length > index;
    const other = narrow[index];
    if (other === undefined || other === '#' || (level !== '+' && level !== other)) return false;
  }
  return wide.length === narrow.length;
}

/** Filters of which none matches what another one does already: each message comes once. */
export function withoutCovered(filters: readonly string[]): readonly string[] {
  const different = [...new Set(filters)];
  return different.filter((filter) => !different.some((other) => other !== filter && covers(other, filter)));
}
