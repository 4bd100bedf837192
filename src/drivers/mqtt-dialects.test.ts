// MQTT devices of tables, on a clock that the test moves: what cannot be asked, what the broker kept, answers without ids, reports of many
// messages, values that are repeated instead of measured.
import { describe, expect, test } from 'vitest';
import { esphomePlug } from '#devices/esphome/esphome.ts';
import { homesyncNode } from '#devices/homesync/node.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import { solarAssistant } from '#devices/solar-assistant/solar-assistant.ts';
import { tasmotaPlug } from '#devices/tasmota/tasmota.ts';
import { venusMqtt } from '#devices/victron/venus-mqtt.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker } from './testing/process-broker.ts';
import { caught, listening, started } from './testing/wires.ts';

const second = 1000;

function deviceOn(definition: MqttDefinition, topic: string) {
  const clock = fakeClock();
  const on = broker();
  const heard = listening(clock);
  const record = { ...deviceRecord('one', definition.id), topic };
  const device = started(new MqttDevice(record, definition, { ...heard, link: on.link }));
  const say = async (messages: Readonly<Record<string, string>>, retained = false): Promise<void> => {
    for (const [below, payload] of Object.entries(messages)) on.say(`${topic}/${below}`, payload, retained);
    await clock.advance(500);
  };
  const told = () => heard.batches.map(({ metric, value }) => metric.map((id, index) => `${id}=${value[index]}`));
  const turn = (value: 0 | 1) =>
    device.commands.set({ device: 'one', target: { setPoint: 'relay.on.1' }, value, origin: 'person' });
  return { clock, on, heard, device, say, told, turn };
}

describe('a report of many messages', () => {
  test('is one batch', async () => {
    const { clock, device, say, told } = deviceOn(solarAssistant, 'sa');
    await say({ 'total/pv_power/state': '900', 'total/grid_power/state': '-100', 'battery_2/power/state': '50' });
    expect(told()).toEqual([['pv.power=900', 'grid.power=-100', 'battery.power.2=-50']]);
    await clock.advance(3 * second);
    await say({ 'battery_2/power/state': '60' });
    expect(told().at(-1)).toEqual(['battery.power.2=-60', 'battery.power=-60']);
    await device.stop();
  });

  test('as a flood is cut in pieces, and stopping drops what waits', async () => {
    const { on, heard, device } = deviceOn(solarAssistant, 'sa');
    for (let index = 0; index < 600; index += 1) on.say('sa/total/pv_power/state', String(index));
    await Promise.resolve();
    expect(heard.batches.length).toBeLessThanOrEqual(2);
    await device.stop();
    const before = heard.batches.length;
    await Promise.resolve();
    expect(heard.batches).toHaveLength(before);
  });
});

describe('values that are repeated instead of measured', () => {
  test('are no readings; one that moves is', async () => {
    const { clock, heard, device, say } = deviceOn(solarAssistant, 'sa');
    const report = { 'total/pv_power/state': '900', 'total/battery_voltage/state': '52.1' };
    for (let round = 0; round < 200; round += 1) {
      await say(report);
      await clock.advance(4500);
    }
    const taken = heard.batches.length;
    expect(taken).toBeLessThan(190);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'link.timeout' } } });
    await say(report);
    expect(heard.batches).toHaveLength(taken);
    await say({ 'total/battery_voltage/state': '52.2' });
    expect(heard.batches).toHaveLength(taken + 1);
    expect(device.status().state).toBe('online');
    await device.stop();
  });
});

describe('what the broker kept of a device that cannot be asked', () => {
  test('a switch is believed once it is known that the device is there; a measurement is not', async () => {
    const { device, say, told } = deviceOn(esphomePlug, 'pump');
    await say({ 'switch/relay/state': 'ON', 'sensor/power/state': '400' }, true);
    expect(told()).toEqual([]);
    await say({ status: 'online' }, true);
    expect(told()).toEqual([['relay.on.1=1']]);
    expect(device.status().state).toBe('online');
    await device.stop();
  });

  test('of one that is away it is nothing', async () => {
    const { device, say, told } = deviceOn(esphomePlug, 'pump');
    await say({ 'switch/relay/state': 'ON', status: 'offline' }, true);
    expect(told()).toEqual([]);
    expect(device.status().state).toBe('offline');
    await device.stop();
  });

  test('one that speaks on change only stays online until its will comes', async () => {
    const { clock, device, say } = deviceOn(esphomePlug, 'pump');
    await say({ status: 'online' }, true);
    await clock.advance(3600 * second);
    expect(device.status().state).toBe('online');
    await say({ status: 'offline' });
    expect(device.status().state).toBe('offline');
    await device.stop();
  });
});

describe('commands of tables', () => {
  test('without answers: what it shows confirms them', async () => {
    const { clock, on, device, say, turn } = deviceOn(esphomePlug, 'pump');
    await say({ status: 'online', 'switch/relay/state': 'OFF' });
    on.link.subscribe('pump/switch/relay/command', ({ payload }) =>
      on.say('pump/switch/relay/state', new TextDecoder().decode(payload)),
    );
    const done = turn(1);
    await clock.advance(10_000);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 1 });
    await device.stop();
  });

  test('without any sign they are unconfirmed, whatever it showed before', async () => {
    const { clock, device, say, turn } = deviceOn(esphomePlug, 'pump');
    await say({ status: 'online', 'switch/relay/state': 'OFF' });
    const done = caught(turn(1));
    await clock.advance(20_000);
    expect(await done).toMatchObject({ code: 'command.unconfirmed' });
    await device.stop();
  });

  test('in order: the answer is that of the command before it; a refusal says why', async () => {
    const { clock, on, device, turn } = deviceOn(homesyncNode, 'homesync/h/nodes/n');
    const answers = ['{"success":true,"relay":1,"newState":"on"}', '{"success":false,"error":"overload"}'];
    on.link.subscribe('homesync/h/nodes/n/command/relay', () =>
      on.say('homesync/h/nodes/n/response/command', answers.shift() ?? ''),
    );
    const first = turn(1);
    await clock.advance(1000);
    expect(await first).toMatchObject({ outcome: 'confirmed', after: 1 });
    const second = caught(turn(0));
    await clock.advance(1000);
    expect(await second).toMatchObject({ code: 'command.refused', why: 'overload' });
    expect(on.published.filter((topic) => topic.endsWith('command/relay'))).toHaveLength(2);
    await device.stop();
  });

  test('of a Tasmota: its result, below another first level', async () => {
    const { clock, on, device, turn } = deviceOn(tasmotaPlug, 'plug');
    on.link.subscribe('cmnd/plug/POWER1', ({ payload }) =>
      on.say('stat/plug/RESULT', JSON.stringify({ POWER: new TextDecoder().decode(payload) })),
    );
    const done = turn(1);
    await clock.advance(1000);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 1 });
    await device.stop();
  });
});

test('one that sleeps unless it is woken is woken, also when the broker is back', async () => {
  const { clock, on, device } = deviceOn(venusMqtt, 'portal');
  const woken = () => on.published.filter((topic) => topic === 'R/portal/keepalive').length;
  await clock.advance(60 * second);
  expect(woken()).toBeGreaterThanOrEqual(3);
  on.setConnected(false);
  const before = woken();
  on.setConnected(true);
  await clock.advance(0);
  expect(woken()).toBeGreaterThan(before);
  await device.stop();
});
