// Signing in, and failing to, leaves lines in the audit log: the name only of an account that exists, and so few that nobody fills
// the log with guesses. What is left out is counted in the next line.
import type { Clock } from '#core/clock.ts';
import { networkOf } from '#core/network-of.ts';
import type { AuditStore } from '#core/audit.ts';
import type { AccountRecord } from '#core/records.ts';
import { hourMs, minuteMs } from '#core/time.ts';
import { makeLineLimit } from './line-limit.ts';

/** Lines of failures in an hour: guesses at unknown names must not crowd out failures of real accounts. */
const mostLines = 60;
const mostKeys = 1000;

/** Logs who signed in, and who could not. */
export interface SignInAudit {
  /** `how`: by what, such as `password + code`. */
  signedIn(account: AccountRecord, from: string, how: string): Promise<void>;
  /** `account` is absent if there is none of that name: what was typed may be a password. */
  failed(account: AccountRecord | undefined, from: string, outcome: string): Promise<void>;
  /** A wrong set-up code was named. */
  claimRefused(from: string): Promise<void>;
  /** A code was named that no invitation has. */
  invitationRefused(from: string): Promise<void>;
  /** A link was opened that no tablet has. */
  linkRefused(from: string): Promise<void>;
}

/** An audit of sign-ins; a line that cannot be written changes no answer. */
export function makeSignInAudit(audit: Pick<AuditStore, 'append'>, clock: Clock): SignInAudit {
  /** By account and network, when the next line may be written and how many were left out. */
  const told = new Map<string, { readonly untilMs: number; readonly left: number }>();
  const limit = makeLineLimit(clock);
  const noLines = () => ({ sinceMs: Number.NEGATIVE_INFINITY, lines: 0, left: 0 });
  const hours = { known: noLines(), unknown: noLines() };
  interface Line {
    readonly account: AccountRecord | undefined;
    readonly action?: string;
    readonly subject: string;
    readonly outcome: string;
  }
  const write = async ({ account, action = 'sign in', subject, outcome }: Line): Promise<void> => {
    const who = account === undefined ? { name: '?' } : { id: account.id, name: account.name };
    try {
      await audit.append({
        atMs: clock.nowMs(),
        principal: { kind: 'person', ...who },
        action,
        subject,
        outcome,
      });
    } catch {
      // The sign-in succeeds or fails regardless.
    }
  };
  const codeRefused = async (action: string, from: string): Promise<void> => {
    const left = limit(`${action} ${networkOf(from)}`);
    if (left === undefined) return;
    const subject = left === 0 ? from : `${from} (and ${left} more)`;
    await write({ account: undefined, action, subject, outcome: 'access.credentials' });
  };
  return {
    async signedIn(account, from, how) {
      const left = limit(account.id);
      if (left === undefined) return;
      const more = left === 0 ? '' : ` (and ${left} more)`;
      await write({ account, subject: `${from} by ${how}${more}`, outcome: 'done' });
    },
    claimRefused: (from) => codeRefused('claim', from),
    invitationRefused: (from) => codeRefused('accept invitation', from),
    linkRefused: (from) => codeRefused('open kiosk link', from),
    async failed(account, from, outcome) {
      const nowMs = clock.monotonicMs();
      const key = `${account?.id ?? '?'} ${networkOf(from)}`;
      const known = told.get(key);
      if (known !== undefined && nowMs < known.untilMs) {
        told.set(key, { ...known, left: known.left + 1 });
        return;
      }
      const hour = hours[account === undefined ? 'unknown' : 'known'];
      if (nowMs - hour.sinceMs >= hourMs) Object.assign(hour, { sinceMs: nowMs, lines: 0 });
      if (hour.lines >= mostLines) {
        hour.left += 1;
        return;
      }
      hour.lines += 1;
      told.delete(key);
      told.set(key, { untilMs: nowMs + minuteMs, left: 0 });
      const oldest = told.keys().next().value;
      if (told.size > mostKeys && oldest !== undefined) told.delete(oldest);
      const left = (known?.left ?? 0) + hour.left;
      hour.left = 0;
      await write({ account, subject: left === 0 ? from : `${from} (and ${left} more)`, outcome });
    },
  };
}
