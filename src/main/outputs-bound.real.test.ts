// What waits for a server that is away is bounded as it is set: the oldest go first, are counted and told once, and the rest arrives.
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { OutputChange, OutputRecord } from '#core/output.ts';
import { inEnglish } from '#core/reason.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { batchOf, openOutputHouse, type OutputHouse } from './testing/output-house.ts';
import { webService } from './testing/web-stub.ts';

vi.setConfig({ testTimeout: 60_000 });

const soon = { timeout: 20_000 };
const stateOf = async ({ desk }: OutputHouse) => (await desk.list('home'))[0]?.state;
/** Values of the house, of a hundred bytes and more each. */
const [first, second] = [12_000, 500];
const give = async (home: OutputHouse, from: number, count: number): Promise<void> => {
  for (let at = from; at < from + count; at += 500) {
    home.give(
      ...Array.from({ length: Math.min(500, from + count - at) }, (_none, index) =>
        batchOf('roof', at + index, { 'pv.power': at + index }),
      ),
    );
    await home.consumer.flush();
  }
};

test('the oldest go first, counted, told in one line and as an issue; the rest arrives in order, also over a restart', async (context) => {
  const away = await webService(context, () => ({ status: 204 }));
  await away.close();
  const [folder, records, said] = [
    join(tempDir(context), 'data'),
    new Map<string, OutputRecord>(),
    new Array<string>(),
  ];
  const home = await openOutputHouse(context, { folder, records, said });
  const change: OutputChange = {
    name: 'Web',
    settings: { kind: 'webhook', server: `${away.url}/hook` } as OutputChange['settings'],
    filter: { waitingMb: 1 },
    isOn: true,
  };
  await home.desk.add('home', change);
  expect((await stateOf(home))?.dropped).toBe(0);
  await give(home, 0, first);
  const full = await stateOf(home);
  expect(full?.bytes).toBeLessThanOrEqual(1024 * 1024);
  expect(full?.dropped).toBeGreaterThan(1000);
  expect((full?.waiting ?? 0) + (full?.dropped ?? 0)).toBe(first);
  const lost = said.filter((line) => line.includes('more than 1 MiB wait for its server'));
  expect(lost).toHaveLength(1);
  expect(home.desk.issues().map(inEnglish)).toContainEqual(
    expect.stringContaining(`lost ${(full?.dropped ?? 0).toLocaleString('en')} batches`),
  );
  await home.close();
  const again = await openOutputHouse(context, { folder, records, said });
  await give(again, first, second);
  const back = await webService(context, () => ({ status: 204 }), away.port);
  await expect.poll(async () => (await stateOf(again))?.waiting, soon).toBe(0);
  const dropped = (await stateOf(again))?.dropped ?? 0;
  const got = back.asked
    .flatMap(({ body }) => JSON.parse(body) as readonly { readonly values: Record<string, number> }[])
    .map(({ values }) => values['pv.power']);
  expect(got).toEqual(Array.from({ length: first + second - dropped }, (_none, index) => dropped + index));
  // That it works again is no warning.
  expect(said.find((line) => line.includes('output Web works'))).toContain('"level":30');
});

test('a bound that is made smaller drops the oldest at once, which is told as any other loss', async (context) => {
  const away = await webService(context, () => ({ status: 204 }));
  await away.close();
  const said = new Array<string>();
  const home = await openOutputHouse(context, { said });
  const change: OutputChange = {
    name: 'Web',
    settings: { kind: 'webhook', server: `${away.url}/hook` } as OutputChange['settings'],
    filter: { waitingMb: 4 },
    isOn: true,
  };
  const { id } = await home.desk.add('home', change);
  await give(home, 0, first);
  expect(await stateOf(home)).toMatchObject({ waiting: first, dropped: 0 });
  await home.desk.change('home', id, { ...change, filter: { waitingMb: 1 } });
  const { waiting = 0, dropped = 0 } = (await stateOf(home)) ?? {};
  expect(dropped).toBeGreaterThan(1000);
  expect(waiting + dropped).toBe(first);
  expect(said.filter((line) => line.includes('more than 1 MiB wait for its server'))).toHaveLength(1);
  expect(home.desk.issues().map(inEnglish)).toContainEqual(
    expect.stringContaining(`lost ${dropped.toLocaleString('en')} batches`),
  );
});
