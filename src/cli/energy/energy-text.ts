// The answer of `solstead energy` for people: a table with a total, the bill, decisions, and why a figure is what it is.
import { metricOf } from '#core/catalogue.ts';
import { inEnglish } from '#core/reason.ts';
import type { Why } from '#energy/metering/why.ts';
import { moneyOf, moneyText } from '#energy/money/decimal.ts';
import type { EnergyRow, ReportFigures } from '#energy/report.ts';
import type { Channel, LedgerEvent } from '#energy/types.ts';
import type { Turn } from '#api/turn.ts';
import { formatTable, widthOf } from '../print.ts';

type Cells = Record<string, string>;

const { unit: wattHour } = metricOf('pv.energy');
const nothing = '–';

/** Energy for people. */
const energyText = (own: number | undefined): string => (own === undefined ? nothing : (own / 1000).toFixed(3));
/** Small energies for people: below a thousand watt-hours in all. */
const littleText = (own: number | undefined): string => (own === undefined ? nothing : own.toFixed(1));
/** Halves away from zero, as on a bill. */
function amountText(exact: string | undefined): string {
  const amount = exact === undefined ? undefined : moneyOf(exact);
  return amount === undefined ? nothing : moneyText(amount);
}
const kilogramsText = (mass: number | undefined): string => (mass === undefined ? nothing : mass.toFixed(2));
const percentText = (share: number | undefined): string => (share === undefined ? nothing : share.toFixed(1));

/** Numbers are right-aligned: all columns but the first end together. */
function aligned(rows: readonly Cells[]): string {
  const keys = Object.keys(rows[0] ?? {});
  const wide = keys.map((key) => Math.max(widthOf(key), ...rows.map((row) => widthOf(row[key] ?? ''))));
  const padded = (text: string, index: number): string =>
    index === 0 ? text : ' '.repeat(Math.max(0, (wide[index] ?? 0) - widthOf(text))) + text;
  return formatTable(
    rows.map((row) =>
      Object.fromEntries(keys.map((key, index) => [padded(key, index), padded(row[key] ?? '', index)])),
    ),
  );
}

function cellsOf(
  row: EnergyRow,
  { has, currency, hasCarbon, isLittle, isBalanced }: TextFrame & { isLittle: boolean; isBalanced: boolean },
): Cells {
  const text = isLittle ? littleText : energyText;
  const isHome = has.includes('load') && has.length > 1;
  return {
    [`in ${isLittle ? '' : 'k'}${wattHour}`]: row.label,
    ...Object.fromEntries(has.map((channel) => [channel, text(row[`${channel}Wh`])])),
    ...(isHome
      ? { 'self-sufficient %': percentText(row.selfSufficiency), 'self-consumed %': percentText(row.selfConsumption) }
      : {}),
    ...(currency === undefined
      ? {}
      : {
          [`cost ${currency}`]: amountText(row.cost),
          ...(has.includes('export') ? { earned: amountText(row.earned) } : {}),
          ...(has.includes('pv') ? { 'saved by pv': amountText(row.savings?.pv) } : {}),
          ...(has.includes('discharge') ? { 'by battery': amountText(row.savings?.battery) } : {}),
        }),
    ...(hasCarbon ? { 'CO2 kg': kilogramsText(row.co2Kg), 'avoided kg': kilogramsText(row.co2SavedKg) } : {}),
    ...(isBalanced ? { error: text(row.meteringErrorWh) } : {}),
    'measured %': percentText(row.measured * 100),
    'missing %': percentText(row.missing * 100),
  };
}

/** What columns a table has. */
export interface TextFrame {
  readonly has: readonly Channel[];
  readonly currency?: string | undefined;
  readonly hasCarbon: boolean;
}

/** Rows as a table, the sum below them. */
export function reportText({ rows, total }: ReportFigures, frame: TextFrame): string {
  const isBalanced = total.meteringErrorWh !== undefined;
  const isLittle = frame.has.every((channel) => (total[`${channel}Wh`] ?? 0) < 1000);
  return summed([...rows, total].map((row) => cellsOf(row, { ...frame, isLittle, isBalanced })));
}

/** The last row is the sum of the others. */
function summed(cells: readonly Cells[]): string {
  const lines = aligned(cells).split('\n');
  const last = lines.pop() ?? '';
  return [...lines, '─'.repeat(Math.max(...lines.map((line) => line.length))), last].join('\n');
}

/** Devices under names of their own: one that another circuit has, or a bare number, is told with its device. */
function headingsOf(circuits: readonly CircuitName[]): Map<string, string> {
  const isPlain = (name: string): boolean =>
    !/^\d+$/.test(name) && circuits.filter((one) => one.name === name).length === 1;
  return new Map(circuits.map(({ device, name }) => [device, isPlain(name) ? name : `${name} (${device})`]));
}

/** A circuit as it is called. */
export interface CircuitName {
  readonly device: string;
  readonly name: string;
}

/** What circuits used of the load, rows as a table and the sum below them; undefined where there is none. */
export function circuitsText({ rows, total }: ReportFigures, circuits: readonly CircuitName[]): string | undefined {
  if (total.circuits === undefined) return undefined;
  const isLittle = Math.max(total.loadWh ?? 0, ...total.circuits.map(({ energyWh }) => energyWh)) < 1000;
  const text = isLittle ? littleText : energyText;
  const isOver = [...rows, total].some(({ circuitsOverWh }) => circuitsOverWh !== undefined);
  const headings = headingsOf(circuits);
  const cells = [...rows, total].map(
    (row): Cells => ({
      [`of load, in ${isLittle ? '' : 'k'}${wattHour}`]: row.label,
      ...Object.fromEntries(
        [...headings].map(([device, heading]) => [
          heading,
          text(row.circuits?.find((one) => one.device === device)?.energyWh),
        ]),
      ),
      'everything else': text(row.everythingElseWh),
      ...(isOver ? { 'more than load': text(row.circuitsOverWh) } : {}),
    }),
  );
  return summed(cells);
}

/** A decision; of a home with the act that turns it round. */
export type ToldEvent = LedgerEvent & { readonly turn?: Turn };

/** How a decision is turned round on the command line; a file's are turned round by its flags. */
function turnText({ id, turn }: ToldEvent): string {
  switch (turn?.by) {
    case undefined:
      return '';
    case 'overrule':
      return `\n    to overrule it: solstead repairs preview overrule --event '${id}' --book yes|no`;
    case 'role':
      return `\n    to overrule it: solstead roles set ${turn.device} <what it measures>`;
    case 'undo':
      return `\n    to overrule it: solstead repairs undo ${turn.repair ?? '<correction>'}`;
    case 'energy':
      return '\n    to set it: solstead repairs preview energy --channel … --from … --to … --energy …';
    case 'misdated':
      return '\n    to overrule it: solstead repairs misdated list';
  }
}

/** Decisions, one a line. */
export function eventsText(events: readonly ToldEvent[], timeText: (atMs: number) => string): string {
  if (events.length === 0) return 'No decision was needed.';
  return events
    .map((event) => {
      const { atMs, source, kind, reason, count } = event;
      const times = count > 1 ? ` (${count} times)` : '';
      return `${timeText(atMs)}  ${kind}  ${source}: ${inEnglish(reason)}${times}${turnText(event)}`;
    })
    .join('\n');
}

/** Why a channel's sum is what it is. */
export function whyText(channel: Channel, why: Why, timeText: (atMs: number) => string): string {
  const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
  const lines = [
    `Why ${channel} is ${energyText(why.energy / 1000)} k${wattHour}:`,
    ...why.from.map(({ source, rule, energy }) => `  ${energyText(energy / 1000)} of ${source} by the rule ${rule}`),
    `  measured ${share(why.measured)} of the time, estimated ${share(why.estimated)}, missing ${share(why.missing)}`,
  ];
  if (why.integrated !== undefined) {
    const { energy, difference } = why.integrated;
    lines.push(
      `  power alone would say ${energyText(energy / 1000)}: ${energyText(difference / 1000)} less than booked`,
    );
  }
  return [...lines, ...(why.events.length === 0 ? [] : [eventsText(why.events, timeText)])].join('\n');
}
