// Acts: permitted, done and written down, in this order and nowhere else. Whoever acts comes through here, so that no door
// can forget to ask or to write.
import { everySite, type Permission, type Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { AuditRecord, AuditStore } from '#core/records.ts';
import { permit } from '#core/permit.ts';

/** An act to be done. */
export interface Act<T> {
  readonly permission: Permission;
  /** What the log calls it: `set`, `add device`. */
  readonly name: string;
  /** What is acted on, as far as it is known before. */
  readonly subject: string;
  /** What became of it: an outcome, and the subject as it is known now; undefined if nothing was done after all. */
  done?(result: T): { readonly outcome?: string; readonly subject?: string } | undefined;
}

/** What an act may say while it is done. */
export interface ActLog {
  readonly by: Principal;
  /** What is acted on, where more is known of it now. */
  subject(text: string): void;
}

/** Does acts for principals. */
export interface Performer {
  /** Does an act that is permitted; the log says what became of it, also if it was refused. */
  perform<T>(by: Principal, act: Act<T>, run: (log: ActLog) => Promise<T>): Promise<T>;
  /** Writes down that somebody was refused before it came to the act. */
  refused(by: Principal, permission: Permission, error: unknown): Promise<void>;
}

const codeOf = (error: unknown): string => (isSolsteadError(error) ? error.code : 'failed');

/** A performer that writes into this log; `isSite` says which sites there are: of others no line is written. */
export function makePerformer(parts: {
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  isSite(id: string): boolean;
}): Performer {
  const { audit, clock, isSite } = parts;
  const write = async (
    { id, kind, name }: Principal,
    site: string,
    line: Pick<AuditRecord, 'action' | 'subject' | 'outcome'>,
  ): Promise<void> => {
    // A name that somebody made up could fill the log.
    if (site !== everySite && !isSite(site)) return;
    const where = site === everySite ? {} : { site };
    await audit.append({ atMs: clock.nowMs(), ...where, principal: { id, kind, name }, ...line });
  };
  return {
    async perform(by, { permission, name, subject, done }, run) {
      const { site } = permission;
      let known = subject;
      const log: ActLog = { by, subject: (text) => void (known = text) };
      try {
        permit(by, permission);
        const result = await run(log);
        const end = done === undefined ? {} : done(result);
        if (end !== undefined)
          await write(by, site, { action: name, subject: end.subject ?? known, outcome: end.outcome ?? 'done' });
        return result;
      } catch (error) {
        await write(by, site, { action: name, subject: known, outcome: codeOf(error) });
        throw error;
      }
    },
    async refused(by, { action, site, device = '' }, error) {
      await write(by, site, { action, subject: device, outcome: codeOf(error) });
    },
  };
}
