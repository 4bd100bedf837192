// Every table of every definition: any payload gives finite values, known words or a reason, never −0, and never throws.
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { fromLatin1 } from '#core/bytes.ts';
import type { Decoded, Row } from '#codec/table.ts';
import type { Derivation } from './definition.ts';
import { readings } from './readings.ts';
import { definitions } from './registry.ts';

interface Told {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly derive: readonly Derivation[];
  decode(payload: Uint8Array): Decoded;
}

const tables: readonly Told[] = definitions.flatMap((definition) => {
  if (definition.mode === 'mqtt') return [];
  const tellings = 'reports' in definition ? definition.reports : definition.commands;
  return tellings.map(({ name, table, derive = [] }) => ({
    title: `${definition.id} ${name}`,
    rows: table.rows,
    derive,
    decode: (payload: Uint8Array) => table.decode(payload),
  }));
});
const spoken = definitions.filter((definition) => definition.mode === 'mqtt');

/** What is wrong with a decoded answer, in words; nothing where all is right. */
function faults({ title, rows, derive }: Pick<Told, 'title' | 'rows' | 'derive'>, decoded: Decoded): string[] {
  const { values, raws, problems } = decoded;
  const told = readings({ rows, derive }, decoded);
  const numbers = [
    ...values.map((value, index) => ({ name: rows[index]?.name, value })),
    ...raws.map((value, index) => ({ name: `raw ${rows[index]?.name}`, value })),
    ...told.value.map((value, index) => ({ name: told.metric[index], value })),
  ];
  const odd = numbers.filter(
    ({ value }) => typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)),
  );
  const lost = values.filter((value, index) => value !== undefined && problems.some(({ row }) => row === index));
  return [
    ...odd.map(({ name, value }) => `${title} ${name} is ${Object.is(value, -0) ? '−0' : String(value)}`),
    ...(values.length === rows.length ? [] : [`${title} has ${values.length} values for ${rows.length} rows`]),
    ...lost.map((value) => `${title} tells ${String(value)} and why it is absent`),
  ];
}

/** Bytes as a line may hold them: many zeros, sign bits and all ones among any others. */
const bytes = fc.uint8Array({ maxLength: 320, size: 'max' });
const edges = fc
  .array(fc.constantFrom(0x00, 0x80, 0xff, 0x01, 0x7f), { maxLength: 320, size: 'max' })
  .map((all) => Uint8Array.from(all));
const words = fc.constantFrom('-0', '-0.0', '+0', '-000', '0', '1', '-1', '9999999999', '-', '---.-', 'E', 'EabDx', '');
const texts = fc
  .tuple(fc.array(words, { maxLength: 60, size: 'max' }), fc.constantFrom(' ', ',', '\r\nV\t', '\r\nI\t', '\r\nP\t'))
  .map(([all, between]) => fromLatin1(all.join(between)));

test('any payload, in every table', () => {
  fc.assert(
    fc.property(fc.oneof(bytes, edges, texts), (payload) => {
      expect(tables.flatMap((table) => faults(table, table.decode(payload)))).toEqual([]);
    }),
    { numRuns: 60 },
  );
  expect(new Set(tables.map(({ title }) => title.split(' ')[0])).size + spoken.length).toBe(definitions.length);
});

test.each([0x00, 0x80, 0xff])('nothing but bytes of %i, in every length a table may want', (byte) => {
  const found = [4, 13, 75, 300, 600].flatMap((length) =>
    tables.flatMap((table) => faults(table, table.decode(new Uint8Array(length).fill(byte)))),
  );
  expect(found).toEqual([]);
});

test('any state, in every device that speaks in objects', () => {
  const leaf = fc.oneof(fc.constantFrom(-0, 0, '', true, null), fc.double(), fc.string());
  let checked = 0;
  for (const { id, rows, derive = [], decode } of spoken) {
    fc.assert(
      fc.property(fc.array(leaf, { minLength: rows.length, maxLength: rows.length }), (leaves) => {
        const state: Record<string, unknown> = {};
        for (const [index, { path }] of rows.entries()) {
          const parts = path.split('/');
          let at = state;
          for (const part of parts.slice(0, -1)) at = (at[part] ??= {}) as Record<string, unknown>;
          at[parts.at(-1) ?? ''] = leaves[index];
        }
        expect(faults({ title: id, rows, derive }, decode(state))).toEqual([]);
      }),
    );
    checked += 1;
  }
  expect(checked).toBe(definitions.filter(({ mode }) => mode === 'mqtt').length);
  expect(checked).toBeGreaterThan(0);
});
