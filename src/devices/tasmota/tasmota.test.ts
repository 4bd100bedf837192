import { describe, expect, test } from 'vitest';
import { metricsOfMessages, said, shownAs } from '../testing/messages.ts';
import { tasmotaMeter, tasmotaPlug } from './tasmota.ts';

// Examples of the documentation ([tasmota-mqtt]).
const sensor =
  '{"Time":"2026-01-01T12:00:00","ENERGY":{"TotalStartTime":"2023-01-01T00:00:00","Total":3185.123,"Yesterday":3.058,"Today":0.127,"Period":5,"Power":120,"ApparentPower":130,"ReactivePower":40,"Factor":0.92,"Voltage":221,"Current":0.543,"Frequency":50}}';
const state =
  '{"Time":"2026-01-01T12:00:00","Uptime":"0T01:00:10","UptimeSec":3610,"Heap":25,"POWER":"ON","Wifi":{"RSSI":80,"Signal":-60,"SSId":"home"}}';
const channels = '{"ENERGY":{"Total":[1.5,2.5],"Power":[120,-30],"Current":[1.320,2.100],"Voltage":230}}';
const meter =
  '{"Time":"2026-01-01T12:00:00","SML":{"Power_curr":-350,"Total_in":12345.678,"Total_out":234.5,"Meter_id":"0a01"}}';

describe('Tasmota', () => {
  test('a plug: kilowatt-hours are watt-hours', () => {
    expect(metricsOfMessages(tasmotaPlug, 'plug', { 'tele/plug/SENSOR': sensor, 'tele/plug/STATE': state })).toEqual({
      'relay.on.1': 1,
      'relay.power.1': 120,
      'load.energy': 3_185_123,
      'load.voltage': 221,
      'load.frequency': 50,
      'load.power_apparent': 130,
      'device.signal': -60,
      'device.uptime': 3610,
    });
  });

  test('the end of a timer is an answer; a relay that it switched is one, too', () => {
    const heard = (text: string) => said(tasmotaPlug, 'plug', ['stat/plug/RESULT', text]);
    expect(heard('{"TimedPower1":"Done"}')).toEqual({
      kind: 'response',
      state: { timers: { on: { 1: null }, off: { 1: null } } },
    });
    expect(
      heard('{"TimedPower":[{"Remaining":89950,"Command":"Power1 0"},{"Remaining":1,"Command":"Power2 1"}]}'),
    ).toEqual({ kind: 'state', state: { timers: { on: { 1: 90 }, off: { 2: 1 } } } });
    expect(heard('{"POWER1":"OFF"}')).toMatchObject({ state: { timers: { on: { 1: null }, off: {} } } });
    expect(said(tasmotaPlug, 'plug', ['stat/plug/RESULT', '{"POWER1":"ON"}'])).toMatchObject({ kind: 'response' });
    expect(said(tasmotaPlug, 'plug', ['stat/plug/RESULT', '{"PulseTime1":"Done"}'])).toEqual({ kind: 'other' });
  });

  test('several channels come as lists, what they share as one number', () => {
    expect(metricsOfMessages(tasmotaPlug, 'plug', { 'tele/plug/SENSOR': channels })).toEqual({
      'relay.power.1': 90,
      'load.energy': 4000,
      'load.voltage': 230,
    });
  });

  test('a head at a utility meter, whatever its script calls the meter', () => {
    expect(metricsOfMessages(tasmotaMeter, 'head', { 'tele/head/SENSOR': meter })).toEqual({
      'grid.power': -350,
      'grid.energy.import': 12_345_678,
      'grid.energy.export': 234_500,
    });
    const phases = '{"MT175":{"E_in":1,"P1":100,"P2":-40,"P3":10}}';
    expect(metricsOfMessages(tasmotaMeter, 'head', { 'tele/head/SENSOR': phases })).toMatchObject({ 'grid.power': 70 });
  });

  test('a full topic in another order', () => {
    const place = 'tasmota/plug/%prefix%';
    expect(metricsOfMessages(tasmotaPlug, place, { 'tasmota/plug/tele/STATE': state })).toMatchObject({
      'relay.on.1': 1,
    });
    const to = { prefix: place, replyTo: 'r', id: 1 };
    expect(tasmotaPlug.dialect.request(to, '{cmnd}/POWER2 OFF')).toEqual({
      topic: 'tasmota/plug/cmnd/POWER2',
      payload: 'OFF',
    });
    expect(tasmotaPlug.dialect.filters(place, 'r')).toContain('tasmota/plug/stat/+');
    expect(tasmotaPlug.dialect.askState?.({ ...to, prefix: 'x' })).toContainEqual({
      topic: 'cmnd/x/STATUS',
      payload: '10',
    });
  });

  test.each([
    ['stat/plug/RESULT', '{"POWER2":"OFF"}', { kind: 'response', state: { relays: { 2: 'OFF' } } }],
    ['stat/plug/RESULT', '{"Command":"Unknown"}', { kind: 'response', refused: { code: 'outside.said' } }],
    ['stat/plug/RESULT', '{"TelePeriod":10}', { kind: 'other' }],
    ['stat/plug/POWER', 'ON', { kind: 'state', state: { relays: { 1: 'ON' } } }],
    ['stat/plug/STATUS10', `{"StatusSNS":${sensor}}`, { kind: 'state', state: { energy: { Power: 120 } } }],
    ['tele/plug/LWT', 'Offline', { kind: 'online', online: false }],
    ['tele/plug/SENSOR', '{"ENERGY":', { kind: 'malformed' }],
  ])('%s %s', (topic, payload, content) => expect(said(tasmotaPlug, 'plug', [topic, payload])).toMatchObject(content));

  test.each([
    ['tele/plug/SENSOR', sensor, 'plug → tasmota-plug'],
    ['tele/head/SENSOR', meter, 'head → tasmota-meter'],
    ['tele/x/SENSOR', '{"DHT11":{"Temperature":20}}', undefined],
    [
      'tasmota/discovery/AABBCC/config',
      '{"t":"tasmota_AABBCC","ft":"tasmota/%topic%/%prefix%/","tp":["cmnd","stat","tele"],"rl":[1,0]}',
      'tasmota/tasmota_AABBCC/%prefix% → tasmota-plug',
    ],
    ['tasmota/discovery/AABBCC/config', '{"t":"p","ft":"%prefix%/%topic%/","rl":[1]}', 'p → tasmota-plug'],
    ['tasmota/discovery/AABBCC/config', '{"t":"#","ft":"%prefix%/%topic%/","rl":[1]}', undefined],
  ])('%s shows %s', (topic, payload, shown) => expect(shownAs(tasmotaPlug, topic, payload)).toBe(shown));
});
