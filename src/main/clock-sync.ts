// Whether the system keeps its clock by NTP: asked of systemd, which asks the kernel, whichever program keeps the clock.
import { execFile } from 'node:child_process';
import { type Clock, systemClock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';
import { sameMs, type TimeWitness } from '#hub/time-witness.ts';

/** Longest wait for the answer, and how often it is asked, ms. */
const [answerMs, everyMs] = [3000, 5 * minuteMs];

/** Asks `timedatectl`; undefined if there is none, as in a container. */
export function askClockSync(): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    execFile(
      'timedatectl',
      ['show', '--property=NTPSynchronized', '--value'],
      { timeout: answerMs, maxBuffer: 4096 },
      (error, text) => {
        const said = text.trim();
        resolve(error !== null || (said !== 'yes' && said !== 'no') ? undefined : said === 'yes');
      },
    );
  });
}

/** Reports to a witness what the system says about its clock, now and every few minutes; the returned function ends that. */
export function watchClockSync(
  witness: Pick<TimeWitness, 'synchronised'>,
  clock: Clock,
  ask: () => Promise<boolean | undefined> = askClockSync,
): () => void {
  // What the system says holds for its own clock alone.
  const isOwn = (): boolean => Math.abs(clock.nowMs() - systemClock.nowMs()) <= sameMs;
  const look = (): void =>
    void ask().then((isSynchronised) => witness.synchronised(isOwn() ? isSynchronised : undefined));
  look();
  return clock.every(everyMs, look);
}
