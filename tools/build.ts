// Builds the web app and the server, with `--if-stale` only what has changed since it was built.
import { buildServer } from './build-server.ts';
import { buildWeb } from './build-web.ts';

const onlyIfStale = process.argv.includes('--if-stale');

/** How often it is said that it goes on, ms: a small computer takes some minutes. */
const everyMs = 5000;

async function told(name: string, build: (options: { onlyIfStale: boolean }) => Promise<string>): Promise<boolean> {
  const startMs = performance.now();
  const seconds = (): string => ((performance.now() - startMs) / 1000).toFixed(0);
  const goingOn = setInterval(() => process.stderr.write(`${name}: being built, ${seconds()} s …\n`), everyMs);
  try {
    const outcome = await build({ onlyIfStale });
    console.log(`${name}: ${outcome} (${((performance.now() - startMs) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    console.error(`${name}: could not be built\n${error instanceof Error ? error.message : String(error)}`);
    return false;
  } finally {
    clearInterval(goingOn);
  }
}

const [webBuilt] = await Promise.all([told('web/dist', buildWeb), told('dist', buildServer)]);
// Without its build the server runs from its sources; without the app there is nothing to show.
if (!webBuilt) process.exitCode = 1;
