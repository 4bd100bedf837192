// Accounts over real records in a folder. argon2 is slow on purpose: few accounts are made here.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as argon2 from '@node-rs/argon2';
import { beforeEach, describe, expect, test, type TestContext, vi } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { makeAccess } from './access.ts';
import { ownRecords } from './testing/stores.ts';
import type { ClaimRequest } from './types.ts';

vi.mock('@node-rs/argon2', { spy: true });

const day = 24 * 3_600_000;
const password = 'correct horse';
const here = { from: '10.0.0.1', device: 'Firefox on Linux' };
const casa = { name: 'Casa Azul', timeZone: 'America/Sao_Paulo' };
const claim: ClaimRequest = { name: ' Anna ', password, site: casa };

async function door(context: TestContext) {
  const { records, path } = await ownRecords(context);
  const clock = fakeClock();
  const sites: ClaimRequest['site'][] = [];
  const access = makeAccess(records, clock, { addSite: async (site) => void sites.push(site) });
  const signIn = (name: string, word: string, from = '10.0.0.1') => access.signIn({ name, password: word, from });
  return { records, path, clock, sites, access, signIn };
}

beforeEach(() => {
  vi.clearAllMocks();
});

describe('claiming the home', () => {
  test('makes the owner, the home and a session, and stands in the audit log', async (context) => {
    const { access, sites, records, clock } = await door(context);
    expect(await access.isClaimed()).toBe(false);
    const { principal, token } = await access.claim(claim, here);
    expect(principal).toMatchObject({ name: 'Anna', kind: 'person', grants: [{ site: '*', may: 'owner' }] });
    expect(sites).toEqual([casa]);
    expect(await access.isClaimed()).toBe(true);
    expect(await access.principal(token)).toEqual(principal);
    const { id, kind, name } = principal;
    expect(await records.audit.newest({ limit: 5 })).toEqual([
      {
        line: 1,
        atMs: clock.nowMs(),
        principal: { id, kind, name },
        action: 'claim',
        subject: 'home',
        outcome: 'done',
      },
    ]);
  });

  test('a wrong set-up code stands in the audit log, a thousand of them in some lines', async (context) => {
    const { access, records } = await door(context);
    for (let index = 0; index < 1000; index += 1) await access.claimRefused(`198.51.100.${index % 3}`);
    const lines = await records.audit.newest({ limit: 1000 });
    expect(lines.length).toBeLessThanOrEqual(180);
    expect(lines.at(-1)).toMatchObject({ action: 'claim', subject: '198.51.100.0', outcome: 'access.credentials' });
    expect(lines.at(-1)?.principal.name).toBe('?');
  });

  test('goes once: of two at the same moment one wins', async (context) => {
    const { access, sites, records } = await door(context);
    const both = await Promise.allSettled([
      access.claim(claim, here),
      access.claim({ ...claim, name: 'Mallory' }, here),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'access.owned' } });
    expect(sites).toHaveLength(1);
    const known = await Promise.all(['Anna', 'Mallory'].map((name) => records.accounts.byName(name)));
    expect(known.filter((account) => account !== undefined)).toHaveLength(1);
    await expect(access.claim(claim, here)).rejects.toMatchObject({ code: 'access.owned' });
  });

  test.each<readonly [string, Partial<ClaimRequest>, string]>([
    ['a short password', { password: 'nine char' }, 'password'],
    ['no name', { name: '  ' }, 'name'],
    ['a home without a name', { site: { ...casa, name: ' ' } }, 'site.name'],
    ['an unknown time zone', { site: { ...casa, timeZone: 'Mars/Olympus' } }, 'site.timeZone'],
  ])('%s is named, and nothing is made', async (_what, part, at) => {
    // Refused before anything is looked up: no store is needed.
    const refuse = () => Promise.reject(new TypeError('touched'));
    const records = { accounts: { saveFirst: refuse }, sessions: { save: refuse }, audit: { append: refuse } } as const;
    const access = makeAccess(records as never, fakeClock(), { addSite: refuse });
    await expect(access.claim({ ...claim, ...part }, here)).rejects.toMatchObject({ code: 'input.invalid', at });
  });
});

describe('signing in', () => {
  test('by name in any case, with the right password; signing out ends that session alone', async (context) => {
    const { access, signIn } = await door(context);
    const { principal } = await access.claim(claim, here);
    const [first, second] = [await signIn('ANNA ', password), await signIn('anna', password)];
    expect(first.principal).toEqual(principal);
    expect(first.token).not.toBe(second.token);
    await access.signOut(first.token);
    expect([await access.principal(first.token), await access.principal(second.token)]).toEqual([undefined, principal]);
    expect(await access.principal('made up')).toBeUndefined();
    await access.signOut('made up');
  });

  test('a session ends after 14 days without use, and after 90 days anyway', async (context) => {
    const { access, clock } = await door(context);
    const { principal, token } = await access.claim(claim, here);
    await clock.advance(14 * day);
    expect(await access.principal(token)).toEqual(principal);
    for (let days = 0; days < 70; days += 10) {
      await clock.advance(10 * day);
      expect(await access.principal(token)).toEqual(principal);
    }
    await clock.advance(6 * day - 1);
    expect(await access.principal(token)).toEqual(principal);
    await clock.advance(1);
    expect(await access.principal(token)).toBeUndefined();
    const unused = (await access.signIn({ name: 'Anna', password, ...here })).token;
    await clock.advance(14 * day + 1);
    expect(await access.principal(unused)).toBeUndefined();
    await expect(access.sessions(unused)).rejects.toMatchObject({ code: 'access.denied' });
  });

  test('an unknown name takes the same way as a wrong password', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    const verify = vi.mocked(argon2.verify);
    await expect(signIn('anna', 'wrong password')).rejects.toMatchObject({ code: 'access.credentials' });
    await expect(signIn('nobody', 'wrong password')).rejects.toMatchObject({ code: 'access.credentials' });
    const [known, unknown] = verify.mock.calls;
    expect(verify).toHaveBeenCalledTimes(2);
    // The same work: a hash of the same kind and cost is verified.
    const costOf = (hash: unknown) => String(hash).split('$').slice(0, 4).join('$');
    expect(costOf(unknown?.[0])).toBe(costOf(known?.[0]));
    expect(unknown?.[0]).not.toBe(known?.[0]);
  });
});

describe('guessing', () => {
  test('five from one address, also all at once, then a wait of a minute; other addresses are free', async (context) => {
    const { access, signIn, clock } = await door(context);
    await access.claim(claim, here);
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => signIn('anna', 'guess')));
    const codes = guesses.map((guess) => {
      const why: unknown = guess.status === 'rejected' ? guess.reason : undefined;
      return isSolsteadError(why) ? why.code : 'in';
    });
    expect(codes.filter((code) => code === 'access.credentials')).toHaveLength(5);
    expect(codes.filter((code) => code === 'access.throttled')).toHaveLength(7);
    await expect(signIn('anna', password)).rejects.toThrow('wait 60 s');
    expect((await signIn('anna', password, '10.0.0.2')).principal.name).toBe('Anna');
    await clock.advance(59_000);
    await expect(signIn('anna', password)).rejects.toThrow('wait 1 s');
    await clock.advance(1000);
    expect((await signIn('anna', password)).principal.name).toBe('Anna');
  });

  test('success forgets the failures before it', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    for (let round = 0; round < 2; round += 1) {
      for (let count = 0; count < 4; count += 1)
        await expect(signIn('anna', 'guess')).rejects.toMatchObject({ code: 'access.credentials' });
      await signIn('anna', password);
    }
  });

  test('many addresses on one name are slowed down as well', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    vi.mocked(argon2.verify).mockResolvedValue(false);
    const guess = (count: number) => signIn('anna', 'guess', `203.0.113.${count}`);
    for (let count = 0; count < 30; count += 1)
      await expect(guess(count)).rejects.toMatchObject({ code: 'access.credentials' });
    await expect(guess(31)).rejects.toMatchObject({ code: 'access.throttled' });
    vi.mocked(argon2.verify).mockReset();
  });

  test('a right sign-in forgets what was tried with its own name alone', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    for (let count = 0; count < 4; count += 1)
      await expect(signIn('ben', 'guess')).rejects.toMatchObject({ code: 'access.credentials' });
    await signIn('anna', password);
    await expect(signIn('ben', 'guess')).rejects.toMatchObject({ code: 'access.credentials' });
    await expect(signIn('ben', 'guess')).rejects.toMatchObject({ code: 'access.throttled' });
  });

  test('many addresses at home on one name are slowed down; where the owner came in before it is free', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    await signIn('anna', password, '192.168.1.20');
    vi.mocked(argon2.verify).mockResolvedValue(false);
    // However the name is typed, it is the same name.
    const guess = (count: number) => signIn(count % 2 === 0 ? 'ａnna' : 'ANNA', 'guess', `10.0.1.${count}`);
    for (let count = 0; count < 30; count += 1)
      await expect(guess(count)).rejects.toMatchObject({ code: 'access.credentials' });
    await expect(guess(31)).rejects.toMatchObject({ code: 'access.throttled' });
    vi.mocked(argon2.verify).mockReset();
    expect((await signIn('anna', password, '192.168.1.20')).principal.name).toBe('Anna');
  });

  test('a network of IPv6 counts as one address, an IPv4 address however it is written', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    vi.mocked(argon2.verify).mockResolvedValue(false);
    const last = async (addresses: readonly string[]) => {
      for (const from of addresses.slice(0, 5))
        await expect(signIn('anna', 'guess', from)).rejects.toMatchObject({ code: 'access.credentials' });
      await expect(signIn('anna', 'guess', addresses[5])).rejects.toMatchObject({ code: 'access.throttled' });
    };
    await last([
      '2001:db8::1',
      '2001:db8:0:0:1::',
      '2001:db8::2:3',
      '2001:DB8::4',
      '2001:db8::5',
      '2001:db8:0::ffff:9',
    ]);
    await last(['203.0.113.7', '::ffff:203.0.113.7', '203.0.113.7', '::ffff:cb00:7107', '203.0.113.7', '203.0.113.7']);
    await expect(signIn('anna', 'guess', '2001:db8:0:1::1')).rejects.toMatchObject({ code: 'access.credentials' });
    vi.mocked(argon2.verify).mockReset();
  });

  test('never keep the owner out who is at home or was let in from there before', async (context) => {
    const { access, signIn } = await door(context);
    await access.claim(claim, here);
    await signIn('anna', password, '198.51.100.7');
    vi.mocked(argon2.verify).mockResolvedValue(false);
    for (let count = 0; count < 40; count += 1)
      await signIn('anna', 'guess', `203.0.113.${count}`).catch(() => undefined);
    vi.mocked(argon2.verify).mockReset();
    for (const from of ['192.168.1.20', '::1', '::ffff:10.0.0.9', 'fd00::5', '198.51.100.7'])
      expect((await signIn('Anna', password, from)).principal.name).toBe('Anna');
    await expect(signIn('anna', password, '198.51.100.8')).rejects.toMatchObject({ code: 'access.throttled' });
  });
});

describe('the token of a program', () => {
  const grants = [{ site: 'home', may: { actions: ['site.read'] } }] as const;
  const tokenHash = createHash('sha256').update('told once').digest('hex');
  const script = { id: 't', name: 'Script', kind: 'token', tokenHash, grants, createdMs: 1 } as const;

  test('acts in its own name until it expires', async (context) => {
    const { access, records, clock } = await door(context);
    await records.tokens.save({ ...script, expiresMs: clock.nowMs() + 1000 });
    expect(await access.principal('told once')).toEqual({ id: 't', name: 'Script', kind: 'token', grants });
    expect(await access.principal('told twice')).toBeUndefined();
    await clock.advance(1000);
    expect(await access.principal('told once')).toBeUndefined();
  });

  test('may no more than the account it belongs to, and ends with it', async (context) => {
    const { access, records } = await door(context);
    await records.accounts.save({ id: 'b', name: 'Ben', passwordHash: 'x' });
    await records.grants.save('b', { site: 'home', may: 'viewer' });
    await records.tokens.save({ ...script, account: 'b' });
    expect(await access.principal('told once')).toMatchObject({ within: [{ site: 'home', may: 'viewer' }] });
    await records.tokens.save({ ...script, account: 'gone' });
    expect(await access.principal('told once')).toBeUndefined();
  });
});

test('neither a token nor a password is stored in clear', async (context) => {
  const { access, path } = await door(context);
  const { token } = await access.claim(claim, here);
  const files = readdirSync(path).map((name) => readFileSync(join(path, name)).toString('latin1'));
  expect(files.some((text) => text.includes('$argon2id$'))).toBe(true);
  for (const text of files) {
    expect(text).not.toContain(token);
    expect(text).not.toContain(password);
  }
});

describe('strangers', () => {
  const strangers = Array.from({ length: 60 }, (_none, index) => `203.0.113.${index + 1}`);

  test('cannot keep out a browser in which the account was signed in, from wherever it is; another has no such right', async (context) => {
    const { access } = await door(context);
    const { browser } = await access.claim(claim, here);
    for (const from of strangers)
      for (let guess = 0; guess < 5; guess += 1)
        await access.signIn({ name: 'Anna', password: `guess ${guess}`, from }).catch(() => undefined);
    const away = { name: 'Anna', password: claim.password, from: '198.51.100.7' };
    await expect(access.signIn(away)).rejects.toMatchObject({ code: 'access.throttled' });
    const back = await access.signIn({ ...away, browser });
    expect(back.principal.name).toBe('Anna');
    for (const forged of ['', 'x', 'x.y', `${browser}x`, `${(browser ?? '').split('.')[0]}.AAAA`])
      await expect(access.signIn({ ...away, from: '198.51.100.9', browser: forged })).rejects.toMatchObject({
        code: 'access.throttled',
      });
  });

  test('guess no faster with a stolen browser token', async (context) => {
    const { access } = await door(context);
    const { browser } = await access.claim(claim, here);
    const codes: unknown[] = [];
    for (let guess = 0; guess < 15; guess += 1)
      await access
        .signIn({ name: 'Anna', password: `guess ${guess}`, from: '203.0.113.1', browser })
        .catch((error: unknown) => codes.push((error as { code?: string }).code));
    expect(codes.filter((code) => code === 'access.credentials')).toHaveLength(10);
  });

  test('leave a few lines in the log, without what they typed for a name', async (context) => {
    const { access, records } = await door(context);
    await access.claim(claim, here);
    for (const from of strangers.slice(0, 30))
      for (const name of ['Anna', 'my-password-by-mistake'])
        for (let guess = 0; guess < 4; guess += 1)
          await access.signIn({ name, password: 'wrong wrong wrong', from }).catch(() => undefined);
    await access.signIn({ name: 'Anna', password: claim.password, from: '10.0.0.1' });
    const lines = (await records.audit.newest({ limit: 1000 })).filter(({ action }) => action === 'sign in');
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.length).toBeLessThanOrEqual(61);
    expect(lines[0]).toMatchObject({ outcome: 'done', subject: '10.0.0.1 by password', principal: { name: 'Anna' } });
    expect(new Set(lines.map(({ principal }) => principal.name))).toEqual(new Set(['Anna', '?']));
    expect(JSON.stringify(lines)).not.toContain('my-password');
  }, 60_000);

  test('with addresses without end do not keep the processor from who is at home', async (context) => {
    const { access } = await door(context);
    await access.claim(claim, here);
    vi.clearAllMocks();
    const codes: unknown[] = [];
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const from = `2001:db8:${index.toString(16)}::1`;
        await access
          .signIn({ name: `nobody ${index}`, password: 'guess guess', from })
          .catch((error: unknown) => codes.push(isSolsteadError(error) ? error.code : error));
      }).concat(
        (async () => {
          // While they are looked at, and behind a network card of this computer.
          await access.signIn({ name: 'Anna', password, from: 'fe80::1%eth0' });
        })(),
      ),
    );
    expect(argon2.verify).toHaveBeenCalledTimes(9);
    expect(codes.filter((code) => code === 'access.throttled')).toHaveLength(192);
    // They were looked at: the next ones are.
    const next = access.signIn({ name: 'nobody', password: 'guess guess', from: '2001:db9::1' });
    await expect(next).rejects.toMatchObject({ code: 'access.credentials' });
  });

  test('cannot make an owned home hash passwords', async (context) => {
    const { access } = await door(context);
    await access.claim(claim, here);
    vi.clearAllMocks();
    for (let index = 0; index < 20; index += 1)
      await expect(access.claim({ ...claim, password: `other password ${index}` }, here)).rejects.toMatchObject({
        code: 'access.owned',
      });
    expect(argon2.hash).not.toHaveBeenCalled();
  });
});

describe('accounts', () => {
  const sunny = 'the roof is warm today';

  test('a password that is easy to guess is not taken', async (context) => {
    const { access, records } = await door(context);
    for (const easy of ['password123', 'casaazul2026', 'AnnaAnnaAnna'])
      await expect(access.claim({ ...claim, password: easy }, here)).rejects.toMatchObject({
        code: 'input.invalid',
        at: 'password',
        reason: { code: 'account.password-guessed' },
      });
    expect(await records.accounts.any()).toBe(false);
    expect(argon2.hash).not.toHaveBeenCalled();
  });

  test('a new password ends every session but the one it answers with', async (context) => {
    const { access, records, signIn } = await door(context);
    const { token } = await access.claim(claim, here);
    const other = await signIn('Anna', password);
    let changes = 0;
    access.onChange(() => void (changes += 1));
    const change = (word: string, newPassword: string) =>
      access.changePassword(token, { password: word, newPassword }, here);
    await expect(change('wrong wrong', sunny)).rejects.toMatchObject({ code: 'access.credentials' });
    await expect(change(password, 'password123')).rejects.toMatchObject({ code: 'input.invalid', at: 'newPassword' });
    expect(changes).toBe(0);
    const renewed = await change(password, sunny);
    expect(changes).toBe(1);
    expect(await Promise.all([token, other.token].map((one) => access.principal(one)))).toEqual([undefined, undefined]);
    expect(await access.principal(renewed.token)).toMatchObject({ name: 'Anna' });
    await expect(signIn('Anna', password)).rejects.toMatchObject({ code: 'access.credentials' });
    expect((await signIn('Anna', sunny)).principal.name).toBe('Anna');
    // A browser that was marked under the old one is a stranger.
    const line = (await records.audit.newest({ limit: 9 })).find(({ action }) => action === 'change password');
    expect(line).toMatchObject({ subject: 'Anna', outcome: 'done' });
    expect(JSON.stringify(await records.audit.newest({ limit: 99 }))).not.toContain(sunny);
  });

  test('a stolen session does not guess the password', async (context) => {
    const { access } = await door(context);
    const { token } = await access.claim(claim, here);
    const codes: unknown[] = [];
    for (let guess = 0; guess < 15; guess += 1)
      await access
        .changePassword(token, { password: `guess ${guess}`, newPassword: sunny }, here)
        .catch((error: unknown) => codes.push(isSolsteadError(error) ? error.code : error));
    expect(codes.filter((code) => code === 'access.credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'access.throttled')).toHaveLength(5);
  });

  test('sessions are listed with what they were opened with, and end one by one or all but this', async (context) => {
    const { access, clock, signIn } = await door(context);
    const { token } = await access.claim(claim, here);
    await clock.advance(1000);
    const phone = await access.signIn({ name: 'Anna', password, from: '192.168.1.9', device: 'Safari on iPhone' });
    await clock.advance(1000);
    const tablet = await signIn('Anna', password);
    const listed = await access.sessions(token);
    expect(listed.map(({ device, from, current }) => [device, from, current])).toEqual([
      ['', '10.0.0.1', false],
      ['Safari on iPhone', '192.168.1.9', false],
      ['Firefox on Linux', '10.0.0.1', true],
    ]);
    // What is listed lets nobody in.
    for (const { id } of listed) expect(await access.principal(id)).toBeUndefined();
    await access.endSession(token, listed[1]?.id ?? '');
    expect(await access.principal(phone.token)).toBeUndefined();
    expect(await access.principal(tablet.token)).toBeDefined();
    await expect(access.endSession(token, 'nosuch')).rejects.toMatchObject({ code: 'input.invalid' });
    await access.endOtherSessions(token);
    expect(await access.principal(tablet.token)).toBeUndefined();
    expect(await access.sessions(token)).toHaveLength(1);
  });

  test('what somebody does with an own account, however often, pushes out no line of others', async (context) => {
    const { access, records, clock, signIn } = await door(context);
    const { token } = await access.claim(claim, here);
    for (let count = 0; count < 100; count += 1) await access.endOtherSessions(token);
    const nothing = await records.audit.newest({ limit: 1000 });
    expect(nothing.map(({ action }) => action)).toEqual(['claim']);
    for (let count = 0; count < 70; count += 1) {
      await clock.advance(10_000);
      await signIn('Anna', password);
      await access.endOtherSessions(token);
    }
    const heads = await records.audit.heads();
    // The claim, and of each kind of act as many as an hour has lines of one account.
    expect(heads.map(({ chain, last }) => [chain, last])).toEqual([
      ['changes', 1],
      ['commands', 0],
      ['entries', 119],
      ['refusals', 0],
    ]);
    await clock.advance(3_600_000);
    await signIn('Anna', password);
    expect((await records.audit.newest({ limit: 1 }))[0]).toMatchObject({
      subject: '10.0.0.1 by password (and 10 more)',
    });
  }, 60_000);

  test('sessions of one account are bounded: the ones that were not used for longest end', async (context) => {
    const { access, clock, signIn } = await door(context);
    const first = await access.claim(claim, here);
    for (let count = 0; count < 52; count += 1) {
      await clock.advance(61_000);
      await signIn('Anna', password);
    }
    expect(await access.principal(first.token)).toBeUndefined();
    const last = await signIn('Anna', password);
    expect(await access.sessions(last.token)).toHaveLength(50);
  }, 60_000);
});

test('where somebody is signed in is known after a restart: strangers who guess the name do not lock them out there', async (context) => {
  const { records, clock, access, sites } = await door(context);
  await access.claim(claim, { from: '198.51.100.8', device: '' });
  const restarted = makeAccess(records, clock, { addSite: async (site) => void sites.push(site) });
  const guess = (from: string) => restarted.signIn({ name: 'anna', password: 'guess', from });
  const codes: string[] = [];
  for (let index = 0; index < 34; index += 1)
    await guess(`203.0.113.${index}`).catch((error: unknown) => codes.push(isSolsteadError(error) ? error.code : ''));
  expect(codes.slice(-3)).toEqual(['access.throttled', 'access.throttled', 'access.throttled']);
  const signedIn = await restarted.signIn({ name: 'Anna', password, from: '198.51.100.8' });
  expect(signedIn.principal.name).toBe('Anna');
  // Elsewhere the name stays slowed down.
  await expect(restarted.signIn({ name: 'Anna', password, from: '192.0.2.77' })).rejects.toMatchObject({
    code: 'access.throttled',
  });
});
