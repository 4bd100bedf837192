// `solstead alerts …` and `solstead report`: what wants attention of a home that runs, asked of it with the token of a program.
import type { Alert, Alerts, Report } from '#api/alerts.ts';
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { oneLine } from '#core/visible.ts';
import { printJson, printTable } from '../print.ts';
import { askHome, type HomeQuestion, type RunningHomeFlags, siteOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of all of them. */
export interface AlertFlags extends RunningHomeFlags {
  readonly site?: string;
  readonly json?: boolean;
}

/** Flags of `solstead alerts list`. */
export interface AlertListFlags extends AlertFlags {
  readonly state: string;
  readonly check?: boolean;
}

/** Flags of `solstead alerts snooze`. */
export interface SnoozeFlags extends AlertFlags {
  readonly minutes: string;
}

/** Flags of `solstead report`. */
export interface ReportFlags extends AlertFlags {
  readonly period: string;
  readonly day?: string;
  readonly html?: boolean;
}

/** Errors: `link.unavailable` for what is no Solstead of this version. */
function assertAnswer(isRight: boolean, { url }: AlertFlags): asserts isRight {
  if (!isRight)
    throw new SolsteadError('link.unavailable', {
      at: url,
      why: because('outside.said', { said: external('no answer of this version') }),
    });
}

const isAlerts = (value: unknown): value is Alerts => isRecord(value) && Array.isArray(value['alerts']);
const isAlert = (value: unknown): value is Alert => isRecord(value) && typeof value['state'] === 'string';
const isReport = (value: unknown): value is Report => isRecord(value) && typeof value['text'] === 'string';

async function asked(flags: AlertFlags, question: HomeQuestion): Promise<unknown> {
  const place = `api/v1/sites/${encodeURIComponent(await siteOf(flags))}`;
  return askHome(flags, { ...question, path: `${place}/${question.path}` });
}

const moment = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

const whyOf = ({ kind, subjects, more }: Alert): string => {
  const told = subjects.map(({ reason }) => oneLine(inEnglish(reason))).join('; ');
  return `${told === '' ? kind : told}${more === undefined ? '' : ` and ${more} more`}`;
};

/** Lists them. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function listAlerts(flags: AlertListFlags): Promise<void> {
  const found = await asked(flags, { method: 'GET', path: `alerts?state=${flags.state}&limit=100` });
  assertAnswer(isAlerts(found), flags);
  if (flags.json === true) printJson(found);
  else if (found.alerts.length === 0) tell(flags.state === 'open' ? 'Nothing wants your attention.' : 'None.');
  else
    printTable(
      found.alerts.map((alert) => ({
        id: alert.id,
        severity: alert.severity,
        since: moment(alert.openedMs),
        kind: alert.kind,
        why: whyOf(alert),
      })),
    );
  if (flags.check === true && found.alerts.length > 0) process.exitCode = 1;
}

async function acted(flags: AlertFlags, question: HomeQuestion, done: string): Promise<void> {
  const alert = await asked(flags, question);
  assertAnswer(isAlert(alert), flags);
  if (flags.json === true) printJson(alert);
  else tell(`${whyOf(alert)}: ${done}`);
}

/** Says that somebody has seen it. Errors: as {@link listAlerts}. */
export const acknowledgeAlert = (id: string, flags: AlertFlags): Promise<void> =>
  acted(flags, { method: 'POST', path: `alerts/${encodeURIComponent(id)}/acknowledge` }, 'acknowledged.');

/** Lets it wait. Errors: as {@link listAlerts}. */
export async function snoozeAlert(id: string, flags: SnoozeFlags): Promise<void> {
  const minutes = Number(flags.minutes);
  const path = `alerts/${encodeURIComponent(id)}/snooze`;
  return acted(flags, { method: 'POST', path, body: { minutes } }, `snoozed for ${minutes} min.`);
}

/** Prints a report. Errors: as {@link listAlerts}. */
export async function printReport(flags: ReportFlags): Promise<void> {
  const { period, day, html } = flags;
  const query = new URLSearchParams({ period, ...(day === undefined ? {} : { day }) });
  const report = await asked(flags, { method: 'GET', path: `report?${query.toString()}` });
  assertAnswer(isReport(report), flags);
  if (flags.json === true) printJson(report);
  else tell(html === true ? report.html : report.text);
}
