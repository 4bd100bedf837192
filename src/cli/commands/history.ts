// `solstead history`: how much there is, and moving it from one place to another.
import { entriesOf } from '#core/entries.ts';
import { because, inEnglish } from '#core/reason.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { HistoryStatus, RetentionRule } from '#core/history.ts';
import { checkRetention } from '#hub/history-admin.ts';
import { hourMs } from '#core/time.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import type { CommandContext, MoveProgress } from '../context.ts';
import { printJson, printTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead history move`: places. */
export interface MoveFlags {
  readonly from: Secret;
  readonly to: Secret;
  readonly json?: boolean;
}

/** Flags of `solstead history status`. */
export interface StatusFlags {
  /** A place; `data` takes precedence. */
  readonly history: Secret;
  readonly data?: string;
  readonly json?: boolean;
}

/** Flags of `solstead history keep`. */
export interface KeepFlags {
  /** A place; `data` takes precedence. */
  readonly history: Secret;
  readonly data?: string;
  readonly site?: string;
  readonly metric?: string;
  /** Days; infinite: for ever. */
  readonly raw?: number;
  readonly fiveMinutes?: number;
  readonly hours?: number;
  readonly standard?: boolean;
  readonly json?: boolean;
}

/** Time between two lines of progress, ms. */
const tellMs = 2000;

function teller(): (progress: MoveProgress) => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return ({ points, total, toMs }) => {
    if (clock.monotonicMs() - toldMs < tellMs) return;
    toldMs = clock.monotonicMs();
    const until = new Date(toMs).toISOString().slice(0, 16).replace('T', ' ');
    tell(`${points} of about ${total} points, up to ${until} UTC`);
  };
}

/**
 * Copies a history to another place; run again after an interruption it goes on. Errors: `input.usage`, `folder.*`, `store.*`.
 */
export async function move({ from, to, json = false }: MoveFlags, context: CommandContext): Promise<void> {
  const { points, series, names } = await context.moveHistory({
    from,
    to,
    onProgress: json ? () => undefined : teller(),
  });
  if (json) return printJson({ points, series, from: names[0], to: names[1] });
  tell(`Moved ${points} points of ${series} series from ${names.join(' to ')}. The old place is as it was.`);
}

const tierNames = { raw: 'points as they came', fiveMinutes: '5 minutes', hours: 'hours', days: 'days' } as const;
const kept = (days: number): number | null => (Number.isFinite(days) ? days : null);
const keptWords = (days: number | null | undefined): string =>
  days === undefined ? 'standard' : days === null ? 'for ever' : `${days} days`;

function tellStatus(
  place: string,
  { points, bytes, series, failure, tiers, retention, damage, aheadMs }: HistoryStatus,
): void {
  printTable([{ place, points, series, bytes, ...(failure === undefined ? {} : { failure: inEnglish(failure) }) }]);
  if (tiers !== undefined) {
    tell('');
    const inLog = { kept: 'waiting in the log', rows: points - tiers.raw.rows, bytes: '', from: '' };
    printTable([
      inLog,
      ...entriesOf(tierNames).map(([tier, kept]) => {
        const { rows, bytes: size, fromMs } = tiers[tier];
        return { kept, rows, bytes: size, from: fromMs === undefined ? '–' : new Date(fromMs).toISOString() };
      }),
    ]);
  }
  if (retention !== undefined) {
    tell('', 'How long (the first that fits; else raw 90 days, 5 minutes 365 days, hours and days for ever):');
    if (retention.length === 0) tell('no rules of your own');
    else
      printTable(
        retention.map(({ site = 'every', metric = 'every', rawDays, fiveMinuteDays, hourDays }) => ({
          site,
          metric,
          raw: keptWords(rawDays),
          'five minutes': keptWords(fiveMinuteDays),
          hours: keptWords(hourDays),
        })),
      );
  }
  if (aheadMs !== undefined)
    tell(
      '',
      `The clock is ${Math.round(aheadMs / hourMs)} hours ahead of the time that passed: nothing is deleted for that yet.`,
    );
  for (const { at, reason, fromMs, toMs } of damage ?? [])
    tell(
      '',
      `Damaged: ${at}, ${new Date(fromMs).toISOString()} to ${new Date(toMs).toISOString()}: ${inEnglish(reason)}`,
    );
}

/** Shows how much a place holds. Errors: `input.usage`, `folder.*`, `store.*`. */
export async function status({ data, history, json = false }: StatusFlags, context: CommandContext): Promise<void> {
  const opened = await context.openHistory(data === undefined ? history : makeSecret(data));
  try {
    const found = await opened.store.status();
    if (json) printJson({ place: opened.name, ...found });
    else tellStatus(opened.name, found);
  } finally {
    await opened.close();
  }
}

/**
 * Sets how long some series are kept, replacing the rule for the same ones. Errors: `input.usage`, `input.invalid`,
 * `folder.*`, `store.*`.
 */
export async function keep(flags: KeepFlags, context: CommandContext): Promise<void> {
  const { site, metric, raw, fiveMinutes, hours, standard = false } = flags;
  const history = flags.data === undefined ? flags.history : makeSecret(flags.data);
  const rule: RetentionRule = {
    ...(site === undefined ? {} : { site }),
    ...(metric === undefined ? {} : { metric }),
    ...(raw === undefined ? {} : { rawDays: kept(raw) }),
    ...(fiveMinutes === undefined ? {} : { fiveMinuteDays: kept(fiveMinutes) }),
    ...(hours === undefined ? {} : { hourDays: kept(hours) }),
  };
  if (standard === (raw !== undefined || fiveMinutes !== undefined || hours !== undefined))
    throw new SolsteadError('input.usage', { at: 'history keep', why: because('keep.both') });
  checkRetention(rule);
  const opened = await context.openHistory(history);
  try {
    const { retention } = await opened.store.status();
    if (retention === undefined) {
      const why = because('keep.own');
      throw new SolsteadError('input.usage', { at: opened.name, why });
    }
    const others = retention.filter((one) => one.site !== site || one.metric !== metric);
    // The first rule that fits decides: the one that names most comes first.
    const rules = standard ? others : [rule, ...others].toSorted((one, other) => width(one) - width(other));
    await opened.store.setRetention(rules);
    const found = await opened.store.status();
    if (flags.json === true) printJson({ place: opened.name, ...found });
    else tellStatus(opened.name, found);
  } finally {
    await opened.close();
  }
}

/** How much a rule leaves open: the more, the later it is tried. */
function width({ site, metric = '*' }: RetentionRule): number {
  return (site === undefined ? 1000 : 0) + (metric.endsWith('*') ? 200 - metric.length : 0);
}
