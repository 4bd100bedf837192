// Every message of the catalogue is used, and every code in the source is one (the compiler sees to that).
import { expect, test } from 'vitest';
import { en } from '#words/en.ts';
import { isCode, readTextFiles, repositoryPaths } from './tidy/source.ts';

/** Where the messages stand, which is no use of them. */
const tables = /^src\/(core\/reasons|words)\//;

test('no message is unused', () => {
  const code = readTextFiles(repositoryPaths())
    .filter(({ path }) => isCode(path) && !tables.test(path) && !/\.test\.tsx?$/.test(path))
    .map(({ text }) => text)
    .join('\n');
  const whole = new Set(code.match(/(?<=['"`])[\w-]+(\.[\w-]+)+(?=['"`])/g));
  // A code made of parts, such as `flow.story.${story}`, uses all that fit.
  const parts = [...code.matchAll(/`([\w.-]*)\$\{[^`]*?\}((?:\.[\w-]+)*)`/g)].map(([, begin = '', end = '']) => ({
    begin,
    end,
  }));
  const fits = (each: string): boolean =>
    parts.some(({ begin, end }) => begin + end !== '' && each.startsWith(begin) && each.endsWith(end));
  const unused = Object.keys(en).filter((each) => !whole.has(each) && !fits(each));
  expect(whole.size).toBeGreaterThan(50);
  expect(unused).toEqual([]);
});
