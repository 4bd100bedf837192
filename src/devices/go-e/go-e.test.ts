// Pages of a go-eCharger as its API lists them; the figures are made up.
import { expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { httpResponseBytes } from '#core/http-exchange.ts';
import { metricsOf, reportOf } from '../testing.ts';
import { goE } from './go-e.ts';

const page = {
  car: 2,
  alw: true,
  amp: 10,
  frc: 0,
  psm: 2,
  nrg: [231, 232, 230, 2, 9.9, 9.8, 9.9, 2280, 2270, 2275, 0, 6825, 99, 99, 99, 0],
  eto: 1_234_567,
  wh: 4321.5,
  err: 0,
  trx: null,
};
const answer = (changes: object): Uint8Array =>
  httpResponseBytes({ status: 200, type: 'application/json' }, toUtf8(JSON.stringify({ ...page, ...changes })));
const read = (changes: object) => metricsOf(goE, reportOf(goE, 'status', answer(changes)));

test('a page becomes values', () => {
  expect(read({})).toMatchObject({
    'charger.state': 'charging',
    'charger.plugged': true,
    'charger.enabled': true,
    'charger.current.limit': 10,
    'charger.phases': 3,
    'charger.power': 6825,
    'charger.energy': 1_234_567,
    'charger.current.l2': 9.8,
    'charger.voltage.l3': 230,
  });
});

test('a pause is the car’s where it may charge, and the charger’s where it may not, whatever the charger calls it', () => {
  for (const car of [3, 4]) {
    expect(read({ car, alw: true })).toMatchObject({ 'charger.state': 'suspended-ev', 'charger.plugged': true });
    expect(read({ car, alw: false })).toMatchObject({ 'charger.state': 'suspended-evse', 'charger.plugged': true });
    expect(Object.keys(read({ car, alw: null }))).not.toContain('charger.state');
  }
});

test('what it does not know is absent, never 0', () => {
  expect(read({ car: null, nrg: null, eto: null, psm: 0, alw: null })).not.toMatchObject({ 'charger.power': 0 });
  const metrics = Object.keys(read({ car: null, nrg: null, eto: null, psm: 0, alw: null }));
  for (const absent of [
    'charger.state',
    'charger.plugged',
    'charger.power',
    'charger.energy',
    'charger.phases',
    'charger.enabled',
  ])
    expect(metrics).not.toContain(absent);
  expect(read({ car: 1 })).toMatchObject({ 'charger.state': 'available', 'charger.plugged': false });
});
