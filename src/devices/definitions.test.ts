// House rules as loops over all definitions; the numbers say that nothing was skipped.
import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toHex, toUtf8 } from '#core/bytes.ts';
import { findMetric, metricOf } from '#core/catalogue.ts';
import type { Row } from '#codec/table.ts';
import { answerShapes } from './by-mode.ts';
import { type Definition, type Derivation, wholeState, type WriteCommand } from './definition.ts';
import { askableName, findCommand } from './find-command.ts';
import { readings } from './readings.ts';
import { builtIn } from './on-demand.ts';
import { definitions, findDefinition } from './registry.ts';

interface Listing {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly derive: readonly Derivation[];
}

/** What a definition tells: its questions, its reports, or its one state. */
const tellings = (definition: Definition): readonly Listing[] =>
  answerShapes(definition).map(({ name, kind, rows, derive = [] }) => ({
    title: kind === 'state' ? definition.id : `${definition.id} ${name}`,
    rows,
    derive,
  }));

const listings: readonly Listing[] = definitions.flatMap(tellings);

/** Definitions that tell or take something of this kind, for loops that must have seen them. */
const idsOf = (titles: readonly string[]): ReadonlySet<string> =>
  new Set(titles.map((title) => title.split(' ')[0] ?? ''));
const duplicates = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);
const polled = definitions.filter((definition) => definition.mode === 'request');

/** What a writer sends for its words, its limits or its example. */
function examplesOf({ value, request }: WriteCommand): string[] {
  const values: readonly (string | number)[] =
    value.kind === 'choice'
      ? Object.keys(value.options)
      : value.kind === 'number'
        ? [value.min, value.max]
        : [value.kind === 'text' ? value.example : ''];
  const letters = values.map((one) => request(one));
  return letters.every((text) => text !== undefined) ? letters.filter((text) => text !== undefined) : [];
}

/** Values no writer takes. */
function outsideOf({ value }: WriteCommand): readonly (string | number)[] {
  switch (value.kind) {
    case 'choice':
      return ['no such word', 'toString', '__proto__', 1];
    case 'number':
      return [value.max + value.step, value.min - value.step, Number.NaN, Number.POSITIVE_INFINITY, String(value.min)];
    case 'text':
      return ['', `${value.example}\r`, `${value.example}\n`, `${value.example}x`, 1];
    case 'none':
      return [];
  }
}

test('each is loaded from its own file as it is listed', async () => {
  for (const [index, one] of builtIn.listed.entries()) expect(await one.load()).toBe(definitions[index]);
  expect(builtIn.find('AXPERT')?.id).toBe('pi30');
});

describe('all definitions', () => {
  test('are all that stand in the folders of the makers, and each tells something', async () => {
    const files = globSync('*/*.ts', { cwd: import.meta.dirname, exclude: ['user/**', '**/*.test.ts'] });
    const modules = await Promise.all(
      files.map((file) => import(/* @vite-ignore */ `./${file}`) as Promise<Record<string, unknown>>),
    );
    const isDefinition = (value: unknown): boolean => typeof value === 'object' && value !== null && 'models' in value;
    const exported = new Set(modules.flatMap((module) => Object.values(module).filter(isDefinition)));
    expect([...exported].filter((value) => !definitions.some((definition) => definition === value))).toEqual([]);
    expect(exported.size).toBe(definitions.length);
    expect(idsOf(listings.filter(({ rows }) => rows.length > 0).map(({ title }) => title)).size).toBe(
      definitions.length,
    );
  });

  test('names are unique in a command, computed ones included, and snake_case', () => {
    const names = listings.flatMap(({ title, rows, derive }) =>
      [...rows, ...derive].map(({ name }) => `${title} ${name}`),
    );
    expect(duplicates(names)).toEqual([]);
    expect(names.filter((name) => !/^\S+ (\S+ ){0,3}[a-z][a-z\d]*(_[a-z\d]+)*$/.test(name))).toEqual([]);
    expect(idsOf(names).size).toBe(definitions.length);
  });

  const withMetric = listings.flatMap(({ title, rows, derive }) =>
    [...rows, ...derive].flatMap((one) => {
      const { name, metric, unit } = one;
      const standsIn = 'unless' in one && one.unless !== undefined;
      return metric === undefined ? [] : [{ title, name, metric, unit, standsIn }];
    }),
  );

  test('every metric is in the catalogue and in its unit', () => {
    expect(withMetric.filter(({ metric }) => findMetric(metric) === undefined)).toEqual([]);
    expect(withMetric.filter(({ metric, unit }) => metricOf(metric).unit !== unit)).toEqual([]);
    expect(idsOf(withMetric.map(({ title }) => title)).size).toBe(definitions.length);
  });

  test('what is computed only where a field is missing stands in for that field', () => {
    const standIns = listings.flatMap(({ title, rows, derive }) =>
      derive.flatMap(({ unless, metric }) => (unless === undefined ? [] : [{ title, unless, metric, rows, derive }])),
    );
    expect(standIns.length).toBeGreaterThan(0);
    const lone = standIns.filter(
      ({ unless, metric, rows, derive }) =>
        ![...rows, ...derive].some((one) => one.metric === metric && !('unless' in one)) ||
        !rows.some(({ name }) => name === unless),
    );
    expect(lone).toEqual([]);
  });

  test('a definition gives each metric from one place', () => {
    const firstHand = withMetric.filter(({ standsIn }) => !standsIn);
    expect(duplicates(firstHand.map(({ title, metric }) => `${title.split(' ')[0] ?? ''} ${metric}`))).toEqual([]);
  });

  test('only a signed metric is flipped', () => {
    const flipped = listings.flatMap(({ rows }) => rows.filter(({ flip }) => flip === true));
    expect(flipped.filter(({ metric }) => metric === undefined || metricOf(metric).sign === undefined)).toEqual([]);
    expect(flipped.length).toBeGreaterThan(0);
  });

  test('what is computed names fields that are there', () => {
    const inputs = listings.flatMap(({ title, rows, derive }) =>
      derive.flatMap(({ name, from, sumOf = [] }) =>
        [...from, ...sumOf].map((field) => ({ title, name, field, isThere: rows.some((row) => row.name === field) })),
      ),
    );
    expect(inputs.filter(({ isThere }) => !isThere)).toEqual([]);
    expect(new Set(inputs.map(({ title, name }) => `${title} ${name}`)).size).toBe(
      listings.flatMap(({ derive }) => derive).length,
    );
    expect(inputs.length).toBeGreaterThan(0);
  });

  test('every polled command is a read that exists', () => {
    const asked = polled.flatMap(({ id, commands, live, settings, identity, probe }) =>
      [...live.commands, ...settings.commands, ...identity.map(({ command }) => command), probe.command].map(
        (name) => ({ id, name, kind: findCommand(commands, name)?.kind }),
      ),
    );
    expect(asked.filter(({ kind }) => kind !== 'read')).toEqual([]);
    expect(asked.length).toBeGreaterThanOrEqual(2 * polled.length);
    expect(duplicates(polled.flatMap(({ id, commands }) => commands.map(({ name }) => `${id} ${name}`)))).toEqual([]);
    expect(polled.filter(({ live }) => live.everySeconds < 1 || live.commands.length === 0)).toEqual([]);
  });

  test('identity names fields of its commands', () => {
    const named = polled.flatMap(({ id, commands, identity }) =>
      identity.map(({ command, field }) => ({ id, field, rows: findCommand(commands, command)?.table.rows ?? [] })),
    );
    expect(named.filter(({ field, rows }) => !rows.some(({ name }) => name === field))).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });

  test('sums are of metrics of the live round', () => {
    const sums = polled.flatMap(({ id, commands, live, sums: own = [] }) => {
      const told = live.commands
        .map((name) => findCommand(commands, name))
        .flatMap((command) => [...(command?.table.rows ?? []), ...(command?.derive ?? [])].map(({ metric }) => metric));
      return own.map(({ metric, of }) => ({
        id,
        metric,
        missing: of.filter((part) => !told.includes(part)),
        isTold: told.includes(metric),
      }));
    });
    expect(sums.filter(({ missing, isTold }) => missing.length > 0 || isTold)).toEqual([]);
    expect(sums.length).toBeGreaterThanOrEqual(5);
  });

  test('every command can be asked and its answer fits a frame', () => {
    const sizes = polled.flatMap(({ id, commands, wire }) =>
      commands.map((command) => ({
        name: `${id} ${command.name}`,
        request: wire.request(askableName(command)).length,
        answer: command.answerBytes,
        frame: wire.maxFrame,
      })),
    );
    expect(sizes.filter(({ request, answer, frame }) => request < 2 || answer < 4 || answer > frame)).toEqual([]);
    const parts = polled.flatMap(({ commands }) => commands.filter(({ pattern }) => pattern !== undefined));
    expect(parts.filter(({ pattern = '', example = '' }) => !new RegExp(`^(?:${pattern})$`).test(example))).toEqual([]);
  });

  test('the Voltronic families ask questions only', () => {
    const names = polled
      .filter(({ wire }) => /^pi\d/.test(wire.id))
      .flatMap(({ wire, commands }) => commands.map((command) => ({ wire: wire.id, name: askableName(command) })));
    const isQuestion = ({ wire, name }: { wire: string; name: string }): boolean =>
      /^pi1[78]/.test(wire) ? !name.startsWith('^S') : /^(?:Q[A-Z\d]+|PQSE|VERFW:|GNTMQ|I)$/.test(name);
    expect(names.filter((name) => !isQuestion(name))).toEqual([]);
    expect(names.length).toBeGreaterThan(400);
  });

  describe('writers', () => {
    const writers = polled.flatMap(({ id, wire, commands, writes }) =>
      writes.map((write) => ({ title: `${id} ${write.name}`, wire, commands, write })),
    );

    test('no question sends what a writer sends', () => {
      const sent = new Set(
        writers.flatMap(({ title, wire, write }) =>
          examplesOf(write).map((letters) => `${title.split(' ')[0] ?? ''} ${toHex(wire.request(letters))}`),
        ),
      );
      const asked = polled.flatMap(({ id, wire, commands }) =>
        commands.map((command) => `${id} ${toHex(wire.request(askableName(command)))}`),
      );
      expect(asked.filter((request) => sent.has(request))).toEqual([]);
      expect(sent.size).toBeGreaterThan(writers.length);
    });

    test('every word, both limits and every example can be sent; nothing outside', () => {
      expect(writers.filter(({ write }) => examplesOf(write).length === 0).map(({ title }) => title)).toEqual([]);
      const outside = writers.flatMap(({ title, write }) =>
        outsideOf(write)
          .filter((value) => write.request(value) !== undefined)
          .map((value) => `${title} ${String(value)}`),
      );
      expect(outside).toEqual([]);
      expect(duplicates(writers.map(({ title }) => title))).toEqual([]);
    });

    test('what shows a setting is a field of a question', () => {
      const shown = writers.flatMap(({ title, commands, write: { readBack } }) =>
        readBack === undefined
          ? []
          : [
              {
                title,
                readBack,
                isThere:
                  findCommand(commands, readBack.command)?.table.rows.some(({ name }) => name === readBack.field) ===
                  true,
              },
            ],
      );
      expect(shown.filter(({ isThere }) => !isThere)).toEqual([]);
      expect(shown.length).toBeGreaterThan(300);
    });

    test('what can drop the power of the house is marked', () => {
      const marked = new Set(writers.filter(({ write }) => write.dangerous === true).map(({ title }) => title));
      const musts = polled
        .filter(({ wire }) => /^pi\d/.test(wire.id))
        .flatMap(({ id, writes }) =>
          writes
            .filter(({ name }) =>
              [
                'PF',
                'PBCV',
                'PBDV',
                'PSDV',
                'POPM',
                'PSAVE',
                'LON',
                'SOFF',
                'FGD',
                'PBT',
                'BUCD',
                'BATDV',
                'PEb',
                'PSET',
              ].includes(name),
            )
            .map(({ name }) => `${id} ${name}`),
        );
      expect(musts.filter((title) => !marked.has(title))).toEqual([]);
      expect(musts.length).toBeGreaterThan(50);
    });
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

  test('every write of an MQTT device is shown by its state', () => {
    const messages = definitions.filter((definition) => definition.mode === 'mqtt');
    // An action shows in no single field; every value that is set does.
    const read = messages.flatMap(({ rows, writes }) =>
      writes
        .filter(({ value }) => value.kind !== 'none')
        .map(({ readBack }) => readBack?.command === wholeState && rows.some(({ name }) => name === readBack?.field)),
    );
    expect(read.every((isRead) => isRead)).toBe(true);
    expect(read.length).toBeGreaterThan(0);
    const identified = messages.flatMap(({ rows, identity }) =>
      identity.map(({ path }) => rows.some((row) => row.path === path)),
    );
    expect(identified.every((isThere) => isThere)).toBe(true);
    expect(identified.length).toBeGreaterThan(0);
  });

  test('what is said to an MQTT device is nothing that the device says', () => {
    const to = { prefix: 'a/device', replyTo: 'a/device/solstead/1', id: 1 };
    const said = definitions.flatMap((one) => {
      if (one.mode !== 'mqtt') return [];
      const { dialect, writes } = one;
      const sent = writes.flatMap(examplesOf).flatMap((command) => {
        // What goes out another way is no message.
        return dialect.fallback?.isOnlyWay?.(command) === true ? [] : [dialect.request(to, command)];
      });
      return [...sent, ...(dialect.askState?.(to) ?? [])].map(({ topic, payload }) => ({
        at: `${dialect.id}: ${topic} ${payload}`,
        kind: dialect.read(to.prefix, topic, toUtf8(payload)).kind,
      }));
    });
    expect(said.filter(({ kind }) => kind !== 'other')).toEqual([]);
    expect(said.length).toBeGreaterThan(100);
  });

  test('no topic of an MQTT device comes under two of its filters', () => {
    const dialects = new Set(definitions.flatMap((one) => (one.mode === 'mqtt' ? [one.dialect] : [])));
    const meet = (one: string, other: string): boolean => {
      const [left, right] = [one.split('/'), other.split('/')];
      for (const [index, level] of left.entries()) {
        const beside = right[index];
        if (level === '#' || beside === '#') return true;
        if (beside === undefined || (level !== '+' && beside !== '+' && level !== beside)) return false;
      }
      return left.length === right.length;
    };
    const twice = [...dialects].flatMap(({ id, filters }) =>
      filters('a/device', 'a/device/reply').flatMap((one, index, all) =>
        all.slice(index + 1).flatMap((other) => (meet(one, other) ? [`${id}: ${one} and ${other}`] : [])),
      ),
    );
    expect(twice).toEqual([]);
    expect(dialects.size).toBeGreaterThan(8);
  });

  test('absent fields give no readings', () => {
    const found = listings.flatMap(({ rows, derive }) => {
      const blank = rows.map(() => undefined);
      return readings({ rows, derive }, { values: blank, raws: blank, problems: [] }).metric;
    });
    expect(found).toEqual([]);
  });
});
