// Who decides a set-point.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { because, inEnglish } from '#core/reason.ts';
import { settle } from './arbiter.ts';
import { type Claim, type Claimant, claimants, type Wish } from './claim.ts';
import type { SeenPoint } from './image.ts';

const target = { device: 'car', setPoint: 'charger.current.limit' } as const;
const amperes: SeenPoint = { kind: 'number', min: 6, max: 32, step: 1, words: [], isReadable: true, isStored: false };
const relay: SeenPoint = { ...amperes, kind: 'binary', min: 0, max: 1, step: 0 };
const mode: SeenPoint = {
  ...amperes,
  kind: 'choice',
  min: 0,
  max: 0,
  step: 0,
  words: ['self-consumption', 'hold', 'charge'],
};

const showing = (point: SeenPoint, value: number | string): SeenPoint => ({
  ...point,
  shows: { value, atMs: 0, changedMs: 0, isFresh: true },
});

function claim(kind: Claimant, wish: Wish, more: Partial<Claim> = {}): Claim {
  return {
    ...target,
    by: { kind, id: more.by?.id ?? kind, name: kind },
    order: 0,
    wish,
    sinceMs: 0,
    untilMs: 60_000,
    why: because('act.by-hand'),
    ...more,
  };
}

const settled = (point: SeenPoint, claims: readonly Claim[], nowMs = 1000) => {
  const holding = settle(target, point, { claims, nowMs });
  return holding === undefined
    ? undefined
    : [
        holding.value,
        holding.holder?.by.kind,
        holding.claims.map(({ claim: { by }, outcome }) => `${by.kind} ${outcome}`).join(', '),
      ];
};

test('the strongest value holds, and those behind it are told', () => {
  const claims = [claim('surplus', { value: 6 }), claim('rule', { value: 16 }), claim('plan', { value: 16 })];
  expect(settled(amperes, claims)).toEqual([16, 'plan', 'plan holds, rule agrees, surplus beaten']);
  expect(settled(amperes, claims.toReversed())).toEqual([16, 'plan', 'plan holds, rule agrees, surplus beaten']);
  expect(settled(amperes, [])).toBeUndefined();
});

test('a limit narrows a value behind it, and not one of a person before it', () => {
  const fuse = claim('protection', { to: 9 });
  expect(settled(amperes, [claim('rule', { value: 16 }), fuse])).toEqual([
    9,
    'rule',
    'protection narrows, rule narrowed',
  ]);
  expect(settled(amperes, [claim('person', { value: 16 }), fuse])).toEqual([
    16,
    'person',
    'person holds, protection beaten',
  ]);
  // A fuse below the least that the device takes leaves nothing of it: switching it off is another set-point.
  expect(settled(showing(amperes, 16), [claim('protection', { to: 4 })])).toEqual([
    undefined,
    undefined,
    'protection beaten',
  ]);
});

test('a limit alone acts only where what is shown is outside', () => {
  expect(settled(showing(amperes, 16), [claim('protection', { to: 9 })])).toEqual([
    9,
    'protection',
    'protection narrows',
  ]);
  expect(settled(showing(amperes, 8), [claim('protection', { to: 9 })])).toEqual([
    undefined,
    undefined,
    'protection narrows',
  ]);
  expect(settled(amperes, [claim('protection', { to: 9 })])?.[0]).toBeUndefined();
});

test('on and off have nothing between them', () => {
  const running = claim('protection', { from: 1, to: 1 });
  expect(settled(showing(relay, 1), [running, claim('surplus', { value: 0 })])).toEqual([
    undefined,
    undefined,
    'protection narrows, surplus beaten',
  ]);
  expect(settled(showing(relay, 0), [claim('protection', { to: 0 }), claim('rule', { value: 1 })])?.[2]).toBe(
    'protection narrows, rule beaten',
  );
});

test('words of a choice are narrowed too', () => {
  const noCharge = claim('protection', { words: ['self-consumption', 'hold'] });
  expect(settled(showing(mode, 'hold'), [noCharge, claim('plan', { value: 'charge' })])?.[2]).toBe(
    'protection narrows, plan beaten',
  );
  expect(settled(showing(mode, 'charge'), [noCharge])).toEqual([
    'self-consumption',
    'protection',
    'protection narrows',
  ]);
});

test('claims count from their beginning to their end', () => {
  const later = claim('rule', { value: 10 }, { sinceMs: 2000, untilMs: 3000 });
  expect(settled(amperes, [later], 1999)).toBeUndefined();
  expect(settled(amperes, [later], 2000)?.[0]).toBe(10);
  expect(settled(amperes, [later], 3000)).toBeUndefined();
});

const anyWish = fc.oneof(
  fc.record({ value: fc.integer({ min: -5, max: 40 }) }),
  fc.record({ from: fc.integer({ min: -5, max: 40 }), to: fc.integer({ min: -5, max: 40 }) }),
);
const anyClaim = fc
  .record({
    kind: fc.constantFrom(...claimants),
    wish: anyWish,
    order: fc.nat(2),
    since: fc.nat(3),
    id: fc.constantFrom('a', 'b', 'c'),
  })
  .map(({ kind, wish, order, since, id }) => claim(kind, wish, { by: { kind, id, name: id }, order, sinceMs: since }));

test('whatever is claimed in whatever order: one value within the limits of the device, and within every stronger limit', () => {
  fc.assert(
    fc.property(fc.array(anyClaim, { maxLength: 8 }), fc.integer({ min: 6, max: 32 }), (claims, shown) => {
      const one = settle(target, showing(amperes, shown), { claims, nowMs: 10 });
      const other = settle(target, showing(amperes, shown), { claims: claims.toReversed(), nowMs: 10 });
      expect(other?.value).toEqual(one?.value);
      fc.pre(one?.value !== undefined);
      const value = Number(one?.value);
      const narrowing =
        one?.claims.filter(({ outcome }) => outcome === 'narrows').map(({ claim: { wish } }) => wish) ?? [];
      const outside = narrowing.filter((wish) => 'to' in wish && (value < (wish.from ?? 6) || value > (wish.to ?? 32)));
      expect(outside).toEqual([]);
      expect(value >= 6 && value <= 32).toBe(true);
    }),
  );
});

test('a range between two steps of the device has its lower end; one that leaves all as it was says so', () => {
  const tight = claim('protection', { from: 9.2, to: 9.6 });
  expect(settled(amperes, [tight, claim('rule', { value: 16 })])?.[0]).toBe(9.2);
  const all = claim('protection', { from: 6, to: 32 });
  expect(settled(showing(amperes, 16), [all])).toEqual([undefined, undefined, 'protection agrees']);
});

test('of a set-point that does not show itself a range of one value is told, and no wider one', () => {
  expect(settled(amperes, [claim('protection', { from: 10, to: 10 })])).toEqual([
    10,
    'protection',
    'protection narrows',
  ]);
  expect(settled(amperes, [claim('protection', { from: 10, to: 11 })])).toEqual([
    undefined,
    undefined,
    'protection narrows',
  ]);
});

test('what is less than was wanted says whose limit it is', () => {
  const claim = (by: 'protection' | 'plan', wish: Claim['wish'], why: string): Claim => ({
    device: 'garage',
    setPoint: 'charger.current.limit',
    by: { kind: by, id: by, name: by },
    order: 0,
    wish,
    sinceMs: 0,
    untilMs: 10_000,
    why: because('outside.said', { said: { external: why } }),
  });
  const point = { kind: 'number', min: 6, max: 16, step: 1, words: [], isReadable: true, isStored: false } as const;
  const target = { device: 'garage', setPoint: 'charger.current.limit' } as const;
  const wanted = claim('plan', { value: 16 }, 'as fast as it can');
  const holding = settle(target, point, { claims: [wanted, claim('protection', { to: 6 }, 'the fuse')], nowMs: 1 });
  expect([holding?.value, holding?.holder && inEnglish(holding.holder.why)]).toEqual([
    6,
    'as fast as it can; limited: the fuse',
  ]);
  const free = settle(target, point, { claims: [wanted, claim('protection', { to: 20 }, 'the fuse')], nowMs: 1 });
  expect([free?.value, free?.holder]).toEqual([16, wanted]);
});
