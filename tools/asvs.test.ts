// The table of the OWASP ASVS: each requirement of levels 1 and 2 is there once, and what it names exists.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/asvs.md'), 'utf8');

/** Requirements of levels 1 and 2 by section, as first and last. Source: OWASP ASVS 5.0.0, the table in `5.0/docs_en`. */
const sections = `
1.1:1-2 1.2:1-9 1.3:1-11 1.4:1-3 1.5:1-2 2.1:1-3 2.2:1-3 2.3:1-4 2.4:1 3.2:1-2 3.3:1-4 3.4:1-6 3.5:1-5 3.7:1-2
4.1:1-3 4.2:1 4.3:1-2 4.4:1-4 5.1:1 5.2:1-3 5.3:1-2 5.4:1-3 6.1:1-3 6.2:1-12 6.3:1-4 6.4:1-4 6.5:1-5 6.6:1-3
6.8:1-4 7.1:1-3 7.2:1-4 7.3:1-2 7.4:1-5 7.5:1-2 7.6:1-2 8.1:1-2 8.2:1-3 8.3:1 8.4:1 9.1:1-3 9.2:1-4 10.1:1-2
10.2:1-2 10.3:1-4 10.4:1-11 10.5:1-5 10.6:1-2 10.7:1-3 11.1:1-2 11.2:1-3 11.3:1-3 11.4:1-4 11.5:1 11.6:1
12.1:1-3 12.2:1-2 12.3:1-4 13.1:1 13.2:1-5 13.3:1-2 13.4:1-5 14.1:1-2 14.2:1-4 14.3:1-3 15.1:1-3 15.2:1-3
15.3:1-7 16.1:1 16.2:1-5 16.3:1-4 16.4:1-3 16.5:1-3 17.1:1 17.2:1-4 17.3:1-2
`;

const ids = sections
  .trim()
  .split(/\s+/)
  .flatMap((part) => {
    const [section = '', range = ''] = part.split(':');
    const [first = 1, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, at) => `V${section}.${first + at}`);
  });

const rows = [...text.matchAll(/^\| (V\S+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)].map(
  ([, id = '', about = '', state = '', where = '']) => ({ id, about, state, where }),
);
const pathsIn = (where: string): readonly string[] =>
  [...where.matchAll(/`((?:src|web|docs|tests|tools)\/[^`]+|\w+\.(?:md|json))`/g)].map(([, path = '']) => path);

test('each requirement of levels 1 and 2 is there once, in its order', () => {
  expect(ids).toHaveLength(253);
  expect(rows.map(({ id }) => id)).toEqual(ids);
});

test('every file that is named exists, and what is met names one', () => {
  const missing = rows.flatMap(({ id, where }) =>
    pathsIn(where)
      .filter((path) => !existsSync(join(root, path)))
      .map((path) => `${id} ${path}`),
  );
  expect(missing).toEqual([]);
  expect(rows.filter(({ state, where }) => state === 'met' && !/`|V\d/.test(where))).toEqual([]);
});

test('states are counted as they are', () => {
  const count = (state: string): number => rows.filter((row) => row.state === state).length;
  const said = /Of (\d+): (\d+) met,\s+(\d+) partly, (\d+) not met, (\d+) n\/a/.exec(text)?.slice(1).map(Number);
  expect(said).toEqual([rows.length, count('met'), count('partly'), count('not met'), count('n/a')]);
});
