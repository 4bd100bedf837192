// The examples of docs/automation.md are right.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readSimulated } from './file/read.ts';

const text = readFileSync('docs/automation.md', 'utf8');
const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, yaml = '']) => yaml);
const rows = [...text.matchAll(/^\| `(\{kind: [^`]+\})` \|/gm)].map(([, yaml = '']) => yaml);
const devices = examples.find((one) => one.includes('\ndevices:')) ?? '';

const withAll = devices.replace(
  'devices:\n',
  'devices:\n  roof: {kind: inverter}\n  rod: {kind: heater}\n  garage: {kind: charger}\n',
);

/** What is wrong with an example on the devices of the last one. */
function problems(yaml: string): unknown {
  const outcome = readSimulated(`${yaml}\n${yaml.includes('\ndevices:') ? '' : withAll}`);
  return 'problems' in outcome ? outcome.problems : [];
}

test('every example of YAML is right', () => {
  expect(examples.length).toBeGreaterThan(2);
  expect(examples.map(problems)).toEqual(examples.map(() => []));
});

test('every row of the tables is right', () => {
  const kinds = rows.map((row) => (parse(row) as { kind: string }).kind);
  expect(new Set(kinds).size).toBe(17);
  const triggers = new Set(['becomes', 'changes', 'time', 'cron', 'sun', 'cheapest', 'offline', 'gap', 'called']);
  const base = examples.find((one) => one.includes('scenes:')) ?? '';
  for (const [index, row] of rows.entries()) {
    const isTrigger = triggers.has(kinds[index] ?? '');
    const rule = `rules:\n  - name: x\n    when: [${isTrigger ? row : '{kind: time, at: "10:00"}'}]\n    do: [${isTrigger ? '{kind: wait, for: 1 s}' : row}]\n`;
    const outcome = readSimulated(`${rule}${base}\n${withAll}`);
    expect([row, 'problems' in outcome ? outcome.problems : []]).toEqual([row, []]);
  }
});
