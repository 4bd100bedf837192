import { expect, test } from 'vitest';
import { because } from '#core/reason.ts';
import { external } from '#core/message-params.ts';
import { billLineText } from './bill-line.ts';

const known = {
  part: external('energy'),
  counted: because('bill.energy', { kwh: 0.332 }),
  currency: 'EUR',
  edition: 1,
  from: '2025-01-01',
  sum: '0.12',
};

test.each([
  [because('bill.line', { ...known, counted: because('bill.step') }), 'by the step reached'],
  [because('bill.priced-line', { ...known, price: '0.3500' }), '0.332 kilowatt-hours at €0.3500'],
  [
    because('bill.ranged-line', { ...known, lowest: '-0.0123', highest: '0.41' }),
    '0.332 kilowatt-hours at −€0.0123 to €0.4100',
  ],
  [
    because('bill.fallback-line', { ...known, price: '0.1' }),
    '0.332 kilowatt-hours without a market price, at the fallback price of €0.1000',
  ],
])('%j: what is counted and its price, without name and amount', (reason, told) => {
  expect(billLineText({ reason }, 'EUR')).toBe(`${told} (version 1, from 2025-01-01)`);
});

test('a line of another version is told whole', () => {
  const reason = because('bill.step');
  expect(billLineText({ reason }, 'EUR')).toBe('by the step reached');
});
