// A real Prometheus on a free port of 127.0.0.1 that is written to, keeping its points in a folder of the test.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';
import type { HistoryServerPart } from './victoria-metrics.ts';

/** One that can be ended without a goodbye. */
export interface PrometheusPart extends HistoryServerPart {
  readonly kill: () => Promise<void>;
  /** The points of series: labels as JSON, then time and value. */
  readonly points: (
    selector: string,
    atMs: number,
  ) => Promise<ReadonlyMap<string, readonly (readonly [number, string])[]>>;
}

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: Readonly<Record<string, string>>;
      readonly values: readonly (readonly [number, string])[];
    }[];
  };
}

/** Starts it, or skips the test where there is none. `scrapes` is put into its configuration. */
export async function prometheus(
  test: Pick<TestContext, 'skip'> & Owner,
  scrapes: readonly object[] = [],
): Promise<PrometheusPart> {
  const program = needs(test, 'prometheus');
  const [port, folder] = [await freePort(), tempDir(test)];
  const file = join(folder, 'prometheus.yml');
  // YAML reads JSON.
  writeFileSync(file, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: scrapes }));
  const url = `http://127.0.0.1:${port}`;
  let running: Spawned | undefined;
  const start = async (): Promise<void> => {
    running = await spawned(test, [
      program,
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
    ]);
    await running.waitForPort(port, 30_000);
    await running.waitForOutput('Server is ready to receive web requests', 30_000);
  };
  await start();
  return {
    url,
    output: () => running?.output() ?? '',
    stop: async () => running?.stop(),
    kill: async () => {
      running?.signal('SIGKILL');
      await running?.stop();
    },
    start,
    async points(selector, atMs) {
      const query = new URLSearchParams({ query: `${selector}[1d]`, time: String(atMs / 1000) });
      const { data } = (await (await fetch(`${url}/api/v1/query?${query.toString()}`)).json()) as Answer;
      return new Map(data.result.map(({ metric, values }) => [JSON.stringify(metric), values]));
    },
  };
}
