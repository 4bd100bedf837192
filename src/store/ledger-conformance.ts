// What every store of the ledger must do, whichever database keeps it; run by the test of each.
import { describe, test } from 'vitest';
import type { LedgerStore, StoredDay, StoredHour } from '#core/ledger.ts';
import { dayMs, hourMs } from '#core/time.ts';
import type { RecordsPlace } from './testing/records-test-place.ts';

/** Registers the suite. */
export function ledgerConformance(name: string, place: RecordsPlace): void {
  describe.concurrent(`${name} as the ledger's store`, () => {
    const open = async (owner: Parameters<RecordsPlace>[0]): Promise<LedgerStore> => (await place(owner)()).ledger;
    keepsHours(open);
    keepsDays(open);
    keepsPapers(open);
    knowsItsHolder(open);
  });
}

type Open = (owner: Parameters<RecordsPlace>[0]) => Promise<LedgerStore>;

/** An hour of this century: above what fits into four bytes. */
const start = Date.UTC(2026, 5, 1);
const every = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER };

const hour = (index: number, reach = 0): StoredHour => ({
  hourMs: start + index * hourMs,
  affectsFromMs: start + (index - reach) * hourMs,
  readings: 3_000_000_000 + index,
  content: Uint8Array.from({ length: 300 }, (_, at) => (at * 7 + index) & 0xff),
});
const change = { done: [], next: [], days: [] };

function keepsHours(open: Open): void {
  test('hours whole, to the byte, in order of time', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    expect([await ledger.lastHour('home'), await ledger.firstHourMs('home')]).toEqual([undefined, undefined]);
    await ledger.saveHours('home', { ...change, hours: [hour(2), hour(0), hour(1)] });
    await ledger.saveHours('cabin', { ...change, hours: [hour(9)] });
    expect(await ledger.hours('home', every)).toEqual([hour(0), hour(1), hour(2)]);
    const [first] = await ledger.hours('home', every);
    expect(first?.content.constructor).toBe(Uint8Array);
    expect([typeof first?.hourMs, typeof first?.readings]).toEqual(['number', 'number']);
    expect(await ledger.hours('home', { fromMs: start + hourMs, toMs: start + 2 * hourMs })).toEqual([hour(1)]);
    const empty = { ...hour(1), content: new Uint8Array() };
    await ledger.saveHours('home', { ...change, hours: [empty] });
    expect(await ledger.hours('home', { fromMs: start + hourMs, toMs: start + 2 * hourMs })).toEqual([empty]);
    expect([await ledger.lastHour('home'), await ledger.firstHourMs('home')]).toEqual([hour(2), start]);
    expect(await ledger.lastHour('home', hour(2).hourMs)).toEqual(empty);
    expect(await ledger.lastHour('home', start)).toBeUndefined();
  });

  test('hours that found something before a moment, near and far', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    const hours = [hour(0), hour(10, 1), hour(20, 15), hour(90, 85), hour(91, 2)];
    await ledger.saveHours('home', { ...change, hours });
    expect(await ledger.affecting('home', start + 6 * hourMs)).toEqual([hour(20, 15), hour(90, 85)]);
  });

  test('marks with what was settled, in one piece; many at once', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    const many = Array.from({ length: 1200 }, (_, index) => start + index * hourMs);
    await ledger.markDirty('home', 'hour', many);
    await ledger.markDirty('home', 'hour', many.slice(0, 3));
    await ledger.markDirty('cabin', 'hour', [start]);
    expect(await ledger.dirty('home', 'hour')).toEqual(many);
    await ledger.saveHours('home', { hours: [hour(0)], done: many, next: [start + 5], days: [start] });
    expect(await ledger.dirty('home', 'hour')).toEqual([start + 5]);
    expect(await ledger.dirty('home', 'day')).toEqual([start]);
    await ledger.clearDirty('home', 'hour', [start + 5]);
    expect([await ledger.dirty('home', 'hour'), await ledger.dirty('cabin', 'hour')]).toEqual([[], [start]]);
  });
}

const day = (index: number): StoredDay => ({
  startMs: start + index * dayMs,
  endMs: start + (index + 1) * dayMs,
  totals: `{"day":${index},"text":"“ü'"}`,
  events: '[]',
  buckets: Uint8Array.of(0, 255, 10, 13, 92, index),
});
const nothing = { fromMs: 0, toMs: 0 };

function keepsDays(open: Open): void {
  test('days with their buckets; money only where the sums are still the same', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    await ledger.markDirty('home', 'day', [day(0).startMs, day(1).startMs]);
    for (const index of [1, 0]) await ledger.saveDay('home', day(index), nothing);
    expect(await ledger.days('home', every)).toEqual([day(0), day(1)]);
    expect(await ledger.dirty('home', 'day')).toEqual([]);
    const money = (index: number, totals: string) => {
      return { startMs: day(index).startMs, totals, money: '{"cost":"1"}', moneyKey: 'k' };
    };
    await ledger.saveMoney('home', [money(0, day(0).totals), money(1, 'others')]);
    const { buckets: _b, events: _e, ...sums } = day(0);
    const { buckets: _c, events: _f, ...later } = day(1);
    expect(await ledger.totals('home', every)).toEqual([{ ...sums, money: '{"cost":"1"}', moneyKey: 'k' }, later]);
    expect(await ledger.unpriced('home', 'k')).toEqual([later]);
    expect(await ledger.unpriced('home', 'other')).toHaveLength(2);
    await ledger.saveDay('home', day(1), { fromMs: day(0).startMs, toMs: day(1).startMs });
    expect(await ledger.totals('home', every)).toEqual([sums, later]);
    await ledger.saveDay('cabin', day(0), nothing);
    await ledger.clearDays('home');
    expect([await ledger.days('home', every), await ledger.totals('home', every)]).toEqual([[], []]);
    expect(await ledger.days('cabin', every)).toEqual([day(0)]);
  });
}

function keepsPapers(open: Open): void {
  test('documents in order of their time, and prices in order of theirs', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    const paper = { kind: 'repair', id: 'b', atMs: start, content: '{"why":"ü"}' };
    await ledger.saveDocument('home', { ...paper, id: 'c', atMs: start + 1 });
    await ledger.saveDocument('home', { ...paper, content: 'before' });
    await ledger.saveDocument('home', paper);
    await ledger.saveDocument('home', { ...paper, id: 'a' });
    await ledger.saveDocument('home', { ...paper, kind: 'tariff' });
    expect((await ledger.documents('home', 'repair')).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    await ledger.removeDocument('home', 'repair', 'a');
    expect((await ledger.documents('home', 'repair'))[0]).toEqual(paper);
    const slot = (index: number, value: string) => {
      return { startMs: start + index * hourMs, endMs: start + (index + 1) * hourMs, value };
    };
    await ledger.saveSlots('home', 'spot', [slot(1, '-5'), slot(0, '12345678901234567890')]);
    await ledger.saveSlots('home', 'spot', [slot(1, '7')]);
    await ledger.saveSlots('home', 'co2', [slot(3, '1')]);
    expect(await ledger.slots('home', 'spot')).toEqual([slot(0, '12345678901234567890'), slot(1, '7')]);
  });
}

function knowsItsHolder(open: Open): void {
  test('who held a site before cannot write for it any more, also what it had begun; other sites are others', async (owner) => {
    const { expect } = owner;
    const ledger = await open(owner);
    const before = await ledger.heldBy?.('home');
    const cabin = await ledger.heldBy?.('cabin');
    await before?.saveHours('home', { ...change, hours: [hour(0)] });
    const after = await ledger.heldBy?.('home');
    if (before === undefined || after === undefined || cabin === undefined)
      throw new TypeError('assertion: it has holders');
    const day = { startMs: start, endMs: start + dayMs, totals: '{}', events: '[]', buckets: new Uint8Array() };
    const document = { kind: 'note', id: 'one', atMs: start, content: '{}' };
    const refused = [
      () => before.saveHours('home', { ...change, hours: [hour(1)] }),
      () => before.markDirty('home', 'hour', [start]),
      () => before.clearDirty('home', 'hour', [start]),
      () => before.saveDay('home', day, { fromMs: 0, toMs: 0 }),
      () => before.saveMoney('home', []),
      () => before.clearDays('home'),
      () => before.saveDocument('home', document),
      () => before.removeDocument('home', 'note', 'one'),
      () => before.saveSlots('home', 'prices', [{ startMs: 0, endMs: 1, value: '1' }]),
    ];
    for (const write of refused) await expect(write()).rejects.toMatchObject({ code: 'store.fenced', at: 'home' });
    await after.saveHours('home', { ...change, hours: [hour(2)] });
    await cabin.saveHours('cabin', { ...change, hours: [hour(3)] });
    await after.saveDocument('home', document);
    expect(await before.hours('home', every), 'who lost it may still read').toEqual([hour(0), hour(2)]);
    expect(await ledger.documents('home', 'note')).toEqual([document]);
    expect(await ledger.dirty('home', 'hour')).toEqual([]);
    // Taking and writing at once: each write belongs entirely to one holder, or is refused.
    const taking = ledger.heldBy?.('home');
    const racing = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => after.saveHours('home', { ...change, hours: [hour(10 + index)] })),
    );
    await taking;
    await expect(after.saveHours('home', { ...change, hours: [hour(30)] })).rejects.toMatchObject({
      code: 'store.fenced',
    });
    const written = racing.filter(({ status }) => status === 'fulfilled').length;
    expect(await ledger.hours('home', { fromMs: start + 10 * hourMs, toMs: start + 40 * hourMs })).toHaveLength(
      written,
    );
  });
}
