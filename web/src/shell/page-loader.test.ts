import { expect, test } from 'vitest';
import { createPageLoader } from './page-loader.ts';

const missing = (): Promise<string> => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));

test('a page is brought once, also when it is asked for twice', async () => {
  let times = 0;
  const loader = createPageLoader(
    () => Promise.resolve(`page ${++times}`),
    () => Promise.resolve(true),
  );
  expect(loader.state()).toEqual({ at: 'coming' });
  await Promise.all([loader.load(), loader.load()]);
  await loader.load();
  expect(loader.state()).toEqual({ at: 'here', page: 'page 1' });
});

test('a server that is away is told apart from code that is gone; the next try may succeed', async () => {
  let isThere = false;
  let bring = missing;
  const told: string[] = [];
  const loader = createPageLoader(
    () => bring(),
    () => Promise.resolve(isThere),
  );
  const stop = loader.subscribe(() => told.push(loader.state().at));
  await loader.load();
  isThere = true;
  await loader.load();
  bring = () => Promise.resolve('page');
  await loader.load();
  stop();
  expect(told).toEqual(['unreachable', 'gone', 'here']);
});
