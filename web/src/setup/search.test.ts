import { expect, test } from 'vitest';
import type { Protocol } from '#api/set-up.ts';
import { searched, titleOf } from './search.ts';

type Row = readonly [maker: string, id: string, title: string, aliases: readonly string[], models: readonly string[]];

const row = (...[maker, id, title, aliases, models]: Row): Protocol => ({
  id,
  title,
  maker,
  kind: 'inverter',
  links: ['serial'],
  verified: 'document',
  aliases: [...aliases],
  models: [...models],
});

const voltronic = 'Voltronic Power';
const victron = 'Victron Energy';
const protocols: readonly Protocol[] = [
  row(
    voltronic,
    'pi30',
    'Axpert and compatible inverters (PI30)',
    ['voltronic-pi30', 'axpert'],
    ['Axpert VM', 'PIP-4048'],
  ),
  row(voltronic, 'pi30max', 'Axpert MAX, King and others (PI30MAX)', ['axpert-max', 'axpert-king'], ['Axpert King']),
  row('Jikong', 'jk-pb', 'JK PB battery management systems', ['jkpb', 'jk-inverter-bms'], ['JK-PB1A16S10P']),
  row(victron, 'vedirect', 'Victron solar chargers by VE.Direct', ['ved', 'vedirect-mppt'], ['SmartSolar MPPT']),
  row(victron, 'vedirect-bmv', 'Victron battery monitors and SmartShunts', ['smartshunt', 'bmv'], ['SmartShunt']),
  row('Huawei', 'huawei-sun2000', 'Huawei SUN2000 with LUNA2000', ['huawei', 'luna2000'], ['SUN2000 MB0']),
  row('Growatt', 'growatt-sph', 'Growatt SPH 3000–6000', ['growatt', 'sph'], ['SPH 5000']),
  row('Growatt', 'growatt-spf', 'Growatt SPF 3000–6000 ES Plus', ['spf'], ['SPF 3000 ES', 'SPF 5000 ES']),
  row('GoodWe', 'goodwe-et', 'GoodWe ET, EH, BT hybrid inverters', ['goodwe', 'goodwe-eh'], ['GW10K-ET']),
  row('Deye', 'deye-p1', 'Deye hybrid inverters, one phase', ['deye'], ['SUN-5K-SG03LP1']),
  row('SMA', 'sma-sunspec', 'SMA inverters (SunSpec)', [], ['Sunny Boy', 'Sunny Tripower']),
  row('SMA', 'sma-inverter', 'SMA Sunny Boy and Sunny Tripower (SMA Modbus)', ['sma', 'sunny-boy'], ['Sunny Boy']),
  row('Eastron', 'eastron-sdm630', 'Eastron SDM630 (three phases)', ['sdm630', 'sdm'], ['SDM630-Modbus']),
];
const ids = (typed: string): readonly string[] => searched(protocols, typed).map(({ id }) => id);

test.each([
  ['mpp solar', 'pi30'],
  ['MPPSOLAR', 'pi30'],
  ['axpert king', 'pi30max'],
  ['axpert', 'pi30'],
  ['smartsolar', 'vedirect'],
  ['smart solar', 'vedirect'],
  ['spf 5000', 'growatt-spf'],
  ['spf5000', 'growatt-spf'],
  ['sma-inverter', 'sma-inverter'],
  ['sma', 'sma-inverter'],
  ['sunny boy', 'sma-inverter'],
  ['SDM 630', 'eastron-sdm630'],
  ['luna2000', 'huawei-sun2000'],
  ['sunsynk', 'deye-p1'],
  ['jk bms', 'jk-pb'],
  ['göödwe', 'goodwe-et'],
])('“%s” finds %s first', (typed, id) => {
  expect(ids(typed)[0]).toBe(id);
});

test('every protocol is found by its id, its aliases and its models', () => {
  for (const { id, aliases = [], models = [] } of protocols) {
    for (const name of [...aliases, ...models]) expect(ids(name)).toContain(id);
    expect(ids(id)[0]).toBe(id);
  }
});

test('what nobody makes finds nothing, and nothing typed finds all', () => {
  expect(ids('toaster')).toEqual([]);
  expect(ids('axpert toaster')).toEqual([]);
  expect(ids('  - ')).toHaveLength(protocols.length);
});

test('a title that says the maker anywhere does not say it twice', () => {
  expect(titleOf({ maker: 'OpenDTU', title: 'Microinverter behind OpenDTU' })).toBe('Microinverter behind OpenDTU');
  expect(titleOf({ maker: 'Jikong', title: 'JK PB battery management systems' })).toBe(
    'Jikong JK PB battery management systems',
  );
});
