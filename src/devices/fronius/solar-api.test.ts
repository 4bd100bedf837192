// The Solar API by what its description prints: every field in its place, units that came along, refusals, a night.
import { expect, test } from 'vitest';
import { httpResponseBytes } from '#core/http-exchange.ts';
import { toLatin1, toUtf8 } from '#core/bytes.ts';
import { decodeFrame } from '../decode-frame.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { solarApi } from './captures/solar-api.ts';
import { froniusSolarApi } from './solar-api.ts';

const answer = (body: string, status = 200): Uint8Array =>
  httpResponseBytes({ status, type: 'application/json' }, toUtf8(body));
const capture = (name: string): Uint8Array => answer(solarApi[name] ?? '');
const report = (page: string, name = page) => reportOf(froniusSolarApi, page, capture(name));

test('a hybrid with a meter: powers in our sign, the state of its battery, no energy of the sun', () => {
  const { problems } = report('powerflow');
  expect(problems).toEqual([]);
  expect(metricsOf(froniusSolarApi, report('powerflow'))).toEqual({
    'pv.power': 216.43,
    'grid.power': 2274.9,
    'battery.power': 0.159,
    'load.power': 2459.31,
    'battery.soc': 4.6,
  });
  expect(fieldsOf(report('powerflow'))).toMatchObject({
    p_load: -2459.31,
    site_mode: 'bidirectional',
    backup_mode: true,
    inverter_battery_mode: 'suspended',
    rel_autonomy: 7.5,
  });
});

test('without a battery and at night: null is absent, 0 % is no battery, its energy is that of the sun', () => {
  const night = report('powerflow', 'night');
  expect(night.problems).toEqual([]);
  expect(metricsOf(froniusSolarApi, night)).toEqual({ 'pv.energy': 1_530_193.42 });
});

test('a meter at the feed-in point is the grid’s; one elsewhere is not', () => {
  expect(metricsOf(froniusSolarApi, report('meter'))).toEqual({
    'grid.power.l1': 317.9,
    'grid.power.l2': 428.1,
    'grid.power.l3': 1528.9,
    'grid.voltage.l1': 228.3,
    'grid.voltage.l2': 229,
    'grid.voltage.l3': 230.1,
    'grid.energy.import': 5_482_000,
    'grid.energy.export': 3_266_105,
  });
  const inPath = answer(
    (solarApi['meter'] ?? '').replace('"Meter_Location_Current" : 0.0', '"Meter_Location_Current" : 1.0'),
  );
  expect(Object.keys(metricsOf(froniusSolarApi, reportOf(froniusSolarApi, 'meter', inPath)))).toEqual([
    'grid.voltage.l1',
    'grid.voltage.l2',
    'grid.voltage.l3',
  ]);
});

test('a value in another unit than is known is absent with the reason', () => {
  const inverter = report('inverter');
  expect(inverter.problems).toMatchObject([{ field: 'total_energy', why: 'Body/Data/TOTAL_ENERGY/Unit is not Wh' }]);
  expect(metricsOf(froniusSolarApi, inverter)).toEqual({
    'grid.frequency': 49.98,
    'pv.voltage.s1': 399.2,
    'pv.current.s1': 6.4,
    'inverter.mode': 'Running',
  });
  expect(fieldsOf(inverter)).toMatchObject({ pac: 3373, day_energy: 8000, uac: 232.4, error_code: 0 });
});

test('a refusal says why; an API that is off says where to look', () => {
  expect(decodeFrame(froniusSolarApi, 'inverter', capture('refused')).answer).toMatchObject({
    kind: 'refused',
    why: 'Device not available (code 12)',
  });
  expect(decodeFrame(froniusSolarApi, 'powerflow', answer('<html>', 404)).answer).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('switched on') as string,
  });
});

test('each page is asked for by its path, and the version tells the device', () => {
  const { wire, probe } = froniusSolarApi;
  expect(toLatin1(wire.request('powerflow'))).toBe('GET /solar_api/v1/GetPowerFlowRealtimeData.fcgi\n');
  const version = wire.answer(capture('version'), 'version');
  expect(version.kind === 'payload' && probe.matches(version.payload)).toBe(true);
  expect(probe.matches(toUtf8('{"BaseURL":"/other/"}'))).toBe(false);
  expect(probe.matches(toUtf8('no JSON'))).toBe(false);
});

test.each(['[]', '{}', '{"Body":null}', '{"Body":{"Data":{"Site":[1]}}}', 'null', '', '{"Head":{"Status":"x"}}'])(
  'an answer %s gives no value and no failure',
  (body) => {
    for (const page of ['powerflow', 'meter', 'inverter', 'version'])
      expect(fieldsOf(reportOf(froniusSolarApi, page, answer(body)))).toEqual({});
  },
);
