// Pages of a WARP Charger as its maker prints them, and which requests two set-points come to that share one register.
import { expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { httpResponseBytes } from '#core/http-exchange.ts';
import type { MetricValue } from '#core/reading.ts';
import type { SetPointId } from '#core/set-points.ts';
import { findServed, type ShownOf } from '../capabilities.ts';
import { requestFor } from '../find-write.ts';
import { fieldsOf, metricsOf, reportOf } from '../testing.ts';
import { warp, warp3 } from './warp.ts';

const answer = (page: unknown): Uint8Array =>
  httpResponseBytes({ status: 200, type: 'application/json' }, toUtf8(JSON.stringify(page)));
const read = (name: string, page: unknown) => metricsOf(warp, reportOf(warp, name, answer(page)));

/** As it is printed under `evse/state` and `evse/slots`. */
const printed = {
  iec61851_state: 2,
  charger_state: 3,
  contactor_state: 3,
  contactor_error: 0,
  allowed_charging_current: 32_000,
  error_state: 0,
  lock_state: 0,
};
const slots = (external: object): unknown => [
  ...Array.from({ length: 8 }, () => ({ max_current: 32_000, active: true, clear_on_disconnect: false })),
  external,
  { max_current: 0, active: false, clear_on_disconnect: false },
];

test('a page becomes values', () => {
  expect(read('evse/state', printed)).toEqual({
    'charger.state': 'charging',
    'charger.plugged': true,
    'charger.fault': '',
  });
  expect(fieldsOf(reportOf(warp, 'evse/state', answer(printed)))).toMatchObject({ allowed_charging_current: 32 });
  expect(read('evse/slots', slots({ max_current: 10_500, active: true, clear_on_disconnect: true }))).toEqual({
    'charger.enabled': true,
    'charger.current.limit': 10.5,
  });
  expect(read('meter/values', { power: 6825.5, energy_rel: 1.5, energy_abs: 886.5 })).toEqual({
    'charger.power': 6825.5,
    'charger.energy': 886_500,
  });
  const all = [231, 232, 230, 9.9, 9.8, 9.7, 2280, 2270, 2275];
  expect(read('meter/all_values', all)).toMatchObject({ 'charger.current.l2': 9.8, 'charger.voltage.l3': 230 });
});

test('a slot that is not active stops nothing; one at 0 does, and says no current', () => {
  expect(read('evse/slots', slots({ max_current: 0, active: false, clear_on_disconnect: false }))).toEqual({
    'charger.enabled': true,
  });
  expect(read('evse/slots', slots({ max_current: 0, active: true, clear_on_disconnect: true }))).toEqual({
    'charger.enabled': false,
  });
});

test('waiting for a card is a pause of the charger, being ready one of the car; a fault has its name', () => {
  const state = (changes: object) => read('evse/state', { ...printed, ...changes });
  expect(state({ charger_state: 1 })).toMatchObject({ 'charger.state': 'suspended-evse', 'charger.plugged': true });
  expect(state({ charger_state: 2 })).toMatchObject({ 'charger.state': 'suspended-ev' });
  expect(state({ charger_state: 4, error_state: 4 })).toEqual({
    'charger.state': 'faulted',
    'charger.fault': 'contactor',
  });
  expect(state({ contactor_error: 6 })).toMatchObject({ 'charger.fault': 'contactor 6' });
});

test('what it does not know is absent, never 0', () => {
  expect(read('evse/state', { ...printed, charger_state: 9, error_state: null })).toEqual({});
  expect(read('evse/slots', [])).toEqual({});
  expect(read('meter/values', { power: null, energy_rel: null, energy_abs: null })).toEqual({});
  expect(read('meter/all_values', [null, null, null, null])).toEqual({});
});

/** What a set-point comes to, with what the device shows. */
function told(
  setPoint: SetPointId,
  value: MetricValue,
  shown: Readonly<Record<string, MetricValue>>,
): readonly string[] {
  const shownOf: ShownOf = ({ name }, of) => shown[of === 'kept' ? 'kept' : name];
  return (findServed(warp3, setPoint).steps(value, shownOf) ?? []).map((step) =>
    step.isKept === true ? `kept ${step.value}` : requestFor(step.write, step.value),
  );
}
const ours = { external_enabled: 'on', clear_on_disconnect: 'on' } as const;
const behind = [
  'evse/external_clear_on_disconnect_update {"clear_on_disconnect":true}',
  'evse/external_enabled_update {"enabled":true}',
];

test('one writer composes: a limit while it is stopped is remembered, and starting writes the one that was wanted last', () => {
  expect(told('charger.enabled', 0, { ...ours, external_current: 10 })[0]).toBe(
    'evse/external_current_update {"current":0}',
  );
  expect(told('charger.current.limit', 12, { ...ours, external_current: 0 })).toEqual(['kept 12']);
  expect(told('charger.enabled', 1, { ...ours, external_current: 0, kept: 12 })[0]).toBe(
    'evse/external_current_update {"current":12000}',
  );
  expect(told('charger.enabled', 1, { ...ours, external_current: 0 })[0]).toBe(
    'evse/external_current_update {"current":6000}',
  );
  expect(told('charger.current.limit', 12, { ...ours, external_current: 10 })).toEqual([
    'evse/external_current_update {"current":12000}',
    ...behind,
  ]);
});

test('a slot that does not count is given its current before it counts; not knowing, nothing is told', () => {
  const found = { external_enabled: 'off', clear_on_disconnect: 'off', external_current: 0 } as const;
  expect(told('charger.current.limit', 10, found)).toEqual([
    'evse/external_current_update {"current":10000}',
    ...behind,
  ]);
  expect(told('charger.current.limit', 10, {})).toEqual([]);
  expect(told('charger.enabled', 1, { external_current: 0 })).toEqual([]);
});
