// Replays and guesses against second factors: what was given once is given again, at once, to another process over the same records, at
// another session, at another place or for another purpose. None of it lets anybody in, and the right holder gets in beside it.
import { expect, test, type TestContext } from 'vitest';
import { minuteMs } from '#core/time.ts';
import { softKey } from '../testing/soft-key.ts';
import { here, ownAccess, password } from '../testing/own-access.ts';
import { ownApp } from '../testing/own-app.ts';
import { ownPasskey } from '../testing/own-passkey.ts';

const signIn = { name: 'Anna', password, ...here };
const stepMs = 30_000;
const place = { origin: 'https://solar.example.com', host: 'solar.example.com' };
const wrongCode = { code: 'access.second-factor', reason: { code: 'factor.wrong' } };
const wrongKey = { code: 'access.credentials', reason: { code: 'passkey.refused' } };
const guesses = 40;

const fulfilled = (all: readonly PromiseSettledResult<unknown>[]): number =>
  all.filter(({ status }) => status === 'fulfilled').length;
/** The codes of the errors, each once. */
const refusals = (all: readonly PromiseSettledResult<unknown>[]): readonly string[] => [
  ...new Set(all.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : []))),
];

async function withTotp(context: TestContext) {
  const own = await ownAccess(context);
  const { access, token, clock } = own;
  const code = ownApp((await access.own.beginTotp(token)).address);
  await access.own.turnOnTotp(token, code(clock.nowMs()));
  await clock.advance(4 * stepMs);
  return { ...own, codeIn: (steps: number) => code(clock.nowMs() + steps * stepMs) };
}

async function withPasskey(context: TestContext) {
  const own = await ownAccess(context);
  const key = ownPasskey(own.anna.id, 'annas-key');
  await own.records.credentials.addPasskey(key.record);
  const asked = async (session: string, use: 'sign' | 'make' = 'sign') =>
    (await own.access.own.passkeyOptions(session, use, place)).challenge;
  const signInAsked = async () => (await own.access.passkeyRequest(place)).challenge;
  return { ...own, key, asked, signInAsked };
}

test('one code lets one in, of many at the same moment at two processes', async (context) => {
  const { access, restarted, codeIn } = await withTotp(context);
  const code = codeIn(0);
  const processes = [access, restarted()];
  const all = await Promise.allSettled(
    [0, 1].flatMap(() => processes.map((one) => one.signInClient({ ...signIn, code }))),
  );
  expect(fulfilled(all)).toBe(1);
  expect(refusals(all)).toEqual(['access.second-factor']);
});

test('of neighbour steps each counts once, and none that is older than the last one used', async (context) => {
  const { access, codeIn } = await withTotp(context);
  const given = (steps: number) => access.signInClient({ ...signIn, code: codeIn(steps) });
  await expect(given(-2)).rejects.toMatchObject(wrongCode);
  await expect(given(2)).rejects.toMatchObject(wrongCode);
  await given(0);
  // Seen over a shoulder a moment before: it is older than what was used.
  await expect(given(-1)).rejects.toMatchObject(wrongCode);
  await given(1);
  await expect(given(1)).rejects.toMatchObject(wrongCode);
  await expect(given(0)).rejects.toMatchObject(wrongCode);
});

test('a code that signed in proves nothing more, turns nothing on and changes no password', async (context) => {
  const { access, token, codeIn, clock } = await withTotp(context);
  await clock.advance(5 * minuteMs);
  const code = codeIn(0);
  await access.signInClient({ ...signIn, code });
  await expect(access.own.confirm(token, { password, code }, place)).rejects.toMatchObject(wrongCode);
  const newPassword = 'another warm sentence';
  await expect(access.changePassword(token, { password, newPassword, code }, here)).rejects.toMatchObject(wrongCode);
  expect((await access.own.view(token)).provenUntilMs).toBeLessThan(clock.nowMs());
});

test('many guesses of a code at once are as many as one after another', async (context) => {
  const { access, codeIn, clock } = await withTotp(context);
  const guess = (at: number) =>
    access.signInClient({ ...signIn, from: `203.0.113.${at}`, code: String(at).padStart(6, '9') });
  const all = await Promise.allSettled(Array.from({ length: guesses }, (_, at) => guess(at)));
  const looked = all.filter(
    (one) => one.status === 'rejected' && (one.reason as { code: string }).code !== 'access.throttled',
  );
  expect(looked.length).toBeLessThanOrEqual(5);
  // The right one is not looked at either, until the wait is over.
  const right = () => access.signInClient({ ...signIn, from: '203.0.113.99', code: codeIn(0) });
  await expect(right()).rejects.toMatchObject({ code: 'access.throttled' });
  await clock.advance(15 * minuteMs);
  expect(await right()).toBeDefined();
});

test('PIN guesses count for the account: from all its sessions at once', async (context) => {
  const { access, token } = await ownAccess(context);
  await access.own.setPin(token, '271828');
  const { token: other } = await access.signIn(signIn);
  const guess = (session: string, at: number) => access.own.confirm(session, { pin: String(500_000 + at) }, place);
  const all = await Promise.allSettled(
    Array.from({ length: guesses }, (_, at) => guess(at % 2 === 0 ? token : other, at)),
  );
  const looked = all.filter(
    (one) => one.status === 'rejected' && (one.reason as { code: string }).code === 'access.credentials',
  );
  expect([fulfilled(all), looked.length]).toEqual([0, 5]);
  for (const session of [token, other])
    await expect(access.own.confirm(session, { pin: '271828' }, place)).rejects.toMatchObject({
      reason: { code: 'pin.throttled' },
    });
  // Nobody is locked out by it.
  expect((await access.own.confirm(token, { password }, place)).pin).toBe(true);
});

test('a recovery code counts once, whatever it is used for at the same moment, at two processes', async (context) => {
  const { access, restarted, token } = await withTotp(context);
  const other = restarted();
  for (let round = 0; round < 3; round += 1) {
    const [code = ''] = await access.own.newRecoveryCodes(token);
    const newPassword = `another warm sentence ${round}`;
    const all = await Promise.allSettled([
      access.signInClient({ ...signIn, code }),
      other.signInClient({ ...signIn, code }),
      access.own.confirm(token, { password, code }, place),
      other.recover({ name: 'Anna', code, newPassword: password, from: here.from }),
    ]);
    expect([round, newPassword, fulfilled(all)]).toEqual([round, newPassword, 1]);
    if (all[3]?.status === 'fulfilled') break;
  }
});

test('the signature of a passkey counts once, of many at the same moment, and in its own process alone', async (context) => {
  const { access, restarted, key, signInAsked } = await withPasskey(context);
  const passkey = key.answer(await signInAsked(), place);
  const other = restarted();
  await expect(other.signInByPasskey({ passkey, place }, here)).rejects.toMatchObject(wrongKey);
  const all = await Promise.allSettled([0, 1, 2, 3].map(() => access.signInByPasskey({ passkey, place }, here)));
  expect([fulfilled(all), refusals(all)]).toEqual([1, ['access.credentials']]);
  // The same bytes, written in another way.
  const client = JSON.parse(Buffer.from(passkey.response.clientDataJSON, 'base64url').toString()) as {
    challenge: string;
  };
  for (const challenge of [`${client.challenge}=`, client.challenge.replaceAll('-', '+').replaceAll('_', '/')])
    await expect(access.signInByPasskey({ passkey: key.answer(challenge, place), place }, here)).rejects.toMatchObject(
      wrongKey,
    );
});

test('a counter that stands still or goes back is a copy of the key', async (context) => {
  const { access, key, signInAsked, records } = await withPasskey(context);
  const early = key.answer(await signInAsked(), place);
  const late = key.answer(await signInAsked(), place);
  await access.signInByPasskey({ passkey: late, place }, here);
  await expect(access.signInByPasskey({ passkey: early, place }, here)).rejects.toMatchObject(wrongKey);
  const kept = await records.credentials.passkey(key.record.id);
  expect(kept?.counter).toBe(2);
  expect(
    (await access.signInByPasskey({ passkey: key.answer(await signInAsked(), place), place }, here)).token,
  ).toBeDefined();
});

test('a challenge is good for its own session, purpose and place', async (context) => {
  const { access, token, key, asked, signInAsked, clock } = await withPasskey(context);
  const { token: second } = await access.signIn(signIn);
  const confirm = (session: string, challenge: string, at = place) =>
    access.own.confirm(session, { passkey: key.answer(challenge, at) }, at);
  await expect(confirm(second, await asked(token))).rejects.toMatchObject(wrongKey);
  await expect(confirm(token, await signInAsked())).rejects.toMatchObject(wrongKey);
  await expect(confirm(token, await asked(token, 'make'))).rejects.toMatchObject(wrongKey);
  const byKey = (challenge: string, at = place) =>
    access.signInByPasskey({ passkey: key.answer(challenge, at), place: at }, here);
  for (const challenge of [await asked(token), await asked(token, 'make')])
    await expect(byKey(challenge)).rejects.toMatchObject(wrongKey);
  for (const elsewhere of [
    { origin: 'https://solar.example.org', host: 'solar.example.org' },
    { origin: 'https://solar.example.com:8443', host: 'solar.example.com' },
  ]) {
    // The page of somebody else passes on what it was signed.
    const signed = key.answer(await signInAsked(), elsewhere);
    await expect(access.signInByPasskey({ passkey: signed, place }, here)).rejects.toMatchObject(wrongKey);
  }
  const old = await signInAsked();
  await clock.advance(5 * minuteMs + 1);
  await expect(byKey(old)).rejects.toMatchObject(wrongKey);
  // Each does what it is for.
  expect((await confirm(second, await asked(second))).passkeys).toHaveLength(1);
  expect((await byKey(await signInAsked())).principal.name).toBe('Anna');
});

test('a passkey is made by the session that asked for it, once', async (context) => {
  const { access, token, asked } = await withPasskey(context);
  const { token: second } = await access.signIn(signIn);
  const made = { name: 'Phone', passkey: softKey(place.origin).made(await asked(token, 'make')) };
  const refused = { code: 'input.invalid', reason: { code: 'passkey.refused' } };
  await expect(access.own.addPasskey(second, made, place)).rejects.toMatchObject(refused);
  for (const challenge of [await asked(token), (await access.passkeyRequest(place)).challenge]) {
    const foreign = { name: 'Phone', passkey: softKey(place.origin).made(challenge) };
    await expect(access.own.addPasskey(token, foreign, place)).rejects.toMatchObject(refused);
  }
  const all = await Promise.allSettled([0, 1, 2].map(() => access.own.addPasskey(token, made, place)));
  expect(fulfilled(all)).toBe(1);
  expect((await access.own.view(token)).passkeys).toHaveLength(2);
});

test('a refresh token of many at the same moment at two processes leaves nobody with a session', async (context) => {
  const { access, restarted } = await ownAccess(context);
  const tokens = await access.signInClient(signIn);
  const processes = [access, restarted()];
  const all = await Promise.allSettled(
    [0, 1, 2].flatMap(() => processes.map((one) => one.refresh(tokens.refreshToken, here.from))),
  );
  expect(fulfilled(all)).toBeLessThan(2);
  expect(refusals(all)).toEqual(['access.refresh']);
  const made = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  for (const { accessToken, refreshToken } of [tokens, ...made]) {
    expect(await access.principal(accessToken)).toBeUndefined();
    await expect(access.refresh(refreshToken, here.from)).rejects.toMatchObject({ code: 'access.refresh' });
  }
});

test('a proof ends with its minutes, its session and a change of the password; a new session begins with its own', async (context) => {
  const { access, token, clock } = await ownAccess(context);
  const { token: second } = await access.signIn(signIn);
  await clock.advance(5 * minuteMs);
  const stepUp = { code: 'access.step-up' };
  await access.own.confirm(second, { password }, place);
  await expect(access.own.newRecoveryCodes(token)).rejects.toMatchObject(stepUp);
  await clock.advance(5 * minuteMs - 1);
  expect(await access.own.newRecoveryCodes(second)).toHaveLength(10);
  await clock.advance(1);
  await expect(access.own.newRecoveryCodes(second)).rejects.toMatchObject(stepUp);
  await access.own.confirm(second, { password }, place);
  await access.changePassword(token, { password, newPassword: 'another warm sentence' }, here);
  await expect(access.own.newRecoveryCodes(second)).rejects.toMatchObject({ code: 'access.denied' });
});
