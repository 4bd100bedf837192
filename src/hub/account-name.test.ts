// Who calls themselves nearly as somebody else is told to choose another name.
import { expect, test } from 'vitest';
import { inEnglish } from '#core/reason.ts';
import { isSolsteadError } from '#core/errors.ts';
import { assertOwnName, checkName } from './account-name.ts';

const accountNamed = (name: string) => ({ id: name, name, passwordHash: '' });

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isSolsteadError(error, 'input.invalid') || error.reason === undefined) throw error;
    return inEnglish(error.reason);
  }
}

test.each([
  'anna',
  ' Anna ',
  'ANNA',
  'Аnna',
  'Ann\u0430',
  'An na',
  'A.nna',
  'Ànna',
  'Anna\u00a0',
  'Αnna',
  'Ａｎｎａ',
  'A-n-n-a',
  'Anna\u200d',
])('%s is or looks like Anna', (name) => {
  expect(refusal(() => assertOwnName(checkName(name), [accountNamed('Ben'), accountNamed('Anna')]))).toMatch(
    /looks like Anna|is taken/,
  );
});

test.each([
  ['Bill', 'Biil'],
  ['Bill', 'B1ll'],
  ['Marnie', 'Mamie'],
  ['Oskar', '0skar'],
  ['Вера', 'Bepa'],
])('%s and %s look alike', (one, other) => {
  expect(refusal(() => assertOwnName(other, [accountNamed(one)]))).toContain('looks like');
});

test.each(['Annabel', 'Hanna', 'Ben', '안나', 'Анна', '李', 'Søren', '👩‍🔧'])(
  '%s is another name than Anna',
  (name) => {
    expect(refusal(() => assertOwnName(checkName(name), [accountNamed('Anna')]))).toBeUndefined();
  },
);

test.each(['An\u200bna', 'An\u202ena', 'An\u0007na', '\u2066Anna', 'An\u3164na'])(
  'a name with something hidden in it is refused: %j',
  (name) => {
    expect(refusal(() => checkName(name))).toContain('cannot be seen');
  },
);
