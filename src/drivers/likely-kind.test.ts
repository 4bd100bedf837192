import { expect, test } from 'vitest';
import { fromHex } from '#core/bytes.ts';
import type { FoundPort } from '#core/field.ts';
import { builtIn } from '#devices/on-demand.ts';
import { withLikelyKinds } from './likely-kind.ts';

function heard(name: string | undefined, companies: Readonly<Record<number, string>> = {}): FoundPort {
  const data = new Map(Object.entries(companies).map(([company, hex]) => [Number(company), fromHex(hex)] as const));
  const signs = { ...(name === undefined ? {} : { name }), companies: data };
  return { address: 'ble://x', path: 'x', kind: 'ble', title: name ?? 'x', usable: true, rssi: -60, heard: signs };
}

const likely = (port: FoundPort): string | undefined => withLikelyKinds([port], builtIn.listed)[0]?.likely;

test.each([
  ['JK_B2A24S', {}, 'jk02'],
  ['my battery', { 0x0b65: 'c847' }, 'jk02'],
  ['jbd-sp04s020', {}, 'jbd'],
  ['SP15S020 shed', {}, 'jbd'],
  ['DL-41181201189F', {}, 'daly-modbus'],
  ['any', { 0x0302: '00' }, 'daly-modbus'],
  ['SmartSolar HQ2', { 0x02e1: '100242a001f3' }, 'victron-ble-mppt'],
  ['SmartShunt HQ2', { 0x02e1: '100289a302b0' }, 'victron-ble-bmv'],
  ['MultiPlus', { 0x02e1: '100380270c12' }, 'victron-ble-vebus'],
  ['Cerbo', { 0x02e1: '1002' }, undefined],
  ['JKL phone', {}, undefined],
  ['a television', { 0x0075: '42' }, undefined],
])('%s with %j', (name, companies, expected) => {
  expect(likely(heard(name, companies))).toBe(expected);
});

test('what has no name and is likely nothing is left out, what is likely something comes first', () => {
  const ports = [heard('a television'), heard(undefined), heard(undefined, { 0x0b65: '00' })];
  const cable: FoundPort = {
    address: 'hid:///dev/hidraw0',
    path: '/dev/hidraw0',
    kind: 'hid',
    title: 'H',
    usable: true,
  };
  expect(withLikelyKinds([...ports, cable], builtIn.listed).map(({ title }) => title)).toEqual([
    'x',
    'a television',
    'H',
  ]);
});

test('patterns of names take no long time, whatever is called so', () => {
  const names = ['J'.repeat(60), 'SP'.repeat(30), `SP${'1'.repeat(58)}`, 'DL-'.repeat(20)];
  expect(names.map((name) => likely(heard(name)) ?? 'none')).toHaveLength(names.length);
});
