// Acts: permitted, done and logged, in this order and nowhere else. Every act comes through here, so that no door
// can forget to ask or to log.
import { everySite, mayKnow, type Permission, type Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError } from '#core/errors.ts';
import { type AuditRecord, type AuditStore, chainOf } from '#core/audit.ts';
import { permit } from '#core/permit.ts';
import { said } from '#core/reason.ts';
import { limitedLog } from '#core/limited-log.ts';
import { assertProven } from './credentials/step-up.ts';
import { makeLineLimit } from './line-limit.ts';

/** An act to be done. */
export interface Act<T> {
  readonly permission: Permission;
  /** What the log calls it: `set`, `add device`. */
  readonly name: string;
  /** What is acted on, as far as it is known before. */
  readonly subject: string;
  /** For people alone, who have proven lately that it is them: it gives others access, or takes it, or hands out what is secret. */
  readonly isSensitive?: boolean;
  /** What became of it: an outcome, and the subject as it is known now; undefined if nothing was done after all. */
  done?(result: T): { readonly outcome?: string; readonly subject?: string } | undefined;
}

/** What an act may say while it is done. */
export interface ActLog {
  readonly by: Principal;
  /** What is acted on, if more is known of it now. */
  subject(text: string): void;
  /**
   * Logs that it begins, before anything is sent to a device: whatever happens to this process then, there is a line. The
   * act must not continue if this fails. Errors: `store.*`.
   */
  begin(): Promise<void>;
}

/** Does acts for principals. */
export interface Performer {
  /** Does an act that is permitted; the log says what became of it, also if it was refused. */
  perform<T>(by: Principal, act: Act<T>, run: (log: ActLog) => Promise<T>): Promise<T>;
  /** Logs that somebody was refused before the act was reached. */
  refused(by: Principal, permission: Permission, error: unknown): Promise<void>;
  /** Resolves when no act is under way any more and all are logged. */
  settled(): Promise<void>;
}

/** What a performer needs. */
export interface PerformerParts {
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  /** Called with lines that could not be written. */
  readonly log?: { warn(fields: object, message: string): void };
  /** Which sites there are: of others no line is written. */
  isSite(id: string): boolean;
}

type Line = Pick<AuditRecord, 'action' | 'subject' | 'outcome'>;

const codeOf = (error: unknown): string => (isSolsteadError(error) ? error.code : 'failed');

/** How many similar lines were left out before. */
const counted = (subject: string, left: number): string =>
  left === 0 ? subject : `${subject} (and ${left} more)`.trimStart();

/** The lines that a performer writes. */
function auditLines({ audit, clock, log: lost, isSite }: PerformerParts) {
  const write = async (by: Principal, site: string, line: Line): Promise<void> => {
    // Made-up site names could fill the log, and so could strangers with that of a home they may not know.
    if (site !== everySite && !(isSite(site) && mayKnow(by, site))) return;
    const { id, kind, name } = by;
    const where = site === everySite ? {} : { site };
    await audit.append({ atMs: clock.nowMs(), ...where, principal: { id, kind, name }, ...line });
  };
  let fields: object = {};
  const limited = limitedLog(clock, (message) => lost?.warn(fields, message));
  const tell = (key: string, about: object): void => {
    fields = about;
    limited(key, 'a line of the audit log could not be written');
  };
  /** A line that cannot be written changes no answer. */
  const tryWrite = async (by: Principal, site: string, line: Line): Promise<void> => {
    try {
      await write(by, site, line);
    } catch (error) {
      // On a full disk every change is refused, as often as somebody tries.
      const why = said(error);
      tell(`${by.id} ${line.action}`, { site, who: by.name, ...line, why });
    }
  };
  const isRefused = makeLineLimit(clock);
  const writeRefusal = async (by: Principal, site: string, line: Line): Promise<void> => {
    const left = isRefused(by.id);
    if (left !== undefined) await tryWrite(by, site, { ...line, subject: counted(line.subject, left) });
  };
  return { write, tryWrite, writeRefusal };
}

/** A performer that writes into this log. */
export function makePerformer(parts: PerformerParts): Performer {
  const underWay = new Set<Promise<unknown>>();
  const { write, tryWrite, writeRefusal } = auditLines(parts);
  const act = async <T>(by: Principal, of: Act<T>, run: (log: ActLog) => Promise<T>): Promise<T> => {
    const { permission, name: action, subject, isSensitive = false, done } = of;
    const { site } = permission;
    let known = subject;
    let hasBegun = false;
    const log: ActLog = {
      by,
      subject: (text) => void (known = text),
      async begin() {
        await write(by, site, { action, subject: known, outcome: 'begun' });
        hasBegun = true;
      },
    };
    let result: T;
    try {
      permit(by, permission);
      if (isSensitive) assertProven(by, parts.clock);
      result = await run(log);
    } catch (error) {
      // A question to the person, and no refusal.
      if (isSolsteadError(error, 'access.step-up')) throw error;
      const line = { action, subject: known, outcome: codeOf(error) };
      await (chainOf(line) === 'refusals' ? writeRefusal : tryWrite)(by, site, line);
      throw error;
    }
    const end = done === undefined ? {} : done(result);
    if (end === undefined) return result;
    const line = { action, subject: end.subject ?? known, outcome: end.outcome ?? 'done' };
    // The command is in the log already; the answer of the device is not held back.
    await (hasBegun ? tryWrite : write)(by, site, line);
    return result;
  };
  return {
    perform(by, of, run) {
      const doing = act(by, of, run);
      const end = doing.then(
        () => undefined,
        () => undefined,
      );
      underWay.add(end);
      void end.then(() => underWay.delete(end));
      return doing;
    },
    async refused(by, { action, site, device = '' }, error) {
      await writeRefusal(by, site, { action, subject: device, outcome: codeOf(error) });
    },
    async settled() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
