// Every table of the batteries and of Victron: any payload of any length gives finite values, texts or a reason, and never throws.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { batteryDefinitions, victronDefinitions } from './battery-definitions.ts';
import { readings } from './readings.ts';

const tables = [...batteryDefinitions, ...victronDefinitions].flatMap((definition) => {
  if (definition.way === 'messages') return [];
  const tellings = definition.way === 'polled' ? definition.commands : definition.reports;
  return tellings.map(({ name, table, derive }) => ({ title: `${definition.id} ${name}`, table, derive }));
});

test('there are so many', () => expect(tables).toHaveLength(75));

test.each(tables)('$title', ({ table, derive }) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 320, size: 'max' }), (payload) => {
      const decoded = table.decode(payload);
      expect(decoded.values).toHaveLength(table.rows.length);
      const { value } = readings({ rows: table.rows, derive }, decoded);
      expect(value.filter((one) => typeof one === 'number' && !Number.isFinite(one))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});
