import { expect, test } from 'vitest';
import { humanLine } from './log.ts';

test('a log line for a person has time, level, message and fields', () => {
  const line = humanLine(JSON.stringify({ level: 40, time: 0, device: 'battery', msg: 'device does not answer' }));
  expect(line).toMatch(/^\d\d:\d\d:\d\d warn {2}device does not answer {2}device=battery$/);
});
