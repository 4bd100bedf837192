// One section of mpp-solar's file, read key by key: every value is checked by its row of the table, and what is wrong is told with its
// section and key, all of it.
import { external } from '#core/message-params.ts';
import { misspelt, nearWord } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import type { IniEntry, IniSection } from './ini.ts';
import type { Known } from './known.ts';
import { earlierKeys, isAnyKey, type KeyRow } from './mpp-solar-keys.ts';
import { complain, type Findings, note, type Spot } from './plan.ts';
import type { Secret } from '#core/secrets.ts';
import { isGiven, writtenSecret } from './written-secret.ts';

/** Characters of a value that are shown; never those of a secret. */
const shown = 60;

/** A section that is read. */
export interface SectionReader<Key extends string> {
  readonly name: string;
  readonly at: Spot;
  has(key: Key): boolean;
  text(key: Key): string | undefined;
  number(key: Key): number | undefined;
  secret(key: Key, file: Key): Secret | undefined;
  /** Complains about a key, or the section if it does not have it. */
  wrong(key: Key, why: Reason): void;
  /** Says something of a key that is taken. */
  tell(key: Key, why: Reason): void;
}

/** A value without the comment behind it, where no value of its kind can hold one. */
function withoutComment({ value }: IniEntry, { kind }: KeyRow): { readonly text: string; readonly sign?: string } {
  if (kind !== 'number' && kind !== 'word' && kind !== 'path') return { text: value };
  const found = /^(.*?)\s+([#;])(?:\s.*)?$/s.exec(value) ?? undefined;
  return found === undefined ? { text: value } : { text: found[1] ?? '', sign: found[2] ?? '#' };
}

/**
 * What becomes of an unknown key: mpp-solar passes over it, too, unless it was hardly meant to be anything but another one: then the
 * device would be read otherwise than its file says.
 */
function unknownKey(key: string, known: readonly string[]): { readonly why: Reason; readonly isTypo: boolean } {
  const instead = earlierKeys[key];
  if (instead !== undefined) return { why: because('daemon.earlier-key', { instead }), isTypo: false };
  // A key of another section is no misspelt one.
  const meant = isAnyKey(key) ? undefined : misspelt(key, known);
  if (meant === undefined) return { why: because('daemon.ignored-key'), isTypo: false };
  const reason = because('file.unknown-key', { key: external(key.slice(0, shown)) });
  return { why: because('word.near', { reason, near: meant }), isTypo: true };
}

/** Reads a section by its table. */
export function sectionReader<Key extends string>(
  section: IniSection,
  rows: Readonly<Record<Key, KeyRow>>,
  { findings, known }: { readonly findings: Findings; readonly known: Known },
): SectionReader<Key> {
  const { name, entries } = section;
  const keys: readonly string[] = Object.keys(rows);
  const placed = (key: string, reason: Reason): Reason =>
    because('daemon.at', { section: external(name.slice(0, shown)), key: external(key.slice(0, shown)), reason });
  const spotOf = (key: string): Spot => entries.get(key) ?? section;
  const wrong = (key: string, why: Reason): void => complain(findings, spotOf(key), placed(key, why));
  const tell = (key: string, why: Reason): void => note(findings, spotOf(key), placed(key, why));
  for (const key of entries.keys()) {
    if (keys.includes(key)) continue;
    const { why, isTypo } = unknownKey(key, keys);
    (isTypo ? wrong : tell)(key, why);
  }
  const texts = new Map<string, string>();
  for (const key of keys) {
    const entry = entries.get(key);
    if (entry === undefined) continue;
    const { text, sign } = withoutComment(entry, rows[key as Key]);
    if (sign !== undefined) tell(key, because('daemon.comment', { sign }));
    texts.set(key, text);
  }
  return {
    name,
    at: section,
    has: (key) => texts.has(key),
    text: (key) => texts.get(key),
    number(key) {
      const text = texts.get(key);
      const { range: [min, max] = [0, 0] }: KeyRow = rows[key];
      if (text === undefined || text === '') return undefined;
      const value = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
      if (value >= min && value <= max) return value;
      wrong(key, because('daemon.number', { value: external(text.slice(0, shown)), min, max }));
      return undefined;
    },
    secret(key, file) {
      const found = writtenSecret({ key, value: texts.get(key), file: texts.get(file) }, known, findings);
      if (found === undefined || isGiven(found)) return found;
      wrong(texts.has(file) ? file : key, found);
      return undefined;
    },
    wrong,
    tell,
  };
}

/** Whether a section is `[SETUP]` written otherwise. */
export const isNearlySetup = (name: string): boolean => nearWord(name, ['SETUP']) !== undefined;
