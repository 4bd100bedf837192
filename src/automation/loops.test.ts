// Rules that undo each other by what they set in numbers: a register is not written to and fro without end.
import { expect, test } from 'vitest';
import { compiled } from './file/compile.ts';
import type { FileRule } from './file/words.ts';
import { type Bench, makeBench } from './testing/bench.ts';

const point = 'grid.export.limit';

function bench(rules: readonly FileRule[]): Bench {
  const outcome = compiled({ rules }, { devices: ['roof'] });
  if ('problems' in outcome) throw new Error(JSON.stringify(outcome.problems));
  return makeBench(outcome.program, {
    devices: { roof: { points: { [point]: 10_000 }, limits: { [point]: { max: 10_000 } } } },
  });
}

const turns = (from: number, to: number): FileRule => ({
  name: `${from}`,
  when: [{ kind: 'changes', value: point, device: 'roof', to: from }],
  do: [{ kind: 'set', device: 'roof', point, value: to }],
});

test('two rules that set a number to and fro are stopped after eight, for ten minutes, and it is told', () => {
  const one = bench([turns(5000, 6000), turns(6000, 5000)]);
  one.run(10);
  one.turn('roof', point, 5000);
  const lines = one.run(300);
  expect(lines.length).toBe(8);
  const claims = one.holding('roof', point)?.claims ?? [];
  expect(claims.find(({ claim }) => claim.by.id === 'loop')?.claim.why.code).toBe('act.loop');
});

test('a rule that follows a value each second is none', () => {
  const one = bench([
    { name: 'Follow', while: 'pv.power > 0 W', do: [{ kind: 'set', device: 'roof', point, to: 'pv.power' }] },
  ]);
  const lines: string[] = [];
  for (let second = 0; second < 20; second += 1) {
    one.see('', { 'pv.power': 1000 + second });
    lines.push(...one.run(1));
  }
  expect(lines.length).toBeGreaterThan(8);
});
