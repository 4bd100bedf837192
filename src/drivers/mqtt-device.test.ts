// An MQTT device on a clock that the test moves, against the Shelly emulators on a broker that is one function call away.
// The same over a real broker is in field.real.test.ts.
import { describe, expect, test } from 'vitest';
import { SolsteadError } from '#core/errors.ts';
import type { SetPointId } from '#core/set-points.ts';
import { shellySwitch } from '#devices/shelly/by-parts.ts';
import { shellyPro3 } from '#devices/shelly/pro3.ts';
import { shellyPro3em } from '#devices/shelly/pro3em.ts';
import { MqttDevice } from './mqtt-device.ts';
import { deviceRecord } from './testing/emulated.ts';
import { broker, house, join } from './testing/process-broker.ts';
import { caught, listening, started } from './testing/wires.ts';

const second = 1000;

function relaysOn(settings = {}) {
  const { clock, home, relays } = house();
  const on = broker();
  const shelly = join(on, relays);
  const heard = listening(clock);
  const record = { ...deviceRecord('relays', 'shelly-pro3', settings), topic: relays.prefix };
  const before = on.subscribers.size;
  const device = started(new MqttDevice(record, shellyPro3, { ...heard, link: on.link }));
  const tell = (setPoint: SetPointId, value: number | string) =>
    device.commands.set({ device: 'relays', target: { setPoint }, value, origin: 'person' });
  const switchRelay = (index: 1 | 2 | 3, value: number | string) => tell(`relay.on.${index}`, value);
  return { clock, home, relays, on, shelly, heard, device, tell, switchRelay, before };
}

/** The newest value of a metric. */
function newest({ batches }: ReturnType<typeof listening>, metric: string) {
  const batch = batches.findLast((each) => each.metric.some((id) => id === metric));
  return batch?.value[batch.metric.findIndex((id) => id === metric)];
}

describe('what it says', () => {
  test('its state is asked for at the start; it is known by name', async () => {
    const { clock, heard, device } = relaysOn();
    expect(device.status()).toMatchObject({ state: 'starting', intervalMs: 60_000 });
    await clock.advance(10);
    expect(newest(heard, 'relay.on.1')).toBe(0);
    expect(device.shown()).toContainEqual(expect.objectContaining({ metric: 'relay.on.1', value: false }));
    expect(device.status()).toMatchObject({ state: 'online', identity: { serial: 'AABBCCDDEEFF' } });
    expect(heard.lines).toEqual(['info: device answers']);
    await device.stop();
  });

  test('a meter’s powers come as they are sent, stamped by its clock', async () => {
    const { clock, meter } = house();
    const on = broker();
    const shelly = join(on, meter);
    const heard = listening(clock);
    const record = { ...deviceRecord('meter', 'shelly-pro3em'), topic: meter.prefix };
    const device = started(new MqttDevice(record, shellyPro3em, { ...heard, link: on.link }));
    await clock.advance(10);
    heard.batches.length = 0;
    await clock.advance(5 * second);
    shelly.tick();
    await clock.advance(10);
    const batch = heard.batches.find(({ metric }) => metric.includes('grid.power'));
    expect(batch).toMatchObject({ site: 'home', device: 'meter' });
    expect(Math.abs((batch?.atMs ?? 0) - clock.nowMs())).toBeLessThanOrEqual(20);
    await device.stop();
  });

  test('a device whose clock is wrong: our time of receipt', async () => {
    const { clock, heard, on, relays, device } = relaysOn();
    await clock.advance(10);
    const params = { ts: clock.nowMs() / 1000 - 7200, 'switch:0': { id: 0, output: true } };
    on.say(`${relays.prefix}/events/rpc`, JSON.stringify({ src: relays.id, method: 'NotifyStatus', params }));
    await clock.advance(0);
    expect(heard.batches.at(-1)).toMatchObject({ metric: ['relay.on.1'], value: [1], atMs: clock.nowMs() });
    await device.stop();
  });

  test('what cannot be read is counted; what concerns nobody is not', async () => {
    const { clock, on, relays, device } = relaysOn();
    await clock.advance(10);
    on.say(`${relays.prefix}/events/rpc`, '{"half');
    on.say(`${relays.prefix}/online`, 'maybe');
    on.say(`${relays.prefix}/status/switch:0`, '[]');
    await clock.advance(0);
    expect(device.status()).toMatchObject({
      health: { badFrames: 3 },
      failure: { error: { code: 'frame.malformed' } },
    });
    await device.stop();
  });
});

describe('a device made of its components', () => {
  /** A plug that is known by what its status shows. */
  function plugOn() {
    const { clock } = house();
    const on = broker();
    const heard = listening(clock);
    const record = { ...deviceRecord('plug', 'shelly-switch'), topic: 'plug' };
    const device = started(new MqttDevice(record, shellySwitch, { ...heard, link: on.link }));
    const notify = async (params: object): Promise<void> => {
      on.say('plug/events/rpc', JSON.stringify({ src: 'shellyplus2pm-aabbccddeeff', method: 'NotifyStatus', params }));
      await clock.advance(0);
    };
    return { clock, on, heard, device, notify };
  }

  test('has the relays it shows; what follows from several messages is added up from the newest of each', async () => {
    const { clock, heard, device, notify } = plugOn();
    await notify({ 'switch:0': { output: true, apower: 12, aenergy: { total: 100 } } });
    await notify({ 'switch:1': { output: false, aenergy: { total: 50 } } });
    // Until it is known how many there are, a sum would jump with each of them.
    expect(newest(heard, 'load.energy')).toBeUndefined();
    await clock.advance(60 * second);
    await notify({ 'switch:0': { aenergy: { total: 101 } } });
    expect(heard.batches.at(-1)).toMatchObject({ metric: ['load.energy'], value: [151] });
    await notify({ 'switch:1': { output: true } });
    expect(heard.batches.at(-1)).toMatchObject({ metric: ['relay.on.2'], value: [1] });
    expect((await device.commands.capabilities()).map(({ setPoint }) => setPoint)).toEqual([
      'relay.on.1',
      'relay.on.2',
    ]);
    await device.stop();
  });

  test('null clears what a message before it said', async () => {
    const { device, notify } = plugOn();
    const timer = async () =>
      (await device.commands.settings()).find(({ name }) => name === 'switch_0_on_for')?.current;
    await notify({ 'switch:0': { output: true, timer_started_at: 5, timer_duration: 60 } });
    expect(await timer()).toBe(60);
    await notify({ 'switch:0': { output: true } });
    expect(await timer()).toBe(60);
    await notify({ 'switch:0': { output: false, timer_started_at: null, timer_duration: null } });
    expect(await timer()).toBeUndefined();
    await device.stop();
  });

  test('a hostile number of components is bounded', async () => {
    const { device, notify } = plugOn();
    await notify(Object.fromEntries(Array.from({ length: 500 }, (_, id) => [`switch:${id}`, { output: true }])));
    expect((await device.commands.settings()).length).toBeLessThanOrEqual(64 * 4);
    await device.stop();
  });
});

describe('what the broker kept', () => {
  test('a kept measurement of a device that is away is no reading of now, whatever its topic; it is asked instead', async () => {
    const { clock, meter } = house();
    const on = broker();
    const heard = listening(clock);
    const record = { ...deviceRecord('meter', 'shelly-pro3em'), topic: meter.prefix };
    const device = started(new MqttDevice(record, shellyPro3em, { ...heard, link: on.link }));
    await clock.advance(10);
    const asked = on.published.length;
    const em = { id: 0, total_act_power: 5000, a_act_power: 5000, b_act_power: 0, c_act_power: 0 };
    const params = { ts: clock.nowMs() / 1000, 'em:0': em };
    const notify = JSON.stringify({ src: meter.id, method: 'NotifyStatus', params });
    on.say(`${meter.prefix}/status/em:0`, JSON.stringify(em), true);
    on.say(`${meter.prefix}/events/rpc`, notify, true);
    await clock.advance(10);
    expect(heard.batches).toEqual([]);
    expect(device.status().state).toBe('starting');
    expect(on.published.length).toBeGreaterThan(asked);
    on.say(`${meter.prefix}/events/rpc`, notify);
    await clock.advance(10);
    expect(newest(heard, 'grid.power')).toBe(5000);
    await device.stop();
  });

  test('that it left is true until it comes back', async () => {
    const { clock, on, relays, device } = relaysOn();
    await clock.advance(10);
    on.say(`${relays.prefix}/online`, 'false', true);
    await clock.advance(10);
    expect(device.status().state).toBe('offline');
    await device.stop();
  });
});

describe('silence', () => {
  test('on change only: after each quiet interval its state is asked for, and it stays online', async () => {
    const { clock, heard, device } = relaysOn();
    await clock.advance(10);
    heard.batches.length = 0;
    await clock.advance(185 * second);
    expect(heard.batches).toHaveLength(3);
    expect(device.status().state).toBe('online');
    expect(heard.lines).toEqual(['info: device answers']);
    await device.stop();
  });

  test('unanswered twice it is offline, said once; one word brings it back', async () => {
    const { clock, heard, shelly, relays, device } = relaysOn();
    await clock.advance(10);
    shelly.faults.mute = true;
    await clock.advance(170 * second);
    expect(device.status().state).toBe('online');
    await clock.advance(600 * second);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'link.timeout' } } });
    expect(heard.lines).toEqual(['info: device answers', 'warn: device does not answer (link.timeout)']);
    shelly.faults.mute = false;
    shelly.send(relays.overview());
    await clock.advance(0);
    expect(device.status().state).toBe('online');
    await device.stop();
  });

  test('the broker’s word that it left counts at once, and so does its return', async () => {
    const { clock, on, heard, shelly, relays, device } = relaysOn();
    await clock.advance(10);
    shelly.faults.mute = true;
    on.say(`${relays.prefix}/online`, 'false', true);
    await clock.advance(0);
    expect(device.status()).toMatchObject({ state: 'offline', failure: { error: { code: 'device.offline' } } });
    shelly.faults.mute = false;
    heard.batches.length = 0;
    on.say(`${relays.prefix}/online`, 'true', true);
    await clock.advance(0);
    expect(device.status().state).toBe('online');
    expect(heard.batches.length).toBeGreaterThan(0);
    await device.stop();
  });

  test('without the broker it is offline and says why; with the broker back it is asked at once', async () => {
    const { clock, on, device } = relaysOn();
    await clock.advance(10);
    on.setConnected(false);
    await clock.advance(200 * second);
    expect(device.status()).toMatchObject({
      state: 'offline',
      failure: { error: { why: 'there is no connection to the broker' } },
    });
    on.setConnected(true);
    await clock.advance(0);
    expect(device.status().state).toBe('online');
    await device.stop();
  });
});

describe('commands', () => {
  test('are done when the device shows it', async () => {
    const { clock, home, heard, device, switchRelay } = relaysOn();
    await clock.advance(10);
    const done = switchRelay(2, 1);
    await clock.advance(10);
    expect(await done).toEqual({ outcome: 'confirmed', before: 0, after: 1 });
    expect([home.snapshot().relays[1].isOn, newest(heard, 'relay.on.2')]).toEqual([true, 1]);
    await device.stop();
  });

  test('that change nothing are done as well: the device is asked where it stands', async () => {
    const { clock, shelly, device, switchRelay } = relaysOn();
    await clock.advance(10);
    // A firmware that answers and sends no change, because there is none.
    shelly.faults.answersOnly = true;
    const done = switchRelay(1, 0);
    await clock.advance(10);
    expect(await done).toMatchObject({ outcome: 'confirmed' });
    await device.stop();
  });

  test('while the broker is away are refused at once, and do not go out when it is back', async () => {
    const { clock, on, home, device, switchRelay } = relaysOn();
    await clock.advance(10);
    on.setConnected(false);
    const done = caught(switchRelay(1, 1));
    await clock.advance(0);
    expect(await done).toMatchObject({ code: 'link.closed' });
    on.setConnected(true);
    await clock.advance(10 * second);
    expect(home.snapshot().relays[0].isOn).toBe(false);
    await device.stop();
  });

  test('are said to be sent when they go out, and never while the broker is away', async () => {
    const { clock, on, home, device } = relaysOn();
    await clock.advance(10);
    const steps: string[] = [];
    const target = { setPoint: 'relay.on.1' } as const;
    const set = (value: number) => {
      const onSend = (): void => void steps.push(`sent while it is ${String(home.snapshot().relays[0].isOn)}`);
      return device.commands.set({ device: 'relays', target, value, origin: 'person', onSend });
    };
    on.setConnected(false);
    expect(await caught(set(1))).toMatchObject({ code: 'link.closed' });
    expect(steps).toEqual([]);
    on.setConnected(true);
    const done = set(1);
    await clock.advance(second);
    expect(await done).toMatchObject({ outcome: 'confirmed' });
    expect(steps).toEqual(['sent while it is false']);
    await device.stop();
  });

  test('that may not be sent any more stay here', async () => {
    const { clock, home, device } = relaysOn();
    await clock.advance(10);
    const onSend = (): never => {
      throw new SolsteadError('command.expired', { at: 'relays' });
    };
    const target = { setPoint: 'relay.on.1' } as const;
    const command = { device: 'relays', target, value: 1, origin: 'person', onSend } as const;
    const done = caught(device.commands.set(command));
    await clock.advance(second);
    expect(await done).toMatchObject({ code: 'command.expired' });
    expect(home.snapshot().relays[0].isOn).toBe(false);
    await device.stop();
  });

  test('without an answer are unconfirmed after 5 s', async () => {
    const { clock, shelly, device, switchRelay } = relaysOn();
    await clock.advance(10);
    shelly.faults.mute = true;
    const done = caught(switchRelay(1, 1));
    await clock.advance(5 * second);
    expect(await done).toMatchObject({ code: 'command.unconfirmed' });
    await device.stop();
  });

  test('that the device refuses say why', async () => {
    const { clock, on, relays, shelly, device, switchRelay } = relaysOn();
    await clock.advance(10);
    shelly.faults.mute = true;
    on.link.subscribe(`${relays.prefix}/rpc`, ({ payload }) => {
      const { id, src } = JSON.parse(new TextDecoder().decode(payload)) as { id: number; src: string };
      const error = { code: -114, message: 'overpower' };
      on.say(`${src}/rpc`, JSON.stringify({ id, src: relays.id, dst: src, error }));
    });
    const done = caught(switchRelay(1, 1));
    await clock.advance(10);
    expect(await done).toMatchObject({
      code: 'command.refused',
      why: 'the part is not available now: overpower (-114)',
    });
    expect(device.status().health.refused).toBe(1);
    await device.stop();
  });

  test('that the device did not finish in time are unconfirmed, not refused', async () => {
    const { clock, on, relays, shelly, device, switchRelay } = relaysOn();
    await clock.advance(10);
    shelly.faults.mute = true;
    on.link.subscribe(`${relays.prefix}/rpc`, ({ payload }) => {
      const { id, src } = JSON.parse(new TextDecoder().decode(payload)) as { id: number; src: string };
      on.say(`${src}/rpc`, JSON.stringify({ id, src: relays.id, dst: src, error: { code: -104, message: 'late' } }));
    });
    const done = caught(switchRelay(1, 1));
    await clock.advance(10_000);
    expect(await done).toMatchObject({ code: 'command.unconfirmed' });
    await device.stop();
  });

  test('for a time are ended by the device itself', async () => {
    const { clock, home, shelly, device } = relaysOn();
    await clock.advance(10);
    const done = device.commands.set({
      device: 'relays',
      target: { setting: 'switch_0_on_for' },
      value: 30,
      origin: 'person',
    });
    await clock.advance(10);
    expect(await done).toMatchObject({ outcome: 'confirmed', after: 30 });
    expect(home.snapshot().relays[0].isOn).toBe(true);
    await clock.advance(31 * second);
    shelly.tick();
    expect(home.snapshot().relays[0].isOn).toBe(false);
    await device.stop();
  });

  test.each([
    { what: 'a set-point it does not have', setPoint: 'battery.mode', value: 'hold', code: 'command.unknown' },
    { what: 'a value outside its limits', setPoint: 'relay.on.1', value: 2, code: 'command.limits' },
    { what: 'a text', setPoint: 'relay.on.1', value: 'on', code: 'command.limits' },
  ] as const)('for $what go nowhere', async ({ setPoint, value, code }) => {
    const { clock, on, device, tell } = relaysOn();
    await clock.advance(10);
    const before = on.published.length;
    await expect(tell(setPoint, value)).rejects.toMatchObject({ code });
    expect(on.published).toHaveLength(before);
    await device.stop();
  });

  test('without the broker fail at once, not carried out when it is back', async () => {
    const { clock, on, home, device, switchRelay } = relaysOn();
    await clock.advance(10);
    on.setConnected(false);
    await expect(switchRelay(1, 1)).rejects.toMatchObject({ code: 'link.closed' });
    on.setConnected(true);
    await clock.advance(second);
    expect(home.snapshot().relays[0].isOn).toBe(false);
    await device.stop();
  });
});

test('stopping ends subscriptions, timers and commands', async () => {
  const { clock, on, shelly, device, switchRelay, before } = relaysOn();
  await clock.advance(10);
  shelly.faults.mute = true;
  const done = caught(switchRelay(1, 1));
  await device.stop();
  expect(await done).toMatchObject({ code: 'link.closed' });
  expect([on.subscribers.size, on.states.size, clock.pending]).toEqual([before, 0, 0]);
});
