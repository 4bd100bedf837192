import { fc } from '#tools/testkit/property.ts';
import { describe, expect, test } from 'vitest';
import { isSolsteadError } from '#core/errors.ts';
import { at } from '../../testing/buckets.ts';
import { priceOf, priceText } from '../decimal.ts';
import { valueAt, type Slot } from '../price-series.ts';
import { britishCarbon, energinetCarbon, energyChartsCarbon } from './carbon-series.ts';
import { csvCarbon, csvPrices } from './csv-series.ts';
import { entsoePrices } from './entsoe.ts';
import {
  awattarPrices,
  eleringPrices,
  energinetPrices,
  energyChartsPrices,
  nordPoolPrices,
  octopusPrices,
  smardPrices,
  tibberPrices,
} from './json-prices.ts';

const quarter = 900_000;
const shown = (slots: readonly Slot<bigint>[]): string[] =>
  slots.map(
    ({ startMs, endMs, value }) =>
      `${new Date(startMs).toISOString().slice(0, 16)} ${(endMs - startMs) / 60_000} ${priceText(value, 5)}`,
  );

interface Publication {
  readonly from: string;
  readonly to: string;
  readonly resolution?: string;
  readonly curve?: string;
  readonly auction?: number;
  readonly points: readonly (readonly [position: number, price: number])[];
}

const timeSeries = ({
  from,
  to,
  resolution = 'PT15M',
  curve = 'A03',
  auction,
  points,
}: Publication): string => `<TimeSeries>
  ${auction === undefined ? '' : `<classificationSequence_AttributeInstanceComponent.position>${auction}</classificationSequence_AttributeInstanceComponent.position>`}
  <currency_Unit.name>EUR</currency_Unit.name><price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>${curve}</curveType>
  <Period><timeInterval><start>${from}</start><end>${to}</end></timeInterval><resolution>${resolution}</resolution>
  ${points.map(([position, price]) => `<Point><position>${position}</position><price.amount>${price}</price.amount></Point>`).join('')}
  </Period></TimeSeries>`;
const publication = (...series: readonly Publication[]): string =>
  `<?xml version="1.0" encoding="utf-8"?><!-- c --><Publication_MarketDocument xmlns="urn:x:7:3">${series.map(timeSeries).join('')}</Publication_MarketDocument>`;

describe('ENTSO-E A44', () => {
  const hour = { from: '2026-01-05T23:00Z', to: '2026-01-06T00:00Z' };

  test('positions that are left out repeat the one before (A03), or are a gap (A01)', () => {
    const points = [
      [1, 50],
      [3, -10.5],
    ] as const;
    expect(shown(entsoePrices(publication({ ...hour, points })).slots)).toEqual([
      '2026-01-05T23:00 15 0.05000',
      '2026-01-05T23:15 15 0.05000',
      '2026-01-05T23:30 15 -0.01050',
      '2026-01-05T23:45 15 -0.01050',
    ]);
    const gaps = entsoePrices(publication({ ...hour, curve: 'A01', points }));
    expect(gaps.slots).toHaveLength(2);
    expect(gaps.notes).toEqual([{ kind: 'gap', startMs: at('2026-01-05T23:15Z'), endMs: at('2026-01-05T23:30Z') }]);
  });

  test.each([
    ['2026-03-28T23:00Z', '2026-03-29T22:00Z', 92],
    ['2026-10-24T22:00Z', '2026-10-25T23:00Z', 100],
  ])('the day from %s has its own number of quarter-hours', (from, to, count) => {
    const points = Array.from({ length: count }, (_, index) => [index + 1, index] as const);
    const { slots, notes, currency } = entsoePrices(publication({ from, to, points }));
    expect([slots.length, notes.length, currency]).toEqual([count, 0, 'EUR']);
    expect(slots.at(-1)).toEqual({ startMs: at(to) - quarter, endMs: at(to), value: priceOf(`${(count - 1) / 1000}`) });
  });

  test('of several auctions the lowest position counts, and several periods follow each other', () => {
    const next = { from: '2026-01-06T00:00Z', to: '2026-01-06T01:00Z', resolution: 'PT60M' };
    const text = publication(
      { ...hour, auction: 2, resolution: 'PT60M', points: [[1, 99]] },
      { ...hour, auction: 1, resolution: 'PT60M', points: [[1, 10]] },
      { ...next, auction: 1, points: [[1, 20]] },
    );
    expect(shown(entsoePrices(text).slots)).toEqual(['2026-01-05T23:00 60 0.01000', '2026-01-06T00:00 60 0.02000']);
  });

  test.each([
    [
      'an acknowledgement',
      '<Acknowledgement_MarketDocument><Reason><code>999</code><text>No matching data found</text></Reason></Acknowledgement_MarketDocument>',
      'No matching data',
    ],
    ['a declaration of entities', '<!DOCTYPE a [<!ENTITY b "c">]><Publication_MarketDocument/>', 'declares types'],
    ['half a document', publication({ ...hour, points: [[1, 2]] }).slice(0, 300), 'not a complete XML document'],
    ['crossed tags', '<a><b></a></b>', 'closes nothing'],
    ['deep nesting', '<a>'.repeat(5000), 'too deeply'],
    [
      'an interval beyond reason',
      publication({ from: '1026-01-01T00:00Z', to: '2026-01-01T00:00Z', points: [] }),
      'does not fit',
    ],
  ])('%s is told', (_, text, why) => {
    expect(() => entsoePrices(text)).toThrow(expect.objectContaining({ code: 'series.invalid' }));
    expect(() => entsoePrices(text)).toThrow(why);
  });
});

describe('answers of markets and suppliers', () => {
  test('aWATTar', () => {
    const text =
      '{"object":"list","data":[{"start_timestamp":1759356000000,"end_timestamp":1759359600000,"marketprice":94.21,"unit":"Eur/MWh"}],"url":"/at/v1/marketdata"}';
    expect(shown(awattarPrices(text).slots)).toEqual(['2025-10-01T22:00 60 0.09421']);
    expect(() => awattarPrices(text.replace('Eur/MWh', 'ct/kWh'))).toThrow(/a unit other than/);
  });

  test('Nord Pool', () => {
    const text =
      '{"deliveryDateCET":"2026-02-18","version":2,"currency":"EUR","multiAreaEntries":[{"deliveryStart":"2026-02-17T23:00:00Z","deliveryEnd":"2026-02-17T23:15:00Z","entryPerArea":{"NL":91.81}}]}';
    expect(shown(nordPoolPrices(text).slots)).toEqual(['2026-02-17T23:00 15 0.09181']);
    expect(() => nordPoolPrices(text.replace('"NL":', '"SE3":1,"NL":'))).toThrow(/name one of the areas SE3, NL/);
    expect(shown(nordPoolPrices(text.replace('"NL":', '"SE3":1,"NL":'), { area: 'NL' }).slots)).toEqual([
      '2026-02-17T23:00 15 0.09181',
    ]);
    expect(() => nordPoolPrices(text, { area: 'SE4' })).toThrow(/price is missing/);
  });

  test('Energy-Charts and SMARD: null is a gap', () => {
    const seconds = [0, 900, 1800, 2700].map((step) => at('2026-01-06T00:00Z') / 1000 + step);
    const charts = energyChartsPrices(
      JSON.stringify({ unix_seconds: seconds, price: [10, null, -3, 4], unit: 'EUR / MWh' }),
    );
    expect(shown(charts.slots)).toEqual([
      '2026-01-06T00:00 15 0.01000',
      '2026-01-06T00:30 15 -0.00300',
      '2026-01-06T00:45 15 0.00400',
    ]);
    expect(charts.notes).toMatchObject([{ kind: 'gap' }]);
    const smard = smardPrices(
      JSON.stringify({ series: seconds.map((second, index) => [second * 1000, [10, null, -3, 4][index]]) }),
    );
    expect(smard).toEqual(charts);
  });

  test('Octopus: pence, newest first, open ends', () => {
    const rate = (from: string, to: string | null, price: number) => ({
      value_exc_vat: 1,
      value_inc_vat: price,
      valid_from: from,
      valid_to: to,
      payment_method: null,
    });
    const text = JSON.stringify({
      results: [rate('2025-10-02T17:00:00Z', null, 20), rate('2025-10-02T16:30:00Z', '2025-10-02T17:00:00Z', 18.7425)],
    });
    expect(shown(octopusPrices(text, { vat: true, untilMs: at('2025-10-02T18:00Z') }).slots)).toEqual([
      '2025-10-02T16:30 30 0.18743',
      '2025-10-02T17:00 60 0.20000',
    ]);
  });

  test('Tibber', () => {
    const row = (startsAt: string) => ({
      total: 0.2891,
      energy: 0.0912,
      tax: 0.1979,
      startsAt,
      currency: 'EUR',
      level: 'NORMAL',
    });
    const today = [row('2025-10-26T02:45:00.000+02:00'), row('2025-10-26T02:00:00.000+01:00')];
    const text = JSON.stringify({
      data: { viewer: { homes: [{ currentSubscription: { priceInfo: { today, tomorrow: [] } } }] } },
    });
    expect(tibberPrices(text, { part: 'total' }).currency).toBe('EUR');
    expect(shown(tibberPrices(text, { part: 'total' }).slots)).toEqual([
      '2025-10-26T00:45 15 0.28910',
      '2025-10-26T01:00 15 0.28910',
    ]);
    expect(shown(tibberPrices(text, { part: 'energy' }).slots)[0]).toContain('0.09120');
  });

  test('Energinet and Elering', () => {
    const records = ['2026-01-06T00:00:00', '2026-01-06T00:15:00'].map((TimeUTC) => ({
      TimeUTC,
      PriceArea: 'DK1',
      DayAheadPriceEUR: 12.5,
      DayAheadPriceDKK: 93.2,
    }));
    expect(shown(energinetPrices(JSON.stringify({ records }), { currency: 'DKK' }).slots)).toEqual([
      '2026-01-06T00:00 15 0.09320',
      '2026-01-06T00:15 15 0.09320',
    ]);
    const ee = [0, 3600].map((step) => ({ timestamp: at('2026-01-06T00:00Z') / 1000 + step, price: 77 }));
    expect(shown(eleringPrices(JSON.stringify({ data: { ee } }), { country: 'ee' }).slots)[1]).toBe(
      '2026-01-06T01:00 60 0.07700',
    );
    expect(() => eleringPrices(JSON.stringify({ data: { ee } }), { country: 'fi' })).toThrow(/data.fi/);
  });

  test('emission factors', () => {
    const seconds = [0, 900].map((step) => at('2026-01-06T00:00Z') / 1000 + step);
    expect(energyChartsCarbon(JSON.stringify({ unix_seconds: seconds, co2eq: [302.5, null] })).slots).toMatchObject([
      { value: 302_500n },
    ]);
    const data = [{ from: '2026-01-06T00:00Z', to: '2026-01-06T00:30Z', intensity: { forecast: 200, actual: null } }];
    expect(britishCarbon(JSON.stringify({ data })).slots).toEqual([
      { startMs: at('2026-01-06T00:00Z'), endMs: at('2026-01-06T00:30Z'), value: 200_000n },
    ]);
    const records = ['00:00', '00:05'].map((time) => ({
      Minutes5UTC: `2026-01-06T${time}:00`,
      PriceArea: 'DK1',
      CO2Emission: 88,
    }));
    expect(
      energinetCarbon(JSON.stringify({ records: [...records, { ...records[0], PriceArea: 'DK2' }] }), { area: 'DK1' })
        .slots,
    ).toHaveLength(2);
    expect(csvCarbon('start,co2\n2026-01-06T00:00Z,300').slots).toMatchObject([{ value: 300_000n }]);
  });
});

describe('tables of text', () => {
  const eur = { currency: 'EUR', per: 'hundredth' } as const;

  test('start and price, or start, end and price; cents; a decimal comma beside semicolons', () => {
    expect(shown(csvPrices('start,price\n2026-01-06T00:00Z,31.5\n2026-01-06T01:00Z,-2', eur).slots)).toEqual([
      '2026-01-06T00:00 60 0.31500',
      '2026-01-06T01:00 60 -0.02000',
    ]);
    const text = '\uFEFFstart;end;price\r\n2026-01-06T00:00+01:00;2026-01-06T00:15+01:00;31,5\r\n';
    expect(shown(csvPrices(text, eur).slots)).toEqual(['2026-01-05T23:00 15 0.31500']);
  });

  test('gaps, overlaps and duplicates are told', () => {
    const lines = [
      '00:00Z,2026-01-06T01:00Z,1',
      '00:00Z,2026-01-06T01:00Z,1',
      '00:30Z,2026-01-06T01:30Z,5',
      '02:00Z,2026-01-06T03:00Z,2',
      '02:00Z,2026-01-06T03:00Z,7',
    ];
    const text = ['start,end,price', ...lines.map((line) => `2026-01-06T${line}`)].join('\n');
    const { slots, notes } = csvPrices(text, eur);
    expect(slots).toHaveLength(2);
    expect(notes.map(({ kind }) => kind)).toEqual(['duplicate', 'overlap', 'gap', 'overlap']);
  });

  test.each([
    ['price,start\n', 'line 1'],
    ['start,price\n2026-01-06T00:00Z,1\n2026-01-06T01:00,2', 'line 3'],
    ['start,price\n2026-01-06T00:00Z,abc', 'line 2'],
    ['start,price\n2026-01-06T00:00Z,1,2', 'line 2'],
    ['start,end,price\n2026-01-06T01:00Z,2026-01-06T00:00Z,1', 'line 2'],
  ])('what is wrong is said with its line (%#)', (text, line) => {
    expect(() => csvPrices(text, eur)).toThrow(expect.objectContaining({ code: 'series.invalid', at: line }));
  });
});

test('any text gives a series or series.invalid', () => {
  const readers: readonly ((text: string) => unknown)[] = [
    awattarPrices,
    nordPoolPrices,
    energyChartsPrices,
    smardPrices,
    entsoePrices,
    britishCarbon,
    energyChartsCarbon,
    csvCarbon,
    (text) => octopusPrices(text, { vat: true, untilMs: 0 }),
    (text) => tibberPrices(text, { part: 'total' }),
    (text) => energinetPrices(text, { currency: 'EUR' }),
    (text) => energinetCarbon(text, { area: 'DK1' }),
    (text) => eleringPrices(text, { country: 'ee' }),
    (text) => csvPrices(text, { currency: 'EUR', per: 'kilowatt-hour' }),
  ];
  const keys = fc.constantFrom(
    'data',
    'series',
    'price',
    'unix_seconds',
    'results',
    'records',
    'multiAreaEntries',
    'unit',
    'x',
  );
  const json = fc
    .dictionary(keys, fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.constant('EUR/MWh')))
    .map((value) => JSON.stringify(value));
  const markup = fc
    .array(fc.constantFrom('<a>', '</a>', '<Point/>', '<!DOCTYPE x>', '&amp;', 'x', '<![CDATA[', ']]>', '"'))
    .map((parts) => parts.join(''));
  let tried = 0;
  fc.assert(
    fc.property(fc.oneof(json, markup, fc.string()), (text) => {
      for (const read of readers) {
        tried += 1;
        try {
          read(text);
        } catch (thrown) {
          if (!isSolsteadError(thrown, 'series.invalid')) throw thrown;
        }
      }
    }),
  );
  expect(tried).toBeGreaterThanOrEqual(1400);
});

test('a value holds from its start to before its end', () => {
  const slots = [
    { startMs: 0, endMs: 10, value: 1n },
    { startMs: 20, endMs: 30, value: 2n },
  ];
  expect([-1, 0, 9, 10, 19, 20, 29, 30].map((moment) => valueAt(slots, moment))).toEqual([
    undefined,
    1n,
    1n,
    undefined,
    undefined,
    2n,
    2n,
    undefined,
  ]);
});
