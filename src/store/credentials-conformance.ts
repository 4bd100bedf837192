// What every store of records must do with what accounts have besides their passwords; a part of records-conformance.ts.
import { test } from 'vitest';
import type { AccountRecord, SessionRecord } from '#core/records.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

const anna: AccountRecord = { id: '1', name: 'Anna', passwordHash: '$argon2id$v=19$a' };
const session: SessionRecord = {
  tokenHash: 'f00d',
  account: '1',
  createdMs: 1_800_000_000_000,
  expiresMs: 1_900_000_000_123,
  usedMs: 1,
  device: 'Firefox on Linux',
  from: '10.0.0.1',
  provenMs: 1_800_000_000_000,
};

/** Registers the tests. */
export function keepsCredentials(place: RecordsPlace): void {
  test('a refresh token is good for one renewal, however many ask at once, and goes with its session', async (owner) => {
    const { expect } = owner;
    const { refreshes, sessions } = await place(owner)();
    const token = { tokenHash: 'r1', session: 'f00d', createdMs: 5, expiresMs: 50 };
    await sessions.save(session);
    await refreshes.save(token);
    const next = (tokenHash: string) => ({ tokenHash, createdMs: 6, expiresMs: 60 });
    const both = await Promise.all(['r2', 'r3'].map((hash) => refreshes.rotate('r1', next(hash))));
    expect(both.map(({ outcome }) => outcome).toSorted()).toEqual(['reused', 'rotated']);
    const [kept, lost] = both[0]?.outcome === 'rotated' ? ['r2', 'r3'] : ['r3', 'r2'];
    expect(await refreshes.rotate(lost ?? '', next('r4'))).toEqual({ outcome: 'unknown' });
    expect(await refreshes.rotate(kept ?? '', next('r5'))).toEqual({ outcome: 'rotated', session: 'f00d' });
    // One that has expired renews nothing.
    expect(await refreshes.rotate('r5', { tokenHash: 'r6', createdMs: 60, expiresMs: 99 })).toEqual({
      outcome: 'unknown',
    });
    await sessions.removeAll('1');
    expect(await refreshes.rotate('r5', next('r7'))).toEqual({ outcome: 'unknown' });
    await refreshes.save({ ...token, tokenHash: 'r8' });
    await sessions.remove('f00d');
    expect(await refreshes.rotate('r8', next('r9'))).toEqual({ outcome: 'unknown' });
  });

  test('the code of a time step and a recovery code serve one caller; a PIN is kept and removed', async (owner) => {
    const { expect } = owner;
    const { credentials } = await place(owner)();
    expect([await credentials.totp('1'), await credentials.pinHash('1')]).toEqual([undefined, undefined]);
    expect(await credentials.useStep('1', 5)).toBe(false);
    const totp = { sealed: 'x', isOn: true, lastStep: 4 };
    await credentials.saveTotp('1', totp);
    await credentials.savePin('1', 'hash');
    expect([await credentials.totp('1'), await credentials.pinHash('1')]).toEqual([totp, 'hash']);
    const steps = await Promise.all([5, 5, 5].map((step) => credentials.useStep('1', step)));
    expect(steps.filter((isUsed) => isUsed)).toHaveLength(1);
    expect(await credentials.useStep('1', 4)).toBe(false);
    expect(await credentials.totp('1')).toEqual({ ...totp, lastStep: 5 });
    await credentials.savePin('1', undefined);
    await credentials.saveTotp('1', undefined);
    expect([await credentials.totp('1'), await credentials.pinHash('1')]).toEqual([undefined, undefined]);
    await credentials.replaceRecoveryCodes('1', ['a', 'b']);
    await credentials.replaceRecoveryCodes('2', ['a']);
    const uses = await Promise.all(['a', 'a', 'c'].map((code) => credentials.useRecoveryCode('1', code)));
    expect(uses.filter((isUsed) => isUsed)).toHaveLength(1);
    expect([await credentials.recoveryCodes('1'), await credentials.recoveryCodes('2')]).toEqual([1, 1]);
  });

  keepsPasskeys(place);
}

function keepsPasskeys(place: RecordsPlace): void {
  test('passkeys of an account, counted; all it has goes with the account', async (owner) => {
    const { expect } = owner;
    const store = await place(owner)();
    const { credentials } = store;
    await store.accounts.saveFirst(anna, []);
    const key = { id: 'k1', account: '1', name: "Anna's phone", publicKey: 'pk', counter: 0, transports: ['usb'] };
    await credentials.addPasskey({ ...key, createdMs: 5 });
    await credentials.addPasskey({ ...key, id: 'k0', createdMs: 6, usedMs: 7 });
    const again = credentials.addPasskey({ ...key, account: '2', createdMs: 9 });
    await expect(again).rejects.toMatchObject({ reason: { code: 'passkey.taken' } });
    expect((await credentials.passkeys('1')).map(({ id }) => id)).toEqual(['k1', 'k0']);
    expect(await credentials.passkey('k1')).toEqual({ ...key, createdMs: 5 });
    const counts = [];
    for (const counter of [0, 0, 3, 3, 2, 0, 4])
      counts.push(await credentials.usePasskey({ id: 'k1', counter, usedMs: 8 }));
    expect(counts).toEqual([true, true, true, false, false, false, true]);
    expect(await credentials.removePasskey('2', 'k0')).toBe(false);
    expect(await credentials.removePasskey('1', 'k0')).toBe(true);
    await credentials.saveTotp('1', { sealed: 'x', isOn: true, lastStep: 4 });
    await credentials.replaceRecoveryCodes('1', ['a']);
    await store.sessions.save(session);
    await store.refreshes.save({ tokenHash: 'r1', session: session.tokenHash, createdMs: 5, expiresMs: 50 });
    await store.accounts.remove('1');
    expect([
      await credentials.totp('1'),
      await credentials.recoveryCodes('1'),
      await credentials.passkeys('1'),
      await store.refreshes.rotate('r1', { tokenHash: 'r2', createdMs: 6, expiresMs: 60 }),
    ]).toEqual([undefined, 0, [], { outcome: 'unknown' }]);
  });
}
