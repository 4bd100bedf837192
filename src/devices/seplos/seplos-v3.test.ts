// Recorded answers of a Seplos BMS 3.0 (patman15/aiobmsble tests/bms/test_seplos_bms.py, PIA1 and PIB1).
import { expect, test } from 'vitest';
import { metricsOf, reportOf } from '../testing.ts';
import { seplosV3 } from './seplos-v3.ts';

const pia = '010422 1472fd3034646d6000d501df03e700090cc70b9f0cc80cc60ba50b99000000b400b4 6ff3';
const pib =
  '010434 0cc80cc80cc80cc70cc70cc70cc70cc60cc60cc70cc70cc70cc70cc80cc80cc8' +
  '0ba50b990b9a0ba40aab0aab0aab0aab0bc40bb5 971f';

test('the pack: + in the recording is charging, here − 7.2 A is discharging', () => {
  const report = reportOf(seplosV3, 'input 4096 17', pia);
  expect(report.problems).toEqual([]);
  expect(metricsOf(seplosV3, report)).toEqual({
    'battery.voltage': 52.34,
    'battery.current': 7.2,
    'battery.power': 376.8,
    'battery.soc': 47.9,
    'battery.soh': 99.9,
    'battery.capacity': 280,
    'battery.capacity.remaining': 134.12,
    'battery.cycles': 9,
    'battery.temperature': 24.4,
  });
});

test('cells and sensors', () => {
  const metrics = metricsOf(seplosV3, reportOf(seplosV3, 'input 4352 26', pib));
  expect(metrics).toMatchObject({
    'battery.cell.voltage.1': 3.272,
    'battery.cell.voltage.8': 3.27,
    'battery.cell.voltage.16': 3.272,
    'battery.cell.voltage.min': 3.27,
    'battery.cell.voltage.max': 3.272,
    'battery.cell.voltage.spread': 0.002,
    'battery.temperature.1': 25,
    'battery.temperature.4': 24.9,
  });
});
