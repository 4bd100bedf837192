// Passwords that are among the first guesses, and those that are not.
import { expect, test } from 'vitest';
import { breachedPasswords } from './breached-passwords.ts';
import { checkPassword, passwordBits } from './password-strength.ts';

const names = ['Anna Müller', 'Casa Verde'];

test.for([
  'password123',
  'Password123!',
  'P@ssw0rd123',
  'passwordpassword',
  'passwort1234',
  'Passwort2026!',
  'letmein123',
  'welcome2024',
  'Willkommen1',
  'Sommer2026!',
  'Sommer2026!!',
  'qwertyuiop',
  'qwertzuiop',
  'qwerty12345',
  '1q2w3e4r5t',
  '1qaz2wsx3edc',
  'asdfghjkl123',
  '1234567890',
  '0987654321',
  '123456789012',
  '1111111111',
  'aaaaaaaaaaaaaaaa',
  'abababababab',
  'abcabcabcabc',
  'abcdefghij',
  'zyxwvutsrq',
  'iloveyou123',
  'ichliebedich',
  'changeme123',
  'admin12345',
  'administrator',
  'Administrator1',
  'solstead2026',
  'raspberrypi',
  'homeassistant',
  'growatt123!',
  'annamueller1',
  'AnnaMüller1',
  'anna.muller',
  'relluMannA',
  'casaverde2026',
  'Casa Verde 1',
  'monkey dragon',
  'correct horse battery staple',
  '!@#$%^&*()',
  '20262026202620262026',
  '          ',
  'ﬀﬀﬀﬀﬀﬀﬀﬀﬀﬀ',
  '０１２３４５６７８９',
])('%s is easy to guess', async (password) => {
  await expect(checkPassword(password, names)).rejects.toThrow('easy to guess');
});

test.for([
  'correct horse',
  'Tr0ub4dor&3-9kq',
  'kT9#mQ2x!v',
  'gxvqwznhyt',
  'der Zaun ist grün',
  'blue kettle hums',
  'wombat-quilt-7',
  '日本語のパスワードです長い',
  '🦔🦔🐝🌻 igel im beet',
  'x'.repeat(5) + 'q9w!TzüßÖ4',
  '38264865731546',
])('%s is not', async (password) => {
  await expect(checkPassword(password, names)).resolves.toBeUndefined();
});

test.for(['manchester', 'Manchester1', '!Manchester2019!', 'rjirfrgbde', '7ugd5hip2j', 'Undertaker99', 'soso123aljg'])(
  '%s became known from a breach',
  async (password) => {
    await expect(checkPassword(password, [])).rejects.toThrow('easy to guess');
  },
);

test('of all that became known and are long enough none is taken', async () => {
  const breached = await breachedPasswords();
  const long = [...breached].filter(({ length }) => length >= 10);
  expect(long.length).toBeGreaterThan(1400);
  expect(long.filter((password) => passwordBits(password, [], breached) >= 34)).toEqual([]);
});

test('a short one is told how long it has to be', async () => {
  await expect(checkPassword('kT9#mQ2x!', [])).rejects.toThrow('at least 10 characters');
});

test('what is known of the person makes it easier', () => {
  expect(passwordBits('Brunhilde-1977', ['Brunhilde'])).toBeLessThan(passwordBits('Brunhilde-1977') - 20);
});

test('a long one takes no longer to read', () => {
  const before = performance.now();
  for (const text of ['a'.repeat(200), 'ab1'.repeat(66), '´'.repeat(200), '\u{1f600}'.repeat(100)])
    passwordBits(text, ['x'.repeat(100)]);
  expect(performance.now() - before).toBeLessThan(3000);
});
