// Challenges that passkeys sign: made by this process for one purpose, good for some minutes and once. They are not kept until they are
// used, so that nobody who asks for many pushes out those of others.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '#core/clock.ts';
import { minuteMs } from '#core/time.ts';

const validMs = 5 * minuteMs;
const nonceBytes = 16;
const timeBytes = 8;

/** Makes and checks them. */
export interface Challenges {
  /** `purpose` says what for, for whom and where. */
  make(purpose: string): Buffer;
  /** Whether one was made for this, is young enough and was not used. */
  isOpen(purpose: string, challenge: string): boolean;
  /** Uses one up; false if somebody else just did. */
  use(challenge: string): boolean;
}

/** Makes them with a key of this process. */
export function makeChallenges(clock: Pick<Clock, 'monotonicMs'>): Challenges {
  const key = randomBytes(32);
  const used = new Map<string, number>();
  /** One text for the same bytes. */
  const nameOf = (challenge: string): string => Buffer.from(challenge, 'base64url').toString('base64url');
  const sign = (purpose: string, head: Buffer): Buffer =>
    createHmac('sha256', key).update(head).update(purpose).digest();
  return {
    make(purpose) {
      const head = Buffer.concat([randomBytes(nonceBytes), Buffer.alloc(timeBytes)]);
      head.writeDoubleBE(clock.monotonicMs() + validMs, nonceBytes);
      return Buffer.concat([head, sign(purpose, head)]);
    },
    isOpen(purpose, challenge) {
      const all = Buffer.from(challenge, 'base64url');
      const head = all.subarray(0, nonceBytes + timeBytes);
      const right = sign(purpose, head);
      const given = all.subarray(head.length);
      if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
      return head.readDoubleBE(nonceBytes) > clock.monotonicMs() && !used.has(nameOf(challenge));
    },
    use(challenge) {
      const nowMs = clock.monotonicMs();
      for (const [old, endMs] of used) if (endMs <= nowMs) used.delete(old);
      const name = nameOf(challenge);
      if (used.has(name)) return false;
      // Only who signed one gets here, so that these stay few.
      used.set(name, nowMs + validMs);
      return true;
    },
  };
}
