// Examples of the endpoints of outputs.
import type { Examples } from './example.ts';

const site = { site: 'demo' };
const one = { site: 'demo', id: '4f1c0a92be' };
const settings = { kind: 'mqtt', form: 'plain', qos: 1, retain: true, backlog: 'all' } as const;
const filter = {
  exceptDevices: ['relays'],
  metrics: ['pv.power', 'grid.power', 'battery.*'],
  changesOnly: true,
  deadBands: [{ metrics: 'grid.power', by: 20 }],
  againSeconds: 600,
};

/** Where a home gives its readings. */
export const outputExamples = {
  listOutputKinds: {},
  listOutputs: { params: site },
  addOutput: { params: site, body: { name: 'Broker in the cellar', settings, filter, isOn: true } },
  changeOutput: { params: one, body: { name: 'Broker in the attic', settings, filter, isOn: false } },
  removeOutput: { params: one },
  testOutput: { params: site, body: { settings, filter } },
  giveStatistics: { params: site, body: { address: 'http://homeassistant.local:8123', token: 'eyJhbGciOi' } },
} as const satisfies Partial<Examples>;
