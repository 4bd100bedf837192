// Emulated Tasmota devices: a plug with a meter, and a head at a utility meter. Written from [tasmota-mqtt]; they share nothing with the table
// that reads them.
import type { PlantSnapshot } from './plant.ts';
import type { ShellyDevice } from './shelly-device.ts';
import { ONOFF, type Said, topicDevice, type TopicHome } from './topic-script.ts';

/** The device. */
export function createTasmota(home: TopicHome, isMeter: boolean): ShellyDevice {
  const name = isMeter ? 'tasmota_head' : 'tasmota_plug';
  const time = ({ atMs }: PlantSnapshot): string => new Date(atMs).toISOString().slice(0, 19);
  const sensor = (plant: PlantSnapshot): object => {
    const { grid, relays } = plant;
    const measured = isMeter
      ? {
          SML: { Power_curr: Math.round(grid.powerW), Total_in: grid.importWh / 1000, Total_out: grid.exportWh / 1000 },
        }
      : { ENERGY: { Total: 12.5, Today: 0.127, Power: Math.round(relays[0].powerW), Voltage: 229, Current: 0.5 } };
    return { Time: time(plant), ...measured };
  };
  let timed: { readonly endsMs: number; readonly turn: boolean } | undefined;
  const turnTimed = (): void => {
    if (timed === undefined || home.read().atMs < timed.endsMs) return;
    home.setRelay(0, timed.turn);
    timed = undefined;
  };
  /** A command as it stands in a backlog: `TimedPower1 90000,1` is on, and off after 90 s. What is switched meanwhile ends no timer. */
  const timePower = (command: string): object => {
    const [, relay = '', ms, turn = '1'] = /^TimedPower(1?)(?: (\d+)(?:,([01]))?)?$/.exec(command) ?? [];
    if (ms !== undefined) {
      timed = { endsMs: home.read().atMs + Number(ms), turn: turn === '0' };
      home.setRelay(0, turn !== '0');
      return { POWER: ONOFF(turn !== '0') };
    }
    if (relay === '1') timed = undefined;
    if (relay === '1' || timed === undefined) return { [`TimedPower${relay}`]: relay === '1' ? 'Done' : 'Empty' };
    return { TimedPower: [{ Remaining: timed.endsMs - home.read().atMs, Command: `Power1 ${Number(timed.turn)}` }] };
  };
  const state = (plant: PlantSnapshot): object => ({
    Time: time(plant),
    UptimeSec: 3610,
    ...(isMeter ? {} : { POWER: ONOFF(plant.relays[0].isOn) }),
    Wifi: { RSSI: 80, Signal: -60, SSId: 'home' },
  });
  return topicDevice(home, {
    id: name,
    prefix: name,
    presence: { topic: `tele/${name}/LWT`, online: 'Online', offline: 'Offline' },
    everyMs: 5000,
    topics: [`cmnd/${name}/+`],
    report: () => {
      turnTimed();
      const plant = home.read();
      return {
        [`tele/${name}/SENSOR`]: JSON.stringify(sensor(plant)),
        [`tele/${name}/STATE`]: JSON.stringify(state(plant)),
      };
    },
    obey: (topic, payload) => {
      const result = (object: object): Said => ({ [`stat/${name}/RESULT`]: JSON.stringify(object) });
      if (topic.endsWith('/Backlog0')) return payload.split('; ').map((command) => result(timePower(command)));
      if (topic.endsWith('/TimedPower1')) return result(timePower(`TimedPower1 ${payload}`.trim()));
      if (/\/POWER1?$/.test(topic) && payload !== 'TOGGLE') {
        home.setRelay(0, payload === 'ON');
        return { [`stat/${name}/RESULT`]: JSON.stringify({ POWER: payload }), [`stat/${name}/POWER`]: payload };
      }
      const plant = home.read();
      return payload === '10'
        ? { [`stat/${name}/STATUS10`]: JSON.stringify({ StatusSNS: sensor(plant) }) }
        : { [`stat/${name}/STATUS11`]: JSON.stringify({ StatusSTS: state(plant) }) };
    },
  });
}
