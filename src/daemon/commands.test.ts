import { processorMs } from '#tools/testkit/processor-time.ts';
import { expect, test } from 'vitest';
import { builtIn } from '#devices/on-demand.ts';
import { commandFilter, patternFault } from './command-filter.ts';
import { literalWrite, plannedCommand } from './commands.ts';
import { ourName } from './mpp-solar-commands.ts';
import { answerShapes } from '#devices/by-mode.ts';

const definitionOf = (id: string) => builtIn.definitionOf(id);

/** The commands of mpp-solar that are queries, by protocol. Source: mpp-solar 902b210 (MIT). */
const theirs = {
  pi30: 'Q1 QBOOT QDI QFLAG QID QMCHGCR QMOD QMN QGMN QMUCHGCR QOPM QPGS0 QPGS1 QPIGS QPI QPIRI QPIWS QVFW QVFW2 QBMS',
  pi30max: 'QDI QFLAG QMOD QPGS0 QPIGS QPIRI QPIWS QSID QVFW3 QPIGS2 QOPPT QCHPT QT QBEQI QET QEY2022 QLT QLED',
  pi41: 'QPGS0 QPIGS QPIRI QP2GS0 QPIGS2',
  pi16: 'QED20200830 QID QGMN QMOD QPIBI QPIGS QPI QPIRI QVFW QVFW2',
  pi17: 'GPMP PI ID VFW VFW2 MD DI DM INGS EMINFO PIRI GS PS MOD WS FLAG T ET BATS HECS BMS',
  pi18: 'PI ET EY2023 ID VFW PIRI GS MOD FLAG MCHGCR MUCHGCR',
  pi18sv: 'VFW MCHGCR MUCHGCR PRI0 PGS0 FWS PIRI MOD FLAG ACCT ACLT',
  jk02: 'getInfo getCellData',
  jk04: 'getInfo getCellData',
  jk232: 'getBalancerData',
  jk485: 'getBalancerData',
  jkserial: 'getBalancerData',
  jkpb: 'getBalancerData getCellData getAdditionalInfo',
  daly: 'SOC cellMinMaxVoltages cellMinMaxTemps mosStatus status cellVoltages cellTemperatures',
  ved: 'vedtext',
} as const;

test.each(Object.entries(theirs))('the queries that mpp-solar has for %s are asked here', async (protocol, names) => {
  const definition = await definitionOf(protocol);
  const missing = names.split(' ').filter((name) => !('command' in plannedCommand(definition, name)));
  expect(missing).toEqual([]);
});

test('every word that stands for several asks something of every protocol of mpp-solar', async () => {
  const empty: string[] = [];
  for (const protocol of Object.keys(theirs))
    for (const word of ['', 'get_status'] as const) {
      const outcome = plannedCommand(await definitionOf(protocol), word);
      if (!('command' in outcome) || outcome.command.asks.length === 0) empty.push(`${protocol} ${word}`);
    }
  expect(empty).toEqual([]);
});

/** What mpp-solar asks where a file names no command, by protocol. Source: mpp-solar 902b210, `DEFAULT_COMMAND` of each. */
const theirDefaults = {
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
  jk02: 'getCellData',
  jk02_32: 'getCellData',
  jkv11: 'getCellData',
  jk04: 'getCellData',
  jk485: 'getBalancerData',
  jk232: 'getBalancerData',
  jkserial: 'getBalancerData',
  jkpb: 'getBalancerData',
  daly: 'SOC',
  daly40: 'SOC',
  ved: 'vedtext',
} as const;

test.each(Object.entries(theirDefaults))(
  'without a command %s is asked its one default: %s',
  async (protocol, name) => {
    const outcome = plannedCommand(await definitionOf(protocol), '');
    if (!('command' in outcome)) throw new Error(`nothing is asked of ${protocol}`);
    // Under the name that labels and entities have it by, and nothing besides.
    expect(outcome.command.name).toBe(name);
    expect(outcome.command.asks).toEqual([ourName(await definitionOf(protocol), name)]);
  },
);

test('a device that mpp-solar does not know is asked its live values without a command', async () => {
  const outcome = plannedCommand(await definitionOf('pylontech'), '');
  expect(outcome).toMatchObject({ command: { name: 'get_status', asks: ['42', '44'] } });
});

test('a setting in the maker’s letters is found with its value', async () => {
  const pi30 = await definitionOf('pi30');
  const found = (command: string) => {
    const outcome = literalWrite(pi30, command);
    return outcome === undefined ? undefined : [outcome.write.name, outcome.value];
  };
  expect(found('POP02')?.[0]).toBe('POP');
  expect(found('POP02')?.[1]).not.toBe(found('POP01')?.[1]);
  expect(found('POP09')).toBeUndefined();
  expect(found('POP02; QPIGS')).toBeUndefined();
  expect(found('PBCV44.0')).toEqual(['PBCV', 44]);
  expect(found('QPIGS')).toBeUndefined();
});

test('no setting of any protocol can be polled', async () => {
  const definitions = await builtIn.all();
  let count = 0;
  for (const definition of definitions) {
    for (const write of definition.writes) {
      const [first] =
        write.value.kind === 'choice'
          ? Object.keys(write.value.options)
          : write.value.kind === 'number'
            ? [write.value.min]
            : [''];
      const request = write.request(first ?? '');
      if (request === undefined || answerShapes(definition).some(({ name }) => name === request)) continue;
      count += 1;
      expect(plannedCommand(definition, request), `${definition.id} ${request}`).not.toHaveProperty('command');
    }
  }
  expect(count).toBeGreaterThan(500);
});

test('an expression counts for the whole command, and costs no more than its length', () => {
  const may = commandFilter(['PCP*', 'POP0[0-2]', '(a+)+$']);
  expect(['PCPP', 'POP01', 'PC;anything', 'POP012', 'xPOP01', '', 'POP01\n'].map(may)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
    false,
  ]);
  const startMs = processorMs();
  expect(may(`${'a'.repeat(127)}!`)).toBe(false);
  expect(processorMs() - startMs).toBeLessThan(1000);
  expect(may('a'.repeat(129))).toBe(false);
  expect(
    [patternFault('POP('), patternFault('(?=a)'), patternFault('POP.*')].map((fault) => fault !== undefined),
  ).toEqual([true, true, false]);
});
