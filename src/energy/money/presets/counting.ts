// Typical contracts that count over more than a moment: netting, credits, means of peaks, steps, day colours. Figures are rounded and
// of no particular supplier.
import { flat, hours, since, window, type Preset } from './preset.ts';

const asOf = '2026-01';
const from = '2025-01-01';
const typical =
  'Structure as regulated or commonly sold; figures rounded from general knowledge, not taken from a price sheet.';
const night = [hours('22:00-06:00')];
const colour = (name: string) => [hours('22:00-06:00', { days: [name] })];

/** Typical contracts that count over more than a moment. */
export const counting: readonly Preset[] = [
  {
    id: 'nl-netting',
    country: 'NL',
    zone: 'Europe/Amsterdam',
    carbonFactor: 0.27,
    treeFactor: 21,
    asOf,
    source: `${typical} Energy and energy tax are netted over the year (until 2027), what is given beyond that is paid, and the year’s feed-in has its costs in steps; the tax credit is taken off by the year.`,
    tariff: since('Netherlands, netting over the year', {
      from,
      currency: 'EUR',
      vat: 21,
      net: 'year',
      import: [flat(0.15), flat(0.13, 'energy tax')],
      export: [flat(0.05, 'surplus')],
      standing: [
        { name: 'supply', amount: 7, per: 'billing' },
        { name: 'grid', amount: 1.3, per: 'day' },
        { name: 'tax credit', amount: -635, per: 'year' },
      ],
      steps: [
        {
          name: 'feed-in costs',
          of: 'export',
          per: 'year',
          steps: [
            { up_to: 500, amount: 0 },
            { up_to: 1000, amount: 90 },
            { up_to: 2000, amount: 180 },
            { up_to: 3000, amount: 300 },
            { up_to: 5000, amount: 480 },
            { amount: 700 },
          ],
        },
      ],
    }),
  },
  {
    id: 'se-power',
    country: 'SE',
    zone: 'Europe/Stockholm',
    carbonFactor: 0.03,
    treeFactor: 21,
    asOf,
    source: `${typical} The grid’s power fee: the mean of the three highest hours of three days of a month, those of the night by half. Energy at one price; for a contract by the market name a series instead.`,
    tariff: since('Sweden, with power fee', {
      from,
      currency: 'SEK',
      vat: 25,
      import: [flat(0.9), flat(0.07, 'grid'), flat(0.55, 'energy tax')],
      export: [flat(0.6, 'surplus')],
      standing: [{ name: 'grid fee', amount: 395, per: 'billing' }],
      demand: [
        {
          name: 'power fee',
          price: 81.25,
          slot_minutes: 60,
          highest: 3,
          one_a_day: true,
          factors: [{ percent: 50, when: night }],
        },
      ],
    }),
  },
  {
    id: 'no-capacity',
    country: 'NO',
    zone: 'Europe/Oslo',
    carbonFactor: 0.03,
    treeFactor: 21,
    asOf,
    source: `${typical} What is given is netted within the hour; the grid’s capacity step is that of the mean of the three highest hours of three days of a month.`,
    tariff: since('Norway, with capacity steps', {
      from,
      currency: 'NOK',
      vat: 25,
      net: 'hour',
      import: [
        flat(0.8),
        {
          kind: 'time-of-use',
          name: 'grid',
          windows: [window('day', 0.48, [hours('06:00-22:00', { days: ['mon', 'tue', 'wed', 'thu', 'fri'] })])],
          otherwise: { name: 'night and weekend', price: 0.36 },
        },
      ],
      export: [flat(0.5, 'surplus')],
      demand: [
        {
          name: 'capacity',
          slot_minutes: 60,
          highest: 3,
          one_a_day: true,
          steps: [
            { up_to: 2, amount: 125 },
            { up_to: 5, amount: 206 },
            { up_to: 10, amount: 350 },
            { up_to: 15, amount: 494 },
            { up_to: 20, amount: 638 },
            { up_to: 25, amount: 782 },
            { amount: 1500 },
          ],
        },
      ],
    }),
  },
  {
    id: 'fr-tempo',
    country: 'FR',
    zone: 'Europe/Paris',
    carbonFactor: 0.05,
    treeFactor: 21,
    asOf,
    source: `${typical} Days of Tempo last from 6:00 to 6:00. No calendar knows their colours: enter the red and white ones of the season as dates, all others are blue.`,
    tariff: since('France, Tempo', {
      from,
      currency: 'EUR',
      vat: 20,
      holidays: [
        { name: 'red', begins: '06:00', dates: [] },
        { name: 'white', begins: '06:00', dates: [] },
      ],
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('red off-peak', 0.16, colour('red')),
            window('red peak', 0.76, [{ days: ['red'] }]),
            window('white off-peak', 0.15, colour('white')),
            window('white peak', 0.19, [{ days: ['white'] }]),
            window('blue off-peak', 0.13, night),
          ],
          otherwise: { name: 'blue peak', price: 0.16 },
        },
      ],
      export: [{ ...flat(0.04, 'feed-in'), vat: 0 }],
      standing: [{ name: 'subscription', amount: 16, per: 'billing', vat: 5.5 }],
    }),
  },
  {
    id: 'br-credits',
    country: 'BR',
    zone: 'America/Sao_Paulo',
    carbonFactor: 0.1,
    treeFactor: 21,
    asOf,
    source: `${typical} Compensation of law 14.300: credits live 60 months, what is set off pays 60 percent of the wire (Fio B, 2026), and 50 kilowatt-hours of availability (two phases) are charged in any case and not set off.`,
    tariff: since('Brazil, credits and Fio B', {
      from,
      currency: 'BRL',
      net: { per: 'billing', carry: 60, down_to: 50 },
      import: [
        { ...flat(0.85), minimum: 50 },
        { ...flat(0.15, 'Fio B'), counts: 'netted' },
      ],
    }),
  },
  {
    id: 'us-ca-true-up',
    country: 'US',
    zone: 'America/Los_Angeles',
    isRegional: true,
    carbonFactor: 0.2,
    treeFactor: 21,
    asOf,
    source: `${typical} Net metering with a true-up of the year: what is given is credited at the price of its time, a credit is cut when the year ends and the surplus of the year is paid. The baseline credit goes by the days of the billing period.`,
    tariff: since('California, net metering with true-up', {
      from,
      currency: 'USD',
      year_start: '04-01',
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [window('peak', 0.55, [hours('16:00-21:00')])],
          otherwise: { name: 'off-peak', price: 0.42 },
        },
        {
          kind: 'tiered',
          name: 'baseline credit',
          per: 'billing',
          net: 'billing',
          tiers: [
            { name: 'baseline', price: -0.09, up_to_per_day: 10 },
            { name: 'above', price: 0 },
          ],
        },
      ],
      export: [
        {
          kind: 'time-of-use',
          name: 'credit',
          windows: [window('peak', 0.52, [hours('16:00-21:00')])],
          otherwise: { name: 'off-peak', price: 0.39 },
        },
        { ...flat(0.04, 'surplus of the year'), net: 'year' },
      ],
      standing: [{ name: 'minimum delivery', amount: 0.4, per: 'day' }],
      limits: [{ name: 'true-up', of: ['energy', 'credit', 'baseline credit'], per: 'year', at_least: 0 }],
    }),
  },
  {
    id: 'au-demand',
    country: 'AU',
    zone: 'Australia/Sydney',
    carbonFactor: 0.6,
    treeFactor: 21,
    asOf,
    source: `${typical} Cents for each kilowatt of the highest half-hour of a month’s workday evenings and each day of the month; with goods and services tax.`,
    tariff: since('Australia, with demand charge', {
      from,
      currency: 'AUD',
      vat: 10,
      import: [flat(0.28)],
      export: [flat(0.05, 'feed-in')],
      standing: [{ name: 'supply charge', amount: 1.1, per: 'day' }],
      demand: [
        {
          name: 'demand',
          price: 0.13,
          per: 'day',
          slot_minutes: 30,
          when: [hours('16:00-21:00', { days: ['mon', 'tue', 'wed', 'thu', 'fri'] })],
        },
      ],
    }),
  },
];
