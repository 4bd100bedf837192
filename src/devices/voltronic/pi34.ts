// Charge controllers of Voltronic and the brands built on them (MPP Solar PCM60X, MPPT-3000) that speak PI34: the wire of PI30 with
// answers of their own. At night they sleep and say nothing.
// Source: the field lists of [pi34-lists], which agree on order and count.
import { toLatin1 } from '#core/bytes.ts';
import { pi30Wire } from '#codec/pi30.ts';
import { positionalTable } from '#codec/positional.ts';
import { number, rest, skip, word, type TextField } from '#codec/positional-fields.ts';
import { freezeDeep, read } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { questions } from './pi30-commands.ts';

/**
 * QPIGS. The charging current goes into the battery and to what hangs on it, so that it is not the battery's own; the place
 * before the status is reserved.
 */
const generalStatus: readonly TextField[] = [
  number('PV input voltage', 'V', { metric: 'pv.voltage.s1' }),
  number('Battery voltage', 'V', { metric: 'battery.voltage' }),
  number('Charging current', 'A'),
  number('Charging current of the first half', 'A'),
  number('Charging current of the second half', 'A'),
  number('Charging power', 'W', { metric: 'pv.power' }),
  number('Unit temperature', '°C', { metric: 'inverter.temperature' }),
  number('Remote battery voltage', 'V'),
  number('Remote battery temperature', '°C'),
  skip,
  word('Status bits'),
];

/** QPIRI; voltages are those of one battery of 12 V, of which `pieces` stand in series. */
const ratedInformation: readonly TextField[] = [
  number('Max output power', 'W'),
  number('Nominal battery voltage', 'V'),
  number('Nominal charging current', 'A'),
  number('Absorption voltage per unit', 'V'),
  number('Float voltage per unit', 'V'),
  word('Battery type'),
  word('Remote battery voltage detection'),
  number('Battery temperature compensation', ''),
  word('Remote temperature detection'),
  word('Battery rated voltage set'),
  number('Pieces of battery in series', ''),
  number('Battery low warning voltage', 'V'),
  word('Battery low shutdown detection'),
];

/** PI34. What can be set (absorption, float, current) is left out: no document tells its limits. */
export const pi34: RequestDefinition = freezeDeep({
  id: 'pi34',
  autodetect: 30,
  aliases: ['pcm60x', 'mppt-3000'],
  version: 1,
  kind: 'inverter',
  maker: 'Voltronic Power',
  title: 'Charge controllers PCM60X and MPPT-3000 (PI34)',
  models: ['PCM60X', 'MPPT-3000'],
  verified: 'community',
  sources: [
    'field lists of opengd/solar-sis (example/PCM60x), janisbeikm/esphome-pcm60x and softwarecrash/Solar2MQTT (PIGS.h)',
    'captures/pi34.ts: frames of syssi/esphome-pipsolar issue 63',
  ],
  mode: 'request',
  wire: pi30Wire,
  links: ['serial', 'hid', 'tcp', 'mqtt-line'],
  serial: { baud: 2400, dataBits: 8, parity: 'none', stopBits: 1 },
  responseMs: 1500,
  commands: [
    questions.QPI,
    questions.QID,
    questions.QVFW,
    read({
      name: 'QPIGS',
      title: 'General status',
      answerBytes: 69,
      table: positionalTable(generalStatus, { least: 11 }),
    }),
    read({
      name: 'QPIRI',
      title: 'Rated values and settings',
      answerBytes: 62,
      table: positionalTable(ratedInformation, { least: 13 }),
    }),
    read({
      name: 'QPIWS',
      title: 'Warnings as bits',
      answerBytes: 34,
      table: positionalTable([word('Warning bits')], { most: 1 }),
    }),
    read({
      name: 'QDI',
      title: 'Settings as delivered',
      answerBytes: 40,
      table: positionalTable([rest('Default settings')]),
    }),
  ],
  writes: [],
  live: { everySeconds: 5, commands: ['QPIGS'] },
  settings: { everySeconds: 300, commands: ['QPIRI', 'QPIWS'] },
  identity: [
    { key: 'serial', command: 'QID', field: 'serial_number' },
    { key: 'firmware', command: 'QVFW', field: 'main_cpu_firmware_version' },
  ],
  probe: { command: 'QPI', matches: (payload) => toLatin1(payload) === 'PI34' },
} satisfies RequestDefinition);
