// Text that people write is read in bounded time, whatever it is.
import { expect, test } from 'vitest';
import { readYaml } from './yaml-places.ts';

const codes = (text: string): readonly string[] => {
  const read = readYaml(text);
  return 'problems' in read ? read.problems.map(({ why }) => why.code) : [];
};

test('a text of very many parts is not even read, one that a person writes is', () => {
  expect(codes(`a: [${'1,'.repeat(99_000)}1]`)).toEqual(['file.too-many']);
  expect(codes(`a:\n${'- 1\n'.repeat(40_000)}`)).toEqual(['file.too-many']);
  expect(codes('x'.repeat(200_001))).toEqual(['file.too-long']);
  expect(codes(`a: ${'['.repeat(60)}`)).toEqual(['file.too-deep']);
  const rule = (index: number): string =>
    `  - name: Rule ${index}\n    while: battery.soc > ${index} %\n    do:\n      - {kind: set, device: a, point: relay.on.1, value: on}\n`;
  expect(codes(`rules:\n${Array.from({ length: 500 }, (_none, index) => rule(index)).join('')}`)).toEqual([]);
});
