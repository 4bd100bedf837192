// A real VictoriaMetrics on a free port of 127.0.0.1, keeping its points in a folder of the test.
import type { TestContext } from 'vitest';
import { freePort } from './free-port.ts';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

/** A server of a test. */
export interface HistoryServerPart {
  readonly url: string;
  readonly output: () => string;
  /** Ends the server; what it was sent is on disk. */
  readonly stop: () => Promise<void>;
  /** Starts it again on the same port and folder after `stop`. */
  readonly start: () => Promise<void>;
}

/** Starts a server with further flags, or skips the test where there is none. Give an owner to share it among tests. */
export async function victoriaMetrics(
  test: Pick<TestContext, 'skip'> & Owner,
  flags: readonly string[] = [],
  owner: Owner = test,
): Promise<HistoryServerPart> {
  const program = needs(test, 'victoria-metrics');
  const port = await freePort();
  const folder = tempDir(owner);
  let running: Spawned | undefined;
  const start = async (): Promise<void> => {
    running = await spawned(owner, [
      program,
      `-httpListenAddr=127.0.0.1:${port}`,
      `-storageDataPath=${folder}`,
      '-retentionPeriod=100y',
      '-search.latencyOffset=0s',
      ...flags,
    ]);
    await running.waitForPort(port);
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => running?.output() ?? '',
    stop: async () => running?.stop(),
    start,
  };
}
