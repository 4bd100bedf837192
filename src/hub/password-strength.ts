// Which passwords are accepted: long ones, and none that is among the first guesses. A password is read as cheaply as somebody
// who guesses would find it: common words, names of the account and the home, keyboard rows, repetitions, years; the rest is counted
// by its characters. One that became known from a breach counts as one of a list, and so does what it has before and behind. No rule asks
// for one letter of each kind.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { type Breached, breachedPasswords } from './breached-passwords.ts';
import { commonWords } from './common-passwords.ts';

/** Least length. */
const shortestPassword = 10;
/** Least work to guess it, as a power of two. */
const leastBits = 34;
/** Characters beyond this are not examined: the password is long enough. */
const mostRead = 64;

/** What a part costs to guess, as powers of two; a word costs a capital and an ending more. */
const bits = { name: 2, word: 8, row: 7, year: 6, repeated: 3, digit: 3.4, letter: 4.7, other: 5.4, breached: 15.6 };

/** Digits and signs that stand for letters. */
const lookalikes: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'l',
  '+': 't',
};

/** Keyboard rows and sequences; each is read forwards and backwards. */
const rows = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'qwertzuiopü',
  'azertyuiop',
  'asdfghjklöä',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1a2b3c4d5e6f7g8h9i',
  'a1b2c3d4e5f6g7h8i9',
  '!"§$%&/()=',
  '!@#$%^&*()',
  '147258369',
  '159753',
];
const allRows = rows.flatMap((row) => [row, Array.from(row).toReversed().join('')]);

const plain = (text: string): string => text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** A text with its look-alikes as letters; each character stays one, so that places stay the same. */
const asLetters = (text: string): string =>
  Array.from(text)
    .map((one) => lookalikes[one] ?? one)
    .join('');

const words: ReadonlySet<string> = new Set(commonWords);
const longestWord = Math.max(...commonWords.map(({ length }) => length));

function costOf(character: string): number {
  if (/\d/.test(character)) return bits.digit;
  return /\p{L}/u.test(character) ? bits.letter : bits.other;
}

/** What a part of a password costs as one piece; infinite if it is none. */
function pieceCost(text: string, read: string, names: ReadonlySet<string>): number {
  if (names.has(text) || names.has(read)) return bits.name;
  if (read.length <= longestWord && (words.has(text) || words.has(read))) return bits.word;
  if (/^(?:19|20)\d\d$/.test(text)) return bits.year;
  if (text.length >= 3 && allRows.some((row) => row.includes(text))) return bits.row;
  return Number.POSITIVE_INFINITY;
}

const spellings: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Names as words: whole, and each part. */
function namesOf(texts: readonly string[]): ReadonlySet<string> {
  const spelt = texts.flatMap((text) => [
    text,
    text.replaceAll(/[äöüß]/gi, (one) => spellings[one.toLowerCase()] ?? one),
  ]);
  const all = spelt.flatMap((text) => [plain(text).replaceAll(/\s+/g, ''), ...plain(text).split(/[^\p{L}\p{N}]+/u)]);
  return new Set(
    all.filter(({ length }) => length >= 3).flatMap((name) => [name, Array.from(name).toReversed().join('')]),
  );
}

/** What a known password costs, with what stands before and behind it; infinite if it is none. */
function breachedBits(text: string, known: ReadonlySet<string>, breached: Breached): number {
  const [, before = '', core = '', after = ''] = /^(\P{L}*)(.*?)(\P{L}*)$/u.exec(text) ?? [];
  if (breached.has(text) || breached.has(asLetters(text))) return bits.breached;
  if (!breached.has(core)) return Number.POSITIVE_INFINITY;
  return bits.breached + bitsOf(Array.from(before), known) + bitsOf(Array.from(after), known);
}

/** How much work it is to guess a password, as a power of two; `names` are known to who guesses. */
export function passwordBits(
  password: string,
  names: readonly string[] = [],
  breached: Breached = new Set<string>(),
): number {
  const known = namesOf(names);
  const text = plain(password);
  return Math.min(
    breachedBits(text.slice(0, mostRead), known, breached),
    bitsOf(Array.from(text).slice(0, mostRead), known),
    bitsOf(Array.from(text.replaceAll(/\s/g, '')).slice(0, mostRead), known),
  );
}

function bitsOf(text: readonly string[], known: ReadonlySet<string>): number {
  const read = Array.from(asLetters(text.join('')));
  /** The least cost of the first characters, and where the last piece of it began. */
  const least: number[] = [0];
  for (let end = 1; end <= text.length; end += 1) {
    let best = (least[end - 1] ?? 0) + costOf(text[end - 1] ?? '');
    for (let from = Math.max(0, end - 36); from < end; from += 1) {
      const before = least[from] ?? 0;
      const [part, letters] = [text.slice(from, end).join(''), read.slice(from, end).join('')];
      best = Math.min(best, before + pieceCost(part, letters, known));
      // Repetition costs little: only the count is guessed.
      const length = end - from;
      const isAgain = from >= length && text.slice(from - length, from).join('') === part;
      if (isAgain) best = Math.min(best, before + bits.repeated / 2);
    }
    least.push(best);
  }
  return least.at(-1) ?? 0;
}

/** Refuses a password that is short or easy to guess. Errors: `input.invalid` at `at`. */
export async function checkPassword(password: string, names: readonly string[], at = 'password'): Promise<void> {
  if (password.length < shortestPassword)
    throw new SolsteadError('input.invalid', { at, why: because('account.password', { least: shortestPassword }) });
  if (passwordBits(password, names, await breachedPasswords()) < leastBits)
    throw new SolsteadError('input.invalid', { at, why: because('account.password-guessed') });
}
