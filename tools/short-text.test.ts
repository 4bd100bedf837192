// A built module made short: it does the same, and says in a stack trace what it said.
import { expect, test } from 'vitest';
import { shortText } from './short-text.ts';

const long = `
import { sep } from 'node:path';

export function outer(theAnswer) {
	class Counter {
		countUp(aNumber) {
			throw new Error(\`\${aNumber} – \${theAnswer}\`);
		}
	}
	const innerMost = (someText) => new Counter().countUp(someText);
	return { innerMost, name: Counter.name, tagged: String.raw\`\\n\${sep}\` };
}
`;
const loaded = async (text: string) =>
  (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as {
    outer(answer: string): { innerMost(text: string): never; name: string; tagged: string };
  };
const thrown = (act: () => never): Error => {
  try {
    return act();
  } catch (error) {
    return error as Error;
  }
};

test('it is shorter, plain ASCII, a line for each statement', () => {
  const short = shortText('long.js', long);
  expect(short.length).toBeLessThan(long.length * 0.8);
  expect(short).toMatch(/^[ -~\n]+$/);
  expect(short.split('\n').map((line) => line.slice(0, 13))).toEqual(['import{sep}fr', 'export functi']);
});

test('it does and says the same', async () => {
  const [before, after] = await Promise.all([long, shortText('long.js', long)].map(loaded));
  const [was, is] = [before?.outer('answer'), after?.outer('answer')];
  expect({ name: is?.name, tagged: is?.tagged }).toEqual({ name: was?.name, tagged: was?.tagged });
  const [wasSaid, isSaid] = [was, is].map((one) => thrown(() => one?.innerMost('question') as never));
  expect(isSaid?.message).toBe('question – answer');
  const namesOf = (error: Error | undefined) => (error?.stack ?? '').match(/(?<=at )[\w.]+(?= \(data)/g);
  expect(namesOf(isSaid)).toEqual(namesOf(wasSaid));
  expect(namesOf(isSaid)).toContain('Counter.countUp');
});

test('what is no program is told with its file', () => {
  expect(() => shortText('odd.js', 'const = 1;')).toThrow(/^odd\.js: /);
});
