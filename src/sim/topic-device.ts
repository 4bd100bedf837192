// Emulated devices that have a topic for each value or for each object: what they report at a pace, and how they obey. Written from the
// makers' documents ([shelly-gen1], [homesync-nodes], [solar-assistant], [zigbee2mqtt], [opendtu], [esphome-mqtt],
// [venus-mqtt]); they share nothing with the tables that read them.
import type { ShellyDevice } from './shelly-device.ts';
import { createTasmota } from './tasmota-device.ts';
import { fixed, ONOFF, onOff, type Said, topicDevice, type TopicHome } from './topic-script.ts';

function gen1Plug(home: TopicHome): ShellyDevice {
  const prefix = 'shellies/shellyplug-s-6A6375';
  let wattMinutes = 0;
  return topicDevice(home, {
    id: 'shellyplug-s-6A6375',
    prefix,
    presence: { topic: `${prefix}/online`, online: 'true', offline: 'false' },
    everyMs: 5000,
    topics: [`${prefix}/command`, `${prefix}/relay/0/command`, 'shellies/command'],
    report: ({ relays: [relay] }) => {
      wattMinutes += relay.powerW / 12;
      return {
        [`${prefix}/relay/0`]: onOff(relay.isOn),
        [`${prefix}/relay/0/power`]: fixed(relay.powerW, 2),
        [`${prefix}/relay/0/energy`]: fixed(wattMinutes, 0),
        [`${prefix}/temperature`]: '31.27',
      };
    },
    obey: (topic, payload) => {
      if (topic.endsWith('/relay/0/command')) home.setRelay(0, payload === 'on');
      if (payload !== 'announce') return {};
      const words = {
        id: 'shellyplug-s-6A6375',
        model: 'SHPLG-S',
        mac: 'E868E76A6375',
        fw_ver: '20230109-114426/v1.12.2',
      };
      return { [`${prefix}/announce`]: JSON.stringify(words) };
    },
  });
}

function gen1Meter(home: TopicHome, phases: 1 | 3): ShellyDevice {
  const id = phases === 3 ? 'shellyem3-244CAB4354E2' : 'shellyem-244CAB4354E3';
  const prefix = `shellies/${id}`;
  return topicDevice(home, {
    id,
    prefix,
    presence: { topic: `${prefix}/online`, online: 'true', offline: 'false' },
    everyMs: 5000,
    topics: [`${prefix}/command`],
    report: ({ grid }) =>
      Object.assign(
        {},
        ...grid.phases.slice(0, phases).map((phase, n) => ({
          [`${prefix}/emeter/${n}/power`]: fixed(phase.powerW, 2),
          [`${prefix}/emeter/${n}/voltage`]: fixed(phase.voltageV, 2),
          [`${prefix}/emeter/${n}/current`]: fixed(phase.currentA, 2),
          [`${prefix}/emeter/${n}/total`]: fixed(phase.importWh, 1),
          [`${prefix}/emeter/${n}/total_returned`]: fixed(phase.exportWh, 1),
        })),
      ) as Said,
  });
}

function node(home: TopicHome, isMeter: boolean): ShellyDevice {
  const prefix = `homesync/demo/nodes/${isMeter ? 'meter' : 'node'}-001`;
  const at = (metric: string): string => `${prefix}/telemetry/${metric}`;
  return topicDevice(home, {
    id: prefix.replaceAll('/', '-'),
    prefix,
    presence: {
      topic: `${prefix}/status`,
      online: '{"status":"online","firmware":"1.4.2","rssi":-58}',
      offline: 'offline',
    },
    everyMs: 1000,
    topics: [`${prefix}/command/relay`],
    report: ({ relays, grid, atMs }) => ({
      [at('power')]: JSON.stringify({
        value: isMeter ? grid.powerW : relays[0].powerW,
        quality: 98,
        timestamp: Math.round(atMs / 1000),
      }),
      [at('voltage')]: fixed(grid.phases[0].voltageV),
      [at('energy')]: fixed(isMeter ? grid.importWh : 1234, 0),
      [at('relay')]: onOff(relays[0].isOn),
      [at('rssi')]: '-58',
    }),
    obey: (_, payload) => {
      const order = JSON.parse(payload) as { command?: unknown };
      const isOn = order.command === 'on';
      if (order.command !== 'toggle') home.setRelay(0, isOn);
      return {
        [`${prefix}/response/command`]: JSON.stringify({ success: true, relay: 1, newState: onOff(isOn) }),
        [at('relay')]: onOff(isOn),
      };
    },
  });
}

function solarAssistant(home: TopicHome, sign: 1 | -1): ShellyDevice {
  const prefix = sign === 1 ? 'solar_assistant' : 'solar_assistant_old';
  const settings = new Map([
    ['inverter_1/output_source_priority', 'Utility first'],
    ['inverter_2/output_source_priority', 'Utility first'],
    ['inverter_1/grid_charge', 'Disabled'],
    ['inverter_2/grid_charge', 'Disabled'],
    ['inverter_1/max_charge_current', '60'],
  ]);
  return topicDevice(home, {
    id: prefix,
    prefix,
    presence: { topic: `${prefix}/status`, online: 'online', offline: 'offline' },
    everyMs: 5000,
    topics: [`${prefix}/+/+/set`],
    report: ({ pv, load, grid, battery, today, inverter }) => {
      const values: Record<string, string> = {
        'total/pv_power': fixed(pv.powerW, 0),
        'total/load_power': fixed(load.powerW, 0),
        'total/grid_power': fixed(grid.powerW, 0),
        'total/battery_power': fixed(-sign * battery.powerW, 0),
        'total/battery_state_of_charge': fixed(battery.soc, 0),
        'total/battery_voltage': fixed(battery.voltageV, 2),
        'total/grid_voltage': fixed(grid.phases[0].voltageV),
        'total/pv_energy': fixed(today.pvWh / 1000, 3),
        'total/load_energy': fixed(today.loadWh / 1000, 3),
        'inverter_1/pv_power_1': fixed(pv.powerW / 2, 0),
        'inverter_1/temperature': fixed(inverter.temperatureC),
        'inverter_2/pv_power_1': fixed(pv.powerW / 2, 0),
        'battery_1/power': fixed((-sign * battery.powerW) / 2, 0),
        'battery_2/power': fixed((-sign * battery.powerW) / 2, 0),
        'battery_2/temperature': fixed(battery.cellC),
        ...Object.fromEntries(settings),
      };
      return Object.fromEntries(Object.entries(values).map(([key, value]) => [`${prefix}/${key}/state`, value]));
    },
    obey: (topic, payload) => {
      const key = topic.slice(prefix.length + 1, -'/set'.length);
      const reply = `${prefix}/set/response_message/state`;
      if (!settings.has(key)) return { [reply]: 'Error: Unknown setting' };
      settings.set(key, payload);
      return { [reply]: 'Saved', [`${prefix}/${key}/state`]: payload };
    },
  });
}

function zigbee(home: TopicHome, isMeter: boolean): ShellyDevice {
  const prefix = `zigbee2mqtt/${isMeter ? 'main' : 'cellar/freezer'}`;
  return topicDevice(home, {
    id: prefix.replaceAll('/', '-'),
    prefix,
    presence: { topic: `${prefix}/availability`, online: '{"state":"online"}', offline: '{"state":"offline"}' },
    everyMs: 5000,
    topics: [`${prefix}/set`, `${prefix}/get`],
    report: ({ relays, grid }) => ({
      [prefix]: JSON.stringify({
        ...(isMeter ? {} : { state: ONOFF(relays[0].isOn) }),
        power: isMeter ? grid.powerW : relays[0].powerW,
        voltage: 231,
        energy: 45.12,
        linkquality: 120,
      }),
    }),
    obey: (topic, payload) => {
      const order = JSON.parse(payload) as { state?: unknown };
      if (topic.endsWith('/set')) home.setRelay(0, order.state === 'ON');
      return {};
    },
  });
}

function openDtu(home: TopicHome): ShellyDevice {
  const prefix = 'solar/114180123456';
  let limitW = 1500;
  return topicDevice(home, {
    id: 'opendtu-fixture',
    prefix,
    presence: { topic: 'solar/dtu/status', online: 'online', offline: 'offline' },
    everyMs: 5000,
    topics: [`${prefix}/cmd/+`],
    report: ({ pv, grid }) => ({
      [`${prefix}/status/reachable`]: '1',
      [`${prefix}/status/limit_absolute`]: fixed(limitW, 2),
      [`${prefix}/0/power`]: fixed(pv.powerW),
      [`${prefix}/0/yieldtotal`]: fixed(pv.energyWh / 1000, 3),
      [`${prefix}/0/frequency`]: fixed(grid.frequencyHz, 2),
      [`${prefix}/1/power`]: fixed(pv.powerW / 2),
      [`${prefix}/2/power`]: fixed(pv.powerW / 2),
    }),
    obey: (topic, payload) => {
      if (topic.endsWith('/limit_nonpersistent_absolute')) limitW = Number(payload);
      return {};
    },
  });
}

function ahoyDtu(home: TopicHome): ShellyDevice {
  const prefix = 'inverter/roof';
  return topicDevice(home, {
    id: 'ahoydtu-fixture',
    prefix,
    presence: { topic: `${prefix}/available`, online: '2', offline: '0' },
    everyMs: 5000,
    topics: [],
    report: ({ pv, grid }) => ({
      [`${prefix}/ch0/P_AC`]: fixed(pv.powerW),
      [`${prefix}/ch0/F_AC`]: fixed(grid.frequencyHz, 2),
      [`${prefix}/ch0/YieldTotal`]: fixed(pv.energyWh / 1000, 3),
      [`${prefix}/ch1/P_DC`]: fixed(pv.powerW),
    }),
  });
}

function esphome(home: TopicHome, isMeter: boolean): ShellyDevice {
  const prefix = isMeter ? 'esp-meter' : 'esp-pump';
  return topicDevice(home, {
    id: prefix,
    prefix,
    presence: { topic: `${prefix}/status`, online: 'online', offline: 'offline' },
    everyMs: 2000,
    topics: [`${prefix}/switch/relay/command`],
    report: ({ relays, grid }) => ({
      [`${prefix}/sensor/power/state`]: fixed(isMeter ? grid.powerW : relays[0].powerW),
      [`${prefix}/sensor/wifi_signal/state`]: '-61',
      ...(isMeter ? {} : { [`${prefix}/switch/relay/state`]: ONOFF(relays[0].isOn) }),
    }),
    obey: (_, payload) => {
      home.setRelay(0, payload === 'ON');
      return { [`${prefix}/switch/relay/state`]: payload };
    },
  });
}

function venus(home: TopicHome): ShellyDevice {
  const portal = 'c0619ab12345';
  const at = (path: string): string => `N/${portal}/${path}`;
  const value = (one: number | string): string => JSON.stringify({ value: one });
  let awakeUntilMs = Number.NEGATIVE_INFINITY;
  return topicDevice(home, {
    id: 'venus-fixture',
    prefix: portal,
    presence: { topic: at('system/0/Serial'), online: value(portal), offline: '' },
    everyMs: 1000,
    topics: [`R/${portal}/keepalive`],
    report: ({ atMs, grid, load, pv, battery }) =>
      atMs > awakeUntilMs
        ? {}
        : {
            ...Object.fromEntries(
              grid.phases.map(({ powerW }, n) => [at(`system/0/Ac/Grid/L${n + 1}/Power`), value(Math.round(powerW))]),
            ),
            ...Object.fromEntries(
              load.phasesW.map((watts, n) => [at(`system/0/Ac/Consumption/L${n + 1}/Power`), value(Math.round(watts))]),
            ),
            [at('system/0/Dc/Pv/Power')]: value(Math.round(pv.powerW)),
            [at('system/0/Dc/Battery/Power')]: value(Math.round(-battery.powerW)),
            [at('system/0/Dc/Battery/Soc')]: value(Math.round(battery.soc)),
            [at('solarcharger/278/Yield/Power')]: value(Math.round(pv.powerW)),
            [at('battery/512/Dc/0/Power')]: value(Math.round(-battery.powerW)),
            [at('grid/30/Ac/Energy/Forward')]: value(grid.importWh / 1000),
          },
    obey: () => {
      awakeUntilMs = home.read().atMs + 60_000;
      return {};
    },
  });
}

const makers: Readonly<Record<string, (home: TopicHome) => ShellyDevice>> = {
  'shelly-gen1': gen1Plug,
  'shelly-gen1-em': (home) => gen1Meter(home, 1),
  'shelly-gen1-3em': (home) => gen1Meter(home, 3),
  'homesync-node': (home) => node(home, false),
  'homesync-meter': (home) => node(home, true),
  'solar-assistant': (home) => solarAssistant(home, 1),
  'solar-assistant-inverted': (home) => solarAssistant(home, -1),
  'tasmota-plug': (home) => createTasmota(home, false),
  'tasmota-meter': (home) => createTasmota(home, true),
  'zigbee2mqtt-plug': (home) => zigbee(home, false),
  'zigbee2mqtt-meter': (home) => zigbee(home, true),
  opendtu: openDtu,
  ahoydtu: ahoyDtu,
  'esphome-plug': (home) => esphome(home, false),
  'esphome-meter': (home) => esphome(home, true),
  'venus-mqtt': venus,
};

/** An emulated device of topics for a definition; undefined where there is none. */
export function createTopicDevice(definition: string, home: TopicHome): ShellyDevice | undefined {
  return Object.hasOwn(makers, definition) ? makers[definition]?.(home) : undefined;
}
