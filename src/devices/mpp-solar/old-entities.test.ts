import { expect, test } from 'vitest';
import { metricOf } from '#core/catalogue.ts';
import { answerShapes } from '../by-mode.ts';
import { definitions } from '../registry.ts';
import { oldSamples } from './captures/old-keys.ts';
import { oldEntitiesOf } from './old-entities.ts';
import { oldProtocols, oldQueries } from './old-commands.ts';

const definitionOf = (id: string) => {
  const found = definitions.find((one) => one.id === id);
  if (found === undefined) throw new TypeError(`no definition of ${id}`);
  return found;
};

test('what an Axpert says live is known by the keys that it had', () => {
  const keys = Object.fromEntries(oldEntitiesOf(definitionOf('pi30')).map(({ metric, key }) => [metric, key]));
  expect(keys).toMatchObject({
    'load.power': 'ac_output_active_power',
    'grid.voltage': 'ac_input_voltage',
    'battery.voltage': 'battery_voltage',
    'battery.soc': 'battery_capacity',
  });
});

test('an entity goes on only with the unit and the sign that it had, and each key and metric once', () => {
  let count = 0;
  for (const definition of definitions) {
    const entities = oldEntitiesOf(definition);
    expect(new Set(entities.map(({ key }) => key)).size).toBe(entities.length);
    expect(new Set(entities.map(({ metric }) => metric)).size).toBe(entities.length);
    for (const { metric, query } of entities) {
      const rows = answerShapes(definition).find(({ name }) => name === query)?.rows ?? [];
      const row = rows.find((one) => one.metric === metric);
      expect(row?.unit).toBe(metricOf(metric).unit);
      expect(row?.flip ?? false).toBe(false);
      count += 1;
    }
  }
  expect(count).toBeGreaterThan(300);
});

test('each key is one that mpp-solar made of an answer to the same question', () => {
  // A sample has as many cells as its battery.
  const plain = (key: string): string => key.replaceAll(/\d+/g, '#');
  const keysOf = (names: string): readonly string[] =>
    names.split('|').map((name) => plain(name.replaceAll(' ', '_').toLowerCase()));
  let count = 0;
  const missing: string[] = [];
  for (const protocol of new Set(oldSamples.flatMap(({ protocols }) => protocols.split(' ')))) {
    const definition = definitions.find(({ id }) => id === (oldProtocols[protocol] ?? protocol));
    if (definition === undefined) continue;
    const samples = oldSamples.filter(({ protocols }) => protocols.split(' ').includes(protocol));
    for (const { query, key } of oldEntitiesOf(definition)) {
      const own = samples.filter(({ command }) => ourName(definition, command) === query);
      if (own.length === 0) continue;
      const given = own.flatMap(({ names }) => keysOf(names));
      if (given.includes(plain(key))) count += 1;
      else missing.push(`${protocol} ${query} ${key}`);
    }
  }
  // What it did not tell, or worked out of other bytes, has an id like the others.
  expect(missing.length).toBeLessThan(count / 4);
  expect(count).toBeGreaterThan(100);
});

/** A question of mpp-solar by our name. */
function ourName({ id }: { readonly id: string }, command: string): string {
  return oldQueries[id]?.[command] ?? command;
}
