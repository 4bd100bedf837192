// Memory a process takes, as the system counts it.
import { execFileSync } from 'node:child_process';

/** Resident memory of a process, MB. */
export function residentMb(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
