// What belongs to somebody else: tokens and passkeys by their ids, scopes beyond one's own, the proof of another session.
import { createHash } from 'node:crypto';
import { expect, test, type TestContext } from 'vitest';
import type { Grant } from '#core/access.ts';
import { minuteMs } from '#core/time.ts';
import { here, ownAccess, password } from '../testing/own-access.ts';
import { ownApp } from '../testing/own-app.ts';
import { ownPasskey } from '../testing/own-passkey.ts';

const place = { origin: 'https://solar.example.com', host: 'solar.example.com' };
const viewer: readonly Grant[] = [{ site: 'home', may: 'viewer' }];
const shortId = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 16);

/** Anna owns everything, Ben looks at one home and Carl administers it. */
async function three(context: TestContext) {
  const own = await ownAccess(context);
  const ben = await own.join('Ben', 'home', 'viewer');
  const carl = await own.join('Carl', 'home', 'admin');
  return { ...own, ben, carl };
}

test('the token of somebody else, by its id, answers as one that is not there, and works on', async (context) => {
  const { access, token, ben, carl } = await three(context);
  const made = await Promise.all(
    (['personal', 'integration'] as const).map((kind) =>
      access.own.addToken(token, { name: kind, kind, grants: viewer }),
    ),
  );
  for (const stranger of [ben, carl]) {
    const errors = await Promise.all(
      [...made.map(({ id }) => id), 'nobody'].map((id) =>
        access.own.removeToken(stranger.token, id).then(
          () => 'removed',
          (error: unknown) => JSON.stringify(error),
        ),
      ),
    );
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).not.toBe('removed');
    expect(await access.own.tokens(stranger.token)).toEqual([]);
  }
  // A personal one is not the owner's to see either.
  const bens = await access.own.addToken(ben.token, { name: 'Ben', kind: 'personal', grants: viewer });
  expect((await access.own.tokens(token)).map(({ name }) => name).toSorted()).toEqual(['integration', 'personal']);
  await expect(access.own.removeToken(token, bens.id)).rejects.toMatchObject({ reason: { code: 'token.unknown' } });
  for (const one of [...made, bens]) expect(await access.principal(one.token)).toBeDefined();
});

test.for<readonly [string, readonly Grant[], string]>([
  ['a higher role', [{ site: 'home', may: 'operator' }], 'access.denied'],
  ['an action of a higher role', [{ site: 'home', may: { actions: ['people.manage'] } }], 'access.denied'],
  ['all homes', [{ site: '*', may: 'viewer' }], 'access.denied'],
  ['another home', [{ site: 'cabin', may: 'viewer' }], 'site.unknown'],
  ['a home that is not there', [{ site: 'nowhere', may: 'viewer' }], 'site.unknown'],
  ['one home too many', [...viewer, { site: 'cabin', may: 'viewer' }], 'site.unknown'],
])('no token is made for more than its maker may: %s', async ([, grants, code], context) => {
  const { access, ben } = await three(context);
  const add = access.own.addToken(ben.token, { name: 'x', kind: 'personal', grants });
  await expect(add).rejects.toMatchObject({ code });
  expect(await access.own.tokens(ben.token)).toEqual([]);
});

test('one of the installation is made by who manages all of its people alone, and none by a program', async (context) => {
  const { access, token, ben, carl } = await three(context);
  for (const person of [ben, carl]) {
    const add = access.own.addToken(person.token, { name: 'x', kind: 'integration', grants: viewer });
    await expect(add).rejects.toMatchObject({ code: 'access.denied' });
  }
  for (const kind of ['personal', 'integration'] as const) {
    const grants = [{ site: '*', may: 'owner' }] as const;
    const program = await access.own.addToken(token, { name: 'Script', kind, grants });
    for (const next of ['personal', 'integration'] as const) {
      const add = access.own.addToken(program.token, { name: 'Child', kind: next, grants: viewer });
      await expect(add).rejects.toMatchObject({ code: 'access.denied', reason: { code: 'account.person-only' } });
    }
    const remove = access.own.removeToken(program.token, program.id);
    await expect(remove).rejects.toMatchObject({ reason: { code: 'account.person-only' } });
  }
});

test('a passkey proves its own account alone, whoever asked for the signature', async (context) => {
  const { access, token, anna, ben, records, clock } = await three(context);
  const key = ownPasskey(anna.id, 'annas-key');
  await records.credentials.addPasskey(key.record);
  await clock.advance(5 * minuteMs);
  const asked = async (session: string) => (await access.own.passkeyOptions(session, 'sign', place)).challenge;
  const refused = { code: 'access.credentials', reason: { code: 'passkey.refused' } };
  for (const challenge of [await asked(ben.token), await asked(token), (await access.passkeyRequest(place)).challenge])
    await expect(access.own.confirm(ben.token, { passkey: key.answer(challenge, place) }, place)).rejects.toMatchObject(
      refused,
    );
  await expect(access.own.setPin(ben.token, '271828')).rejects.toMatchObject({ code: 'access.step-up' });
  // Nor does it stand in for the code of another account.
  await access.own.confirm(ben.token, { password }, place);
  await access.own.turnOnTotp(ben.token, ownApp((await access.own.beginTotp(ben.token)).address)(clock.nowMs()));
  const passkey = key.answer((await access.passkeyRequest(place)).challenge, place);
  await expect(access.signIn({ name: 'Ben', password, ...here, passkey, place })).rejects.toMatchObject(refused);
  // It does what it is for: the refusals are not those of a key that is worth nothing.
  const right = { passkey: key.answer(await asked(token), place) };
  expect((await access.own.confirm(token, right, place)).provenUntilMs).toBe(clock.nowMs() + 5 * minuteMs);
  const signed = { passkey: key.answer((await access.passkeyRequest(place)).challenge, place), place };
  expect((await access.signInByPasskey(signed, here)).principal.name).toBe('Anna');
});

test('a passkey of somebody else is neither listed nor removed', async (context) => {
  const { access, token, anna, ben, records } = await three(context);
  const { record } = ownPasskey(anna.id, 'annas-key');
  await records.credentials.addPasskey(record);
  expect((await access.own.view(ben.token)).passkeys).toEqual([]);
  for (const id of [record.id, shortId(record.id), 'nobody'])
    await expect(access.own.removePasskey(ben.token, id)).rejects.toMatchObject({
      reason: { code: 'passkey.unknown' },
    });
  expect((await access.own.view(token)).passkeys).toMatchObject([{ name: 'annas-key' }]);
  expect(await access.own.removePasskey(token, shortId(record.id))).toMatchObject({ passkeys: [] });
});

test('the proof of a client is none of the browser of the same person, nor the other way round', async (context) => {
  const { access, token, clock } = await ownAccess(context);
  const { accessToken, refreshToken } = await access.signInClient({ name: 'Anna', password, ...here });
  await clock.advance(5 * minuteMs);
  const stepUp = { code: 'access.step-up' };
  await access.own.confirm(accessToken, { password }, place);
  await expect(access.own.setPin(token, '271828')).rejects.toMatchObject(stepUp);
  expect(await access.own.setPin(accessToken, '271828')).toMatchObject({ pin: true });
  // The next pair is of the same session, and of the same proof: renewing proves nothing.
  await clock.advance(5 * minuteMs);
  const next = await access.refresh(refreshToken, here.from);
  await access.own.confirm(token, { pin: '271828' }, place);
  await expect(access.own.setPin(next.accessToken, undefined)).rejects.toMatchObject(stepUp);
  expect(await access.own.setPin(token, undefined)).toMatchObject({ pin: false });
});
