// The second factor, recovery codes, the PIN and the proof that it is still the same person, with everything that is tried against them.
import { expect, test, type TestContext } from 'vitest';
import { minuteMs } from '#core/time.ts';
import { here, ownAccess, password } from '../testing/own-access.ts';
import { recover } from '../recover.ts';
import { ownApp } from '../testing/own-app.ts';

const signIn = { name: 'Anna', password, ...here };
const place = { origin: 'https://solar.example.com', host: 'solar.example.com' };
async function withTotp(context: TestContext) {
  const own = await ownAccess(context);
  const { access, token, clock } = own;
  const { address, secret } = await access.own.beginTotp(token);
  const code = ownApp(address);
  await access.own.turnOnTotp(token, code(clock.nowMs()));
  await clock.advance(30_000);
  return { ...own, secret, now: () => code(clock.nowMs()) };
}

test('signing in asks for the code, which counts once, for browsers and clients', async (context) => {
  const { access, now, clock, audited } = await withTotp(context);
  const needed = { code: 'access.second-factor', reason: { code: 'factor.needed' } };
  await expect(access.signIn(signIn)).rejects.toMatchObject(needed);
  await expect(access.signInClient(signIn)).rejects.toMatchObject(needed);
  const code = now();
  expect((await access.signIn({ ...signIn, code: `${code.slice(0, 3)} ${code.slice(3)}` })).principal.name).toBe(
    'Anna',
  );
  for (const replay of [access.signIn, access.signInClient])
    await expect(replay({ ...signIn, code })).rejects.toMatchObject({
      code: 'access.second-factor',
      reason: { code: 'factor.wrong' },
    });
  await clock.advance(30_000);
  const both = await Promise.allSettled([0, 1, 2].map(() => access.signInClient({ ...signIn, code: now() })));
  expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  // A wrong password with the right code says nothing of the code, and does not use it up.
  await clock.advance(minuteMs);
  const wrong = access.signIn({ ...signIn, password: 'guess', code: now() });
  await expect(wrong).rejects.toMatchObject({ code: 'access.credentials' });
  expect((await access.signIn({ ...signIn, code: now() })).principal.name).toBe('Anna');
  expect((await audited('sign in')).map(({ outcome }) => outcome)).toContain('access.second-factor');
  expect((await audited('sign in')).map(({ subject }) => subject)).toContain(`${here.from} by password + code`);
});

test('guesses at the code end after five, but not for the browser of its owner', async (context) => {
  const { access, now, clock } = await withTotp(context);
  const { browser } = await access.signIn({ ...signIn, code: now() });
  await clock.advance(minuteMs);
  const guess = (from: string) => access.signIn({ ...signIn, from, code: '000000' });
  for (let at = 0; at < 5; at += 1)
    await expect(guess(`203.0.113.${at}`)).rejects.toMatchObject({ code: 'access.second-factor' });
  const right = access.signIn({ ...signIn, from: '203.0.113.9', code: now() });
  await expect(right).rejects.toMatchObject({ code: 'access.throttled', reason: { code: 'factor.throttled' } });
  expect((await access.signIn({ ...signIn, code: now(), browser })).principal.name).toBe('Anna');
  await clock.advance(15 * minuteMs);
  expect((await access.signIn({ ...signIn, from: '203.0.113.9', code: now() })).principal.name).toBe('Anna');
});

test('it is on after a first code alone, and off by its owner; the secret is kept encrypted', async (context) => {
  const { access, token, records, anna, clock } = await ownAccess(context);
  const { address, secret } = await access.own.beginTotp(token);
  expect((await access.own.view(token)).totp).toBe(false);
  expect((await access.signIn(signIn)).principal.name).toBe('Anna');
  await expect(access.own.turnOnTotp(token, '000000')).rejects.toMatchObject({ code: 'input.invalid' });
  expect(await access.own.turnOnTotp(token, ownApp(address)(clock.nowMs()))).toMatchObject({ totp: true });
  const kept = JSON.stringify(await records.credentials.totp(anna.id));
  for (const form of [secret, address]) expect(kept).not.toContain(form);
  // Another one would turn it off by the way.
  await expect(access.own.beginTotp(token)).rejects.toMatchObject({ reason: { code: 'totp.on' } });
  await expect(access.own.turnOnTotp(token, '000000')).rejects.toMatchObject({ reason: { code: 'totp.begin' } });
  expect(await access.own.turnOffTotp(token)).toMatchObject({ totp: false });
  expect((await access.signIn(signIn)).principal.name).toBe('Anna');
});

test('recovery codes stand in for the code, each once, and are kept as hashes', async (context) => {
  const { access, token, records, path } = await withTotp(context);
  const codes = await access.own.newRecoveryCodes(token);
  expect(codes).toHaveLength(10);
  expect(new Set(codes).size).toBe(10);
  const [first = '', second = ''] = codes;
  expect((await access.signIn({ ...signIn, code: first.toLowerCase().replaceAll('-', ' ') })).principal.name).toBe(
    'Anna',
  );
  await expect(access.signIn({ ...signIn, code: first })).rejects.toMatchObject({ code: 'access.second-factor' });
  expect((await access.own.view(token)).recoveryCodes).toBe(9);
  const others = await access.own.newRecoveryCodes(token);
  await expect(access.signIn({ ...signIn, code: second })).rejects.toMatchObject({ code: 'access.second-factor' });
  await records.close();
  const { readdirSync, readFileSync } = await import('node:fs');
  for (const name of readdirSync(path).filter((one) => one.startsWith('records')))
    for (const code of others) expect(readFileSync(`${path}/${name}`).includes(code.replaceAll('-', ''))).toBe(false);
});

test('a printed code makes a new password, once, and ends all sessions; a second factor still counts', async (context) => {
  const { access, token, now, clock, audited, join } = await withTotp(context);
  const [code = '', other = ''] = await access.own.newRecoveryCodes(token);
  const newPassword = 'another warm sentence';
  const recover = (change: object) => access.recover({ name: 'anna', code, newPassword, from: here.from, ...change });
  await expect(recover({ newPassword: 'password123' })).rejects.toMatchObject({ code: 'input.invalid' });
  await join('Ben', 'home', 'viewer');
  for (const wrong of [{ code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' }, { name: 'Ben' }, { name: 'Nobody' }, { code: '' }])
    await expect(recover(wrong)).rejects.toMatchObject({ code: 'access.credentials' });
  const both = await Promise.allSettled([recover({}), recover({})]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await access.principal(token)).toBeUndefined();
  await clock.advance(minuteMs);
  await expect(access.signIn(signIn)).rejects.toMatchObject({ code: 'access.credentials' });
  await expect(access.signIn({ ...signIn, password: newPassword })).rejects.toMatchObject({
    code: 'access.second-factor',
  });
  expect((await access.signIn({ ...signIn, password: newPassword, code: now() })).principal.name).toBe('Anna');
  expect((await access.signIn({ ...signIn, password: newPassword, code: other })).principal.name).toBe('Anna');
  expect(await audited('recover password')).toHaveLength(1);
});

test('what is sensitive wants a proof of the last five minutes, of this session', async (context) => {
  const { access, token, clock, audited } = await ownAccess(context);
  const { token: other } = await access.signIn(signIn);
  await access.own.setPin(token, '271828');
  await clock.advance(5 * minuteMs);
  const sensitive = [
    () => access.own.beginTotp(token),
    () => access.own.turnOnTotp(token, '000000'),
    () => access.own.turnOffTotp(token),
    () => access.own.newRecoveryCodes(token),
    () => access.own.setPin(token, '314159'),
    () => access.own.setPin(token, undefined),
    () => access.own.passkeyOptions(token, 'make', place),
    () => access.own.removePasskey(token, 'x'),
    () => access.own.addToken(token, { name: 'x', kind: 'personal', grants: [{ site: 'home', may: 'viewer' }] }),
  ];
  for (const act of sensitive) await expect(act()).rejects.toMatchObject({ code: 'access.step-up' });
  // The proof of another session of the same person is none.
  await access.own.confirm(other, { password }, place);
  for (const act of sensitive) await expect(act()).rejects.toMatchObject({ code: 'access.step-up' });
  for (const wrong of [{ password: 'guess' }, { pin: '000000' }, { pin: '' }])
    await expect(access.own.confirm(token, wrong, place)).rejects.toMatchObject({ code: 'access.credentials' });
  await expect(access.own.confirm(token, {}, place)).rejects.toMatchObject({ code: 'input.invalid' });
  const { provenUntilMs } = await access.own.confirm(token, { pin: '271828' }, place);
  expect(provenUntilMs - clock.nowMs()).toBe(5 * minuteMs);
  expect(await access.own.newRecoveryCodes(token)).toHaveLength(10);
  // A clock that was set back makes no proof younger.
  clock.setNow(clock.nowMs() - 60_000);
  await expect(access.own.newRecoveryCodes(token)).rejects.toMatchObject({ code: 'access.step-up' });
  expect((await audited('confirm')).map(({ subject }) => subject)).toEqual(['PIN', 'password']);
});

test('a program, whatever its scope, proves nothing and changes no credentials', async (context) => {
  const { access, token } = await ownAccess(context);
  const grants = [{ site: '*', may: 'owner' }] as const;
  const made = await access.own.addToken(token, { name: 'Script', kind: 'personal', grants });
  const denied = { code: 'access.denied', reason: { code: 'account.person-only' } };
  await expect(access.own.confirm(made.token, { password }, place)).rejects.toMatchObject(denied);
  await expect(access.own.newRecoveryCodes(made.token)).rejects.toMatchObject(denied);
  await expect(access.own.tokens(made.token)).rejects.toMatchObject(denied);
});

test('a PIN is six digits that nobody tries first, and five wrong ones end the guessing', async (context) => {
  const { access, token, clock, records, anna } = await ownAccess(context);
  for (const pin of ['12345', '1234567890123', '111111', '123456', '987654', 'abcdef', '12345x'])
    await expect(access.own.setPin(token, pin)).rejects.toMatchObject({ reason: { code: 'pin.digits' } });
  await access.own.setPin(token, '271828');
  expect(await records.credentials.pinHash(anna.id)).toMatch(/^\$argon2id\$/);
  const guess = (pin: string) => access.own.confirm(token, { pin }, place);
  for (let at = 0; at < 5; at += 1) await expect(guess('000000')).rejects.toMatchObject({ code: 'access.credentials' });
  await expect(guess('271828')).rejects.toMatchObject({ reason: { code: 'pin.throttled' } });
  // The password still proves it.
  expect((await access.own.confirm(token, { password }, place)).pin).toBe(true);
  await clock.advance(15 * minuteMs);
  expect((await guess('271828')).pin).toBe(true);
  expect((await access.own.setPin(token, undefined)).pin).toBe(false);
  await expect(guess('271828')).rejects.toMatchObject({ reason: { code: 'pin.none' } });
});

test('with codes of an app a password alone proves nothing; with a code, or another proof, it does', async (context) => {
  const { access, token, now, clock } = await withTotp(context);
  const confirm = (proof: object) => access.own.confirm(token, proof, place);
  await access.own.setPin(token, '271828');
  await clock.advance(6 * minuteMs);
  await expect(confirm({ password })).rejects.toMatchObject({
    code: 'access.second-factor',
    reason: { code: 'factor.needed' },
  });
  await expect(confirm({ password, code: '000000' })).rejects.toMatchObject({ reason: { code: 'factor.wrong' } });
  await expect(access.own.newRecoveryCodes(token)).rejects.toMatchObject({ code: 'access.step-up' });
  // A wrong password uses up no code.
  const code = now();
  await expect(confirm({ password: 'guess', code })).rejects.toMatchObject({ code: 'access.credentials' });
  expect((await confirm({ password, code })).provenUntilMs).toBe(clock.nowMs() + 5 * minuteMs);
  await expect(confirm({ password, code })).rejects.toMatchObject({ reason: { code: 'factor.wrong' } });
  expect((await confirm({ pin: '271828' })).totp).toBe(true);
});

test('a new password wants the second factor as well, and a wrong one neither a code nor an attempt more', async (context) => {
  const { access, token, now, audited, records, anna } = await withTotp(context);
  const newPassword = 'another warm sentence';
  const change = (more: object) => access.changePassword(token, { password, newPassword, ...more }, here);
  await expect(change({})).rejects.toMatchObject({ code: 'access.second-factor', reason: { code: 'factor.needed' } });
  await expect(change({ code: '000000' })).rejects.toMatchObject({ reason: { code: 'factor.wrong' } });
  const code = now();
  await expect(change({ password: 'guess', code })).rejects.toMatchObject({ code: 'access.credentials' });
  expect(await audited('change password')).toEqual([]);
  expect(await access.principal(token)).toBeDefined();
  const before = await records.accounts.byId(anna.id);
  expect((await change({ code })).principal.name).toBe('Anna');
  expect((await records.accounts.byId(anna.id))?.passwordHash).not.toBe(before?.passwordHash);
  expect(await access.principal(token)).toBeUndefined();
});

test('who recovers the account at the machine needs no code of an app, which may be lost as well', async (context) => {
  const { access, records, clock } = await withTotp(context);
  const recovered = await recover({ records, clock });
  expect(recovered).toMatchObject({ name: 'Anna', hadCodes: true });
  expect((await access.signIn({ ...signIn, password: recovered.password })).principal.name).toBe('Anna');
  expect(await recover({ records, clock })).toMatchObject({ hadCodes: false });
});

test('who begins a second factor anew while another window turns it on does not turn it off', async (context) => {
  const { access, token, clock } = await ownAccess(context);
  const { address } = await access.own.beginTotp(token);
  const code = ownApp(address)(clock.nowMs());
  const [on, again] = await Promise.allSettled([access.own.turnOnTotp(token, code), access.own.beginTotp(token)]);
  expect([on.status, again.status]).toEqual(['fulfilled', 'rejected']);
  expect((await access.own.view(token)).totp).toBe(true);
});
