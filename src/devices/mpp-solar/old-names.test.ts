import { expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import { answerShapes } from '../by-mode.ts';
import { decodeFrame } from '../decode-frame.ts';
import type { Definition } from '../definition.ts';
import { findCommand } from '../find-command.ts';
import { definitions } from '../registry.ts';
import { oldSamples } from './captures/old-keys.ts';
import { deviceIdAnswer, namedAnswer } from './named-answer.ts';
import { queriesOf } from './rounds.ts';
import { oldDefaults, oldIdentities, oldProtocols, oldQueries } from './old-commands.ts';
import { oldAnswers } from './old-names.ts';

const about = { device: 'unnamed', atMs: 0, identity: {} };
const keyOf = (name: string): string => name.replaceAll(' ', '_').toLowerCase();

function definitionOf(protocol: string): Definition {
  const id = oldProtocols[protocol] ?? protocol;
  const found = definitions.find((one) => one.id === id || one.aliases.includes(id));
  if (found === undefined) throw new TypeError(`no definition of ${protocol}`);
  return found;
}

/** What mpp-solar gave and we do not, and why. */
const notGiven: readonly { readonly why: string; readonly names: RegExp }[] = [
  {
    why: 'parts of the frame, which are checked and not told',
    names:
      /^(header|start byte|end byte|command code|status|data length|checksum|slave address|record[ _](type|counter)|keep)$/i,
  },
  {
    why: 'places without a meaning',
    names: /^(reserved|is reserved|rsv\d|unknown.*|empty\d|__empty.*|flags)$/i,
  },
  { why: 'what is no figure of the device: the argument of the question', names: /^(year|month|day)$/i },
  { why: 'secrets', names: /passcode|^user data$/i },
  {
    why: 'bits read one place off, or from other bytes: facts of the maker are told instead',
    names:
      /^(is[ _]battery[ _](over|under).*|current_balancer|current_charge|current_discharge|(highest|lowest) cell voltage)$/i,
  },
  {
    why: 'bytes nobody took apart there; told by fields of their own',
    names:
      /^alarm - todo$|^charging \/ discharging$|^fet control status$|^number of ntc$|^response$|^0$|^battery (warning message|status information)$/i,
  },
];

const isLeftOut = (name: string): boolean => notGiven.some(({ names }) => names.test(name));

/** Keys that are missing in what we make of a sample; undefined where we do not take its bytes. */
function missing(
  protocol: string,
  { command, hex, names }: (typeof oldSamples)[number],
): readonly string[] | undefined {
  const definition = definitionOf(protocol);
  const query = oldQueries[definition.id]?.[command] ?? command;
  const report = decodeFrame(definition, query, fromHex(hex));
  if (report.answer.kind !== 'payload') return undefined;
  const answer = { query, title: '', payload: new Uint8Array(), ...report };
  const given = namedAnswer(definition, answer, about).fields.map(({ name }) => keyOf(name));
  // What is absent here (a cell that is not there, a sensor without a value) has its name in the table all the same.
  const whole = namedAnswer(
    definition,
    { ...answer, fields: report.fields.map((field) => ({ ...field, value: field.value ?? 0 })) },
    about,
  ).fields.map(({ name }) => keyOf(name));
  const known = new Set([...given, ...whole]);
  return names.split('|').filter((name) => !isLeftOut(name) && !known.has(keyOf(name)));
}

/** Keys that a table does not have, whatever the bytes of a sample are worth. */
function missingInTable(protocol: string, { command, names }: (typeof oldSamples)[number]): readonly string[] {
  const definition = definitionOf(protocol);
  const query = oldQueries[definition.id]?.[command] ?? command;
  const found = answerShapes(definition).find(({ name }) => name === query);
  if (found === undefined) return [];
  const title = (row: (typeof found.rows)[number]): string => oldNames(definition, query)[row.name] ?? row.label;
  const known = new Set(found.rows.map((row) => keyOf(title(row))));
  return names.split('|').filter((name) => !isLeftOut(name) && !known.has(keyOf(name)));
}

const oldNames = ({ id }: Definition, query: string): Readonly<Record<string, string>> =>
  oldAnswers[id]?.[query]?.names ?? {};

/** Samples that fail the checksum of their own protocol, or are cut off (their tables say why): the old program took them, we do not. */
const broken = 24;

test('every recorded answer of mpp-solar keeps its keys', () => {
  let walked = 0;
  let refused = 0;
  const lost: string[] = [];
  for (const sample of oldSamples) {
    for (const protocol of sample.protocols.split(' ')) {
      const found = missing(protocol, sample);
      if (found === undefined) {
        refused += 1;
        lost.push(...missingInTable(protocol, sample).map((name) => `${protocol} ${sample.command}: ${name}`));
        continue;
      }
      walked += 1;
      lost.push(...found.map((name) => `${protocol} ${sample.command}: ${name}`));
    }
  }
  expect(lost).toEqual([]);
  expect(refused).toBe(broken);
  expect(walked).toBeGreaterThan(200);
});

test('every name of the tables is one of a field there is', () => {
  const wrong = Object.entries(oldAnswers).flatMap(([id, byCommand]) => {
    const shapes = answerShapes(definitionOf(id));
    return Object.entries(byCommand).flatMap(
      ([command, { names = {}, kilo = [], minutes = [], hours = [], days = [] }]) => {
        const shape = shapes.find(({ name }) => name === command);
        const rows = shape?.rows.map(({ name }) => name) ?? [];
        const wanted = [...Object.keys(names), ...kilo, ...minutes, ...hours, ...days];
        return wanted.filter((name) => !rows.includes(name)).map((name) => `${id} ${command} ${name}`);
      },
    );
  });
  expect(wrong).toEqual([]);
});

test('old questions, defaults and ids are asked by questions there are', () => {
  const has = (id: string, query: string): boolean => {
    const definition = definitionOf(id);
    return 'commands' in definition
      ? findCommand(definition.commands, query) !== undefined
      : answerShapes(definition).some(({ name }) => name === query);
  };
  const asked = [
    ...Object.entries(oldQueries).flatMap(([id, all]) => Object.values(all).map((query) => [id, query] as const)),
    ...Object.entries(oldDefaults).map(([id, name]) => [id, oldQueries[id]?.[name] ?? name] as const),
    ...Object.entries(oldIdentities).flatMap(([id, all]) => all.map((query) => [id, query] as const)),
  ];
  expect(asked.filter(([id, query]) => !has(id, query))).toEqual([]);
  expect(asked.length).toBeGreaterThan(60);
});

test('status and settings of every definition are questions, never writes', () => {
  let count = 0;
  for (const definition of definitions) {
    const names = [...queriesOf(definition, 'status'), ...queriesOf(definition, 'settings')];
    count += names.length;
    const known = answerShapes(definition).map(({ name }) => name);
    const isAsked = (name: string): boolean =>
      known.includes(name) || ('commands' in definition && findCommand(definition.commands, name) !== undefined);
    expect(names.filter((name) => !isAsked(name))).toEqual([]);
    const writes: readonly string[] = definition.writes.map(({ name }) => name);
    expect(names.filter((name) => writes.includes(name) && !known.includes(name))).toEqual([]);
  }
  expect(count).toBeGreaterThan(100);
});

test('switches and spans of time are told as they were', () => {
  const pi30max = definitionOf('pi30max');
  const decoded = decodeFrame(
    pi30max,
    'QBEQI',
    fromHex(oldSamples.find(({ command }) => command === 'QBEQI')?.hex ?? ''),
  );
  const answer = namedAnswer(pi30max, { query: 'QBEQI', title: '', payload: new Uint8Array(), ...decoded }, about);
  expect(answer.fields).toContainEqual({ name: 'Equalization Period', value: 30, unit: 'day' });
  const flags = decodeFrame(
    pi30max,
    'QFLAG',
    fromHex(oldSamples.find(({ command }) => command === 'QFLAG')?.hex ?? ''),
  );
  const told = namedAnswer(pi30max, { query: 'QFLAG', title: '', payload: new Uint8Array(), ...flags }, about);
  expect(told.fields).toContainEqual({ name: 'Buzzer', value: 'enabled', unit: '' });
  expect(deviceIdAnswer([answer, told], about).fields[0]?.value).toContain(':enabled');
});
