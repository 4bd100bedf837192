// What `solstead probe` found, as it is read at a terminal.
import { expect, test } from 'vitest';
import { inLines } from './probe.ts';

test('many names are told in lines that are read, and none is lost', () => {
  const names = Array.from({ length: 60 }, (_, n) => `Maker ${n} inverter`).join(', ');
  const text = `tcp://10.0.0.5:8899: nothing answered to ${names}; choose another device by its name`;
  const lines = inLines(text).split('\n');
  expect(lines.length).toBeGreaterThan(10);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(lines.slice(1).every((line) => line.startsWith('  '))).toBe(true);
  expect(lines.map((line) => line.trim()).join(' ')).toBe(text);
});

test('a short one is one line, and a word longer than a line stands whole', () => {
  expect(inLines('serial:///dev/ttyUSB0: nothing')).toBe('serial:///dev/ttyUSB0: nothing');
  const long = 'x'.repeat(150);
  expect(inLines(`a ${long} b`)).toBe(`a\n  ${long}\n  b`);
});
