// What a text may cost: however it is written, reading it holds up the other homes of an installation for a moment at most.
import { expect, test } from 'vitest';
import { readAutomation } from './read.ts';

/** Rules that begin by so many patterns, each of its own. */
const withPatterns = (count: number): string => {
  const patterns = Array.from({ length: count }, (_, n) => `"${n % 60} ${Math.floor(n / 60)} 29 2 *"`);
  const rules = Array.from({ length: Math.ceil(count / 100) }, (_, n) =>
    [
      `  - name: Rule ${n}`,
      '    when:',
      ...patterns.slice(n * 100, (n + 1) * 100).map((pattern) => `      - {kind: cron, pattern: ${pattern}}`),
      '    do: [{kind: notify, title: x}]',
    ].join('\n'),
  );
  return `rules:\n${rules.join('\n')}\n`;
};

test('a hundred cron patterns are taken; of more none is searched for through the years', () => {
  expect(readAutomation(withPatterns(100))).toHaveProperty('program');
  const outcome = readAutomation(withPatterns(3000));
  const why = { code: 'file.long-list', params: { count: 101, most: 100 } };
  expect('problems' in outcome && outcome.problems[0]).toMatchObject({ why });
});
