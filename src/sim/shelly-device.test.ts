import { describe, expect, it } from 'vitest';
import { createHome } from './home.ts';
import type { Plant } from './plant.ts';
import type { ShellyDevice, ShellyMessage } from './shelly-device.ts';
import { createShellyPro3 } from './shelly-pro3.ts';
import { createShellyPro3em, hasMoved } from './shelly-pro3em.ts';
import { parseObject } from './shelly-rpc.ts';
import type { JsonObject } from './shelly-status.ts';

const startMs = Date.parse('2026-06-20T10:00:00Z');

function pro3(more: { readonly prefix?: string; readonly sendsStatus?: boolean } = {}): {
  readonly plant: Plant;
  readonly device: ShellyDevice;
} {
  const plant = createHome({ startMs, seed: 4 });
  const setRelay: Plant['setRelay'] = (index, isOn) => plant.setRelay(index, isOn);
  return {
    plant,
    device: createShellyPro3({ mac: 'AABBCCDDEEFF', name: 'Relays', read: () => plant.snapshot(), setRelay, ...more }),
  };
}

function pro3em(): { readonly plant: Plant; readonly device: ShellyDevice } {
  const plant = createHome({ startMs, seed: 4 });
  return { plant, device: createShellyPro3em({ mac: 'AABBCCDDEEFF', name: 'Meter', read: () => plant.snapshot() }) };
}

const body = (message: ShellyMessage | undefined): JsonObject => parseObject(message?.payload ?? '') ?? {};

function rpc(
  device: ShellyDevice,
  method: string,
  params?: JsonObject,
): { readonly response: JsonObject; readonly told: readonly ShellyMessage[] } {
  const request = { id: 7, src: 'hub/one', method, ...(params === undefined ? {} : { params }) };
  const [first, ...told] = device.receive(`${device.prefix}/rpc`, JSON.stringify(request));
  expect(first?.topic).toBe('hub/one/rpc');
  return { response: body(first), told };
}

describe('a Pro 3', () => {
  it('says who it is, as the recorded device does', () => {
    const { device } = pro3();
    expect(device.id).toBe('shellypro3-aabbccddeeff');
    const { response } = rpc(device, 'Shelly.GetDeviceInfo');
    expect(response).toMatchObject({
      id: 7,
      src: 'shellypro3-aabbccddeeff',
      dst: 'hub/one',
      result: { model: 'SPSW-003XE16EU', gen: 2, app: 'Pro3', mac: 'AABBCCDDEEFF', auth_en: false },
    });
    const [mine, everyone] = device.receive('shellies/command', 'announce');
    expect([mine?.topic, everyone?.topic]).toEqual(['shellypro3-aabbccddeeff/announce', 'shellies/announce']);
  });

  it('lists all components with Shelly.GetStatus', () => {
    const result = rpc(pro3().device, 'Shelly.GetStatus').response['result'];
    expect(Object.keys(result ?? {}).sort()).toEqual(
      [
        'ble',
        'cloud',
        'eth',
        'input:0',
        'input:1',
        'input:2',
        'mqtt',
        'switch:0',
        'switch:1',
        'switch:2',
        'sys',
        'wifi',
        'ws',
      ].sort(),
    );
    expect(result).toMatchObject({
      'switch:1': { id: 1, output: false, source: 'init' },
      sys: { mac: 'AABBCCDDEEFF', unixtime: startMs / 1000 },
    });
  });

  it('switches the home and tells of it', () => {
    const { plant, device } = pro3();
    const { response, told } = rpc(device, 'Switch.Set', { id: 2, on: true });
    expect(response['result']).toEqual({ was_on: false });
    expect(told).toHaveLength(1);
    expect(told[0]?.topic).toBe('shellypro3-aabbccddeeff/events/rpc');
    expect(body(told[0])).toEqual({
      src: device.id,
      dst: `${device.prefix}/events`,
      method: 'NotifyStatus',
      params: { ts: startMs / 1000, 'switch:2': { id: 2, output: true, source: 'MQTT' } },
    });
    plant.advance(startMs + 1000);
    expect(plant.snapshot().relays[2].powerW).toBeGreaterThan(2000);
    expect(device.tick()).toEqual([]);
    expect(rpc(device, 'Switch.Toggle', { id: 2 }).response['result']).toEqual({ was_on: true });
    expect(rpc(device, 'switch.getstatus', { id: 2 }).response['result']).toMatchObject({ output: false });
  });

  it('switches back when the timer runs out, and clears the timer', () => {
    const { plant, device } = pro3();
    const { told } = rpc(device, 'Switch.Set', { id: 0, on: true, toggle_after: 5 });
    expect(body(told[0])['params']).toMatchObject({
      'switch:0': { timer_started_at: startMs / 1000, timer_duration: 5 },
    });
    plant.advance(startMs + 4000);
    expect(device.tick()).toEqual([]);
    plant.advance(startMs + 5000);
    expect(body(device.tick()[0])['params']).toMatchObject({
      'switch:0': { output: false, source: 'timer', timer_started_at: null, timer_duration: null },
    });
    expect(plant.snapshot().relays[0].isOn).toBe(false);
  });

  it('obeys the plain command topics', () => {
    const { plant, device } = pro3({ prefix: 'house/relays', sendsStatus: true });
    const told = device.receive('house/relays/command/switch:1', 'on,30');
    expect(told.map(({ topic }) => topic)).toEqual(['house/relays/events/rpc', 'house/relays/status/switch:1']);
    expect(body(told[1])).toMatchObject({ output: true, timer_duration: 30, temperature: { tC: 37.5 } });
    device.receive('house/relays/command/switch:1', 'toggle');
    expect(plant.snapshot().relays[1].isOn).toBe(false);
    expect(device.receive('house/relays/command', 'status_update')).toHaveLength(6);
    expect(device.receive('house/relays/command/switch:1', 'explode')).toEqual([]);
  });

  it('refuses what it does not know, with the codes of the firmware', () => {
    const { device } = pro3();
    const error = (method: string, params?: JsonObject): unknown => rpc(device, method, params).response['error'];
    expect(error('Switch.Set', { id: 12, on: true })).toEqual({
      code: -105,
      message: "Argument 'id', value 12 not found!",
    });
    expect(error('Switch.Set', { on: true })).toMatchObject({ code: -103 });
    expect(error('Switch.Set', { id: 0, on: 'yes' })).toMatchObject({ code: -103 });
    expect(error('Switch.Set', { id: 0, on: true, toggle_after: -1 })).toMatchObject({ code: -103 });
    expect(error('Light.Set', { id: 0 })).toEqual({ code: 404, message: 'No handler for Light.Set' });
    expect(error('EM.GetStatus', { id: 0 })).toMatchObject({ code: 404 });
    for (const payload of ['', '{', '[]', '{"id":1}', '{"id":1,"method":"Shelly.GetStatus"}'])
      expect(device.receive(`${device.prefix}/rpc`, payload)).toEqual([]);
  });
});

describe('a Pro 3EM', () => {
  it('has the fields of the recorded device', () => {
    const { device } = pro3em();
    const result = rpc(device, 'EM.GetStatus', { id: 0 }).response['result'];
    const phase = (letter: string): string[] =>
      ['act_power', 'aprt_power', 'current', 'freq', 'pf', 'voltage'].map((field) => `${letter}_${field}`);
    const totals = ['id', 'n_current', 'total_act_power', 'total_aprt_power', 'total_current', 'user_calibrated_phase'];
    expect(Object.keys(result ?? {}).sort()).toEqual([...phase('a'), ...phase('b'), ...phase('c'), ...totals].sort());
    const energies = rpc(device, 'EMData.GetStatus', { id: 0 }).response['result'];
    const counters = ['a', 'b', 'c'].flatMap((letter) => [
      `${letter}_total_act_energy`,
      `${letter}_total_act_ret_energy`,
    ]);
    expect(Object.keys(energies ?? {}).sort()).toEqual([...counters, 'id', 'total_act', 'total_act_ret'].sort());
    expect(rpc(device, 'Shelly.GetDeviceInfo').response['result']).toMatchObject({
      app: 'Pro3EM',
      profile: 'triphase',
      model: 'SPEM-003CEBEU',
    });
    expect(rpc(device, 'EM.GetStatus', { id: 1 }).response['error']).toMatchObject({ code: -105 });
  });

  it('shows export as negative power and counts it apart', () => {
    const { plant, device } = pro3em();
    plant.advance(startMs + 1_800_000, 60_000);
    const { grid } = plant.snapshot();
    expect(grid.phases[0].powerW).toBeLessThan(-100);
    const status = rpc(device, 'EM.GetStatus', { id: 0 }).response['result'];
    expect(status).toMatchObject({ a_act_power: Math.round(grid.phases[0].powerW * 10) / 10 });
    const data = rpc(device, 'EMData.GetStatus', { id: 0 }).response['result'];
    expect(data).toMatchObject({ a_total_act_ret_energy: Math.round(grid.phases[0].exportWh * 100) / 100 });
    expect(grid.phases[0].exportWh).toBeGreaterThan(100);
  });

  it('sends powers at least each 5 s and counters each minute', () => {
    const { plant, device } = pro3em();
    let powers = 0;
    let counters = 0;
    for (let second = 1; second <= 600; second += 1) {
      plant.advance(startMs + second * 1000);
      for (const message of device.tick()) {
        const params = body(message)['params'];
        if (params !== undefined && JSON.stringify(params).includes('"em:0"')) powers += 1;
        if (params !== undefined && JSON.stringify(params).includes('"emdata:0"')) counters += 1;
      }
    }
    expect(powers).toBeGreaterThanOrEqual(120);
    expect(powers).toBeLessThan(600);
    expect(counters).toBe(11);
  });

  it('sends a jump at once, a wobble not', () => {
    expect([
      hasMoved({ fromW: 1000, toW: 1040 }),
      hasMoved({ fromW: 1000, toW: 1060 }),
      hasMoved({ fromW: 5, toW: 14 }),
      hasMoved({ fromW: 0, toW: -11 }),
    ]).toEqual([false, true, false, true]);
  });
});
