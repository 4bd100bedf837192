// Typical tariffs of homes outside Europe. Figures are rounded and of no particular supplier.
import { flat, hours, since, window, workdays, type Preset } from './preset.ts';

const asOf = '2025-01';
const from = '2025-01-01';
const typical = 'Structure as commonly sold; figures rounded from general knowledge, not taken from a price sheet.';
const summer = { from: '06-01', to: '09-30' };

/** Common round figures of reports in Brazil: money and kg of CO2 per kilowatt-hour, and the kg a tree takes up in a year. */
export const roundFigures = { moneyPerKwh: 0.85, kgPerKwh: 0.5, kgPerTree: 21 } as const;

/** Typical tariffs of homes outside Europe. */
export const world: readonly Preset[] = [
  {
    id: 'br-flat',
    country: 'BR',
    zone: 'America/Sao_Paulo',
    carbonFactor: roundFigures.kgPerKwh,
    treeFactor: roundFigures.kgPerTree,
    asOf,
    source:
      'Common round figures for reports, taxes included; the emission factor is far above the mean of Brazil’s grid (about 0.1). Surplus counts at the full price (net metering of older systems).',
    tariff: since('Brazil, convencional', {
      from,
      currency: 'BRL',
      import: [flat(roundFigures.moneyPerKwh)],
      export: [flat(roundFigures.moneyPerKwh, 'compensation')],
    }),
  },
  {
    id: 'br-branca',
    country: 'BR',
    zone: 'America/Sao_Paulo',
    carbonFactor: roundFigures.kgPerKwh,
    treeFactor: roundFigures.kgPerTree,
    asOf,
    source: `${typical} Tarifa branca: peak hours differ from grid to grid.`,
    tariff: since('Brazil, tarifa branca', {
      from,
      currency: 'BRL',
      holidays: { country: 'BR' },
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('ponta', 1.5, [hours('18:00-21:00', { days: workdays })]),
            window('intermediário', 1, [
              hours('17:00-18:00', { days: workdays }),
              hours('21:00-22:00', { days: workdays }),
            ]),
          ],
          otherwise: { name: 'fora de ponta', price: 0.7 },
        },
      ],
      export: [flat(0.7, 'compensation')],
    }),
  },
  {
    id: 'us-ca-tou',
    country: 'US',
    zone: 'America/Los_Angeles',
    isRegional: true,
    carbonFactor: 0.2,
    treeFactor: 21,
    asOf,
    source: `${typical} Peak from 4 to 9 p.m. with a summer from June to September; what is given is paid near avoided cost.`,
    tariff: since('California, time of use', {
      from,
      currency: 'USD',
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('summer peak', 0.61, [hours('16:00-21:00', { season: summer })]),
            window('summer off-peak', 0.5, [{ season: summer }]),
            window('winter peak', 0.5, [hours('16:00-21:00')]),
          ],
          otherwise: { name: 'winter off-peak', price: 0.47 },
        },
      ],
      export: [flat(0.06, 'export credit')],
      standing: [{ name: 'base services', amount: 0.4, per: 'day' }],
    }),
  },
  {
    id: 'au-tou',
    country: 'AU',
    zone: 'Australia/Sydney',
    carbonFactor: 0.6,
    treeFactor: 21,
    asOf,
    source: `${typical} Evening peak, cheap sun hours and a supply charge by the day; with goods and services tax.`,
    tariff: since('Australia, time of use', {
      from,
      currency: 'AUD',
      vat: 10,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [window('peak', 0.55, [hours('15:00-21:00')]), window('solar soak', 0.22, [hours('10:00-15:00')])],
          otherwise: { name: 'off-peak', price: 0.32 },
        },
      ],
      export: [flat(0.05, 'feed-in')],
      standing: [{ name: 'supply charge', amount: 1.1, per: 'day' }],
    }),
  },
  {
    id: 'za-tou',
    country: 'ZA',
    zone: 'Africa/Johannesburg',
    carbonFactor: 0.9,
    treeFactor: 21,
    asOf,
    source: `${typical} High season from June to August, morning and evening peaks on weekdays.`,
    tariff: since('South Africa, time of use', {
      from,
      currency: 'ZAR',
      vat: 15,
      import: [
        {
          kind: 'time-of-use',
          name: 'energy',
          windows: [
            window('winter peak', 6.5, [
              hours('06:00-09:00', { season: { from: '06-01', to: '08-31' }, days: workdays }),
              hours('17:00-19:00', { season: { from: '06-01', to: '08-31' }, days: workdays }),
            ]),
            window('peak', 3.2, [hours('07:00-10:00', { days: workdays }), hours('18:00-20:00', { days: workdays })]),
            window('off-peak', 1.9, [hours('22:00-06:00')]),
          ],
          otherwise: { name: 'standard', price: 2.4 },
        },
      ],
      export: [flat(1, 'feed-in')],
      standing: [{ name: 'service and network', amount: 12, per: 'day' }],
    }),
  },
  {
    id: 'in-slabs',
    country: 'IN',
    zone: 'Asia/Kolkata',
    carbonFactor: 0.71,
    treeFactor: 21,
    asOf,
    source: `${typical} Slabs by the month; they and the charges differ from state to state.`,
    tariff: since('India, slabs', {
      from,
      currency: 'INR',
      import: [
        {
          kind: 'tiered',
          name: 'energy',
          per: 'billing',
          tiers: [
            { name: 'up to 100', price: 4, up_to: 100 },
            { name: 'up to 300', price: 7, up_to: 300 },
            { name: 'above 300', price: 9.5 },
          ],
        },
      ],
      export: [flat(3, 'net billing')],
      standing: [{ name: 'fixed charge', amount: 150, per: 'billing' }],
    }),
  },
];
