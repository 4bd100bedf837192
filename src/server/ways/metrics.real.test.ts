// A real Prometheus scrapes the figures with a token of somebody who may read homes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { freePort } from '#tools/testkit/free-port.ts';
import { needs } from '#tools/testkit/needs.ts';
import { spawned } from '#tools/testkit/spawned.ts';
import { tempDir } from '#tools/testkit/tempdir.ts';
import { viewer } from '../testing/stub-hub.ts';
import { testServer } from '../testing/test-server.ts';

interface Queried {
  readonly data: { readonly result: readonly { readonly metric: object; readonly value: readonly [number, string] }[] };
}

test('Prometheus finds the target healthy and can be asked for the figures', { timeout: 120_000 }, async (context) => {
  const program = needs(context, 'prometheus');
  const server = await testServer(context);
  const folder = tempDir(context);
  const port = await freePort();
  const file = join(folder, 'prometheus.yml');
  const config = {
    global: { scrape_interval: '1s' },
    scrape_configs: [
      {
        job_name: 'solstead',
        authorization: { credentials: server.hub.signedIn(viewer) },
        static_configs: [{ targets: [`127.0.0.1:${server.port}`] }],
      },
    ],
  };
  // YAML reads JSON.
  writeFileSync(file, JSON.stringify(config));
  const places = [`--config.file=${file}`, `--storage.tsdb.path=${join(folder, 'data')}`];
  const prometheus = await spawned(context, [program, ...places, `--web.listen-address=127.0.0.1:${port}`]);
  await prometheus.waitForPort(port, 30_000);
  const asked = async (query: string): Promise<Queried['data']['result']> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(query)}`);
    return ((await answer.json()) as Queried).data.result;
  };
  const long = { timeout: 30_000, interval: 200 };
  await vi.waitFor(async () => expect((await asked('up')).map(({ value }) => value[1])).toEqual(['1']), long);
  const [values] = await asked('solstead_ingest_values_total');
  expect(values).toMatchObject({ metric: { site: 'home', job: 'solstead' }, value: [expect.any(Number), '21'] });
});
