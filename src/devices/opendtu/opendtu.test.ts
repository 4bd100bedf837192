import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { ahoyDtuInverter, openDtuInverter } from './opendtu.ts';

const prefix = 'solar/114180123456';

describe('microinverters', () => {
  test('OpenDTU: grid side, modules, kilowatt-hours of the total alone', () => {
    const messages = {
      [`${prefix}/0/power`]: '587.3',
      [`${prefix}/0/yieldtotal`]: '312.456',
      [`${prefix}/0/yieldday`]: '1840',
      [`${prefix}/0/temperature`]: '31.2',
      [`${prefix}/1/power`]: '301.1',
      [`${prefix}/2/voltage`]: '33.4',
      [`${prefix}/status/limit_absolute`]: '1500.00',
    };
    expect(metricsOfMessages(openDtuInverter, prefix, messages)).toEqual({
      'pv.power': 587.3,
      'pv.energy': 312_456,
      'inverter.temperature': 31.2,
      'pv.power.s1': 301.1,
      'pv.voltage.s2': 33.4,
    });
  });

  test.each([
    [`${prefix}/status/reachable`, '0', { kind: 'online', online: false }],
    ['solar/dtu/status', 'online', { kind: 'online', online: true }],
    ['solar/999/0/power', '5', { kind: 'other' }],
  ])('%s %s', (topic, payload, content) =>
    expect(said(openDtuInverter, prefix, [topic, payload])).toMatchObject(content),
  );

  test('AhoyDTU', () => {
    const messages = {
      'inverter/roof/ch0/P_AC': '250.0',
      'inverter/roof/ch1/U_DC': '32.1',
      'inverter/roof/available': '2',
    };
    expect(metricsOfMessages(ahoyDtuInverter, 'inverter/roof', messages)).toEqual({
      'pv.power': 250,
      'pv.voltage.s1': 32.1,
    });
    expect(said(ahoyDtuInverter, 'inverter/roof', ['inverter/roof/available', '0'])).toMatchObject({ online: false });
  });

  test('show themselves', () => {
    expect(shownAs(openDtuInverter, `${prefix}/0/power`, '1')).toBe(`${prefix} → opendtu`);
    expect(shownAs(openDtuInverter, 'solar/x/0/power', '1')).toBeUndefined();
    expect(shownAs(ahoyDtuInverter, 'inverter/roof/ch0/P_AC', '1')).toBe('inverter/roof → ahoydtu');
  });
});
