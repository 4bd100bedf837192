// Access and refresh tokens of clients, and everything that is tried with them.
import { createHmac } from 'node:crypto';
import { base64url, decodeProtectedHeader } from 'jose';
import { expect, test, type TestContext } from 'vitest';
import { makeSecret } from '#core/secrets.ts';
import { minuteMs } from '#core/time.ts';
import { here, ownAccess, password } from '../testing/own-access.ts';
import { memoryVault } from './memory-vault.ts';

const signIn = { name: 'Anna', password, ...here };
const day = 24 * 60 * minuteMs;

async function client(context: TestContext) {
  const own = await ownAccess(context);
  return { ...own, tokens: await own.access.signInClient(signIn) };
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the client's own session, made with another header, other claims or another key. */
async function forged(
  vault: ReturnType<typeof memoryVault>,
  real: string,
  change: { header?: Record<string, unknown>; claims?: Record<string, unknown>; key?: Uint8Array },
): Promise<string> {
  const keys: unknown = JSON.parse((await vault.secrets.read('access-token.keys'))?.reveal() ?? '[]');
  const [{ key }] = keys as [{ key: string }];
  const payload = JSON.parse(Buffer.from(real.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const header = { ...decodeProtectedHeader(real), ...change.header };
  // By hand: a library would not make most of them.
  const text = [header, { ...payload, ...change.claims }].map(encoded).join('.');
  const hash = header.alg === 'HS512' ? 'sha512' : 'sha256';
  const signature = createHmac(hash, change.key ?? base64url.decode(key))
    .update(text)
    .digest('base64url');
  return `${text}.${signature}`;
}

test('a client acts for fifteen minutes, and goes on with the next pair', async (context) => {
  const { access, tokens, clock, anna } = await client(context);
  expect(await access.principal(tokens.accessToken)).toMatchObject({
    id: anna.id,
    kind: 'person',
    grants: anna.grants,
  });
  expect(tokens.accessExpiresMs - clock.nowMs()).toBe(15 * minuteMs);
  await clock.advance(15 * minuteMs + 29_000);
  expect(await access.principal(tokens.accessToken)).toBeDefined();
  await clock.advance(2000);
  expect(await access.principal(tokens.accessToken)).toBeUndefined();
  const next = await access.refresh(tokens.refreshToken, '10.0.0.2');
  expect(await access.principal(next.accessToken)).toMatchObject({ id: anna.id });
  expect(next.refreshToken).not.toBe(tokens.refreshToken);
  // It stands among the sessions, as where it was used last.
  expect(await access.sessions(next.accessToken)).toMatchObject([{ current: true, from: '10.0.0.2' }, {}]);
});

test('a refresh token that comes twice ends the family, whichever comes first, and is written down', async (context) => {
  const { access, tokens, audited } = await client(context);
  const next = await access.refresh(tokens.refreshToken, here.from);
  const again = access.refresh(tokens.refreshToken, '203.0.113.7');
  await expect(again).rejects.toMatchObject({ code: 'access.refresh', reason: { code: 'refresh.reused' } });
  for (const token of [tokens.accessToken, next.accessToken]) expect(await access.principal(token)).toBeUndefined();
  await expect(access.refresh(next.refreshToken, here.from)).rejects.toMatchObject({ code: 'access.refresh' });
  expect(await audited('refresh')).toMatchObject([
    { principal: { name: 'Anna' }, subject: '203.0.113.7', outcome: 'access.refresh' },
  ]);
});

test('of two at the same moment one is a copy: both end', async (context) => {
  const { access, tokens } = await client(context);
  const both = await Promise.allSettled([0, 1].map(() => access.refresh(tokens.refreshToken, here.from)));
  const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(made.length).toBeLessThan(2);
  for (const { accessToken, refreshToken } of made) {
    expect(await access.principal(accessToken)).toBeUndefined();
    await expect(access.refresh(refreshToken, here.from)).rejects.toMatchObject({ code: 'access.refresh' });
  }
});

test.for<readonly [string, (parts: Awaited<ReturnType<typeof client>>) => Promise<unknown>]>([
  ['it is revoked by its access token', async ({ access, tokens }) => access.revoke(tokens.accessToken)],
  ['it is revoked by its refresh token', async ({ access, tokens }) => access.revoke(tokens.refreshToken)],
  ['it signs out', async ({ access, tokens }) => access.signOut(tokens.accessToken)],
  [
    'its owner ends it from a browser',
    async ({ access, token }) => {
      const other = (await access.sessions(token)).find(({ current }) => !current);
      await access.endSession(token, other?.id ?? '');
    },
  ],
  ['its owner ends all others', async ({ access, token }) => access.endOtherSessions(token)],
  [
    'the password is changed',
    async ({ access, token }) => access.changePassword(token, { password, newPassword: 'another warm sentence' }, here),
  ],
  [
    'the account is removed',
    async ({ people, anna, join }) => {
      await join('Ben', '*', 'owner');
      await people.remove(anna.id);
    },
  ],
])('its access token is worth nothing at once when %s', async ([, end], context) => {
  const parts = await client(context);
  const { access, tokens } = parts;
  await end(parts);
  expect(await access.principal(tokens.accessToken)).toBeUndefined();
  await expect(access.refresh(tokens.refreshToken, here.from)).rejects.toMatchObject({ code: 'access.refresh' });
});

test('a session that nobody uses for two weeks is over, and its refresh token with it', async (context) => {
  const { access, tokens, clock } = await client(context);
  await clock.advance(13 * day);
  const next = await access.refresh(tokens.refreshToken, here.from);
  await clock.advance(14 * day + 1);
  await expect(access.refresh(next.refreshToken, here.from)).rejects.toMatchObject({
    reason: { code: 'refresh.over' },
  });
  // What nobody made renews nothing, and says nothing else.
  for (const token of ['', 'solr_x', tokens.accessToken])
    await expect(access.refresh(token, here.from)).rejects.toMatchObject({ reason: { code: 'refresh.over' } });
});

test('what was changed, made by others or for others is no token', async (context) => {
  const { access, tokens, vault, clock, join, records } = await client(context);
  const real = tokens.accessToken;
  const nowS = Math.floor(clock.nowMs() / 1000);
  const [head = '', body = '', signature = ''] = real.split('.');
  const ben = await join('Ben', 'home', 'viewer');
  const other = await records.sessions.of(ben.principal.id);
  const tried: Readonly<Record<string, string>> = {
    'alg none': `${encoded({ alg: 'none', typ: 'at+jwt' })}.${body}.`,
    'alg none with a signature': `${encoded({ ...decodeProtectedHeader(real), alg: 'none' })}.${body}.${signature}`,
    'another algorithm': await forged(vault, real, { header: { alg: 'HS512' } }),
    'a key in the header': await forged(vault, real, {
      header: { jwk: { kty: 'oct', k: base64url.encode(new Uint8Array(32)) } },
      key: new Uint8Array(32),
    }),
    'a path as the name of its key': await forged(vault, real, {
      header: { kid: '../../../../dev/null' },
      key: new Uint8Array(32),
    }),
    'no name of a key': await forged(vault, real, { header: { kid: undefined } }),
    'an extension that must be understood': await forged(vault, real, { header: { crit: ['x'], x: 1 } }),
    'a body that is not encoded': await forged(vault, real, { header: { crit: ['b64'], b64: false } }),
    'another kind of token': await forged(vault, real, { header: { typ: 'JWT' } }),
    'another audience': await forged(vault, real, { claims: { aud: 'another-api' } }),
    'another issuer': await forged(vault, real, { claims: { iss: 'somebody' } }),
    'no end': await forged(vault, real, { claims: { exp: undefined } }),
    'a far end': await forged(vault, real, { claims: { iat: nowS - 3600, exp: nowS + 10_000 } }),
    'the future': await forged(vault, real, { claims: { iat: nowS + 3600, exp: nowS + 3700 } }),
    'not yet': await forged(vault, real, { claims: { nbf: nowS + 600 } }),
    'another account in the session': await forged(vault, real, { claims: { sub: ben.principal.id } }),
    'another session of the account': await forged(vault, real, { claims: { sid: 'f'.repeat(64) } }),
    'the session of somebody else': await forged(vault, real, { claims: { sid: other[0]?.tokenHash } }),
    'no session': await forged(vault, real, { claims: { sid: undefined } }),
    'a session that is a list': await forged(vault, real, { claims: { sid: [1] } }),
    'a changed body': `${head}.${encoded({ sub: 'x' })}.${signature}`,
    'no signature': `${head}.${body}.`,
    'its body alone': body,
    'very long': `${head}.${body}${'A'.repeat(5000)}.${signature}`,
  };
  const taken: string[] = [];
  for (const [what, token] of Object.entries(tried)) {
    if (token === real || (await access.principal(token)) !== undefined) taken.push(what);
    await access.revoke(token);
  }
  expect(taken).toEqual([]);
  // The same way of making one, without a lie, works: the test can fail.
  expect(await access.principal(await forged(vault, real, {}))).toBeDefined();
  // Those of another installation have other keys.
  const elsewhere = await ownAccess(context);
  const foreign = await elsewhere.access.signInClient(signIn);
  expect(await access.principal(foreign.accessToken)).toBeUndefined();
});

test('signing keys are kept, renewed, and the one before still reads what it signed', async (context) => {
  const { access, clock, vault, restarted } = await ownAccess(context);
  const kidOf = (token: string) => decodeProtectedHeader(token).kid;
  const [first, second] = await Promise.all([access.signInClient(signIn), access.signInClient(signIn)]);
  expect(kidOf(first.accessToken)).toBe(kidOf(second.accessToken));
  const later = restarted();
  expect(await later.principal(first.accessToken)).toBeDefined();
  let { refreshToken } = first;
  let before = first.accessToken;
  for (let days = 0; days < 31; days += 10) {
    await clock.advance(10 * day);
    ({ refreshToken, accessToken: before } = await later.refresh(refreshToken, here.from));
  }
  expect(kidOf(before)).not.toBe(kidOf(first.accessToken));
  const kept: unknown = JSON.parse((await vault.secrets.read('access-token.keys'))?.reveal() ?? '');
  expect(kept).toHaveLength(2);
});

test('signing keys that cannot be read are told, and nobody is let in by them', async (context) => {
  const vault = memoryVault();
  await vault.secrets.save('access-token.keys', '[{"id":1}]');
  const { access } = await ownAccess(context, vault);
  await expect(access.signInClient(signIn)).rejects.toMatchObject({ code: 'store.corrupt' });
  expect(makeSecret('x').toString()).toBe('[hidden]');
});
