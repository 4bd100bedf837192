import { describe, expect, test } from 'vitest';
import { servedBy } from '../capabilities.ts';
import { composedFor } from '../message-parts.ts';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { solarAssistant, solarAssistantInverted } from './solar-assistant.ts';

// Topics as SolarAutopilot reads them ([solar-assistant]).
const prefix = 'solar_assistant_DEYE';
const topics = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}/${key}/state`, value]));
const metrics = (values: Readonly<Record<string, string>>, definition = solarAssistant) =>
  metricsOfMessages(definition, prefix, topics(values));

describe('topics of Solar-Assistant', () => {
  test('totals: load = pv + grid − battery, the maker’s battery being + charging', () => {
    const said = {
      'total/pv_power': '3000',
      'total/load_power': '800',
      'total/grid_power': '-200',
      'total/battery_power': '2000',
      'total/battery_state_of_charge': '71',
      'total/pv_energy': '12.3',
      'total/battery_energy_in': '4.5',
    };
    expect(metrics(said)).toEqual({
      'pv.power': 3000,
      'load.power': 800,
      'grid.power': -200,
      'battery.power': -2000,
      'battery.soc': 71,
      'pv.energy': 12_300,
      'battery.energy.charge': 4500,
    });
    expect(metrics(said, solarAssistantInverted)).toMatchObject({ 'battery.power': 2000 });
  });

  test('any number of inverters and batteries, each with its strings, power and temperature', () => {
    const values = {
      'inverter_1/pv_power_1': '900',
      'inverter_2/pv_power_2': '700',
      'inverter_2/temperature': '40',
      'battery_1/power': '150',
      'battery_3/temperature': '21.5',
    };
    expect(metrics(values)).toEqual({
      'pv.power.s1': 900,
      'pv.power.s4': 700,
      'battery.power.1': -150,
      'battery.temperature.3': 21.5,
    });
  });

  test('without totals what its inverters and batteries do is added up; with them it is not', () => {
    const values = {
      'inverter_1/pv_power': '900',
      'inverter_2/pv_power': '700',
      'battery_1/power': '-150',
      'battery_2/power': '-50',
    };
    expect(metrics(values)).toMatchObject({ 'pv.power': 1600, 'battery.power': 200 });
    expect(metrics({ ...values, 'total/pv_power': '1590' })).toMatchObject({ 'pv.power': 1590 });
    expect(metrics({ 'battery_1/state_of_charge': '55' })).toEqual({ 'battery.soc': 55 });
  });

  test('words and what is not there', () => {
    expect(metrics({ 'total/pv_power': 'unavailable', 'total/load_power': '' })).toEqual({});
    expect(metrics({ 'total/inverter_mode': 'Solar/Grid mode' })).toEqual({ 'inverter.mode': 'Solar/Grid mode' });
  });

  test('one inverter serves the set-points by itself; of two all are set', () => {
    const served = (parts: object) => {
      const device = composedFor(solarAssistant, { ...parts });
      return { device, served: servedBy(device).find(({ setPoint }) => setPoint === 'inverter.priority.output') };
    };
    const one = served({ inverter_1: {} });
    const steps = (found: ReturnType<typeof served>) =>
      found.served?.steps('solar-first', () => undefined)?.map(({ write, value }) => write.request(value));
    expect(steps(one)).toEqual(['inverter_1/output_source_priority/set Solar first']);
    expect(steps(served({ inverter_1: {}, inverter_2: {} }))).toEqual([
      'inverter_1/output_source_priority/set Solar first',
      'inverter_2/output_source_priority/set Solar first',
    ]);
    const message = one.device.dialect.request({ prefix, replyTo: 'r', id: 1 }, steps(one)?.[0] ?? '');
    expect(message).toEqual({ topic: `${prefix}/inverter_1/output_source_priority/set`, payload: 'Solar first' });
  });

  test.each([
    ['Saved', { kind: 'response' }],
    ["Set 'Capacity point 1' to '97': Saved.", { kind: 'response' }],
    ['Error: Value out of range', { kind: 'response', refused: { code: 'outside.said' } }],
  ])('the outcome of a setting: %s', (payload, content) => {
    const told = said(solarAssistant, prefix, [`${prefix}/set/response_message/state`, payload]);
    expect(told).toMatchObject(content);
    expect('refused' in told).toBe('refused' in content);
  });

  test('shows itself by its totals, and not by what only looks like them', () => {
    expect(shownAs(solarAssistant, `${prefix}/total/pv_power/state`, '5')).toBe(`${prefix} → solar-assistant`);
    expect(shownAs(solarAssistant, 'x/total/other/state', '5')).toBeUndefined();
  });
});
