// Voltronic Axpert and the brands built on it (MPP Solar, EASUN, Kodak, Mecer, RCT, …) that speak PI30 by RS232 or USB.
import { toLatin1 } from '#core/bytes.ts';
import { pi30Wire } from '#codec/pi30.ts';
import { freezeDeep } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { questions, status } from './pi30-commands.ts';
import { pi30Modes, pi30Writes } from './pi30-writes.ts';

const fieldsOf = (payload: Uint8Array): number => toLatin1(payload).trim().split(' ').length;

/** PI30. */
export const pi30: RequestDefinition = freezeDeep({
  id: 'pi30',
  autodetect: 10,
  aliases: ['voltronic-pi30', 'axpert'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'Axpert and compatible inverters (PI30)',
  models: ['Axpert VM', 'Axpert MKS', 'Axpert King', 'PIP-4048', 'PIP-5048', 'LV6048', 'MKS2-8000'],
  verified: 'capture',
  sources: [
    'sample frames and tables of mpp-solar 902b210 (MIT)',
    'Voltronic Power: HS/MS/MSX RS232 communication protocol (2014-08-22), PI30 customer edition (2015-09-24), PI30MAX (2021-02-17)',
    'QCST, QCVT: dbld-org/energia and another reader of these units, which agree; MSCHGC, PCST: one of them alone (community)',
    'captures/pi30.ts: 15 sample answers of mpp-solar (MIT)',
  ],
  mode: 'request',
  wire: pi30Wire,
  links: ['serial', 'hid', 'tcp', 'mqtt-line'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands: [
    questions.QPI,
    questions.QID,
    questions.QSID,
    questions.QVFW,
    questions.QVFW2,
    questions.QVFW3,
    questions.QVFW4,
    questions.QGMN,
    questions.QMN,
    questions.QPIRI,
    questions.QFLAG,
    status,
    questions.QMOD,
    questions.QPIWS,
    questions.QDI,
    questions.QMCHGCR,
    questions.QMUCHGCR,
    questions.QMSCHGCR,
    questions.QCST,
    questions.QCVT,
    questions.QBOOT,
    questions.QOPM,
    questions.Q1,
    questions.QBMS,
    questions.QPGSn,
    questions.QOPPT,
    questions.QCHPT,
    questions.QT,
    questions.QBEQI,
  ],
  writes: pi30Writes.pi30,
  composed: pi30Modes,
  live: { everySeconds: 5, commands: ['QPIGS', 'QMOD', 'QPIWS'] },
  settings: { everySeconds: 300, commands: ['QPIRI', 'QFLAG'] },
  identity: [
    { key: 'model', command: 'QMN', field: 'model_name' },
    { key: 'serial', command: 'QID', field: 'serial_number' },
    { key: 'firmware', command: 'QVFW', field: 'main_cpu_firmware_version' },
  ],
  probe: { command: 'QPI', matches: (payload) => toLatin1(payload.subarray(0, 4)) === 'PI30' },
  // All of them answer QPI with PI30. A model number says which map of settings holds, QPIGS2 how many trackers there are.
  variants: [
    { definition: 'pi30m044', ask: 'QGMN', matches: (payload) => toLatin1(payload) === '044' },
    { definition: 'pi30m045', ask: 'QGMN', matches: (payload) => toLatin1(payload) === '045' },
    { definition: 'pi30mst', ask: 'QPIGS2', matches: (payload) => fieldsOf(payload) === 12 },
    { definition: 'pi30max', ask: 'QPIGS2', matches: (payload) => fieldsOf(payload) === 3 },
    { definition: 'pi30revo', ask: 'QALL', matches: (payload) => fieldsOf(payload) === 18 },
  ],
} satisfies RequestDefinition);
