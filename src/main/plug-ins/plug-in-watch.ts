// How much of the machine a process takes: where the system tells it, its own work is measured, and not how long a loaded machine let it wait.
import { readFileSync } from 'node:fs';

/** What a process has taken since its start. */
export interface Taken {
  /** Of a processor, ms. */
  readonly cpuMs: number;
  /** Memory that it has now, bytes. */
  readonly bytes: number;
}

/** Ticks of a second, and bytes of a page, as Linux tells them to programs. Source: proc(5), `sysconf(_SC_CLK_TCK)`. */
const [ticksPerSecond, pageBytes] = [100, 4096];

/** What a process of this computer has taken; undefined where the system does not say. */
export function takenBy(pid: number | undefined): Taken | undefined {
  if (pid === undefined || process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name of the program may hold spaces and brackets: fields are counted behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [user, system, pages] = [fields[11], fields[12], fields[21]].map(Number);
    if (user === undefined || system === undefined || pages === undefined) return undefined;
    return { cpuMs: ((user + system) * 1000) / ticksPerSecond, bytes: pages * pageBytes };
  } catch {
    // It has ended.
    return undefined;
  }
}
