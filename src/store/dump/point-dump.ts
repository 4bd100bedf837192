// A history that has no chunks of its own – one on VictoriaMetrics or InfluxDB – as pieces: its points by series, read in pages,
// and its last values. Any history can be filled from them.
import { isRecord } from '#core/entries.ts';
import type { HistoryStore, LastValue, PageColumns, SeriesKey } from '#core/history.ts';
import type { MetricValue, Quality } from '#core/reading.ts';
import type { Snapshot } from '#core/snapshot.ts';
import { allSeries, batchesOf, moveLastValues } from '../move-history.ts';
import { brokenPiece, decodePiece, encodePiece, type Piece } from './piece.ts';

const qualities: readonly Quality[] = ['good', 'stale', 'estimated', 'held'];
const rowsAtOnce = 5000;

const floats = (values: readonly number[]): Uint8Array => new Uint8Array(Float64Array.from(values).buffer);

function columnBodies({ atMs, value, quality }: PageColumns): readonly Uint8Array[] {
  return [floats(atMs), floats(value), Uint8Array.from(quality, (one) => qualities.indexOf(one))];
}

async function* pointPieces(
  store: HistoryStore,
  { last, untilMs }: { readonly last: readonly LastValue[]; readonly untilMs: number },
): AsyncGenerator<Uint8Array> {
  const series = await allSeries(store, last);
  for await (const { columns } of store.pages({ series, fromMs: Number.MIN_SAFE_INTEGER, toMs: untilMs }))
    yield encodePiece({ kind: 'points', series: columns.map(({ key }) => key) }, columns.flatMap(columnBodies));
  for (let from = 0; from < last.length; from += rowsAtOnce)
    yield encodePiece({ kind: 'last', rows: last.slice(from, from + rowsAtOnce) });
}

/**
 * A history as it is now, read by its interface. `atMoment` runs when what was acknowledged before is to be in it; points that arrive
 * while it is read may be in it too. Errors: `store.failed`.
 */
export async function pointsSnapshot(store: HistoryStore, atMoment?: () => Promise<void>): Promise<Snapshot> {
  const last = await store.lastValues();
  await atMoment?.();
  return {
    form: 'points-1',
    facts: { series: last.length },
    pieces: () => pointPieces(store, { last, untilMs: Number.MAX_SAFE_INTEGER }),
    close: async () => undefined,
  };
}

function isKey(value: unknown): value is SeriesKey {
  if (!isRecord(value)) return false;
  return [value['site'], value['device'], value['metric']].every((one) => typeof one === 'string');
}

function floatsOf(bytes: Uint8Array | undefined, at: string): number[] {
  if (bytes === undefined || bytes.length % 8 !== 0) throw brokenPiece(at);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 8 }, (_, index) => view.getFloat64(index * 8, true));
}

function columnsOf({ heading, bodies }: Piece, at: string): readonly PageColumns[] {
  const { series } = heading;
  if (!Array.isArray(series) || !series.every(isKey) || bodies.length !== series.length * 3) throw brokenPiece(at);
  return series.map((key, index) => {
    const [atMs, value, codes] = bodies.slice(index * 3, index * 3 + 3);
    const columns = { key, atMs: floatsOf(atMs, at), value: floatsOf(value, at) };
    const quality = Array.from(codes ?? [], (code) => {
      const one = qualities[code];
      if (one === undefined) throw brokenPiece(at);
      return one;
    });
    const isWhole = columns.atMs.length === columns.value.length && columns.atMs.length === quality.length;
    if (!isWhole || !columns.atMs.every(Number.isSafeInteger)) throw brokenPiece(at);
    return { ...columns, quality };
  });
}

const isValue = (value: unknown): value is MetricValue =>
  typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));

function isLast(value: unknown): value is LastValue {
  if (!isRecord(value)) return false;
  const { key, atMs, value: own, quality } = value;
  return isKey(key) && Number.isSafeInteger(atMs) && isValue(own) && qualities.some((one) => one === quality);
}

/** Fills a history with points. Errors: `backup.damaged`, `store.failed`. */
export async function loadPoints(store: HistoryStore, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  let count = 0;
  for await (const bytes of pieces) {
    count += 1;
    const at = `history, piece ${count}`;
    const piece = decodePiece(bytes, at);
    const { kind, rows } = piece.heading;
    if (kind === 'points') await store.append(batchesOf(columnsOf(piece, at)));
    else if (kind === 'last' && Array.isArray(rows) && rows.every(isLast)) await moveLastValues(store, rows);
    else throw brokenPiece(at);
  }
}
