// Every mapping of every definition to the set-points of the catalogue, both ways: no definition is left out, and none of its
// words or limits is taken on trust.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findMetric } from '#core/catalogue.ts';
import type { MetricValue } from '#core/reading.ts';
import { isSetPointId, setPointOf, setPoints } from '#core/set-points.ts';
import { findServed, type Served, servedBy, type ShownOf, type Step } from './capabilities.ts';
import { requestFor, tellLimits } from './find-write.ts';
import { definitions } from './registry.ts';

/** Definitions whose writers serve no set-point, and why. */
const unserved: Readonly<Record<string, string>> = {
  pi30revo: 'takes all its settings at once, as one text',
  'pzem-004t': 'a meter: it takes a threshold of its alarm, an address and the reset of its counter',
  'pzem-017': 'a meter: it takes thresholds of its alarms, an address, a shunt and the reset of its counter',
};

const served = definitions.flatMap((definition) => servedBy(definition).map((one) => ({ definition, one })));
const named = served.map(({ definition, one }) => ({ ...one, title: `${definition.id} ${one.setPoint}`, definition }));

/** What shows after these writes, over what showed before. */
function shownAfter(steps: readonly Step[], before: ShownOf): ShownOf {
  return (write) => steps.find((step) => step.write.name === write.name)?.value ?? before(write);
}

/** Numbers show the middle of their range, as some are copied from others; nothing else is known. */
const nothing: ShownOf = ({ value }) => {
  if (value.kind !== 'number') return undefined;
  const middle = Math.round((value.max - value.min) / 2 / value.step) * value.step;
  return Number((value.min + middle).toFixed(4));
};

/** Values of the catalogue a set-point of a device takes. */
function valuesOf({ value }: Served): readonly MetricValue[] {
  switch (value.kind) {
    case 'binary':
      return [0, 1];
    case 'choice':
      return value.options;
    case 'number':
      return (value.ranges ?? [[value.min, value.max]]).flat();
    default:
      throw new TypeError(`assertion: ${value.kind} is no value of a set-point`);
  }
}

/** States a set-point may start from: all that its values lead to, however many writers they go through. */
function statesOf(one: Served): readonly ShownOf[] {
  const states: ShownOf[] = [nothing];
  const first = one.writes.flatMap((write) =>
    write.value.kind === 'choice' ? Object.keys(write.value.options).map((word) => [{ write, value: word }]) : [],
  );
  for (const steps of first) states.push(shownAfter(steps, nothing));
  return states;
}

describe('the mapping of a device', () => {
  test('covers all definitions', () => {
    expect(new Set(definitions.map(({ id }) => id)).size).toBe(definitions.length);
    const withWrites = definitions.filter(({ writes }) => writes.length > 0);
    const without = withWrites.filter((definition) => servedBy(definition).length === 0).map(({ id }) => id);
    expect(without.toSorted()).toEqual(Object.keys(unserved).toSorted());
    expect(named.length).toBeGreaterThan(withWrites.length - without.length);
  });

  test('is told in docs/devices.md, so that one that is lost shows there', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/devices.md'), 'utf8');
    const told = [...page.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| ([^|]+) \| `/gm)].map((row) => row.slice(1, 4));
    const mapped = named.map(({ definition, setPoint, value }) => [definition.id, setPoint, tellLimits(value)]);
    expect(told).toEqual(mapped);
  });

  test.each(named.map((each) => [each.title, each] as const))('%s is one of the catalogue', (_title, each) => {
    const { setPoint, value, writes, definition } = each;
    expect(isSetPointId(setPoint)).toBe(true);
    const row = setPointOf(setPoint);
    expect(value.kind).toBe(row.kind);
    expect(servedBy(definition).filter((other) => other.setPoint === setPoint)).toHaveLength(1);
    const words = value.kind === 'choice' ? value.options : [];
    expect(words.filter((word) => !Object.hasOwn(row.words ?? {}, word))).toEqual([]);
    const { unit, min, max } = value.kind === 'number' ? value : row;
    expect([unit, min >= row.min, max <= row.max]).toEqual([row.unit, true, true]);
    const [first] = writes;
    const unitTold = first?.value.kind === 'number' ? first.value.unit : row.unit;
    // A share becomes watts by a factor that the device says.
    expect(row.kind === 'number' && first?.serves?.factor === undefined ? unitTold : row.unit).toBe(row.unit);
    const told = writes.map((write) => Object.values(write.serves?.words ?? {}));
    expect(told.filter((makers) => new Set(makers).size !== makers.length)).toEqual([]);
  });

  test('goes to the maker’s words and comes back, from every state', () => {
    let checked = 0;
    for (const each of named)
      for (const value of valuesOf(each)) {
        let reached = 0;
        for (const state of statesOf(each)) {
          const steps = each.steps(value, state);
          if (steps === undefined) continue;
          reached += 1;
          for (const step of steps) expect(requestFor(step.write, step.value)).not.toBe('');
          expect([each.title, value, each.shown(shownAfter(steps, state))]).toEqual([each.title, value, value]);
        }
        expect([each.title, value, reached > 0]).toEqual([each.title, value, true]);
        checked += 1;
      }
    expect(checked).toBeGreaterThanOrEqual(2 * named.length);
  });

  test('takes nothing else', () => {
    const odd = ['no such word', '', -2e6, Number.NaN, '__proto__', 'toString', 'on', true];
    const taken = named.flatMap(({ steps, title }) =>
      odd.filter((value) => steps(value as MetricValue, nothing) !== undefined).map((value) => `${title} ${value}`),
    );
    expect(taken).toEqual([]);
  });

  test('of what nobody told anything is a word nobody knows', () => {
    const [any] = definitions;
    if (any === undefined) throw new TypeError('assertion: there are definitions');
    expect(() => findServed(any, 'heater.power.target')).toThrow(/no such set-point/);
  });
});

test('an id that is a reading too means the same thing', () => {
  const both = Object.entries(setPoints).flatMap(([id, row]) => {
    const metric = findMetric(id.replace('#', '1'));
    return metric === undefined
      ? []
      : [{ id, same: metric.unit === row.unit && (metric.kind === 'binary') === (row.kind === 'binary') }];
  });
  expect(both.filter(({ same }) => !same)).toEqual([]);
  expect(both.map(({ id }) => id)).toContain('battery.charge.enabled');
});

test('what is copied from another setting is taken, whatever that one is set to', () => {
  const copied = definitions.flatMap(({ id, writes, composed = [] }) =>
    composed.flatMap((one) =>
      ('ways' in one ? one.ways : one.amounts).flatMap(({ steps }) =>
        steps.flatMap((step) => {
          if (!('sameAs' in step)) return [];
          const limitsOf = (name: string) => writes.find((write) => write.name === name)?.value;
          return [{ title: `${id} ${step.write}`, to: limitsOf(step.write), from: limitsOf(step.sameAs) }];
        }),
      ),
    ),
  );
  const tight = copied.filter(
    ({ to, from }) => to?.kind !== 'number' || from?.kind !== 'number' || from.max > to.max || from.min < to.min,
  );
  expect(tight.map(({ title }) => title)).toEqual([]);
  expect(copied.length).toBeGreaterThan(5);
});
