// The package's public face over its sources: recorded answers, streams in pieces, requests, probes, own devices.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import {
  atTarget,
  type LinkDefinition,
  catalogue,
  decode,
  decodeMessage,
  definitionOf,
  definitions,
  findDefinition,
  fromHex,
  isSolsteadError,
  type Meaning,
  metricOf,
  openStream,
  type RequestDefinition,
  probeQuestions,
  request,
  shellyDialect,
  toHex,
  userDefinition,
  writeRequest,
} from './index.ts';
import { recordedAnswers } from './testing/frames.ts';

const valuesOf = ({ readings }: Pick<Meaning, 'readings'>): Record<string, unknown> =>
  Object.fromEntries(readings.map(({ metric, value }) => [metric, value]));

function byteDefinition(id: string): LinkDefinition {
  const definition = definitionOf(id);
  if (definition.mode === 'mqtt') throw new Error(`${id} has no bytes`);
  return definition;
}

function polled(id: string): RequestDefinition {
  const definition = definitionOf(id);
  if (definition.mode !== 'request') throw new Error(`${id} is not asked`);
  return definition;
}

describe.each(recordedAnswers)('$protocol $command', ({ protocol, command, hex, values }) => {
  test('gives fields and readings in the unit of the catalogue', () => {
    const meaning = decode(definitionOf(protocol), command, fromHex(hex));
    expect(meaning.answer).toEqual({ kind: 'payload' });
    expect(valuesOf(meaning)).toMatchObject(values);
    expect(meaning.fields.length).toBeGreaterThan(5);
    for (const { metric, unit } of meaning.readings) expect(unit).toBe(metricOf(metric).unit);
  });

  test('is the same in any pieces, after damage too', () => {
    const definition = byteDefinition(protocol);
    const bytes = fromHex(hex);
    const whole = decode(definition, command, bytes);
    const damaged = bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 1);
    fc.assert(
      fc.property(fc.array(fc.nat(2 * bytes.length), { maxLength: 10 }), (cuts) => {
        const stream = openStream(definition, command);
        const both = Uint8Array.of(...damaged, ...bytes);
        const ends = [...cuts.toSorted((a, b) => a - b), both.length];
        const found = ends.flatMap((end, index) => stream.push(both.subarray(ends[index - 1] ?? 0, end)));
        const good = [...found, ...stream.end()].filter(({ answer }) => answer.kind === 'payload');
        expect(good).toEqual([whole]);
      }),
      { numRuns: 30 },
    );
  });

  test('cut short it gives nothing', () => {
    const meaning = decode(definitionOf(protocol), command, fromHex(hex).subarray(0, -1));
    expect(meaning).toMatchObject({ answer: { kind: 'partial' }, fields: [], readings: [] });
  });
});

test('definitions are found by id and alias, in any case', () => {
  expect(definitions.length).toBeGreaterThan(60);
  expect(findDefinition('JKPB')?.id).toBe('jk-pb');
  expect(findDefinition('nonsense')).toBeUndefined();
  expect(() => definitionOf('nonsense')).toThrow(/^nonsense: no such protocol$/);
  expect(catalogue['grid.power'].unit).toBe(metricOf('grid.power').unit);
});

test('requests: another unit, another framing, a command there is none of', () => {
  const meter = polled('pzem-004t');
  expect(toHex(request(atTarget(meter, 'serial', { unit: 3 }), 'input 0 10'))).toMatch(/^03040000000a/);
  expect(toHex(request(atTarget(meter, 'tcp', { unit: 3, framing: 'tcp' }), 'input 0 10'))).toMatch(
    /^....00000006030400/,
  );
  expect(atTarget(polled('pi30'), 'serial')).toBe(polled('pi30'));
  expect(() => request(meter, 'input 0 99')).toThrow(/it has input 0 10/);
  expect(toHex(request(polled('pi30'), 'QPIGS'))).toBe('5150494753b7a90d');
});

test('settings: within their limits only', () => {
  const inverter = polled('pi30');
  expect(toHex(writeRequest(inverter, { name: 'F', value: '50 Hz' }) ?? new Uint8Array())).toMatch(/^463530.*0d$/);
  expect(writeRequest(inverter, { name: 'F', value: '55 Hz' })).toBeUndefined();
  let thrown: unknown;
  try {
    writeRequest(inverter, { name: 'NONE', value: 1 });
  } catch (error) {
    thrown = error;
  }
  expect(isSolsteadError(thrown, 'command.unknown')).toBe(true);
});

test('probe questions tell devices apart', () => {
  const answer = fromHex('28504933309a0b0d');
  const questions = probeQuestions('serial');
  expect(questions.length).toBeGreaterThan(30);
  const mine = questions.filter(({ matches }) => matches(answer)).map(({ definition }) => definition.id);
  expect(mine).toContain('pi30');
  expect(mine).not.toContain('pi18');
  for (const { definition } of questions) expect(definition.links).toContain('serial');
});

test('MQTT: what a state says, and nothing of what is none', () => {
  const meter = definitionOf('shelly-pro3em');
  if (meter.mode !== 'mqtt') throw new Error('a Shelly speaks over MQTT');
  const read = (topic: string, text: string) =>
    decodeMessage(meter, shellyDialect.read('here', `here/${topic}`, new TextEncoder().encode(text)));
  expect(valuesOf(read('status/em:0', '{"total_act_power":558.965}')!)).toEqual({ 'grid.power': 558.965 });
  expect(read('online', 'true')).toBeUndefined();
  expect(read('status/em:0', '{')).toBeUndefined();
});

test('a device of one’s own: a definition, or all that is wrong', () => {
  const registers = [{ register: 0, type: 'u16', kind: 'input', label: 'Voltage', unit: 'V', scale: 0.1 }];
  const base = { id: 'mine', kind: 'meter', maker: 'Me', title: 'Mine', registers };
  const outcome = userDefinition(base);
  if (!('definition' in outcome)) throw new Error(JSON.stringify(outcome.problems));
  if (outcome.definition.mode !== 'request') throw new Error('a device that is asked');
  const command = outcome.definition.commands[0]!.name;
  expect(decode(outcome.definition, command, fromHex('01040208d1')).answer.kind).toBe('partial');
  expect(userDefinition({ ...base, kind: 'house' })).toMatchObject({ problems: [{ path: ['kind'] }] });
});
