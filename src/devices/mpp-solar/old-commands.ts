// How mpp-solar calls protocols and their questions where we call them otherwise, and what it asks by default and for a device id. Data for
// the old spelling of the command line and for its files. Source: [mpp-solar].

/** Its protocols that are no name of ours. */
export const oldProtocols: Readonly<Record<string, string>> = { jk232: 'jbd' };

const jk = { getInfo: 'device_info', getCellData: 'cell_info' };
const daly = {
  SOC: '90',
  cellMinMaxVoltages: '91',
  cellMinMaxTemps: '92',
  mosStatus: '93',
  status: '94',
  cellVoltages: '95',
  cellTemperatures: '96',
};
const all = { getBalancerData: 'read_all' };

/** Its questions by definition, and what we call them. */
export const oldQueries: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  daly,
  daly40: daly,
  jk02: jk,
  jk04: jk,
  // It asked for 161C and called it the data of the balancer: that is who the device is.
  'jk-pb': { getBalancerData: 'device_info', getAdditionalInfo: 'settings', getCellData: 'cell_info' },
  jk485: all,
  'jk-serial': all,
  jbd: { getBalancerData: '03' },
  pi30max: { VERFW: 'VERFW:' },
  pi30m044: { VERFW: 'VERFW:' },
  pi30m045: { VERFW: 'VERFW:' },
  pi30mst: { VERFW: 'VERFW:' },
  vedirect: { vedtext: 'text' },
  'vedirect-bmv': { vedtext: 'text' },
};

/** What it asks where no command is given, by its own names; absent: it does not know the device. */
export const oldDefaults: Readonly<Record<string, string>> = {
  pi30: 'QPI',
  pi30max: 'QPI',
  pi30m044: 'QPI',
  pi30m045: 'QPI',
  pi30mst: 'QPI',
  pi30revo: 'QPI',
  pi41: 'QDI',
  pi16: 'QPI',
  pi17: 'PI',
  pi17infini: 'PI',
  pi17m058: 'PI',
  pi18: 'PI',
  pi18lvx: 'GS',
  pi18sv: 'GS',
  daly: 'SOC',
  daly40: 'SOC',
  jk02: 'getCellData',
  jk04: 'getCellData',
  jk485: 'getBalancerData',
  jbd: 'getBalancerData',
  'jk-serial': 'getBalancerData',
  'jk-pb': 'getBalancerData',
  vedirect: 'vedtext',
  'vedirect-bmv': 'vedtext',
};

const model = { settings: ['MD'] };
const who = { settings: ['device_info'] };

/** What it asks for `get_status` and `get_settings` besides what a device is asked here by itself, by our names. */
export const oldRounds: Readonly<Record<string, Readonly<Partial<Record<'status' | 'settings', readonly string[]>>>>> =
  {
    pi30: { status: ['Q1'] },
    pi41: { status: ['Q1'] },
    pi30revo: { status: ['QPIGS'] },
    pi16: { settings: ['QPI'] },
    pi17: model,
    pi17infini: model,
    pi17m058: model,
    jk02: who,
    jk04: who,
  };

/** Questions of these rounds that are in no document of the makers: a unit that refuses them has answered all the same. */
export const optionalQueries: readonly string[] = ['Q1'];

const voltronic = ['QPI', 'QGMN', 'QMN'];
const pi17 = ['PI', 'DM'];
const pi18 = ['PI', 'VFW'];

/** The questions whose first values, joined by colons, are the id of a device: `PI30:044:MKS2-8000`. */
export const oldIdentities: Readonly<Record<string, readonly string[]>> = {
  pi30: voltronic,
  pi30max: voltronic,
  pi30m044: voltronic,
  pi30m045: voltronic,
  pi30mst: voltronic,
  pi41: voltronic,
  pi16: ['QPI', 'QGMN', 'QVFW'],
  pi17,
  pi17infini: pi17,
  pi17m058: pi17,
  pi18,
  pi18lvx: pi18,
  pi18sv: pi18,
};
