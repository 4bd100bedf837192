// Voltronic LV5048 and LV6048: split phase (L1 and L2, 120 V each) and two trackers, protocol PI41.
import { toLatin1 } from '#core/bytes.ts';
import { positionalTable } from '#codec/positional.ts';
import { freezeDeep, numeric, read, round } from '../define.ts';
import type { RequestDefinition } from '../definition.ts';
import { pi30 } from './pi30.ts';
import { batteryOf, questions, shapes } from './pi30-commands.ts';
import { pi30Writes } from './pi30-writes.ts';
import * as tables from './pi41-tables.ts';

/** PI41. */
export const pi41: RequestDefinition = freezeDeep({
  ...pi30,
  variants: [],
  id: 'pi41',
  autodetect: 20,
  aliases: ['lv5048', 'lv6048'],
  version: 1,
  title: 'LV5048 and LV6048, split phase (PI41)',
  models: ['LV5048', 'LV6048'],
  verified: 'capture',
  sources: [
    'tables of mpp-solar 902b210 (MIT)',
    'Voltronic Power: LV5048 RS232 communication protocol (PI41, 2019-02-22)',
    'captures/voltronic.ts: sample answers of mpp-solar (MIT)',
  ],
  commands: [
    questions.QPI,
    questions.QID,
    questions.QSID,
    questions.QVFW,
    questions.QVFW2,
    questions.QGMN,
    questions.QMN,
    read({
      name: 'QPIRI',
      title: 'Rated values and settings',
      answerBytes: 106,
      table: positionalTable(tables.ratedInformation, shapes.rated),
    }),
    questions.QFLAG,
    read({
      name: 'QPIGS',
      title: 'General status, L1',
      answerBytes: 110,
      table: positionalTable(tables.statusL1, shapes.status),
      derive: batteryOf('battery_discharge_current', 'battery_charging_current'),
    }),
    read({
      name: 'QPIGS2',
      title: 'General status, L2',
      answerBytes: 70,
      table: positionalTable(tables.statusL2, { least: 11, widths: { 10: 8 } }),
      derive: [
        {
          metric: 'pv.power.s2',
          name: 'pv2_charging_power',
          label: 'PV2 power (battery voltage × charging current)',
          unit: 'W',
          from: ['l2_battery_voltage', 'pv2_battery_charging_current'],
          calc: (voltage, current) => round(numeric(voltage) * numeric(current), 1),
        },
      ],
    }),
    questions.QMOD,
    questions.QPIWS,
    questions.QDI,
    questions.QMCHGCR,
    questions.QMUCHGCR,
    questions.QBOOT,
    questions.QOPM,
    questions.Q1,
    questions.QBMS,
    read({
      name: 'QPGSn',
      pattern: 'QPGS\\d',
      example: 'QPGS1',
      title: 'One unit of a parallel system, L1',
      answerBytes: 143,
      table: positionalTable(tables.parallelL1, shapes.parallel),
    }),
    read({
      name: 'QP2GSn',
      pattern: 'QP2GS\\d',
      example: 'QP2GS1',
      title: 'One unit of a parallel system, L2',
      answerBytes: 100,
      table: positionalTable(tables.parallelL2, { least: 17, widths: { 2: 1, 16: 8 } }),
    }),
    questions.QBEQI,
  ],
  writes: pi30Writes.pi41,
  live: { everySeconds: 5, commands: ['QPIGS', 'QPIGS2', 'QMOD', 'QPIWS'] },
  sums: [
    { metric: 'pv.power', of: ['pv.power.s1', 'pv.power.s2'] },
    { metric: 'load.power', of: ['load.power.l1', 'load.power.l2'] },
  ],
  probe: { command: 'QPI', matches: (payload) => toLatin1(payload.subarray(0, 4)) === 'PI41' },
} satisfies RequestDefinition);
