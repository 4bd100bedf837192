import { expect, test } from 'vitest';
import { sentDeviceIn } from './wire.ts';

const device = { id: 'a', name: 'A', definition: 'pi30', title: 'T', kind: 'inverter', identity: {}, intervalMs: 1000 };
const roleOf = (measures: unknown) => sentDeviceIn({ ...device, measures }).measures;

test.each([
  [
    { kind: 'copy', of: 'meter' },
    { kind: 'copy', of: 'meter' },
  ],
  [
    { kind: 'pv', of: 'em.channel-2', apart: true, reversed: true },
    { kind: 'pv', of: 'em.channel-2', apart: true, reversed: true },
  ],
  [
    { kind: 'circuit', name: 'n'.repeat(100), apart: 'yes' },
    { kind: 'circuit', name: 'n'.repeat(80) },
  ],
  [{ kind: 'grid', of: 'x'.repeat(101), more: 1 }, { kind: 'grid' }],
  [{ kind: 'copy' }, undefined],
  [{ kind: 'copy', of: 7 }, undefined],
  [{ kind: 'throne' }, undefined],
  ['copy', undefined],
  [null, undefined],
  [[], undefined],
])('what a device measures, %j, is %j', (said, taken) => expect(roleOf(said)).toEqual(taken));

test('what parts of a device measure: those of a form that is not known are left out', () => {
  const measures = { kind: 'circuit', name: 'Boiler' };
  const parts = [
    { part: 'relay-1', measures },
    { part: 'relay-0', measures },
    { part: '__proto__', measures },
    { part: 'phase-2', measures: { kind: 'throne' } },
    null,
  ];
  expect(sentDeviceIn({ ...device, parts }).parts).toEqual([{ part: 'relay-1', measures }]);
  expect(sentDeviceIn({ ...device, parts: 'relay-1' })).not.toHaveProperty('parts');
});
