// House rules as loops over all definitions; the numbers say that nothing was skipped.
import { describe, expect, test } from 'vitest';
import { toHex } from '#core/bytes.ts';
import { findMetric, metricOf } from '#core/catalogue.ts';
import type { Row } from '#codec/table.ts';
import type { Definition, Derivation, WriteCommand } from './definition.ts';
import { askableName, findCommand } from './find-command.ts';
import { readings } from './readings.ts';
import { definitions, findDefinition } from './registry.ts';

interface Listing {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly derive: readonly Derivation[];
}

/** What a definition tells: its questions, its reports, or its one state. */
function tellings(definition: Definition): readonly Listing[] {
  switch (definition.way) {
    case 'polled':
      return definition.commands.map(({ name, table, derive = [] }) => ({
        title: `${definition.id} ${name}`,
        rows: table.rows,
        derive,
      }));
    case 'listening':
      return definition.reports.map(({ name, table, derive = [] }) => ({
        title: `${definition.id} ${name}`,
        rows: table.rows,
        derive,
      }));
    case 'messages':
      return [{ title: definition.id, rows: definition.rows, derive: definition.derive ?? [] }];
  }
}

const listings: readonly Listing[] = definitions.flatMap(tellings);

/** Id, questions (1 where it speaks by itself), fields, computed values and writers of every definition, in their order. */
const counts: readonly (readonly [id: string, questions: number, fields: number, computed: number, writers: number])[] =
  [
    ['pi30', 29, 323, 3, 52],
    ['pi30max', 35, 321, 2, 58],
    ['pi30m044', 35, 321, 2, 58],
    ['pi30m045', 35, 321, 2, 58],
    ['pi30mst', 39, 349, 2, 60],
    ['pi34', 7, 28, 0, 0],
    ['pi41', 23, 278, 3, 42],
    ['pi30revo', 7, 116, 2, 1],
    ['pi18', 21, 186, 4, 28],
    ['pi18lvx', 21, 186, 4, 28],
    ['pi18sv', 21, 186, 4, 28],
    ['pi17', 36, 251, 5, 34],
    ['pi17infini', 36, 251, 5, 32],
    ['pi17m058', 36, 248, 5, 34],
    ['pi16', 53, 239, 1, 58],
    ['pi16-bare', 53, 239, 1, 58],
    ['jk-serial', 1, 105, 5, 0],
    ['jk-pb', 3, 129, 3, 0],
    ['jk02', 3, 129, 3, 0],
    ['jk04', 2, 64, 3, 0],
    ['jk485', 1, 38, 2, 0],
    ['daly', 9, 90, 2, 0],
    ['daly40', 9, 90, 2, 0],
    ['daly-inverted', 9, 90, 2, 0],
    ['daly40-inverted', 9, 90, 2, 0],
    ['jbd', 3, 58, 4, 1],
    ['pylontech', 5, 44, 5, 0],
    ['seplos-v2', 3, 45, 4, 0],
    ['pace', 4, 38, 5, 0],
    ['vedirect', 19, 54, 3, 0],
    ['vedirect-bmv', 8, 44, 0, 0],
    ['vedirect-hex', 21, 21, 0, 3],
    ['vedirect-hex-bmv', 10, 10, 0, 0],
    ['sungrow-hybrid', 10, 58, 0, 10],
    ['huawei-sun2000', 17, 72, 1, 12],
    ['growatt-sph', 5, 46, 2, 6],
    ['growatt-sph-tl3', 5, 55, 2, 6],
    ['growatt-min', 4, 39, 2, 1],
    ['growatt-mod', 6, 54, 2, 6],
    ['growatt-spf', 3, 33, 1, 4],
    ['goodwe-et', 7, 62, 2, 4],
    ['goodwe-es', 3, 43, 4, 0],
    ['goodwe-dt', 3, 24, 0, 0],
    ['deye-p1', 4, 55, 1, 17],
    ['deye-p3', 4, 64, 1, 17],
    ['deye-p3-hv', 4, 64, 1, 17],
    ['deye-string', 3, 25, 0, 0],
    ['deye-micro', 2, 18, 0, 0],
    ['sma-inverter', 8, 14, 2, 0],
    ['sma-hybrid', 14, 30, 2, 5],
    ['srne', 3, 22, 0, 0],
    ['fronius-gen24', 9, 80, 3, 10],
    ['fronius-symo', 8, 56, 2, 4],
    ['fronius-meter', 3, 39, 0, 0],
    ['solaredge', 4, 61, 1, 0],
    ['kostal-plenticore', 9, 74, 2, 4],
    ['fimer', 8, 56, 2, 4],
    ['enphase-modbus', 6, 40, 1, 0],
    ['sma-sunspec', 8, 56, 2, 4],
    ['sunspec', 8, 56, 2, 4],
    ['sunspec-meter', 3, 39, 0, 0],
    ['eastron-sdm630', 3, 32, 0, 0],
    ['eastron-sdm72', 1, 25, 0, 0],
    ['eastron-sdm120', 2, 9, 0, 0],
    ['pzem-004t', 2, 9, 0, 3],
    ['pzem-017', 2, 10, 0, 5],
    ['shelly-pro3em', 1, 35, 0, 0],
    ['shelly-pro3', 1, 16, 0, 3],
  ];
const total = (column: 1 | 2 | 3 | 4): number => counts.reduce((sum, row) => sum + row[column], 0);
const duplicates = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);
const polled = definitions.filter((definition) => definition.way === 'polled');

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

describe('all definitions', () => {
  test('are these', () => {
    const found = definitions.map((definition) => {
      const own = listings.filter(({ title }) => title.split(' ')[0] === definition.id);
      const rows = own.reduce((sum, listing) => sum + listing.rows.length, 0);
      const computed = own.reduce((sum, { derive }) => sum + derive.length, 0);
      return [
        definition.id,
        own.length,
        rows,
        computed,
        'writes' in definition ? definition.writes.length : 0,
      ] as const;
    });
    expect(found).toEqual(counts);
  });

  test('names are unique in a command, computed ones included, and snake_case', () => {
    const names = listings.flatMap(({ title, rows, derive }) =>
      [...rows, ...derive].map(({ name }) => `${title} ${name}`),
    );
    expect(duplicates(names)).toEqual([]);
    expect(names.filter((name) => !/^\S+ (\S+ ){0,3}[a-z][a-z\d]*(_[a-z\d]+)*$/.test(name))).toEqual([]);
    expect(names).toHaveLength(total(2) + total(3));
  });

  const withMetric = listings.flatMap(({ title, rows, derive }) =>
    [...rows, ...derive].flatMap(({ name, metric, unit }) =>
      metric === undefined ? [] : [{ title, name, metric, unit }],
    ),
  );

  test('every metric is in the catalogue and in its unit', () => {
    expect(withMetric.filter(({ metric }) => findMetric(metric) === undefined)).toEqual([]);
    expect(withMetric.filter(({ metric, unit }) => metricOf(metric).unit !== unit)).toEqual([]);
    expect(withMetric.length).toBeGreaterThan(400);
  });

  test('a definition gives each metric from one place', () => {
    expect(duplicates(withMetric.map(({ title, metric }) => `${title.split(' ')[0] ?? ''} ${metric}`))).toEqual([]);
  });

  test('only a signed metric is flipped', () => {
    const flipped = listings.flatMap(({ rows }) => rows.filter(({ flip }) => flip === true));
    expect(flipped.filter(({ metric }) => metric === undefined || metricOf(metric).sign === undefined)).toEqual([]);
    expect(flipped.length).toBeGreaterThan(0);
  });

  test('what is computed names fields that are there', () => {
    const inputs = listings.flatMap(({ title, rows, derive }) =>
      derive.flatMap(({ name, from }) =>
        from.map((field) => ({ title, name, field, isThere: rows.some((row) => row.name === field) })),
      ),
    );
    expect(inputs.filter(({ isThere }) => !isThere)).toEqual([]);
    expect(new Set(inputs.map(({ title, name }) => `${title} ${name}`)).size).toBe(total(3));
    expect(listings.flatMap(({ derive }) => derive)).toHaveLength(total(3));
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
