import { expect, test } from 'vitest';
import type { EnergyReport, EnergyRow } from '#api/ledger.ts';
import { decimalSum } from './decimal-text.ts';
import { sourceCosts } from './source-costs.ts';

const noFlows = {
  pvToLoadWh: 0,
  pvToBatteryWh: 0,
  pvToGridWh: 0,
  batteryToLoadWh: 0,
  batteryToGridWh: 0,
  gridToLoadWh: 0,
  gridToBatteryWh: 0,
};

function row(label: string, part: Partial<EnergyRow> = {}): EnergyRow {
  const known = { complete: true, measured: 1, estimated: 0, missing: 0, events: 0 };
  return { label, startMs: 0, endMs: 86_400_000, flows: noFlows, ...known, ...part };
}

type Line = NonNullable<EnergyReport['bill']>[number];

const line = (kind: Line['kind'], amount: string): Line => ({
  kind,
  edition: 1,
  name: kind,
  window: '',
  net: amount,
  vat: '0',
  amount,
  reason: { code: 'rule.counter', params: {} },
  why: '',
});

test('sources, charges and what was sold are together the bill, to the last digit', () => {
  const total = row('total', { pvWh: 9000, importWh: 4000, exportWh: 2500, cost: '1.734567', earned: '0.200001' });
  const bill = [
    line('import', '1.20'),
    line('import', '0.034567'),
    line('standing', '0.4'),
    line('tax', '0.1'),
    line('export', '-0.200001'),
  ];
  const lines = sourceCosts({ total, bill });
  expect(lines).toEqual([
    { id: 'pv', energyWh: 9000 },
    { id: 'import', energyWh: 4000, amount: '1.234567', price: 1.234567 / 4 },
    { id: 'charges', amount: '0.500000' },
    { id: 'export', energyWh: 2500, amount: '-0.200001', price: 0.200001 / 2.5 },
    { id: 'bill', amount: '1.534566' },
  ]);
  const parts = lines.flatMap(({ id, amount }) => (id === 'bill' || amount === undefined ? [] : [amount]));
  expect(decimalSum(parts)).toBe('1.534566');
});

test('fuel is what a generator cost', () => {
  const total = row('total', { generatorWh: 2000, loadWh: 2000, cost: '0.80' });
  expect(sourceCosts({ total, bill: [line('generator', '0.80')] })).toEqual([
    { id: 'generator', energyWh: 2000, amount: '0.80', price: 0.4 },
    { id: 'bill', amount: '0.80' },
  ]);
});

test('no price of nothing, and no money without a tariff', () => {
  expect(sourceCosts({ total: row('total', { importWh: 0, cost: '0.30' }), bill: [line('standing', '0.30')] })).toEqual(
    [
      { id: 'import', energyWh: 0, amount: '0' },
      { id: 'charges', amount: '0.30' },
      { id: 'bill', amount: '0.30' },
    ],
  );
  expect(sourceCosts({ total: row('total', { importWh: 10, dischargeWh: 5 }) })).toEqual([
    { id: 'discharge', energyWh: 5 },
    { id: 'import', energyWh: 10 },
  ]);
});
