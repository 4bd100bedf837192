import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { venusMqtt } from './venus-mqtt.ts';

const portal = 'c0619ab12345';
const at = (path: string): string => `N/${portal}/${path}`;
const value = (one: unknown): string => JSON.stringify({ value: one });

describe('Venus OS over MQTT', () => {
  test('the system: sums of the phases, the battery in the catalogue’s sign', () => {
    const messages = {
      [at('system/0/Ac/Grid/L1/Power')]: value(-500),
      [at('system/0/Ac/Grid/L2/Power')]: value(120),
      [at('system/0/Ac/Grid/L3/Power')]: value(null),
      [at('system/0/Ac/Consumption/L1/Power')]: value(800),
      [at('system/0/Dc/Pv/Power')]: value(2000),
      [at('system/0/Ac/PvOnGrid/L1/Power')]: value(300),
      [at('system/0/Dc/Battery/Power')]: value(1120),
      [at('system/0/Dc/Battery/Soc')]: value(63.5),
      [at('system/0/SystemState/State')]: value(9),
    };
    expect(metricsOfMessages(venusMqtt, portal, messages)).toEqual({
      'grid.power.l1': -500,
      'grid.power.l2': 120,
      'grid.power': -380,
      'load.power.l1': 800,
      'load.power': 800,
      'pv.power': 2300,
      'battery.power': -1120,
      'battery.soc': 63.5,
      'inverter.mode': 'Inverting',
    });
  });

  test('all instances: two chargers, two batteries, a grid meter', () => {
    const messages = {
      [at('solarcharger/278/Yield/Power')]: value(600),
      [at('solarcharger/279/Yield/Power')]: value(400),
      [at('solarcharger/278/Yield/User')]: value(100.5),
      [at('solarcharger/279/Yield/User')]: value(50),
      [at('battery/512/Dc/0/Power')]: value(-250),
      [at('battery/513/Dc/0/Power')]: value(100),
      [at('grid/30/Ac/Energy/Forward')]: value(1234.5),
    };
    expect(metricsOfMessages(venusMqtt, portal, messages)).toEqual({
      'pv.power.s1': 600,
      'pv.power.s2': 400,
      'pv.energy': 150_500,
      'battery.power.1': 250,
      'battery.power.2': -100,
      'grid.energy.import': 1_234_500,
    });
  });

  test('an empty message says that it is gone, and clears; another portal is another device', () => {
    expect(said(venusMqtt, portal, [at('battery/512/Soc'), ''])).toEqual({
      kind: 'state',
      state: { 'battery:512': { Soc: null } },
    });
    expect(said(venusMqtt, portal, ['N/other/system/0/Serial', value('x')]).kind).toBe('other');
    expect(said(venusMqtt, portal, [at('battery/512/Soc'), '{"value":']).kind).toBe('malformed');
  });

  test('it is kept awake, and asked for everything', () => {
    const { keepAlive, askState } = venusMqtt.dialect;
    expect(keepAlive?.everySeconds).toBeLessThanOrEqual(30);
    expect(keepAlive?.message(portal)).toEqual({
      topic: `R/${portal}/keepalive`,
      payload: '{"keepalive-options":["suppress-republish"]}',
    });
    expect(askState?.({ prefix: portal, replyTo: 'r', id: 1 })).toEqual([
      { topic: `R/${portal}/keepalive`, payload: '' },
    ]);
  });

  test('shows itself', () => {
    expect(shownAs(venusMqtt, at('system/0/Serial'), value(portal))).toBe(`${portal} → venus-mqtt`);
  });
});
