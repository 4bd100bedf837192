// Prices and emission factors from a table of text: start, value, or start, end, value. Problems name their line.
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { CarbonFactor } from '../../carbon.ts';
import type { Price } from '../decimal.ts';
import type { Slot } from '../price-series.ts';
import { gramsFactor } from './carbon-series.ts';
import {
  inOrder,
  momentOf,
  scaledPrice,
  slotsOfStarts,
  unreadable,
  type ReadPrices,
  type ReadSeries,
} from './slots.ts';

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Lines as cells. A semicolon separates cells if the first line has one, so that a decimal comma can be read. */
function rowsOf(text: string): Row[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const separator = lines[0]?.includes(';') === true ? ';' : ',';
  return lines
    .map((line, index) => ({
      line: index + 1,
      cells: line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

/** A table without its head: two or three columns, `start` first. */
interface Table {
  readonly rows: readonly Row[];
  readonly ends: boolean;
}

function tableOf(text: string): Table {
  const [head, ...rows] = rowsOf(text);
  const words = head?.cells.map((cell) => cell.toLowerCase()) ?? [];
  const ends = words.length === 3 && words[1] === 'end';
  if (words[0] !== 'start' || (!ends && words.length !== 2)) throw unreadable('line 1', because('series.head'));
  const wrong = rows.find(({ cells }) => cells.length !== words.length);
  if (wrong !== undefined) throw unreadable(`line ${wrong.line}`, because('series.cells', { count: words.length }));
  return { rows, ends };
}

const decimal = (cell: string): string => (/^[^.]*,[^.,]*$/.test(cell) ? cell.replace(',', '.') : cell);

function slotsOf<Value extends bigint>(
  { rows, ends }: Table,
  valueOf: (cell: string) => Value | undefined,
): Slot<Value>[] {
  const read = rows.map(({ line, cells }) => {
    const at = `line ${line}`;
    const cell = cells.at(-1) ?? '';
    const value = valueOf(decimal(cell));
    if (cell !== '' && value === undefined)
      throw unreadable(at, because('series.number', { text: external(cell.slice(0, 40)) }));
    const startMs = momentOf(cells[0], { at });
    const endMs = ends ? momentOf(cells[1], { at }) : undefined;
    if (endMs !== undefined && endMs <= startMs) throw unreadable(at, because('span.ends-first'));
    return { startMs, endMs, value };
  });
  if (!ends) return slotsOfStarts(read);
  return read.flatMap(({ startMs, endMs = startMs, value }) =>
    value === undefined ? [] : [{ startMs, endMs, value }],
  );
}

/** The unit of the prices in a table. */
export interface CsvUnit {
  readonly currency: string;
  readonly per: 'kilowatt-hour' | 'megawatt-hour' | 'hundredth';
}

/** Prices of a table; an empty cell is a gap. `series.invalid` names the line. */
export function csvPrices(text: string, { currency, per }: CsvUnit): ReadPrices {
  const slots = slotsOf<Price>(tableOf(text), (cell) => scaledPrice(cell, per));
  return { currency, ...inOrder(slots) };
}

/** Emission factors of a table, grams per kilowatt-hour; an empty cell is a gap. `series.invalid` names the line. */
export function csvCarbon(text: string): ReadSeries<CarbonFactor> {
  return inOrder(slotsOf<CarbonFactor>(tableOf(text), (cell) => (cell === '' ? undefined : gramsFactor(Number(cell)))));
}
