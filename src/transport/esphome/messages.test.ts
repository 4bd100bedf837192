// The messages of a node: what it lists, tells and is told, in literal fields; any fields give values in bounds.
import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { concatBytes, toHex } from '#core/bytes.ts';
import {
  commandMessage,
  entityKey,
  type ListedEntity,
  type NodeInfo,
  readEntity,
  readHello,
  readInfo,
  readState,
  timeMessage,
} from './messages.ts';
import { fixedField, floatField, numberField, textField } from './protobuf.ts';

const info: NodeInfo = {
  name: 'node',
  friendlyName: 'A node',
  mac: '',
  version: '',
  model: '',
  maker: '',
  project: '',
  hasPassword: false,
};

describe('what is listed', () => {
  // Source: [esphome-api] ListEntitiesSensorResponse.
  test('a sensor', () => {
    const body = concatBytes(
      textField(1, 'pv_power'),
      fixedField(2, 77),
      textField(3, 'PV Power'),
      textField(6, 'W'),
      textField(9, 'power'),
      numberField(13, 2),
      numberField(14, 5),
    );
    expect(readEntity({ type: 16, body }, info)).toEqual({
      component: 'sensor',
      key: 77,
      part: 5,
      object: 'pv_power',
      name: 'PV Power',
      unit: 'W',
      deviceClass: 'power',
      isAside: true,
    });
  });

  test('without an id it is made of the name, without both of the node', () => {
    const named = concatBytes(fixedField(2, 1), textField(3, 'Über Power 1/2'));
    expect(readEntity({ type: 17, body: named }, info)?.object).toBe('_ber_power_1_2');
    expect(readEntity({ type: 17, body: fixedField(2, 1) }, info)).toMatchObject({ object: 'a_node', name: 'A node' });
  });

  test('a number has bounds, a select its options', () => {
    const number = concatBytes(textField(1, 'limit'), floatField(6, -1.5), floatField(7, 20), floatField(8, 0.1));
    expect(readEntity({ type: 49, body: number }, info)).toMatchObject({ min: -1.5, max: 20, step: 0.1 });
    const select = concatBytes(textField(1, 'mode'), textField(6, 'Auto'), textField(6, 'Off'));
    expect(readEntity({ type: 52, body: select }, info)).toMatchObject({ options: ['Auto', 'Off'] });
  });

  test('what is not known is not listed', () => {
    expect(readEntity({ type: 15, body: textField(1, 'lamp') }, info)).toBeUndefined();
    expect(readEntity({ type: 16, body: Uint8Array.of(0xff) }, info)).toBeUndefined();
  });
});

describe('what is told', () => {
  const of = entityKey({ component: 'sensor', key: 9, part: 0 });
  test.each([
    ['a number', 25, floatField(2, 12.3), { of, value: 12.3 }],
    ['zero, which is left out', 25, new Uint8Array(0), { of, value: 0 }],
    ['no number', 25, floatField(2, Number.NaN), { of, value: null }],
    ['no value', 25, concatBytes(floatField(2, 5), numberField(3, 1)), { of, value: null }],
    ['of a part', 25, concatBytes(floatField(2, 5), numberField(4, 3)), { of: 'sensor 3 9', value: 5 }],
    ['on', 26, numberField(2, 1), { of: 'switch 0 9', value: true }],
    ['on, of a part', 26, concatBytes(numberField(2, 1), numberField(3, 2)), { of: 'switch 2 9', value: true }],
    ['off', 21, new Uint8Array(0), { of: 'binary_sensor 0 9', value: false }],
    ['a text', 27, textField(2, 'Bulk'), { of: 'text_sensor 0 9', value: 'Bulk' }],
  ])('%s', (...[, type, rest, told]) => {
    expect(readState({ type, body: concatBytes(fixedField(1, 9), rest) })).toEqual(told);
  });
});

describe('what is set', () => {
  const entity: ListedEntity = {
    component: 'switch',
    key: 9,
    part: 0,
    object: 'relay',
    name: 'Relay',
    unit: '',
    deviceClass: '',
    isAside: false,
  };
  const limit: ListedEntity = { ...entity, component: 'number', min: 0, max: 10 };
  const mode: ListedEntity = { ...entity, component: 'select', options: ['Auto', 'Off'] };
  test.each([
    ['on', entity, 'ON', 33, '0d090000001001'],
    ['off', entity, 'OFF', 33, '0d09000000'],
    ['of a part', { ...entity, part: 2 }, 'ON', 33, '0d0900000010011802'],
    ['a number', limit, '2.5', 51, '0d090000001500002040'],
    ['an option', mode, 'Off', 54, '0d0900000012034f6666'],
  ])('%s', (...[, of, text, type, hex]) => {
    const message = commandMessage(of, text);
    expect(message).toMatchObject({ type });
    expect(toHex(message?.body ?? new Uint8Array(0))).toBe(hex);
  });

  test.each([
    [entity, 'on'],
    [limit, '11'],
    [limit, ''],
    [limit, 'NaN'],
    [mode, 'auto'],
    [{ ...entity, component: 'sensor' as const }, '1'],
  ])('nothing else: %#', (of, text) => {
    expect(commandMessage(of, text)).toBeUndefined();
  });
});

test('who it is, which version it speaks, and the time', () => {
  const body = concatBytes(numberField(1, 1), textField(2, 'a'), textField(8, 'maker.thing'), textField(9, '1.2'));
  expect(readInfo({ type: 10, body })).toMatchObject({ hasPassword: true, name: 'a', project: 'maker.thing 1.2' });
  expect(readHello({ type: 2, body: numberField(1, 1) })).toEqual({ major: 1 });
  expect(toHex(timeMessage(1_700_000_000_999).body)).toBe('0d00f15365');
});

test('any fields give values in bounds', () => {
  const type = fc.constantFrom(12, 16, 17, 18, 49, 52, 21, 25, 26, 27, 50, 53, 10, 2);
  const field = fc.oneof(
    fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
      .map(([n, v]) => numberField(n, v)),
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.string({ maxLength: 400 })).map(([n, v]) => textField(n, v)),
    fc.tuple(fc.integer({ min: 1, max: 20 }), fc.float()).map(([n, v]) => floatField(n, v)),
    fc.uint8Array({ maxLength: 5 }),
  );
  /** What of a message is out of its bounds. */
  const faults = ({ type: one, body }: { readonly type: number; readonly body: Uint8Array }): readonly string[] => {
    const entity = readEntity({ type: one, body }, info);
    const value = readState({ type: one, body })?.value;
    readInfo({ type: one, body });
    readHello({ type: one, body });
    listed += entity === undefined ? 0 : 1;
    return [
      ...(entity === undefined || /^[a-z\d_-]{1,120}$/.test(entity.object) ? [] : [`object ${entity.object}`]),
      ...(entity === undefined || Array.from(entity.name).length <= 120 ? [] : [`name ${entity.name}`]),
      ...(typeof value !== 'number' || Number.isFinite(value) ? [] : [`value ${value}`]),
      ...(typeof value !== 'string' || Array.from(value).length <= 255 ? [] : [`value ${value}`]),
    ];
  };
  let listed = 0;
  fc.assert(
    fc.property(type, fc.array(field, { maxLength: 12 }), (one, fields) => {
      expect(faults({ type: one, body: concatBytes(...fields) })).toEqual([]);
    }),
  );
  expect(listed).toBeGreaterThan(0);
});
