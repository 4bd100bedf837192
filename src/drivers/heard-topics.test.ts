import { describe, expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { fc } from '#tools/testkit/property.ts';
import { hearTopics, heardValues } from './heard-topics.ts';
import { broker } from './testing/process-broker.ts';

const values = (payload: string) => heardValues(toUtf8(payload));

describe('values of a message', () => {
  test.each([
    ['12.5', [{ value: 12.5 }]],
    ['ON', [{ value: 'ON' }]],
    ['', []],
    [
      '{"ENERGY":{"Power":120,"Current":[1.3,2.1]},"Time":"12:00"}',
      [
        { path: 'ENERGY/Power', value: 120 },
        { path: 'ENERGY/Current/0', value: 1.3 },
        { path: 'ENERGY/Current/1', value: 2.1 },
        { path: 'Time', value: '12:00' },
      ],
    ],
    ['{"a/b":1,"c":null}', []],
  ])('%s', (payload, found) => expect(values(payload)).toEqual(found));

  test('are bounded, whatever was sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(toUtf8)), (payload) => {
        expect(heardValues(payload).length).toBeLessThanOrEqual(40);
      }),
    );
    expect(heardValues(new Uint8Array(20_000).fill(0x31))).toEqual([]);
  });
});

test('topics are listed in order, counted, and no more than there is room for', async () => {
  const on = broker();
  const ear = hearTopics(on.link, '#');
  for (let index = 0; index < 700; index += 1) on.say(`made/up/${index}`, '1');
  on.say('made/up/0', '2');
  await Promise.resolve();
  expect(ear.heard()).toHaveLength(500);
  expect(ear.heard()[0]).toEqual({ topic: 'made/up/0', messages: 2, retained: false, values: [{ value: 2 }] });
  ear.close();
  expect(on.subscribers.size).toBe(0);
});
