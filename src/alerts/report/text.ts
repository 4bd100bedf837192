// A report in words: the same lines as plain text and as HTML, in the language of who gets it. Everything of the home is escaped.
import type { ReportText } from '#core/alert.ts';
import { oneLine } from '#core/visible.ts';
import type { EnergyRow } from '#energy/report.ts';
import { say, sayReason } from '#words/say.ts';
import type { Hearer } from '../message.ts';
import type { ReportFigures } from './figures.ts';

/** A line of the table: what it is, its figure, and that of the time before. */
interface Line {
  readonly what: string;
  readonly now: string;
  /** Absent: nothing is known of it. */
  readonly before?: string;
  readonly change: string;
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => `&#${found.codePointAt(0) ?? 0};`);

const mostAlerts = 10;

type Figure =
  | 'pvWh'
  | 'loadWh'
  | 'importWh'
  | 'exportWh'
  | 'selfSufficiency'
  | 'cost'
  | 'earned'
  | 'co2Kg'
  | 'co2SavedKg';
const figures = [
  ['report.made', 'pvWh'],
  ['report.used', 'loadWh'],
  ['report.bought', 'importWh'],
  ['report.sold', 'exportWh'],
  ['report.self-sufficiency', 'selfSufficiency'],
  ['report.cost', 'cost'],
  ['report.earned', 'earned'],
  ['report.co2', 'co2Kg'],
  ['report.co2-saved', 'co2SavedKg'],
] as const satisfies readonly (readonly [string, Figure])[];

function figureText(
  row: EnergyRow,
  figure: Figure,
  { locale, currency }: { locale: string; currency?: string },
): string | undefined {
  const value = row[figure];
  if (value === undefined) return undefined;
  const number = (digits: number, options: Intl.NumberFormatOptions = {}): string =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: digits, ...options }).format(Number(value));
  switch (figure) {
    case 'cost':
    case 'earned':
      return currency === undefined ? undefined : number(2, { minimumFractionDigits: 2, style: 'currency', currency });
    case 'selfSufficiency':
      return `${number(0)}\u00a0%`;
    case 'co2Kg':
    case 'co2SavedKg':
      return `${number(1)}\u00a0kg`;
    default:
      return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(Number(value) / 1000)}\u00a0kWh`;
  }
}

/** By how much it changed: in percent, of shares in points. */
function changeText(
  now: EnergyRow,
  before: EnergyRow | undefined,
  [figure, locale]: readonly [Figure, string],
): string {
  const [is, was] = [Number(now[figure]), Number(before?.[figure])];
  if (!Number.isFinite(is) || !Number.isFinite(was)) return '';
  const signed = new Intl.NumberFormat(locale, { maximumFractionDigits: 0, signDisplay: 'exceptZero' });
  if (figure === 'selfSufficiency') return signed.format(is - was);
  return was === 0 ? '' : `${signed.format((100 * (is - was)) / Math.abs(was))}\u00a0%`;
}

function linesOf({ total, before, currency }: ReportFigures, { listener }: Hearer): readonly Line[] {
  const locale = listener.locale ?? listener.language.formats;
  const form = { locale, ...(currency === undefined ? {} : { currency }) };
  return figures.flatMap(([code, figure]) => {
    const now = figureText(total, figure, form);
    if (now === undefined) return [];
    const was = before === undefined ? undefined : figureText(before, figure, form);
    return [
      {
        what: say(listener, code),
        now,
        ...(was === undefined ? {} : { before: was }),
        change: changeText(total, before, [figure, locale]),
      },
    ];
  });
}

/** What is said below the table. */
function remarks({ best, total, alerts }: ReportFigures, { listener }: Hearer): readonly string[] {
  const locale = listener.locale ?? listener.language.formats;
  const bestDay =
    best === undefined
      ? []
      : [
          say(listener, 'report.best', {
            day: best.startMs,
            energy: figureText(best, 'pvWh', { locale }) ?? '',
          }),
        ];
  const missing = total.missing >= 0.01 ? [say(listener, 'report.missing', { share: total.missing })] : [];
  return [...bestDay, ...missing, ...(alerts.length === 0 ? [say(listener, 'report.calm')] : [])];
}

function alertLines({ alerts }: ReportFigures, { listener }: Hearer): readonly string[] {
  const shown = alerts.slice(0, mostAlerts).map(({ kind, subjects, times }) => {
    const newest = subjects.at(-1);
    const why = newest === undefined ? '' : `: ${oneLine(sayReason(listener, newest.reason))}`;
    const often = times > 1 ? ` (${say(listener, 'alerts.message.times', { count: times })})` : '';
    return `${say(listener, `alerts.kind.${kind}`)}${why}${often}`;
  });
  const left = alerts.length - shown.length;
  return left > 0 ? [...shown, say(listener, 'alerts.message.more', { count: left })] : shown;
}

/** A report in words. */
export function reportText(report: ReportFigures, hearer: Hearer): ReportText {
  const { listener, site } = hearer;
  const home = oneLine(site.name);
  const { startMs, endMs } = report.span;
  const subject = say(listener, `report.title-${report.period}`, { home, from: startMs });
  const range = say(listener, 'report.range', { from: startMs, to: endMs - 1 });
  const lines = linesOf(report, hearer);
  const told = remarks(report, hearer);
  const alerts = alertLines(report, hearer);
  const heads = [
    say(listener, `report.this-${report.period}`),
    say(listener, 'report.before'),
    say(listener, 'report.change'),
  ];
  const attention = say(listener, 'report.attention');
  const pad = Math.max(0, ...lines.map(({ what }) => what.length));
  const text = [
    subject,
    range,
    '',
    ...(lines.length === 0 ? [say(listener, 'report.nothing')] : []),
    ...lines.map(
      ({ what, now, before, change }) =>
        `${what.padEnd(pad)}  ${now}${before === undefined ? '' : `  (${heads[1]}: ${before}${change === '' ? '' : `, ${change}`})`}`,
    ),
    '',
    ...told,
    ...(alerts.length === 0 ? [] : ['', attention, ...alerts.map((line) => `- ${line}`)]),
    '',
    say(listener, 'report.foot'),
  ].join('\n');
  const cell = (tag: 'td' | 'th', content: string, align = 'right'): string =>
    `<${tag} style="padding:4px 10px;text-align:${align};border-bottom:1px solid #ddd">${escaped(content)}</${tag}>`;
  const row = ({ what, now, before, change }: Line): string =>
    `<tr>${cell('th', what, 'left')}${cell('td', now)}${hasBefore ? cell('td', before ?? '–') + cell('td', change) : ''}</tr>`;
  // A first week has nothing to be compared with: two empty columns would only ask what they mean.
  const hasBefore = lines.some(({ before }) => before !== undefined);
  const head = ['', ...(hasBefore ? heads : heads.slice(0, 1))].map((one) => cell('th', one)).join('');
  const table =
    lines.length === 0
      ? `<p>${escaped(say(listener, 'report.nothing'))}</p>`
      : `<table style="border-collapse:collapse;margin:16px 0"><thead><tr>${head}</tr></thead><tbody>${lines.map(row).join('')}</tbody></table>`;
  const list =
    alerts.length === 0
      ? ''
      : `<h2 style="font-size:16px">${escaped(attention)}</h2><ul>${alerts.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
  const html = [
    `<!doctype html><html lang="${escaped(listener.language.tag)}"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>`,
    '<body style="font-family:system-ui,sans-serif;color:#222;background:#fff;max-width:640px;margin:0 auto;padding:16px">',
    `<h1 style="font-size:20px">${escaped(subject)}</h1><p>${escaped(range)}</p>${table}`,
    ...told.map((one) => `<p>${escaped(one)}</p>`),
    `${list}<p style="color:#666;font-size:13px">${escaped(say(listener, 'report.foot'))}</p></body></html>`,
  ].join('\n');
  return { subject, text, html };
}
