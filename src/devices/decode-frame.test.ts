import { because } from '#core/reason.ts';
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, fromHex, fromLatin1 } from '#core/bytes.ts';
import { askableName } from './find-command.ts';
import { decodeFrame } from './decode-frame.ts';
import type { Definition } from './definition.ts';
import { shellyPro3 } from './shelly/pro3.ts';
import { pi30 } from './voltronic/pi30.ts';
import { definitions } from './registry.ts';

const ack = fromHex('2841434b39200d');
const nak = fromHex('284e414b73730d');
/** Matches any text. */
const someText: unknown = expect.any(String);
const battery = fromHex('2842e7c90d');

describe('decoding recorded bytes', () => {
  test('an answer', () => {
    expect(decodeFrame(pi30, 'QMOD', battery)).toEqual({
      answer: { kind: 'payload' },
      fields: [
        { name: 'device_mode', label: 'Device Mode', value: 'Battery', raw: 'B', unit: '', metric: 'inverter.mode' },
      ],
      problems: [],
    });
  });

  test.each([
    ['ack', ack, { kind: 'ack' }],
    ['nak', nak, { kind: 'refused', why: 'the device does not accept QMOD (NAK)' }],
    ['echo', pi30.wire.request('QMOD'), { kind: 'foreign', why: 'the echo of the request' }],
    ['damaged', fromHex('2842e7c80d'), { kind: 'checksum', why: someText }],
    ['noise', fromLatin1('hello\r'), { kind: 'malformed', why: someText }],
    ['a part', battery.subarray(0, 3), { kind: 'partial' }],
    ['text of something else', fromLatin1('hello'), { kind: 'foreign', why: 'it does not begin with (' }],
    ['nothing', new Uint8Array(), { kind: 'malformed', why: someText }],
    ['noise and nak', concatBytes(fromLatin1('x\r'), nak), { kind: 'refused', why: someText }],
  ])('%s', (_, bytes, answer) =>
    expect(decodeFrame(pi30, 'QMOD', bytes)).toMatchObject({ answer, fields: [], problems: [] }),
  );

  test('the answer after an echo and noise', () => {
    const bytes = concatBytes(pi30.wire.request('QMOD'), fromLatin1('x'), battery);
    expect(decodeFrame(pi30, 'QMOD', bytes).answer).toEqual({ kind: 'payload' });
  });

  test('problems name their field', () => {
    expect(decodeFrame(pi30, 'QMOD', fromHex('2853e5d90d')).problems).toEqual([]);
    const { problems } = decodeFrame(shellyPro3, 'status/switch:0', fromLatin1('{"output":1}'));
    expect(problems).toEqual([
      {
        field: 'switch_0_output',
        reason: because('decode.type-boolean', { path: 'switch:0/output' }),
        why: 'switch:0/output is neither true nor false',
      },
    ]);
  });

  test('an unknown command names the known ones', () => {
    expect(() => decodeFrame(pi30, 'QXYZ', battery)).toThrow(expect.objectContaining({ code: 'command.unknown' }));
    expect(() => decodeFrame(pi30, 'QXYZ', battery)).toThrow(/it has QPI, .*QPIGS/);
  });

  test.each([
    ['status/switch:0', '{"output":true}', { kind: 'payload' }],
    ['rpc', '{"id":1,"result":{"switch:0":{"output":true}}}', { kind: 'payload' }],
    ['rpc', '{"id":1,"result":{"was_on":true}}', { kind: 'ack' }],
    [
      'rpc',
      '{"id":1,"error":{"code":-103,"message":"no"}}',
      { kind: 'refused', why: 'it does not take this value: no (-103)' },
    ],
    ['online', 'true', { kind: 'foreign', why: 'it carries no values' }],
    ['events/rpc', '{', { kind: 'malformed', why: someText }],
  ])('a message on %s: %s', (topic, payload, answer) => {
    const report = decodeFrame(shellyPro3, topic, fromLatin1(payload));
    expect(report.answer).toMatchObject(answer);
    expect(report.fields.find(({ name }) => name === 'switch_0_output')?.value).toBe(
      answer.kind === 'payload' ? true : undefined,
    );
  });

  test('any bytes for any command of any definition give a report', () => {
    const namesOf = (definition: Definition): readonly string[] => {
      if ('commands' in definition) return definition.commands.map(askableName);
      return definition.mode === 'push' ? definition.reports.map(({ name }) => name) : ['events/rpc'];
    };
    const wanted = definitions.flatMap((definition) => namesOf(definition).map((name) => ({ definition, name })));
    fc.assert(
      fc.property(fc.constantFrom(...wanted), fc.uint8Array({ maxLength: 200 }), ({ definition, name }, bytes) => {
        expect(decodeFrame(definition, name, bytes)).toHaveProperty('answer.kind');
      }),
      { numRuns: 2000 },
    );
    expect(wanted.length).toBeGreaterThan(400);
  });
});
