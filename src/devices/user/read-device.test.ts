import { answerShapes } from '../by-mode.ts';
import { because, inEnglish } from '#core/reason.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { definitions } from '../registry.ts';
import { mostCharacters } from './limits.ts';
import { type DeviceFile, readDevice } from './read-device.ts';

const examples = join(import.meta.dirname, '../../../docs/examples');
const textOf = (file: string): string => readFileSync(join(examples, file), 'utf8');
const problemsOf = (text: string, takenBy?: DeviceFile['takenBy']): readonly string[] => {
  const outcome = readDevice({ name: 'my.yaml', text, ...(takenBy === undefined ? {} : { takenBy }) });
  return 'problems' in outcome ? outcome.problems.map(inEnglish) : [];
};

const head = 'id: my\nkind: meter\nmaker: M\ntitle: T\n';
const modbus = `${head}registers:\n  - { register: 0, type: u16, label: Volts, unit: V, metric: grid.voltage }\n`;
const question = `${head}questions:\n  - ask: Q1\n    fields:\n`;

test.each([
  ['orno-we-504.yaml', ['holding 0 9'], 0, 1],
  ['my-hybrid.yaml', ['input 100 8', 'holding 200 2', 'input 10 8'], 2, 2],
  ['my-text-inverter.yaml', ['LIVE?', 'SET?', 'WHO?'], 2, 2],
  ['my-heat-pump.yaml', ['state'], 1, 2],
  ['my-forecast.yaml', ['state'], 0, 2],
] as const)('%s is a definition, and its example decodes as it says', (...[file, commands, writes, decoded]) => {
  const outcome = readDevice({ name: file, text: textOf(file) });
  if ('problems' in outcome) throw new Error(outcome.problems.map(inEnglish).join('\n'));
  expect(answerShapes(outcome.definition).map(({ name }) => name)).toEqual(commands);
  expect(outcome.definition.writes).toHaveLength(writes);
  expect(outcome.examples).toBe(decoded);
});

test('what can be set on a text device goes out as it wants it, and nothing else does', () => {
  const outcome = readDevice({ name: 'x', text: textOf('my-text-inverter.yaml') });
  if ('problems' in outcome) throw new Error('problems');
  const [mode, reserve] = outcome.definition.writes;
  expect([mode?.request('Backup'), mode?.request('01'), mode?.request(1)]).toEqual(['MODE=01', undefined, undefined]);
  expect([reserve?.request(20), reserve?.request(22), reserve?.request(105)]).toEqual([
    'RES=020',
    undefined,
    undefined,
  ]);
  expect(mode?.readBack).toEqual({ command: 'SET?', field: 'work_mode' });
});

describe('what is wrong is told with line and column', () => {
  test.each([
    ['', 'my.yaml:1:1: it is empty: begin with id, kind, maker and title, as in docs/examples'],
    ['# only a comment\n', 'my.yaml:1:1: it is empty: begin with id, kind, maker and title, as in docs/examples'],
    ['- a\n', 'my.yaml:1:1: a list is given where a set of keys is needed'],
    ['hello', 'my.yaml:1:1: "hello" is given where a set of keys is needed'],
    [`${head}id: other\n`, 'my.yaml:5:1: the key "id" appears twice'],
    [`${head}registers:\n\t- a\n`, 'my.yaml:6:1: there is a tab where spaces belong: indent with spaces'],
    [`${modbus}---\na: 1\n`, 'my.yaml:7:1: a file holds one device: leave out the line ---'],
    [`${head}models: *no\n`, 'my.yaml:5:9: there is no anchor &no above'],
    [head, 'my.yaml:1:1: the key registers is missing; a device that is asked in text has questions'],
    [modbus.replace('title: T', 'tittle: T'), 'my.yaml:4:1: the key "tittle" is unknown; did you mean title?'],
    [modbus.replace('unit: V', 'unit: kV'), 'my.yaml:6:51: unit: "kV" is not one of W, VA'],
    [
      modbus.replace('grid.voltage', 'grid.voltag'),
      'my.yaml:6:62: metric: "grid.voltag" is not one of docs/metrics.md; did you mean grid.voltage?',
    ],
    [modbus.replace('register: 0', 'register: "0"'), ': write it without quotes and units'],
    [modbus.replace('maker: M', 'maker: 5'), 'my.yaml:3:8: maker: 5 is given where a text is needed: put it in quotes'],
    [`${modbus}identity: { model: vols }\n`, 'my.yaml:7:20: there is no field vols; did you mean volts?'],
    [`${modbus}probe: [{ field: volts }]\n`, 'my.yaml:7:9: it needs equals, or min and max'],
    [
      `${modbus}example: { input: { 0: 230 }, expect: { volts: 231 } }\n`,
      'my.yaml:7:48: the example gives 230, not 231',
    ],
    [
      `${modbus}example: { input: { 0: 230 }, expect: { vols: 230 } }\n`,
      'the example shows no vols; did you mean volts?',
    ],
    [`${modbus}sums: [{ metric: pv.power, of: [pv.power.s1] }]\n`, 'my.yaml:7:33: no field gives pv.power.s1'],
    [
      `${head}registers:\n  - { register: 0, type: u16, label: A, otherwise: B }\n`,
      'my.yaml:6:52: a word for other numbers needs the words of options',
    ],
    [`${question}      - { type: choice, label: A }\n`, 'my.yaml:8:17: a choice needs its words: options'],
    [
      `${question}      - { type: rest, label: A }\n      - { type: number, label: B }\n`,
      'only the last field takes the rest',
    ],
    [
      `${question}      - { type: number, label: A }\nsettings: [{ name: a, title: A, send: "A{value}" }]\n`,
      'a value needs its words (options) or its limits (min and max)',
    ],
    [
      `${question}      - { type: number, label: A }\nlines: { like: pi30, end: lf }\n`,
      'pi30 covers all of it: leave out the other keys',
    ],
    [
      `${question}      - { type: number, label: A, metric: grid.power }\n`,
      'grid.power is in W: set unit and scale so that this is, too',
    ],
  ])('%#', (text, problem) => expect(problemsOf(text).join('\n')).toContain(problem));

  test('all of it at once, in the order of the file', () => {
    const text = `${modbus.replace('kind: meter', 'kind: metre').replace('u16', 'u17')}baud: fast\n`;
    expect(problemsOf(text).map((line) => line.split(': ')[0])).toEqual(['my.yaml:2:7', 'my.yaml:6:26', 'my.yaml:7:7']);
  });

  test('a name that is taken, by whom', () => {
    const takenBy = (id: string) =>
      id === 'pi30' ? because('device-file.built-in', { protocol: id, title: 'Axpert' }) : undefined;
    const why = 'pi30 is taken by the built-in protocol pi30 (Axpert): choose another name';
    expect(problemsOf(modbus.replace('id: my', 'id: pi30'), takenBy)).toEqual([`my.yaml:1:5: ${why}`]);
    expect(problemsOf(`${modbus}aliases: [ok, pi30]\n`, takenBy)).toEqual([`my.yaml:7:15: ${why}`]);
    const outcome = readDevice({ name: 'my.yaml', text: modbus.replace('id: my', 'id: pi30'), takenBy });
    expect(outcome).toMatchObject({ id: 'pi30' });
  });
});

describe('hostile files', () => {
  test('neither fill the memory nor the stack', () => {
    const row = (name: string, of: string): string =>
      `${name}: &${name} [${Array.from({ length: 9 }, () => of).join(',')}]\n`;
    const bomb = row('a', 'x') + row('b', '*a') + row('c', '*b') + row('d', '*c') + row('e', '*d') + row('f', '*e');
    expect(problemsOf(bomb)).toEqual(['my.yaml:1:1: its aliases (*name) repeat too much: write the rows out']);
    expect(problemsOf('['.repeat(100_000)).length).toBeLessThanOrEqual(51);
    const manyKeys = Array.from({ length: 10_000 }, (_, index) => `a${index}: 1`).join('\n');
    expect(problemsOf(manyKeys)).toHaveLength(51);
    expect(problemsOf(`id: a\nkind: ${'b'.repeat(100_000)}`).join('').length).toBeLessThan(1000);
    expect(problemsOf('a: &a [*a]').length).toBeGreaterThan(0);
    expect(problemsOf('x'.repeat(mostCharacters + 1))).toEqual([
      `my.yaml:1:1: it has more than ${mostCharacters} characters: it cannot be a device`,
    ]);
  });

  test('any change of a good file gives a definition or problems with a place', () => {
    const good = ['orno-we-504.yaml', 'my-hybrid.yaml', 'my-text-inverter.yaml'].map(textOf);
    const piece = fc.oneof(
      fc.string({ maxLength: 8 }),
      fc.constantFrom('&a ', '*a', '!!int ', '<<: ', '"', '{', ': ', '\n- ', '__proto__: 1\n'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...good), fc.nat(), fc.nat(20), piece, (...[text, at, cut, put]) => {
        const from = at % text.length;
        const problems = problemsOf(text.slice(0, from) + put + text.slice(from + cut));
        for (const problem of problems)
          expect(problem).toMatch(/^my\.yaml:(\d+:\d+: | (one more thing is|\d+ more things are) wrong)/s);
      }),
      { numRuns: 300 },
    );
  });

  test('any values of a YAML file are judged, not thrown at', () => {
    const any = fc.jsonValue({ maxDepth: 3 });
    const document = fc.record(
      { id: any, kind: any, registers: any, questions: any, lines: any, example: any },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(document, (value) => {
        expect(problemsOf(JSON.stringify(value)).length).toBeGreaterThan(0);
      }),
    );
  });
});

test('every built-in Modbus row could be written down', () => {
  // What a definition holds beside functions and commands is in the columns; the rows’ own keys are these.
  const own = new Set(
    definitions
      .flatMap((definition) =>
        definition.mode === 'request' && definition.wireAt !== undefined ? definition.commands : [],
      )
      .flatMap(({ table }) => table.rows.flatMap((row) => Object.keys(row))),
  );
  // A rule is code; it is in built-in tables alone.
  own.delete('together');
  // What follows from type and scale.
  own.delete('wrap');
  const columns = JSON.stringify(JSON.parse(readFileSync(join(examples, '../user-device.schema.json'), 'utf8')));
  const written = (key: string): string => key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  expect([...own].filter((key) => !columns.includes(`"${written(key)}":`))).toEqual([]);
  expect(own.size).toBeGreaterThan(10);
});
