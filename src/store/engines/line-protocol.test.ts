// Any names and texts make well-formed lines, and read back as they were.
import { anyCharacter } from '#tools/testkit/any-text.ts';
import { fc } from '#tools/testkit/property.ts';
import { expect, test } from 'vitest';
import { packBatches } from '../point-columns.ts';
import { taggedText } from '#core/line-protocol.ts';
import { lineProtocol, parseSeriesName, textOfTag } from './line-protocol.ts';

const nasty = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom('\\', ',', ' ', '=', '"', "'", '\n', '%', 'a', 'é'), maxLength: 8 }),
);

/** A line taken apart by the documented rules, independent of the code under test. */
function parsedLine(line: string): { readonly head: string; readonly field: string; readonly atMs: string } {
  const match = /^((?:\\.|[^ \\])+) (value=\S+|text="(?:\\.|[^"\\])*") (-?\d+)$/su.exec(line);
  if (match === null) throw new Error(`not a line: ${line}`);
  return { head: match[1] ?? '', field: match[2] ?? '', atMs: match[3] ?? '' };
}

/** The value of a field by the documented rules. */
function saidBy(field: string): number | string {
  if (field.startsWith('value=')) return Number(field.slice(6));
  return field.slice(6, -1).replaceAll(/\\(["\\])/g, '$1');
}

function lineOf(site: string, device: string, value: number | string): string {
  const one = { site, device, atMs: -7, metric: ['pv.power' as const], value: [value], quality: ['held' as const] };
  return lineProtocol(packBatches([one]));
}

test('any names and any value make one line that says them', () => {
  const property = fc.property(
    nasty,
    nasty,
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), nasty),
    (...given) => {
      const [site, device, value] = given;
      const { head, field, atMs } = parsedLine(lineOf(site, device, value));
      const { measurement, tags } = parseSeriesName(head);
      expect(measurement).toBe('pv.power');
      // Apart from escapes there is one equals sign per tag, and no space.
      const bare = head.replaceAll(/\\./gsu, '');
      expect(bare.match(/=/g)).toHaveLength(Object.keys(tags).length);
      expect(bare).not.toContain(' ');
      expect(tags).toEqual({
        ...(site === '' ? {} : { site: site.toWellFormed() }),
        ...(device === '' ? {} : { device: device.toWellFormed() }),
        quality: 'held',
      });
      expect(atMs).toBe('-7');
      expect(saidBy(field)).toBe(typeof value === 'number' ? value + 0 : value.toWellFormed());
    },
  );
  fc.assert(property, { numRuns: 500 });
});

test('a tag holds no sign that the protocol cannot escape, and is read back', () => {
  fc.assert(
    fc.property(nasty, (text) => {
      expect(taggedText(text)).not.toMatch(/[\n\r\\]/);
      expect(textOfTag(taggedText(text))).toBe(text.toWellFormed());
    }),
  );
  expect(textOfTag('100 %')).toBe('100 %');
  expect(taggedText('Garage, süd')).toBe('Garage, süd');
});
