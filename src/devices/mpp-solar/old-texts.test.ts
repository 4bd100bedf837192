// Texts and units of answers against those that mpp-solar itself gave.
import { expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import type { AnswerField } from '#core/field.ts';
import { type AnswerShape, answerShapes } from '../by-mode.ts';
import { decodeFrame } from '../decode-frame.ts';
import type { Definition } from '../definition.ts';
import { definitions } from '../registry.ts';
import { oldChoices, type OldChoice, oldTextSamples } from './captures/old-words.ts';
import { namedAnswer } from './named-answer.ts';
import { oldProtocols, oldQueries } from './old-commands.ts';
import { oldAnswers } from './old-names.ts';
import { oldTexts } from './old-texts.ts';

const about = { device: 'unnamed', atMs: 0, identity: {} };
const keyOf = (name: string): string => name.replaceAll(' ', '_').toLowerCase();

function definitionOf(protocol: string): Definition {
  const id = oldProtocols[protocol] ?? protocol;
  const found = definitions.find((one) => one.id === id || one.aliases.includes(id));
  if (found === undefined) throw new TypeError(`no definition of ${protocol}`);
  return found;
}

/** A question of theirs as ours is called: theirs have no place for their argument. */
function shapeOf(definition: Definition, command: string): AnswerShape | undefined {
  const query = oldQueries[definition.id]?.[command] ?? command;
  const shapes = answerShapes(definition);
  return shapes.find(({ name }) => name === query) ?? shapes.find(({ name }) => name.replace(/n$/, '') === query);
}

/** What a choice of ours reads for a code, as it is told under the old names; undefined: we have no such code. */
function toldFor(
  definition: Definition,
  { shape, code, name }: { readonly shape: AnswerShape; readonly code: string; readonly name: string },
) {
  const names = oldAnswers[definition.id]?.[shape.name]?.names ?? {};
  const row = shape.rows.find((one) => keyOf(names[one.name] ?? one.label) === keyOf(name));
  if (row === undefined) return undefined;
  const plain = (text: string): string => text.replace(/^0+(?=.)/, '');
  const found = Object.entries(row.options ?? {}).find(([key]) => plain(key) === plain(code));
  const isSwitch = row.options === undefined && /^[01]$/.test(code);
  const value = isSwitch ? code === '1' : found?.[1];
  if (value === undefined) return undefined;
  const field: AnswerField = { name: row.name, label: row.label, unit: row.unit, value };
  const [told] = namedAnswer(
    definition,
    {
      query: shape.example ?? shape.name,
      title: '',
      payload: new Uint8Array(),
      fields: [field],
      problems: [],
    },
    about,
  ).fields;
  return told?.value;
}

/** Where it says what is not so, or says that it does not know; we say what the maker does. */
const ownWords: readonly RegExp[] = [
  /^\S+ .*: (TBD|unknown output( phase)?|Unknown Output Mode|Undefined) →/,
  // Its list for QDI has one type too few: each after the second is called by the name of its neighbour.
  /^\S+ QDI Battery Type 8?[3478]: /,
  /^pi30(max|m045|mst) QPIRI Battery Type [78]: /,
  // The word of another setting.
  /^pi18(lvx|sv) PIRI Output source priority 1: Solar and Utility →/,
];

function differences({ protocols, command, name, words }: OldChoice): { readonly lines: string[]; count: number } {
  const lines: string[] = [];
  let count = 0;
  for (const protocol of protocols.split(' ')) {
    const definition = definitionOf(protocol);
    const shape = shapeOf(definition, command);
    if (shape === undefined) continue;
    for (const pair of words.split('|')) {
      const [, code = '', word = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
      const told = toldFor(definition, { shape, code, name });
      if (told === undefined) continue;
      count += 1;
      if (told !== word) lines.push(`${protocol} ${command} ${name} ${code}: ${word} → ${told}`);
    }
  }
  return { lines, count };
}

test('every choice is told in the words of mpp-solar', () => {
  const found = oldChoices.map(differences);
  const lines = found.flatMap((one) => one.lines);
  expect(lines.filter((line) => !ownWords.some((known) => known.test(line)))).toEqual([]);
  expect(ownWords.filter((known) => !lines.some((line) => known.test(line)))).toEqual([]);
  expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(2000);
});

/** Texts that we have and tell otherwise: a number is a number, and a secret is not told. */
const ownTexts: readonly { readonly why: string; readonly of: RegExp }[] = [
  { why: 'numbers are told as numbers: 10 instead of 010', of: /→ -?[\d.]+$/ },
  { why: 'two bytes that stand for a day', of: /^jk232 getBalancerData Production Date: / },
];

test('every text of a sample answer is told as mpp-solar told it', () => {
  const lines: string[] = [];
  let count = 0;
  for (const { protocols, command, hex, texts } of oldTextSamples)
    for (const protocol of protocols.split(' ')) {
      const definition = definitionOf(protocol);
      const query = oldQueries[definition.id]?.[command] ?? command;
      if (shapeOf(definition, command) === undefined) continue;
      const report = decodeFrame(definition, query, fromHex(hex));
      if (report.answer.kind !== 'payload') continue;
      const answer = { query, title: '', payload: new Uint8Array(), ...report };
      const told = new Map(namedAnswer(definition, answer, about).fields.map((one) => [keyOf(one.name), one]));
      for (const pair of texts.split('|')) {
        const [, name = '', text = ''] = /^([^=]*)=(.*)$/s.exec(pair) ?? [];
        const field = told.get(keyOf(name));
        if (field === undefined) continue;
        count += 1;
        if (field.value !== text) lines.push(`${protocol} ${command} ${name}: ${text} → ${field.value}`);
      }
    }
  expect(lines.filter((line) => !ownTexts.some(({ of }) => of.test(line)))).toEqual([]);
  expect(count).toBeGreaterThan(150);
});

test.each([
  { protocol: 'daly', command: 'mosStatus', said: 'Charge Status=discharged' },
  { protocol: 'daly', command: 'mosStatus', said: 'Charging MOS Tube Status=01' },
  { protocol: 'jk02', command: 'getCellData', said: 'Time=16D18H39M52S' },
  { protocol: 'jk485', command: 'getBalancerData', said: 'Balance On / Off=01' },
  { protocol: 'ved', command: 'vedtext', said: 'Alarm condition active=OFF' },
  { protocol: 'ved', command: 'vedtext', said: 'Product ID=0xA389' },
  { protocol: 'pi30', command: 'QVFW', said: 'Main CPU firmware version=VERFW:00072.70' },
])('$protocol $command says $said', ({ protocol, command, said }) => {
  const sample = oldTextSamples.find(
    (one) => one.protocols.split(' ').includes(protocol) && one.command === command && one.texts.includes(said),
  );
  const definition = definitionOf(protocol);
  const query = oldQueries[definition.id]?.[command] ?? command;
  const report = decodeFrame(definition, query, fromHex(sample?.hex ?? ''));
  const { fields } = namedAnswer(definition, { query, title: '', payload: new Uint8Array(), ...report }, about);
  expect(fields.map(({ name, value }) => `${keyOf(name)}=${value}`)).toContain(
    said.replace(/^[^=]*/, (name) => keyOf(name)),
  );
});

test('every text of the tables is one of a field there is, and says something else', () => {
  const wrong = Object.entries(oldTexts).flatMap(([id, byQuery]) => {
    const definition = definitionOf(id);
    return Object.entries(byQuery).flatMap(([query, { words = {}, prefix = {}, unitOf = {}, ...lists }]) => {
      const shape = answerShapes(definition).find(({ name }) => name === query);
      if (shape === undefined) return [`${id} ${query}`];
      const rows = new Map(shape.rows.map((row) => [row.name, row]));
      const { spans = [], digits = [], bytes = [], notWire = [], wire = [] } = lists;
      const named = [...spans, ...digits, ...bytes, ...notWire, ...(wire === 'all' ? [] : wire)];
      const unknown = [...named, ...Object.keys({ ...words, ...prefix, ...unitOf })].filter((name) => !rows.has(name));
      const unread = Object.entries(words).flatMap(([name, pairs]) => {
        const options = Object.values(rows.get(name)?.options ?? {});
        return Object.entries(pairs).flatMap(([ours, theirs]) =>
          options.includes(ours) && ours !== theirs ? [] : [ours],
        );
      });
      return [...unknown, ...unread].map((what) => `${id} ${query} ${what}`);
    });
  });
  expect(wrong).toEqual([]);
});
