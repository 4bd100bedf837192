// Green Button feeds: links between entries, directions, units, namespaces, damaged ones. The figures are made up.
import { describe, expect, test } from 'vitest';
import { fc } from '#tools/testkit/property.ts';
import { isSolsteadError } from '#core/errors.ts';
import { greenButtonSource, isGreenButton } from './green-button-source.ts';
import { bytesOf, told } from './testing/read-source.ts';
import { type Taken, takenOf } from './testing/import-text.ts';

const midnight = Date.UTC(2026, 5, 21, 4) / 1000;

interface Meter {
  readonly id: string;
  readonly type: Readonly<Record<string, number>>;
  readonly values: readonly number[];
  readonly seconds?: number;
}

const entry = (links: readonly string[], content: string): string =>
  `<entry>${links.join('')}<content>${content}</content></entry>\n`;
const self = (href: string): string => `<link rel="self" href="${href}"/>`;

/** A feed of meters in which all types stand before all blocks, as utilities write it. */
function feed(meters: readonly Meter[], prefix = ''): string {
  const p = prefix === '' ? '' : `${prefix}:`;
  const leaf = (name: string, value: number): string => `<${p}${name}>${value}</${p}${name}>`;
  const up = (id: string): string => `/espi/UsagePoint/1/MeterReading/${id}`;
  const heads = meters.map(
    ({ id, type }) =>
      entry([self(up(id)), `<link href='/espi/ReadingType/${id}' rel='related'/>`], `<${p}MeterReading/>`) +
      entry(
        [self(`/espi/ReadingType/${id}`)],
        `<${p}ReadingType>${Object.entries(type)
          .map(([name, value]) => leaf(name, value))
          .join('')}</${p}ReadingType>`,
      ),
  );
  const blocks = meters.map(({ id, values, seconds = 3600 }) =>
    entry(
      [self(`${up(id)}/IntervalBlock/1`), `<link rel="up" href="${up(id)}/IntervalBlock"/>`],
      `<${p}IntervalBlock><${p}interval>${leaf('duration', 86_400)}${leaf('start', midnight)}</${p}interval>${values
        .map(
          (value, index) =>
            `<${p}IntervalReading>${leaf('cost', 974)}<${p}timePeriod>${leaf('duration', seconds)}${leaf('start', midnight + index * seconds)}</${p}timePeriod>${leaf('value', value)}</${p}IntervalReading>`,
        )
        .join('\n')}</${p}IntervalBlock>`,
    ),
  );
  const spaces = prefix === '' ? 'xmlns="http://naesb.org/espi"' : `xmlns:${prefix}="http://naesb.org/espi"`;
  return `<?xml version="1.0"?>\n<!-- a feed -->\n<feed xmlns="http://www.w3.org/2005/Atom" ${spaces}>\n${heads.join('')}${blocks.join('')}</feed>\n`;
}

async function read(text: string, pieces = 64): Promise<Taken> {
  return takenOf(await greenButtonSource(bytesOf(text, pieces), { file: 'x.xml' }), { timeZone: 'America/New_York' });
}

const taken: Meter = {
  id: '01',
  type: { flowDirection: 1, uom: 72, powerOfTenMultiplier: 0 },
  values: [282, 300, 290],
};
const given: Meter = { id: '02', type: { flowDirection: 19, uom: 72, powerOfTenMultiplier: 3 }, values: [0, 1, 2] };

describe('a feed', () => {
  test.each(['', 'ns0'])('what is taken and what is given, by their links; prefix %j', async (prefix) => {
    for (const pieces of [7, 100_000]) {
      const { energy, points, columns, result } = await read(feed([taken, given], prefix), pieces);
      expect(columns).toEqual(['taken (01): grid.energy.import', 'given (02): grid.energy.export']);
      expect([energy('grid.energy.import'), energy('grid.energy.export')]).toEqual([0.872, 3]);
      expect(points('grid.energy.import').map(([time]) => time)).toEqual([
        '2026-06-21T04:00',
        '2026-06-21T05:00',
        '2026-06-21T06:00',
        '2026-06-21T07:00',
      ]);
      expect(result.rejects.count).toBe(0);
    }
  });

  test('quarters without links: the type before the blocks', async () => {
    const both = [taken, given]
      .map((meter) => feed([{ ...meter, seconds: 900 }]))
      .map((text) => text.replaceAll(/<link[^>]*>/g, ''));
    const inner = both.map((text) => /<entry>[\s\S]*<\/entry>/.exec(text)?.[0] ?? '');
    const { energy, points } = await read(`<feed xmlns:e="http://naesb.org/espi">${inner[0]}</feed>`);
    expect(energy('grid.energy.import')).toBe(0.872);
    expect(points('grid.energy.import').at(-1)?.[0]).toBe('2026-06-21T04:45');
  });

  test('mean powers and what a meter showed; gas, and both ways in one, are left out', async () => {
    const power = await read(feed([{ ...taken, type: { flowDirection: 19, uom: 38 } }]));
    expect(power.points('grid.power').map(([, value]) => value)).toEqual([-282, -300, -290]);
    const meter = await read(
      feed([{ ...taken, type: { uom: 72, powerOfTenMultiplier: 3, accumulationBehaviour: 3 }, values: [10, 12, 15] }]),
    );
    expect(meter.points('grid.energy.import').map(([, value]) => value)).toEqual([10_000, 12_000, 15_000]);
    for (const type of [{ uom: 119 }, { uom: 72, flowDirection: 4 }])
      expect((await read(feed([taken, { ...given, type }]))).columns[1]).toBe(
        'given (02): –'.replace('given', 'taken'),
      );
  });

  test('estimates are marked; an interval without a value is named with its line', async () => {
    const text = feed([taken])
      .replace('<value>300</value>', '<ReadingQuality><quality>8</quality></ReadingQuality><value>300</value>')
      .replace('<value>290</value>', '<value></value>');
    const source = await greenButtonSource(bytesOf(text, 100), { file: 'x.xml' });
    const items = (await Array.fromAsync(source.items())).flat();
    expect(items.map((item) => (item.kind === 'value' ? item.quality : item.line))).toEqual([
      undefined,
      'estimated',
      8,
    ]);
  });

  test('a file without a type, or without an end, is refused', async () => {
    await expect(read(feed([]))).rejects.toMatchObject({ code: 'input.invalid' });
    await expect(read(`${feed([taken])}<a href="${'x'.repeat(70_000)}`)).rejects.toMatchObject({
      code: 'input.invalid',
    });
  });
});

test('is told from tables and other markup', () => {
  expect(isGreenButton(feed([taken]))).toBe(true);
  expect(isGreenButton('<!doctype html><html></html>')).toBe(false);
  expect(isGreenButton('Time,IntervalBlock\n2026-06-21,3\n')).toBe(false);
});

test('any bytes end in items or a classed error', async () => {
  const good = new TextEncoder().encode(feed([taken, given]));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 12 }), async (changes) => {
      const bytes = Uint8Array.from(good);
      for (const [at, byte] of changes) bytes[at] = byte;
      const failure = await greenButtonSource(bytesOf(bytes, 512), { file: 'x.xml' })
        .then(told)
        .then(
          () => undefined,
          (error: unknown) => error,
        );
      expect(failure === undefined || isSolsteadError(failure, 'input.invalid')).toBe(true);
    }),
  );
});
