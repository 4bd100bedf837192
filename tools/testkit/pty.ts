// A pair of ptys joined by socat: what is written to one end is read at the other, as over a serial cable.
// Ptys know neither parity nor data bits nor the pace of a baud rate.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'vitest';
import { needs } from './needs.ts';
import type { Owner } from './owner.ts';
import { spawned, type Spawned } from './spawned.ts';
import { tempDir } from './tempdir.ts';

export interface PtyPair {
  /** The end the program under test opens. */
  readonly near: string;
  /** The end the emulated device opens. */
  readonly far: string;
  /** Pulls the plug: both ends disappear at once. */
  readonly vanish: () => Promise<void>;
  /** Plugs it in again under the same names. */
  readonly comeBack: () => Promise<void>;
}

/** Makes a pair of ptys, or skips the test where there is no socat. Give an owner to share it among tests. */
export async function ptyPair(test: Pick<TestContext, 'skip'> & Owner, owner: Owner = test): Promise<PtyPair> {
  const socat = needs(test, 'socat');
  const folder = tempDir(owner);
  const near = join(folder, 'near');
  const far = join(folder, 'far');
  let cable: Spawned | undefined;
  const comeBack = async () => {
    const end = (link: string) => `pty,raw,echo=0,link=${link}`;
    cable = await spawned(owner, [socat, '-d', '-d', end(near), end(far)]);
    await cable.waitForOutput('starting data transfer loop');
  };
  const vanish = async () => {
    cable?.signal('SIGKILL');
    await cable?.stop();
    // Killed, socat leaves its links behind; a real device's node goes with it.
    for (const link of [near, far]) rmSync(link, { force: true });
  };
  await comeBack();
  return { near, far, vanish, comeBack };
}
