// MQTT devices of tables, on a clock that the test moves: what cannot be asked, what the broker kept, answers without ids, reports of many
// messages, values that are repeated instead of measured.
import { describe, expect, test } from 'vitest';
import { esphomePlug } from '#devices/esphome/esphome.ts';
import { homesyncNode } from '#devices/homesync/node.ts';
import type { MqttDefinition } from '#devices/definition.ts';
import { shellyGen1 } from '#devices/shelly/gen1.ts';
import { solarAssistant } from '#devices/solar-assistant/solar-assistant.ts';
import { tasmotaPlug } from '#devices/tasmota/tasmota.ts';
import { venusMqtt } from '#devices/victron/venus-mqtt.ts';
import type { DeviceNote, DeviceNoteStore } from '#core/device-note.ts';
import { fakeClock } from '#tools/testkit/fake-clock.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { createMessageDevice } from '#sim/emulators.ts';
import { broker, house, join } from './testing/process-broker.ts';
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

  test('in which the same thing is said again is as many as that: no value is lost, of a power or of a counter', async () => {
    const { clock, on, heard, device } = deviceOn(homesyncNode, 'homesync/home/nodes/one');
    const at = 'homesync/home/nodes/one/telemetry';
    for (let index = 0; index < 40; index += 1) {
      on.say(`${at}/power`, String(100 + index));
      on.say(`${at}/voltage`, '230');
      on.say(`${at}/energy`, `{"value":${index}}`);
      await clock.advance(20);
    }
    await clock.advance(second);
    const of = (wanted: string) =>
      heard.batches.flatMap(({ metric, value }) => value.filter((_value, index) => metric[index] === wanted));
    expect(of('relay.power.1')).toEqual(Array.from({ length: 40 }, (_none, index) => 100 + index));
    expect(of('load.energy')).toEqual(Array.from({ length: 40 }, (_none, index) => index));
    expect(of('load.voltage')).toHaveLength(40);
    const times = heard.batches.map(({ atMs }) => atMs);
    expect(new Set(times).size).toBe(times.length);
    await device.stop();
  });

  test('as a flood is cut in pieces, and stopping drops what waits', async () => {
    const { on, heard, device } = deviceOn(solarAssistant, 'sa');
    for (let index = 0; index < 600; index += 1) on.say('sa/total/pv_power/state', String(index));
    await Promise.resolve();
    expect(heard.batches.length).toBeLessThanOrEqual(34);
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

test('a command that comes back from the broker is nothing that a silent device said', async () => {
  const { clock, on, device, turn } = deviceOn(shellyGen1, 'shellies/plug');
  on.say('shellies/plug/relay/0', 'off');
  await clock.advance(second);
  const refused = caught(turn(1));
  await clock.advance(60 * second);
  expect(await refused).toMatchObject({ code: 'command.unconfirmed' });
  expect(on.published).toContain('shellies/plug/relay/0/command');
  await device.stop();
});

describe('a Tasmota relay for a time', () => {
  const timed = { device: 'one', target: { setting: 'power_1_on_for' }, value: 90, origin: 'person' } as const;

  test('is ended by the device itself, also while nobody is there; told again, the time begins anew', async () => {
    const { clock, home } = house();
    const on = broker();
    const read = () => ({ ...home.snapshot(), atMs: clock.nowMs() });
    const plug = createMessageDevice('tasmota-plug', { read, setRelay: (index, isOn) => home.setRelay(index, isOn) });
    if (plug === undefined) throw new TypeError('no plug');
    const shelly = join(on, plug);
    const heard = listening(clock);
    const record = { ...deviceRecord('one', 'tasmota-plug'), topic: plug.prefix };
    const device = started(new MqttDevice(record, tasmotaPlug, { ...heard, link: on.link }));
    await clock.advance(second);
    const set = async (): Promise<unknown> => {
      const done = device.commands.set(timed);
      await clock.advance(second);
      return done;
    };
    expect(await set()).toMatchObject({ outcome: 'confirmed', after: 90 });
    expect(home.snapshot().relays[0].isOn).toBe(true);
    await clock.advance(60 * second);
    expect(await set()).toMatchObject({ outcome: 'confirmed', after: 90 });
    await device.stop();
    // The hub is away from here on.
    await clock.advance(80 * second);
    shelly.tick();
    expect(home.snapshot().relays[0].isOn).toBe(true);
    await clock.advance(20 * second);
    shelly.tick();
    expect(home.snapshot().relays[0].isOn).toBe(false);
    expect(on.published.filter((to) => to.includes('Backlog0'))).toHaveLength(2);
  });

  test('is refused by firmware that does not know it, and by none for no time at all', async () => {
    const { clock, on, device } = deviceOn(tasmotaPlug, 'plug');
    on.link.subscribe('cmnd/plug/Backlog0', () => on.say('stat/plug/RESULT', '{"Command":"Unknown"}'));
    on.say('tele/plug/STATE', '{"POWER":"OFF"}');
    await clock.advance(second);
    const refused = caught(device.commands.set(timed));
    await clock.advance(second);
    expect(await refused).toMatchObject({ code: 'command.refused' });
    expect(await caught(device.commands.set({ ...timed, value: 0 }))).toMatchObject({ code: 'command.limits' });
    await device.stop();
  });
});

describe('a command to a device that said it is offline', () => {
  test('goes nowhere, and that is told at once; what it says afterwards disproves it', async () => {
    const { clock, on, device, say, turn } = deviceOn(homesyncNode, 'homesync/home/nodes/one');
    on.link.subscribe('homesync/home/nodes/one/command/relay', () =>
      on.say('homesync/home/nodes/one/response/command', 'on'),
    );
    await say({ status: 'online', 'telemetry/relay': 'off' });
    const leftMs = clock.nowMs();
    await say({ status: 'offline' });
    const sent = on.published.length;
    await clock.advance(5000);
    await say({ status: 'offline' });
    expect(await caught(turn(1))).toMatchObject({
      code: 'device.offline',
      reason: { code: 'device.offline-since', params: { since: leftMs } },
    });
    expect(on.published).toHaveLength(sent);
    await say({ 'telemetry/relay': 'off' });
    const done = turn(1);
    await clock.advance(1000);
    expect(await done).toMatchObject({ outcome: 'confirmed' });
    await device.stop();
  });

  test('of one whose last will the broker kept, nobody knows since when', async () => {
    const { clock, on, device, turn } = deviceOn(homesyncNode, 'homesync/home/nodes/one');
    on.say('homesync/home/nodes/one/status', 'offline', true);
    await clock.advance(100);
    expect(await caught(turn(1))).toMatchObject({ code: 'device.offline', reason: { code: 'device.offline' } });
    await device.stop();
  });
});

test.each([0, -3600 * second])(
  'what waited at a broker over a restart of the home is of its own time, by a clock that is %d ms off',
  async (off) => {
    const [clock, on] = [fakeClock(), broker()];
    const heard = listening(clock);
    const topic = 'homesync/home/nodes/one';
    let note: DeviceNote | undefined;
    const notes: DeviceNoteStore = {
      async of() {
        await Promise.resolve();
        return note;
      },
      async save(_device, changed) {
        note = changed;
      },
    };
    const record = { ...deviceRecord('one', homesyncNode.id), topic };
    const begin = () => started(new MqttDevice(record, homesyncNode, { ...heard, notes, link: on.link }));
    const say = (value: number, ofMs: number): void =>
      on.say(`${topic}/telemetry/power`, JSON.stringify({ value, ts: ofMs + off }));
    const first = begin();
    say(1, clock.nowMs());
    await clock.advance(second);
    await first.stop();
    await clock.advance(600 * second);
    const again = begin();
    const waited = [500, 300, 90].map((seconds) => clock.nowMs() - seconds * second);
    for (const [index, ofMs] of waited.entries()) say(10 + index, ofMs);
    await clock.advance(second);
    const given = heard.batches.slice(1);
    expect(given.map(({ value }) => value[0])).toEqual([10, 11, 12]);
    // By a clock that is off, what it waited for the others of its report is part of how far.
    for (const [index, ofMs] of waited.entries())
      expect(Math.abs((given[index]?.atMs ?? 0) - ofMs)).toBeLessThanOrEqual(off === 0 ? 0 : 50);
    await again.stop();
  },
);
