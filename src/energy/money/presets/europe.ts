// Typical tariffs of European homes. Figures are rounded and of no particular supplier.
import { flat, hours, since, window, workdays, type Preset } from './preset.ts';

const asOf = '2025-01';
const from = '2025-01-01';
const typical = 'Structure as commonly sold; figures rounded from general knowledge, not taken from a price sheet.';

/** National holidays of Spain on a fixed date that no region may replace, and 6 January (circular 3/2020 of the CNMC, article 7). */
const nationalFixed = ['01-01', '01-06', '05-01', '08-15', '10-12', '11-01', '12-06', '12-08', '12-25'] as const;

/** Typical tariffs of European homes. */
export const europe: readonly Preset[] = [
  {
    id: 'de-flat',
    country: 'DE',
    zone: 'Europe/Berlin',
    carbonFactor: 0.36,
    treeFactor: 21,
    asOf,
    source: `${typical} Feed-in as paid under the EEG for small roofs with surplus feed-in.`,
    tariff: since('Germany, one price', {
      from,
      currency: 'EUR',
      vat: 19,
      import: [flat(0.35)],
      export: [{ ...flat(0.08, 'feed-in'), vat: 0 }],
      standing: [{ name: 'base price', amount: 12, per: 'billing' }],
    }),
  },
  {
    id: 'de-dynamic',
    country: 'DE',
    zone: 'Europe/Berlin',
    carbonFactor: 0.36,
    treeFactor: 21,
    asOf,
    source: `${typical} Market price by the quarter-hour; give the series as “market”.`,
    tariff: since('Germany, by the market', {
      from,
      currency: 'EUR',
      vat: 19,
      vat_included: false,
      import: [
        { kind: 'dynamic', name: 'energy', series: 'market', adder: 0.018, fallback: 0.1 },
        flat(0.16, 'grid, taxes and levies'),
      ],
      export: [flat(0.08, 'feed-in')],
      standing: [
        { name: 'base price', amount: 5, per: 'billing' },
        { name: 'metering', amount: 34, per: 'year' },
      ],
    }),
  },
  {
    id: 'at-dynamic',
    country: 'AT',
    zone: 'Europe/Vienna',
    carbonFactor: 0.11,
    treeFactor: 21,
    asOf,
    source: `${typical} Market price with 3 % and an adder per kilowatt-hour; give the series as “market”.`,
    tariff: since('Austria, by the market', {
      from,
      currency: 'EUR',
      vat: 20,
      vat_included: false,
      import: [
        { kind: 'dynamic', name: 'energy', series: 'market', markup_percent: 3, adder: 0.015, fallback: 0.1 },
        flat(0.1, 'grid and levies'),
      ],
      export: [{ kind: 'dynamic', name: 'feed-in', series: 'market', adder: -0.01, fallback: 0.05 }],
      standing: [{ name: 'base price', amount: 4.8, per: 'billing' }],
    }),
  },
  {
    id: 'ch-two-rates',
    country: 'CH',
    zone: 'Europe/Zurich',
    carbonFactor: 0.05,
    treeFactor: 21,
    asOf,
    source: `${typical} High and low rate; hours differ from grid to grid.`,
    tariff: since('Switzerland, high and low rate', {
      from,
      currency: 'CHF',
      vat: 8.1,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy and grid',
          windows: [window('high rate', 0.31, [hours('07:00-20:00', { days: workdays })])],
          otherwise: { name: 'low rate', price: 0.24 },
        },
      ],
      export: [flat(0.08, 'feed-in')],
      standing: [{ name: 'metering', amount: 7, per: 'billing' }],
    }),
  },
  {
    id: 'fr-base',
    country: 'FR',
    zone: 'Europe/Paris',
    carbonFactor: 0.05,
    treeFactor: 21,
    asOf,
    source: `${typical} Regulated tariff, option Base, 6 kVA.`,
    tariff: since('France, Base', {
      from,
      currency: 'EUR',
      vat: 20,
      import: [flat(0.2)],
      export: [{ ...flat(0.04, 'feed-in'), vat: 0 }],
      standing: [{ name: 'subscription', amount: 15.5, per: 'billing', vat: 5.5 }],
    }),
  },
  {
    id: 'fr-hp-hc',
    country: 'FR',
    zone: 'Europe/Paris',
    carbonFactor: 0.05,
    treeFactor: 21,
    asOf,
    source: `${typical} Eight off-peak hours, which ones is on your bill. For Tempo see the preset fr-tempo.`,
    tariff: since('France, heures pleines / heures creuses', {
      from,
      currency: 'EUR',
      vat: 20,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [window('heures creuses', 0.17, [hours('22:00-06:00')])],
          otherwise: { name: 'heures pleines', price: 0.22 },
        },
      ],
      export: [{ ...flat(0.04, 'feed-in'), vat: 0 }],
      standing: [{ name: 'subscription', amount: 16, per: 'billing', vat: 5.5 }],
    }),
  },
  {
    id: 'gb-economy-7',
    country: 'GB',
    zone: 'Europe/London',
    carbonFactor: 0.15,
    treeFactor: 21,
    asOf,
    source: `${typical} Seven cheaper hours at night; some meters keep winter time all year.`,
    tariff: since('United Kingdom, Economy 7', {
      from,
      currency: 'GBP',
      vat: 5,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [window('night', 0.14, [hours('00:30-07:30')])],
          otherwise: { name: 'day', price: 0.3 },
        },
      ],
      export: [flat(0.12, 'export guarantee')],
      standing: [{ name: 'standing charge', amount: 0.6, per: 'day' }],
    }),
  },
  {
    id: 'gb-half-hourly',
    country: 'GB',
    zone: 'Europe/London',
    carbonFactor: 0.15,
    treeFactor: 21,
    asOf,
    source: `${typical} Half-hourly prices as the supplier publishes them with VAT; give the series as “rates”.`,
    tariff: since('United Kingdom, half-hourly prices', {
      from,
      currency: 'GBP',
      vat: 5,
      import: [{ kind: 'dynamic', name: 'energy', series: 'rates', cap: 1, fallback: 0.25 }],
      export: [flat(0.15, 'export')],
      standing: [{ name: 'standing charge', amount: 0.6, per: 'day' }],
    }),
  },
  {
    id: 'nl-dynamic',
    country: 'NL',
    zone: 'Europe/Amsterdam',
    carbonFactor: 0.27,
    treeFactor: 21,
    asOf,
    source: `${typical} Energy tax apart; energy tax is netted over the year (until 2027), the tax credit is left out. Give the series as “market”.`,
    tariff: since('Netherlands, by the market', {
      from,
      currency: 'EUR',
      vat: 21,
      vat_included: false,
      import: [
        { kind: 'dynamic', name: 'energy', series: 'market', adder: 0.02, fallback: 0.1 },
        { ...flat(0.1015, 'energy tax'), net: 'year' },
      ],
      export: [{ kind: 'dynamic', name: 'feed-in', series: 'market', fallback: 0.05 }],
      standing: [
        { name: 'supply', amount: 5, per: 'billing' },
        { name: 'grid', amount: 1, per: 'day' },
      ],
    }),
  },
  {
    id: 'be-capacity',
    country: 'BE',
    zone: 'Europe/Brussels',
    carbonFactor: 0.14,
    treeFactor: 21,
    asOf,
    source:
      'Flanders since 2023: the highest quarter-hour of each month, at least 2.5 kilowatts, and of these the mean of the last twelve months, near 50 a year and kilowatt, a twelfth of it each month. Prices rounded from general knowledge.',
    tariff: since('Belgium (Flanders), with capacity tariff', {
      from,
      currency: 'EUR',
      vat: 6,
      import: [flat(0.16), flat(0.12, 'grid and levies')],
      export: [flat(0.04, 'feed-in')],
      standing: [{ name: 'base price', amount: 60, per: 'year' }],
      demand: [{ name: 'capacity', price: 50.4, per: 'year', minimum: 2.5, last: 12 }],
    }),
  },
  {
    id: 'es-2-0td',
    country: 'ES',
    zone: 'Europe/Madrid',
    carbonFactor: 0.12,
    treeFactor: 21,
    asOf,
    source:
      'Periods of the access tariff 2.0TD (mainland and islands) as suppliers publish them; only national holidays of a fixed date count there. What is given is netted within the hour, and the surplus takes off no more than the energy of the month costs. Prices rounded from general knowledge; contracted power of 4.6 kilowatts as a charge by the day.',
    tariff: since('Spain, 2.0TD', {
      from,
      currency: 'EUR',
      vat: 21,
      holidays: { dates: [...nationalFixed] },
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('punta', 0.24, [hours('10:00-14:00', { days: workdays }), hours('18:00-22:00', { days: workdays })]),
            window('llano', 0.17, [
              hours('08:00-10:00', { days: workdays }),
              hours('14:00-18:00', { days: workdays }),
              hours('22:00-24:00', { days: workdays }),
            ]),
          ],
          otherwise: { name: 'valle', price: 0.12 },
        },
      ],
      net: 'hour',
      export: [flat(0.06, 'surplus')],
      standing: [{ name: 'contracted power', amount: 0.45, per: 'day' }],
      limits: [{ name: 'limit of the surplus', of: ['energy', 'surplus'], per: 'billing', at_least: 0, vat: 0 }],
    }),
  },
  {
    id: 'it-f1-f2-f3',
    country: 'IT',
    zone: 'Europe/Rome',
    carbonFactor: 0.26,
    treeFactor: 21,
    asOf,
    source:
      'Bands F1, F2 and F3 of the regulator (decision 181/06) as suppliers publish them. Prices rounded from general knowledge.',
    tariff: since('Italy, F1/F2/F3', {
      from,
      currency: 'EUR',
      vat: 10,
      holidays: { country: 'IT' },
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('F1', 0.31, [hours('08:00-19:00', { days: workdays })]),
            window('F2', 0.3, [
              hours('07:00-08:00', { days: workdays }),
              hours('19:00-23:00', { days: workdays }),
              hours('07:00-23:00', { days: ['sat'] }),
            ]),
          ],
          otherwise: { name: 'F3', price: 0.27 },
        },
      ],
      export: [flat(0.08, 'surplus')],
      standing: [{ name: 'fixed and power charges', amount: 11, per: 'billing' }],
    }),
  },
  {
    id: 'pt-two-rates',
    country: 'PT',
    zone: 'Europe/Lisbon',
    carbonFactor: 0.11,
    treeFactor: 21,
    asOf,
    source: `${typical} Two rates by the daily cycle; part of the bill bears a lower VAT, left out here.`,
    tariff: since('Portugal, bi-horário', {
      from,
      currency: 'EUR',
      vat: 23,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [window('vazio', 0.12, [hours('22:00-08:00')])],
          otherwise: { name: 'fora de vazio', price: 0.22 },
        },
      ],
      export: [flat(0.05, 'surplus')],
      standing: [{ name: 'contracted power', amount: 0.35, per: 'day' }],
    }),
  },
  {
    id: 'pl-g12w',
    country: 'PL',
    zone: 'Europe/Warsaw',
    carbonFactor: 0.65,
    treeFactor: 21,
    asOf,
    source:
      'Group G12w as suppliers publish it: nights, two hours at midday, weekends and holidays are cheaper. Prices rounded from general knowledge.',
    tariff: since('Poland, G12w', {
      from,
      currency: 'PLN',
      vat: 23,
      holidays: { country: 'PL' },
      import: [
        {
          kind: 'time-of-use',
          name: 'energy and grid',
          windows: [
            window('day', 1.25, [hours('06:00-13:00', { days: workdays }), hours('15:00-22:00', { days: workdays })]),
          ],
          otherwise: { name: 'night and weekend', price: 0.75 },
        },
      ],
      export: [flat(0.3, 'surplus')],
      standing: [{ name: 'grid', amount: 25, per: 'billing' }],
    }),
  },
];
