// Examples of the endpoints of the uplink.
import type { Examples } from './example.ts';

const settings = {
  address: 'wss://hub.example.com:8000',
  clientId: 'home-0123456789',
  form: 'solstead',
  mayCommand: false,
} as const;
const secret = 'sup_the_secret_that_the_other_one_showed_once';
const site = { site: 'demo' };
const home = { id: 'home-0123456789' };

/** The uplink, both ways. */
export const uplinkExamples = {
  readUplink: { params: site },
  saveUplink: { params: site, body: { settings, secret } },
  removeUplink: { params: site },
  testUplink: { params: site, body: { settings, secret } },
  listFarHomes: {},
  addFarHome: { body: { name: 'Summer house', site: 'demo' } },
  renewFarHome: { params: home },
  removeFarHome: { params: home },
} as const satisfies Partial<Examples>;
