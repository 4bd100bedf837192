// What waits for its confirmation: tokens, each for one thing that one person or program has seen, and worth something once.
import { randomBytes } from 'node:crypto';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';

/** How long one waits, ms. */
const armedMs = 60_000;
/** Most at once, of all and of one person or program; of more the oldest of whoever wants another is forgotten, and nobody else's. */
const mostArmed = 2000;
const mostOfOne = 20;

/** A token, and until when it is worth something. */
export interface Armed {
  readonly arm: string;
  /** Epoch ms. */
  readonly untilMs: number;
}

/** Tokens that wait. `what` says everything that they are bound to, beside who has them. */
export interface Arms {
  arm(by: Pick<Principal, 'id'>, what: unknown): Armed;
  /** Uses a token up. Errors: `command.not-armed`, at `at`, if it belongs to something else or somebody else. */
  fire(arm: string, used: { readonly by: Pick<Principal, 'id'>; readonly what: unknown; readonly at: string }): void;
}

/** Makes them. */
export function makeArms(clock: Pick<Clock, 'nowMs' | 'monotonicMs'>): Arms {
  const armed = new Map<string, { readonly by: string; readonly key: string; readonly endMs: number }>();
  const forgetOldest = (by: string | undefined, most: number): void => {
    const own = [...armed].filter(([, one]) => by === undefined || one.by === by);
    for (const [token] of own.slice(0, Math.max(0, own.length - most + 1))) armed.delete(token);
  };
  return {
    arm({ id: by }, what) {
      const nowMs = clock.monotonicMs();
      for (const [token, { endMs }] of armed) if (endMs <= nowMs) armed.delete(token);
      forgetOldest(by, mostOfOne);
      forgetOldest(undefined, mostArmed);
      const arm = randomBytes(18).toString('base64url');
      armed.set(arm, { by, key: JSON.stringify(what), endMs: nowMs + armedMs });
      return { arm, untilMs: clock.nowMs() + armedMs };
    },
    fire(arm, { by, what, at }) {
      const found = armed.get(arm);
      armed.delete(arm);
      const isTheirs = found?.by === by.id && found.key === JSON.stringify(what);
      if (isTheirs && found.endMs > clock.monotonicMs()) return;
      throw new SolsteadError('command.not-armed', { at, why: because('command.arm-over') });
    },
  };
}
