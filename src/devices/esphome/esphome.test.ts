import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { esphomeMeter, esphomePlug } from './esphome.ts';

describe('ESPHome over MQTT', () => {
  const messages = {
    'pump/sensor/power/state': '412.7',
    'pump/sensor/energy/state': '1234',
    'pump/switch/relay/state': 'ON',
    'pump/sensor/wifi_signal/state': '-61',
  };

  test('a plug', () => {
    expect(metricsOfMessages(esphomePlug, 'pump', messages)).toEqual({
      'relay.on.1': 1,
      'relay.power.1': 412.7,
      'load.energy': 1234,
      'device.signal': -61,
    });
  });

  test('a meter of three phases', () => {
    const phases = { 'm/sensor/power_l1/state': '5', 'm/sensor/power_l2/state': '-7', 'm/sensor/power_l3/state': '1' };
    expect(metricsOfMessages(esphomeMeter, 'm', phases)).toMatchObject({ 'grid.power': -1 });
  });

  test('nan is no value; a switch holds, a sensor does not; the will', () => {
    expect(metricsOfMessages(esphomePlug, 'pump', { 'pump/sensor/power/state': 'nan' })).toEqual({});
    expect(said(esphomePlug, 'pump', ['pump/switch/relay/state', 'ON'])).toMatchObject({ holds: true });
    expect(said(esphomePlug, 'pump', ['pump/sensor/power/state', '1'])).not.toHaveProperty('holds');
    expect(said(esphomePlug, 'pump', ['pump/status', 'offline'])).toEqual({ kind: 'online', online: false });
  });

  test('shows itself', () => {
    expect(shownAs(esphomePlug, 'pump/switch/relay/state', 'ON')).toBe('pump → esphome-plug');
    expect(shownAs(esphomePlug, 'pump/sensor/humidity/state', '60')).toBeUndefined();
  });

  test('entities of Home Assistant are no node: they stay on the page of topics', () => {
    expect(shownAs(esphomePlug, 'homeassistant/sensor/power/state', '412')).toBeUndefined();
    expect(shownAs(esphomePlug, 'homeassistant/switch/relay/state', 'ON')).toBeUndefined();
    expect(shownAs(esphomePlug, 'house/sensor/power/state', '412')).toBe('house → esphome-plug');
  });
});
