import { expect, test } from 'vitest';
import { toUtf8 } from '#core/bytes.ts';
import { isOfProgram } from './program-topics.ts';

test.each([
  'zigbee2mqtt/bridge/state',
  'zigbee2mqtt/bridge/anything/new',
  'zigbee2mqtt/kitchen/lamp/set',
  'zigbee2mqtt/kitchen/lamp/availability',
  'home/zigbee/bridge/devices',
  'z2m/bridge/response/permit_join',
  'tasmota/discovery/DC4F220848A2/config',
  'tasmota/discovery/DC4F220848A2/sensors',
  'cmnd/plug/POWER',
  'tasmota/plug/cmnd/POWER',
  'homeassistant/sensor/roof/power/config',
  'homeassistant/sensor/roof_power/config',
  'homeassistant/device/0a1b/config',
  'ha/binary_sensor/door/config',
  'homeassistant/status',
  'esphome/discover/roof',
  'shellies/announce',
  'shellies/shellyplug-1/relay/0/command',
  'homesync/home/nodes/one/command/relay',
  '$SYS/broker/uptime',
  'homie/pump/$state',
  'homie/pump/meter/power/$unit',
  'zwave/_CLIENTS/ZWAVE_GATEWAY-x/version',
  'R/48e7da891234/keepalive',
  'N/48e7da891234/keepalive',
])('%s is of a program', (topic) => expect(isOfProgram({ topic })).toBe(true));

test.each([
  'zigbee2mqtt/kitchen/lamp',
  'zigbee2mqtt/bridge_lamp',
  'garden/bridge/power',
  'garage/pump',
  'tele/plug/SENSOR',
  'tasmota/plug/tele/SENSOR',
  'statestream/sensor/power/state',
  'roof/sensor/power',
  'roof/config',
  'shellies/shellyplug-1/relay/0/power',
  'homie/pump/meter/power',
  'N/48e7da891234/grid/30/Ac/Power',
  'esphome-roof/sensor/power/state',
])('%s is not', (topic) => expect(isOfProgram({ topic, payload: toUtf8('1') })).toBe(false));

test('a log in colours is of a program, wherever it is; a hostile topic takes no time', () => {
  expect(isOfProgram({ topic: 'roof/debug', payload: toUtf8('\u001B[0;32m[I][app:102]: started') })).toBe(true);
  const startMs = performance.now();
  for (let index = 0; index < 200; index += 1)
    isOfProgram({ topic: `${'sensor/'.repeat(9000)}x`, payload: toUtf8('1') });
  expect(performance.now() - startMs).toBeLessThan(1000);
});
