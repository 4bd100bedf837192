// House rules as loops over all definitions; the numbers say that nothing was skipped.
import { describe, expect, test } from 'vitest';
import { findMetric, metricOf } from '#core/catalogue.ts';
import type { Row } from '#codec/table.ts';
import type { Derivation } from './definition.ts';
import { readings } from './readings.ts';
import { definitions, findDefinition } from './registry.ts';

interface Listing {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly derive: readonly Derivation[];
}

const listings: readonly Listing[] = definitions.flatMap((definition) =>
  definition.way === 'polled'
    ? definition.commands.map(({ name, table, derive = [] }) => ({
        title: `${definition.id} ${name}`,
        rows: table.rows,
        derive,
      }))
    : [{ title: definition.id, rows: definition.rows, derive: definition.derive ?? [] }],
);
const duplicates = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);
const polled = definitions.filter((definition) => definition.way === 'polled');

describe('all definitions', () => {
  test('are these', () => {
    expect(definitions.map(({ id }) => id)).toEqual(['pi30', 'jk-serial', 'shelly-pro3em', 'shelly-pro3']);
    expect(listings.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['pi30 QPI', 1],
      ['pi30 QID', 1],
      ['pi30 QVFW', 1],
      ['pi30 QGMN', 1],
      ['pi30 QMN', 1],
      ['pi30 QPIRI', 28],
      ['pi30 QFLAG', 10],
      ['pi30 QPIGS', 33],
      ['pi30 QMOD', 1],
      ['pi30 QPIWS', 34],
      ['jk-serial read_all', 105],
      ['shelly-pro3em', 35],
      ['shelly-pro3', 16],
    ]);
  });

  test('names are unique in a command, computed ones included, and snake_case', () => {
    const names = listings.flatMap(({ title, rows, derive }) =>
      [...rows, ...derive].map(({ name }) => `${title} ${name}`),
    );
    expect(duplicates(names)).toEqual([]);
    expect(names.filter((name) => !/^\S+ (\S+ )?[a-z][a-z\d]*(_[a-z\d]+)*$/.test(name))).toEqual([]);
    expect(names).toHaveLength(275);
  });

  const withMetric = listings.flatMap(({ title, rows, derive }) =>
    [...rows, ...derive].flatMap(({ name, metric, unit }) =>
      metric === undefined ? [] : [{ title, name, metric, unit }],
    ),
  );

  test('every metric is in the catalogue and in its unit', () => {
    expect(withMetric.filter(({ metric }) => findMetric(metric) === undefined)).toEqual([]);
    expect(withMetric.filter(({ metric, unit }) => metricOf(metric).unit !== unit)).toEqual([]);
    expect(withMetric).toHaveLength(102);
  });

  test('a definition gives each metric from one place', () => {
    expect(duplicates(withMetric.map(({ title, metric }) => `${title.split(' ')[0] ?? ''} ${metric}`))).toEqual([]);
  });

  test('only a signed metric is flipped', () => {
    const flipped = listings.flatMap(({ rows }) => rows.filter(({ flip }) => flip === true));
    expect(flipped.filter(({ metric }) => metric === undefined || metricOf(metric).sign === undefined)).toEqual([]);
    expect(flipped.map(({ name }) => name)).toEqual(['battery_current']);
  });

  test('what is computed names fields that are there', () => {
    const inputs = listings.flatMap(({ title, rows, derive }) =>
      derive.flatMap(({ name, from }) =>
        from.map((field) => ({ title, name, field, isThere: rows.some((row) => row.name === field) })),
      ),
    );
    expect(inputs.filter(({ isThere }) => !isThere)).toEqual([]);
    expect(new Set(inputs.map(({ title, name }) => `${title} ${name}`)).size).toBe(8);
    expect(listings.flatMap(({ derive }) => derive)).toHaveLength(8);
  });

  test('every polled command is a read that exists', () => {
    const asked = polled.flatMap(({ id, commands, live, settings, identity, probe }) =>
      [...live.commands, ...settings.commands, ...identity.map(({ command }) => command), probe.command].map(
        (name) => ({
          id,
          name,
          kind: commands.find((command) => command.name === name)?.kind,
        }),
      ),
    );
    expect(asked.filter(({ kind }) => kind !== 'read')).toEqual([]);
    expect(asked).toHaveLength(13);
    expect(duplicates(polled.flatMap(({ id, commands }) => commands.map(({ name }) => `${id} ${name}`)))).toEqual([]);
    expect(polled.map(({ id, live }) => [id, live.everySeconds])).toEqual([
      ['pi30', 5],
      ['jk-serial', 5],
    ]);
  });

  test('identity names fields of its commands', () => {
    const named = polled.flatMap(({ commands, identity }) =>
      identity.map(({ command, field }) =>
        commands.find(({ name }) => name === command)?.table.rows.some(({ name }) => name === field),
      ),
    );
    expect(named).toEqual([true, true, true, true, true]);
  });

  test('every command can be asked and its answer fits a frame', () => {
    const sizes = polled.flatMap(({ commands, wire }) =>
      commands.map(({ name, answerBytes }) => [wire.request(name).length, answerBytes, wire.maxFrame] as const),
    );
    expect(sizes.filter(([request, answer, frame]) => request < 4 || answer < 4 || answer >= frame)).toEqual([]);
    expect(sizes).toHaveLength(11);
  });

  test('PI30 asks questions only', () => {
    const names = polled.filter(({ id }) => id === 'pi30').flatMap(({ commands }) => commands.map(({ name }) => name));
    expect(names.filter((name) => !/^Q[A-Z]+$/.test(name))).toEqual([]);
    expect(names).toHaveLength(10);
  });

  test('every one names maker, models and sources', () => {
    const texts = definitions.flatMap(({ maker, title, models, sources }) => [maker, title, ...models, ...sources]);
    expect(texts.filter((text) => text.length < 3)).toEqual([]);
    expect(
      definitions.filter(({ models, sources, version }) => models.length * sources.length * version === 0),
    ).toEqual([]);
  });

  test('ids and aliases are unique and found in any case', () => {
    const names = definitions.flatMap(({ id, aliases }) => [id, ...aliases].map((name) => ({ id, name })));
    expect(duplicates(names.map(({ name }) => name))).toEqual([]);
    expect(names.filter(({ id, name }) => findDefinition(name.toUpperCase())?.id !== id)).toEqual([]);
    expect(['', 'pi31', '__proto__'].map(findDefinition)).toEqual([undefined, undefined, undefined]);
  });

  test('nothing of them can be changed', () => {
    const thaw: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      if (!Object.isFrozen(value)) thaw.push(path);
      for (const [key, part] of Object.entries(value)) look(part, `${path}.${key}`);
    };
    look(definitions, 'definitions');
    expect(thaw).toEqual([]);
  });

  test('every write of an MQTT device is a metric it reads back', () => {
    const messages = definitions.filter((definition) => definition.way === 'messages');
    const read = messages.flatMap(({ rows, writes }) =>
      writes.map(({ metric }) => rows.some((row) => row.metric === metric)),
    );
    expect(read).toEqual([true, true, true]);
    const identified = messages.flatMap(({ rows, identity }) =>
      identity.map(({ path }) => rows.some((row) => row.path === path)),
    );
    expect(identified).toEqual([true, true]);
  });

  test('absent fields give no readings', () => {
    const found = listings.flatMap(({ rows, derive }) => {
      const blank = rows.map(() => undefined);
      return readings({ rows, derive }, { values: blank, raws: blank, problems: [] }).metric;
    });
    expect(found).toEqual([]);
  });
});
