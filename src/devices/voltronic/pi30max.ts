// Voltronic models whose QPIGS tells of the first tracker only: Axpert MAX and King, LV6048MAX, PIP-8048MAX, and those known by
// the number QGMN answers with (044, 045) or by a third tracker (MST).
import { toLatin1 } from '#core/bytes.ts';
import { freezeDeep } from '../define.ts';
import type { RequestDefinition, ReadCommand } from '../definition.ts';
import { pi30 } from './pi30.ts';
import { questions, statusMax } from './pi30-commands.ts';
import { pi30Writes } from './pi30-writes.ts';

const common: readonly ReadCommand[] = [
  questions.QPI,
  questions.QID,
  questions.QSID,
  questions.QVFW,
  questions.QVFW3,
  questions.VERFW,
  questions.QGMN,
  questions.QMN,
  questions.QPIRI,
  questions.QFLAG,
  statusMax,
  questions.QMOD,
  questions.QPIWS,
  questions.QMCHGCR,
  questions.QMUCHGCR,
  questions.QBOOT,
  questions.QOPM,
  questions.Q1,
  questions.QBMS,
  questions.QOPPT,
  questions.QCHPT,
  questions.QT,
  questions.QBEQI,
  questions.QET,
  questions.QEY,
  questions.QEM,
  questions.QED,
  questions.QLT,
  questions.QLY,
  questions.QLM,
  questions.QLD,
  questions.QLED,
];

const sources = [
  'tables of mpp-solar 902b210 (MIT)',
  'Voltronic Power: PI30MAX communication protocol (2021-02-17), MKS II–IV RS232 protocol (2020-11-09)',
];

/** PI30MAX. */
export const pi30max: RequestDefinition = freezeDeep({
  ...pi30,
  variants: [],
  id: 'pi30max',
  autodetect: 'chosen',
  aliases: ['axpert-max', 'axpert-king'],
  version: 1,
  title: 'Axpert MAX, King and other models with two trackers (PI30MAX)',
  models: ['Axpert MAX', 'Axpert King', 'LV6048MAX', 'PIP-8048MAX'],
  verified: 'document',
  sources,
  commands: [...common, questions.QPIGS2, questions.QPGSnMax, questions.QDI],
  writes: pi30Writes.max,
  live: { everySeconds: 5, commands: ['QPIGS', 'QPIGS2', 'QMOD', 'QPIWS'] },
  sums: [{ metric: 'pv.power', of: ['pv.power.s1', 'pv.power.s2'] }],
  settings: { everySeconds: 300, commands: ['QPIRI', 'QFLAG', 'QET', 'QLT'] },
} satisfies RequestDefinition);

const isModel =
  (number: string) =>
  (payload: Uint8Array): boolean =>
    toLatin1(payload) === number;

/** PI30M044. */
export const pi30m044: RequestDefinition = freezeDeep({
  ...pi30max,
  id: 'pi30m044',
  autodetect: 'chosen',
  aliases: ['axpert-max-7200'],
  title: 'Axpert MAX 7.2k (PI30M044)',
  models: ['Axpert MAX 7.2k', 'MKS2-7200'],
  verified: 'capture',
  sources: [...sources, 'captures/voltronic.ts: sample answers of mpp-solar (MIT)'],
  writes: pi30Writes.m044,
  probe: { command: 'QGMN', matches: isModel('044') },
} satisfies RequestDefinition);

/** PI30M045: charger priorities are counted from solar first, currents have three digits. */
export const pi30m045: RequestDefinition = freezeDeep({
  ...pi30max,
  id: 'pi30m045',
  autodetect: 'chosen',
  aliases: ['lv6548'],
  title: 'LV6548 (PI30M045)',
  models: ['LV6548'],
  verified: 'capture',
  sources: [...sources, 'captures/voltronic.ts: sample answers of mpp-solar (MIT)'],
  commands: [...common, questions.QPIGS2, questions.QPGSn045, questions.QDI045],
  writes: pi30Writes.m045,
  probe: { command: 'QGMN', matches: isModel('045') },
} satisfies RequestDefinition);

/** PI30MST: three trackers; QPIGS2 tells of two and of the sum. */
export const pi30mst: RequestDefinition = freezeDeep({
  ...pi30max,
  id: 'pi30mst',
  autodetect: 'chosen',
  aliases: ['pip4048mst'],
  title: 'PIP-4048MST with three trackers (PI30MST)',
  models: ['PIP-4048MST'],
  verified: 'community',
  commands: [
    ...common,
    questions.QPIGS2mst,
    questions.QPGSnMax,
    questions.QDI,
    questions.QVFW4,
    questions.QMSCHGCR,
    questions.QCST,
    questions.QCVT,
  ],
  writes: pi30Writes.mst,
  sums: [],
} satisfies RequestDefinition);
