// What every implementation of the live bus must do.
import { describe, expect, test } from 'vitest';
import type { LiveBus } from '#core/live-bus.ts';
import type { Owner } from '#tools/testkit/owner.ts';

/** Makes a bus, and another over the same installation, as a second process would; both report mistakes of subscribers. */
export type LiveBusPlace = (
  owner: Owner,
  onMistake: (error: unknown) => void,
) => Promise<{ readonly one: LiveBus<number>; readonly other: LiveBus<number> }>;

const unexpected = (error: unknown): never => {
  throw new TypeError('assertion: no subscriber makes a mistake here', { cause: error });
};

/** Runs the suite. */
export function liveBusConformance(name: string, place: LiveBusPlace): void {
  describe(`live bus: ${name}`, () => {
    test('messages reach all who watch the site, in order, and nobody else', async (owner) => {
      const { one, other } = await place(owner, unexpected);
      const [near, far, cabin]: [number[], number[], number[]] = [[], [], []];
      one.subscribe('home', (message) => near.push(message));
      other.subscribe('home', (message) => far.push(message));
      other.subscribe('cabin', (message) => cabin.push(message));
      await expect.poll(() => one.isWatched('cabin') && one.isWatched('home')).toBe(true);
      for (let message = 1; message <= 100; message += 1) one.publish('home', message);
      const all = Array.from({ length: 100 }, (_none, index) => index + 1);
      await expect.poll(() => [near, far]).toEqual([all, all]);
      expect(cabin).toEqual([]);
    });

    test('who leaves hears nothing any more; a site nobody watches is known as such', async (owner) => {
      const { one, other } = await place(owner, unexpected);
      const got: number[] = [];
      expect(one.isWatched('home')).toBe(false);
      const listener = (message: number): void => void got.push(message);
      const [leave, leaveToo] = [other.subscribe('home', listener), other.subscribe('home', listener)];
      await expect.poll(() => one.isWatched('home')).toBe(true);
      leave();
      leave();
      one.publish('home', 1);
      await expect.poll(() => got).toEqual([1]);
      leaveToo();
      await expect.poll(() => one.isWatched('home')).toBe(false);
      one.publish('home', 2);
      other.subscribe('home', listener);
      await expect.poll(() => one.isWatched('home')).toBe(true);
      one.publish('home', 3);
      await expect.poll(() => got).toEqual([1, 3]);
    });

    test('a subscriber that throws is told and harms no other', async (owner) => {
      const mistakes: unknown[] = [];
      const { one } = await place(owner, (error) => mistakes.push(error));
      const got: number[] = [];
      const mistake = new Error('mine');
      one.subscribe('home', () => {
        throw mistake;
      });
      one.subscribe('home', (message) => got.push(message));
      one.publish('home', 1);
      one.publish('home', 2);
      await expect.poll(() => got).toEqual([1, 2]);
      expect(mistakes).toEqual([mistake, mistake]);
    });
  });
}
