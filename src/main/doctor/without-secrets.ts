// The last look at a report before it leaves: whatever a server, a driver or the system put into its words, no password is among them.
import type { Checked } from '#core/check-up.ts';
import { isRecord } from '#core/entries.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';

/** What may not be in a report. */
export interface Unsaid {
  readonly secrets: readonly Secret[];
  /** Addresses that may hold an account with a password. */
  readonly places: readonly string[];
}

/** Shorter ones are in any text: `on` is no secret worth a report that nobody can read. */
const shortest = 4;
const hidden = '[hidden]';

/** A password in an address, as it stands and as it is meant. */
function passwordsIn(place: string): readonly string[] {
  const options = URL.canParse(place) ? [...new URL(place).searchParams.values()] : [];
  return [...accountPasswords(place), ...options];
}

/** The password before the last `@`, also of a text that is no address; in parts, too, as somebody may have cut it at what ends a host. */
function accountPasswords(text: string): readonly string[] {
  const written = /^(?:[a-z][a-z0-9+.-]*:\/\/)?[^:@]*:(.*)@[^@]*$/is.exec(text)?.[1];
  if (written === undefined) return [];
  const parts = [written, ...written.split(/[/?#:@]/)];
  try {
    return [...parts, decodeURIComponent(written)];
  } catch {
    return parts;
  }
}

/** What is said under a name of something secret, up to the end of the word, of the quotes or of the line. */
const underSecretName =
  /(?:pass(?:word|wd|phrase)?|pwd|token|secret|key)["']?[ \t]*[=:][ \t]*(?:"([^"\n]*)"|'([^'\n]*)'|(([^\s&;,"']+)[^\n]*))/gi;

/** Words of a file that people wrote that may be in no report, whether it can be read or not: what is under the name of a password, and passwords of addresses. */
export function secretsInText(text: string): readonly Secret[] {
  const named = [...text.matchAll(underSecretName)].flatMap(([, ...found]) =>
    found.flatMap((one) => (one === undefined ? [] : one.trim())),
  );
  const placed = text.split('\n').flatMap((line) => {
    if (!line.includes('@')) return [];
    return [line.replace(/^[^=:]*[=:]\s+/, '').trim(), ...line.split(/[\s"']+/)].flatMap(accountPasswords);
  });
  return [...new Set([...named, ...placed])].filter((one) => one !== '').map((one) => makeSecret(one));
}

function cleaned(value: unknown, words: readonly string[]): unknown {
  if (typeof value === 'string') return words.reduce((text, word) => text.replaceAll(word, hidden), value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one, words));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one, words)]));
  return value;
}

/** A report without them. */
export function withoutSecrets<Line extends Checked>(
  lines: readonly Line[],
  { secrets, places }: Unsaid,
): readonly Line[] {
  const given = [...secrets.map((one) => one.reveal()), ...places.flatMap(passwordsIn)];
  const spelled = given.flatMap((word) => [
    word,
    word.trim(),
    encodeURIComponent(word),
    JSON.stringify(word).slice(1, -1),
  ]);
  // The longest first: one may be part of another.
  const words = [...new Set(spelled)]
    .filter((word) => word.length >= shortest)
    .toSorted((left, right) => right.length - left.length);
  return words.length === 0 ? lines : lines.map((line) => ({ ...line, ...wordsOf(line, words) }));
}

/** What is said in a line; its area and state are ours. */
function wordsOf({ what, help }: Checked, words: readonly string[]): Pick<Checked, 'what' | 'help'> {
  const clean = (reason: Checked['what']): Checked['what'] => ({
    code: reason.code,
    params: cleaned(reason.params, words) as Checked['what']['params'],
  });
  return { what: clean(what), ...(help === undefined ? {} : { help: clean(help) }) };
}
