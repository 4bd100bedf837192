import { expect, test, vi } from 'vitest';
import { runStep, runSteps } from './steps.ts';

const step = (script: string, limitMs = 10_000) => ({ name: 'x', command: ['node', '-e', script], limitMs });

test('a step passes or fails by its exit code and keeps what it said', async () => {
  expect(await runStep(step('console.log(1)'))).toMatchObject({ passed: true, output: '1\n' });
  expect(await runStep(step('console.error(2); process.exit(3)'))).toMatchObject({ passed: false, output: '2\n' });
});

test('a program that is not there and one that never ends have failed', async () => {
  expect(await runStep({ name: 'x', command: ['no-such-program'] })).toMatchObject({ passed: false });
  const endless = await runStep(step('for (;;);', 300));
  expect(endless).toMatchObject({ passed: false, output: 'stopped after 0.3 s\n' });
});

test('all steps run, and only what failed is shown', async () => {
  const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  const outcomes = await runSteps([step('console.log("good")'), step('throw "bad"'), step('')], 2);
  const printed = print.mock.calls.join('\n');
  print.mockRestore();
  expect(outcomes).toHaveLength(3);
  expect(outcomes.filter(({ passed }) => passed)).toHaveLength(2);
  expect(printed).toMatch(/✗ x \d\.\d s\n[^]*bad/);
  expect(printed).not.toContain('good');
});
