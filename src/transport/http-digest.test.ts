// Digest with SHA-256 against the printed example of RFC 7616, and what is done with a wrong password.
import { expect, test } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { makeHttpAccounts } from './http-accounts.ts';
import { digestHeader, digestKey, readDigestChallenge } from './http-digest.ts';

// RFC 7616, 3.9.1: two challenges, of which the first is the stronger.
const printed =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=SHA-256, nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const older = printed.replace('SHA-256', 'MD5');

test('the printed example of RFC 7616', () => {
  const challenge = readDigestChallenge(`${older}, ${printed}`);
  if (challenge === undefined) throw new Error('no challenge');
  const header = digestHeader(challenge, {
    method: 'GET',
    uri: '/dir/index.html',
    username: 'Mufasa',
    key: digestKey('Mufasa', challenge.realm, 'Circle of Life'),
    count: 1,
    cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ',
  });
  expect(header).toContain('response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"');
  expect(header).toContain('nc=00000001');
  expect(header).toContain('opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"');
});

test.each([
  ['Basic realm="router"'],
  [older],
  ['Digest qop="auth-int", realm="a", nonce="b", algorithm=SHA-256'],
  ['Digest qop="auth", realm="a", algorithm=SHA-256'],
  [`Digest qop="auth", realm="a", nonce="${'b'.repeat(3000)}", algorithm=SHA-256`],
  [''],
])('nothing is answered to %s', (header) => expect(readDigestChallenge(header)).toBeUndefined());

const asked = { method: 'POST', path: '/rpc' } as const;
const challenge = (nonce: string, more = ''): string =>
  `Digest qop="auth", realm="shellypro3em-aabbccddeeff", nonce="${nonce}", algorithm=SHA-256${more}`;

function account() {
  const now = { ms: 0, password: 'wrong' as string | undefined, reads: 0 };
  const accounts = makeHttpAccounts(
    {
      async read() {
        now.reads += 1;
        return now.password === undefined ? undefined : makeSecret(now.password);
      },
    },
    { monotonicMs: () => now.ms },
  );
  return { now, one: accounts.of('device.meter') };
}

test('a wrong password is tried once; another at once, the same after an hour', async () => {
  const { now, one } = account();
  expect(await one.answer(challenge('a'), asked, 'nothing')).toContain('username="admin"');
  expect(await one.answer(challenge('b'), asked, 'answer')).toBeUndefined();
  expect(one.isRefused).toBe(true);
  expect(one.ready(asked)).toBeUndefined();
  for (const nonce of ['c', 'd', 'e']) expect(await one.answer(challenge(nonce), asked, 'nothing')).toBeUndefined();
  expect(one.isRefused).toBe(true);
  now.password = 'right';
  expect(await one.answer(challenge('f'), asked, 'nothing')).toContain('nonce="f"');
  expect(one.isRefused).toBe(false);
  now.password = 'wrong';
  now.ms = 3_600_001;
  expect(await one.answer(challenge('g'), asked, 'nothing')).toContain('nonce="g"');
});

test('a nonce is used as long as the device takes it, with a rising count', async () => {
  const { one } = account();
  expect(one.ready(asked)).toBeUndefined();
  expect(await one.answer(challenge('a'), asked, 'nothing')).toContain('nc=00000001');
  expect(one.ready(asked)).toContain('nc=00000002');
  expect(one.ready(asked)).toContain('nc=00000003');
  // Too old by now: the next one is used in the same way.
  expect(await one.answer(challenge('b', ', stale=true'), asked, 'ready')).toContain('nc=00000001');
  expect(one.ready(asked)).toContain('nonce="b"');
  // One that gives a nonce for each request.
  expect(await one.answer(challenge('c'), asked, 'ready')).toContain('nonce="c"');
  expect(one.ready(asked)).toBeUndefined();
});

test('without a password nothing is sent, and that is not a wrong one', async () => {
  const { now, one } = account();
  now.password = undefined;
  expect(await one.answer(challenge('a'), asked, 'nothing')).toBeUndefined();
  expect(one.isRefused).toBe(false);
});
