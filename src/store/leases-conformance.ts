// What every implementation of leases must do.
import { describe, expect, test } from 'vitest';
import type { Leases } from '#core/lease.ts';
import type { Owner } from '#tools/testkit/owner.ts';

/** Makes leases, and others over the same installation, as a second process would. */
export type LeasesPlace = (owner: Owner) => Promise<{ readonly one: Leases; readonly other: Leases }>;

/** Runs the suite. */
export function leasesConformance(name: string, place: LeasesPlace): void {
  describe(`leases: ${name}`, () => {
    test('a site has one holder at a time; another site is another matter; given back it is free', async (owner) => {
      const { one, other } = await place(owner);
      const lease = await one.hold('home');
      await expect(other.hold('home')).rejects.toMatchObject({ code: 'site.held' });
      await expect(one.hold('home')).rejects.toMatchObject({ code: 'site.held' });
      const cabin = await other.hold('cabin');
      expect([lease.fence.site, cabin.fence.site]).toEqual(['home', 'cabin']);
      await lease.release();
      expect((await other.hold('home')).fence.token).toBeGreaterThan(lease.fence.token);
    });

    test('who is taken over learns it, may not write any more, and gives nothing back by releasing', async (owner) => {
      const { one, other } = await place(owner);
      const before = await one.hold('home');
      expect(() => before.check()).not.toThrow();
      const after = await other.takeOver('home');
      expect(after.fence.token).toBeGreaterThan(before.fence.token);
      await expect.poll(() => before.lost.aborted).toBe(true);
      expect(() => before.check()).toThrow(expect.objectContaining({ code: 'store.fenced' }));
      await before.release();
      expect(after.lost.aborted).toBe(false);
      expect(() => after.check()).not.toThrow();
      await expect(one.hold('home')).rejects.toMatchObject({ code: 'site.held' });
    });

    test('a lease that was given back allows nothing; tokens only grow', async (owner) => {
      const { one, other } = await place(owner);
      const tokens: number[] = [];
      for (const leases of [one, other, one, other]) {
        const lease = await leases.hold('home');
        tokens.push(lease.fence.token);
        await lease.release();
        await lease.release();
        expect(() => lease.check()).toThrow(expect.objectContaining({ code: 'store.fenced' }));
      }
      tokens.push((await one.takeOver('home')).fence.token);
      expect(tokens).toEqual([...new Set(tokens)].toSorted((left, right) => left - right));
    });

    test('of many who want a site at once one gets it', async (owner) => {
      const { one, other } = await place(owner);
      const asked = await Promise.allSettled([one, other, one, other].map((leases) => leases.hold('home')));
      expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });
  });
}
