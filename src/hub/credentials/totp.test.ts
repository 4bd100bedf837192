import { expect, test } from 'vitest';
import { base32, codeOf, otpauth, stepAt, stepOfCode } from './totp.ts';

const secret = Buffer.from('12345678901234567890');

// RFC 6238, appendix B, the SHA-1 rows; six of their eight digits.
test.for([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
] as const)('the code of second %i is that of the document', ([second, code]) => {
  expect(codeOf(secret, stepAt(second * 1000))).toBe(code);
  expect(stepOfCode(secret, code, second * 1000)).toBe(stepAt(second * 1000));
});

test('a code counts one step before and after, and no longer', () => {
  const code = codeOf(secret, 1000);
  const found = [998, 999, 1000, 1001, 1002].map((step) => stepOfCode(secret, code, step * 30_000));
  expect(found).toEqual([undefined, 1000, 1000, 1000, undefined]);
  for (const typed of ['', '12345', '1234567', 'abcdef', '１２３４５６', `${code} `])
    expect(stepOfCode(secret, typed, 30_000_000)).toBeUndefined();
});

// RFC 4648, section 10, without padding.
test.for([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
] as const)('base32 of %j', ([text, encoded]) => {
  expect(base32(Buffer.from(text))).toBe(encoded);
});

test('the address for an app names the account, whatever it is called', () => {
  const url = new URL(otpauth(secret, { issuer: 'Solstead', account: 'Ada & Ben: home/1' }));
  expect([url.protocol, url.host, url.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', base32(secret)]);
  expect(decodeURIComponent(url.pathname)).toBe('/Solstead:Ada & Ben: home/1');
});
