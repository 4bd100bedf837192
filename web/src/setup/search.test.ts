import { expect, test } from 'vitest';
import { factsOf } from '#devices/listed.ts';
import { definitions } from '#devices/registry.ts';
import type { Protocol } from '#api/contract.ts';
import { searched } from './search.ts';

const protocols: readonly Protocol[] = definitions.map((definition) => {
  const { mode: _mode, ...facts } = factsOf(definition);
  return { ...facts, aliases: [...facts.aliases], models: [...facts.models], links: [...facts.links] };
});
const ids = (typed: string): readonly string[] => searched(protocols, typed).map(({ id }) => id);

test.each([
  ['mpp solar', 'pi30'],
  ['MPPSOLAR', 'pi30'],
  ['axpert king', 'pi30max'],
  ['axpert', 'pi30'],
  ['smartsolar', 'vedirect'],
  ['smart solar', 'vedirect'],
  ['spf 5000', 'growatt-spf'],
  ['spf5000', 'growatt-spf'],
  ['sma-inverter', 'sma-inverter'],
  ['sma', 'sma-inverter'],
  ['sunny boy', 'sma-inverter'],
  ['gen24', 'fronius-gen24'],
  ['SDM 630', 'eastron-sdm630'],
  ['luna2000', 'huawei-sun2000'],
  ['sunsynk', 'deye-p1'],
  ['jk bms', 'jk-pb'],
  ['pzem', 'pzem-004t'],
  ['göödwe', 'goodwe-et'],
])('“%s” finds %s first', (typed, id) => {
  expect(ids(typed)[0]).toBe(id);
});

test('every protocol is found by its id, its aliases and its models', () => {
  let checked = 0;
  for (const { id, aliases = [], models = [] } of protocols) {
    for (const name of [id, ...aliases, ...models]) {
      checked += 1;
      expect(ids(name), name).toContain(id);
    }
    expect(ids(id)[0]).toBe(id);
  }
  expect(checked).toBeGreaterThan(300);
});

test('what nobody makes finds nothing, and nothing typed finds all', () => {
  expect(ids('toaster')).toEqual([]);
  expect(ids('axpert toaster')).toEqual([]);
  expect(ids('  - ')).toHaveLength(protocols.length);
});
