// Links for tablets: each opens one browser, for looking at one home, until somebody takes it back.
import { expect, test, type TestContext } from 'vitest';
import { isPermitted } from '#core/access.ts';
import { isSolsteadError } from '#core/errors.ts';
import { dayMs } from '#core/time.ts';
import { here, ownAccess } from '../testing/own-access.ts';
import { makeSignInAudit } from '../sign-in-audit.ts';
import { makeKioskEntry, makeKiosks } from './kiosks.ts';
import { makeTries } from './tries.ts';

async function kitchen(context: TestContext) {
  const own = await ownAccess(context);
  let changes = 0;
  const kiosks = makeKiosks(own.records, own.clock, { changed: () => void (changes += 1) });
  return { ...own, kiosks, made: await kiosks.add('home', ' Kitchen '), changes: () => changes };
}

test('a link opens once, to look at its home alone; of two browsers one comes in', async (context) => {
  const { access, made, kiosks, audited, restarted } = await kitchen(context);
  const both = await Promise.allSettled([1, 2].map(() => access.openKiosk(made.secret, here)));
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const [opened] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const tablet = await restarted().principal(opened?.token ?? '');
  expect(tablet).toMatchObject({ kind: 'kiosk', name: 'Kitchen', grants: [{ site: 'home', may: 'viewer' }] });
  if (tablet === undefined) return;
  expect(isPermitted(tablet, { action: 'site.read', site: 'home' })).toBe(true);
  expect(isPermitted(tablet, { action: 'site.read', site: 'cabin' })).toBe(false);
  expect(isPermitted(tablet, { action: 'device.command', site: 'home' })).toBe(false);
  expect(await kiosks.list('home')).toMatchObject([{ name: 'Kitchen', from: here.from }]);
  expect(await audited('open kiosk link')).toMatchObject([
    { outcome: 'access.credentials', principal: { name: '?' } },
    { outcome: 'done', principal: { kind: 'kiosk', name: 'Kitchen' }, subject: here.from },
  ]);
});

test('the secret of a link is no token: it shows nothing before it was opened, and nothing after', async (context) => {
  const { access, made } = await kitchen(context);
  expect(await access.principal(made.secret)).toBeUndefined();
  const { token } = await access.openKiosk(made.secret, here);
  expect(await access.principal(made.secret)).toBeUndefined();
  expect(await access.principal(token)).toBeDefined();
});

test('what is taken back ends at once, and only at its own home', async (context) => {
  const { access, kiosks, made, changes } = await kitchen(context);
  const { token } = await access.openKiosk(made.secret, here);
  await expect(kiosks.remove('cabin', made.id)).rejects.toMatchObject({ reason: { code: 'kiosk.unknown' } });
  expect(await kiosks.list('cabin')).toEqual([]);
  await kiosks.remove('home', made.id);
  expect([await access.principal(token), changes()]).toEqual([undefined, 1]);
});

test('a link that nobody opened for a week is worth nothing; a tablet stays for years', async (context) => {
  const { access, kiosks, made, clock } = await kitchen(context);
  const other = await kiosks.add('home', 'Hall');
  const { token } = await access.openKiosk(made.secret, here);
  await clock.advance(8 * dayMs);
  const late = access.openKiosk(other.secret, here);
  await expect(late).rejects.toMatchObject({ code: 'input.invalid', reason: { code: 'kiosk.over' } });
  expect(await kiosks.list('home')).toMatchObject([{ name: 'Kitchen' }]);
  await clock.advance(700 * dayMs);
  expect(await access.principal(token)).toBeDefined();
});

test('a tablet is no program of anybody, and has a name', async (context) => {
  const { access, token, kiosks } = await kitchen(context);
  expect(await access.own.tokens(token)).toEqual([]);
  await expect(kiosks.add('home', '  ')).rejects.toMatchObject({ reason: { code: 'kiosk.name' } });
});

test('who tries links waits longer and longer', async (context) => {
  const { access, made } = await kitchen(context);
  const codes: string[] = [];
  for (let tries = 0; tries < 12; tries += 1)
    await access
      .openKiosk('sol_nothing', here)
      .catch((error: unknown) => codes.push(isSolsteadError(error) ? error.code : 'none'));
  expect(codes.at(-1)).toBe('access.throttled');
  // One that is right is taken whatever others behind the same address have tried.
  expect(await access.openKiosk(made.secret, here)).toBeDefined();
});

test('a link that is withdrawn, or opened elsewhere, while it is being opened signs nobody in', async (context) => {
  const { records, clock, kiosks, made, access } = await kitchen(context);
  const other = await kiosks.add('home', 'Hall');
  const openMeanwhile = (meanwhile: () => Promise<unknown>) => {
    const { tokens } = records;
    const byHash = async (hash: string) => {
      const found = await tokens.byHash(hash);
      await meanwhile();
      return found;
    };
    const parts = { clock, signIns: makeSignInAudit(records.audit, clock), wrongCodes: makeTries(clock) };
    return makeKioskEntry({ records: { ...records, tokens: { ...tokens, byHash } }, ...parts });
  };
  const withdrawn = openMeanwhile(() => kiosks.remove('home', made.id))(made.secret, here);
  await expect(withdrawn).rejects.toMatchObject({ reason: { code: 'kiosk.over' } });
  let first = '';
  const late = openMeanwhile(async () => {
    first = (await access.openKiosk(other.secret, here)).token;
  })(other.secret, here);
  await expect(late).rejects.toMatchObject({ reason: { code: 'kiosk.over' } });
  expect(await kiosks.list('home')).toMatchObject([{ name: 'Hall' }]);
  expect(await access.principal(first)).toMatchObject({ kind: 'kiosk', name: 'Hall' });
});
