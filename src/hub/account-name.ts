// Names of accounts: nobody may call themselves so that they are taken for somebody else.
import { SolsteadError } from '#core/errors.ts';
import { nameKey } from '#core/name-key.ts';
import { because } from '#core/reason.ts';
import type { AccountRecord } from '#core/records.ts';

/**
 * Letters of other scripts, and digits, that look like a Latin letter. Source: Unicode Technical Standard 39, `confusables.txt`, those
 * of Cyrillic, Greek and Armenian that are the same in most fonts.
 */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  ԁ: 'd',
  е: 'e',
  ғ: 'f',
  ԍ: 'g',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ԛ: 'q',
  ѕ: 's',
  т: 't',
  и: 'u',
  ѵ: 'v',
  ԝ: 'w',
  х: 'x',
  у: 'y',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  μ: 'u',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  γ: 'y',
  ω: 'w',
  օ: 'o',
  ս: 'u',
  հ: 'h',
  ո: 'n',
  ց: 'g',
  զ: 'q',
  ı: 'i',
  ɑ: 'a',
  ɡ: 'g',
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ß: 'b',
  0: 'o',
  1: 'l',
  '|': 'l',
  5: 's',
};

/** What a name looks like: without accents, spaces and punctuation, in Latin letters where others look like them. */
function shapeOf(name: string): string {
  const plain = nameKey(name)
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Z}\p{P}\p{Cf}]/gu, '');
  // Capital i, small L and 1 are one stroke.
  return Array.from(plain, (letter) => lookalikes[letter] ?? letter)
    .join('')
    .replaceAll('i', 'l')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');
}

/** The name of an account as it is kept. Errors: `input.invalid`. */
export function checkName(name: string): string {
  const trimmed = name.trim().replaceAll(/\p{Zs}+/gu, ' ');
  if (trimmed === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('account.name') });
  // A joiner belongs to some scripts and emoji.
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/u.test(trimmed.replaceAll(/[\u200c\u200d]/g, '')))
    throw new SolsteadError('input.invalid', { at: 'name', why: because('account.name-hidden') });
  return trimmed;
}

/** Refuses a name that is, or looks like, that of somebody else. Errors: `input.invalid`. */
export function assertOwnName(name: string, others: readonly AccountRecord[]): void {
  const key = nameKey(name);
  const same = others.find((other) => nameKey(other.name) === key);
  if (same !== undefined)
    throw new SolsteadError('input.invalid', { at: 'name', why: because('name.taken', { name }) });
  const shape = shapeOf(name);
  const alike = others.find((other) => shapeOf(other.name) === shape);
  if (alike !== undefined && shape !== '')
    throw new SolsteadError('input.invalid', { at: 'name', why: because('account.name-alike', { name: alike.name }) });
}
