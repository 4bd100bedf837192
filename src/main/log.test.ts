import { expect, test } from 'vitest';
import { humanLine } from './log.ts';

test('a log line for a person has time, level, message and fields', () => {
  const line = humanLine(JSON.stringify({ level: 40, time: 0, device: 'battery', msg: 'device does not answer' }));
  expect(line).toMatch(/^\d\d:\d\d:\d\d[+-]\d\d:\d\d warn {2}device does not answer {2}device=battery$/);
});

test('what a device says cannot act on the terminal', () => {
  const line = humanLine(JSON.stringify({ level: 40, time: 0, serial: '\u001b[2J\u202e1', msg: 'hello' }));
  expect(line).toContain('serial=\\u{1b}[2J\\u{202e}1');
});
