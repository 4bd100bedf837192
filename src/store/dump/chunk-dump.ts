// A chunk store as pieces and back, whichever database is below it: registry, log and blocks go as they are, so that points,
// roll-ups, last values and rules come back exactly.
import { isRecord } from '#core/entries.ts';
import type { HistoryTier } from '#core/history.ts';
import type {
  Block,
  BackendSnapshot,
  ChunkBackend,
  DeviceRow,
  LogRow,
  Registry,
  SeriesRow,
} from '../chunks/backend.ts';
import { brokenPiece, decodePiece, encodePiece, type Piece } from './piece.ts';

/** Blocks read at once, and bytes after which a piece is full. */
const blocksAtOnce = 64;
const fullBytes = 2 ** 20;
const logRowsAtOnce = 256;

/** Coarse first: the days of a device that is read seldom are packed when their points arrive, with the roll-ups there already. */
const tierOrder: readonly HistoryTier[] = ['days', 'hours', 'fiveMinutes', 'raw'];
const spanEnd = 2 ** 32;

const bytesIn = (bodies: readonly Uint8Array[]): number => bodies.reduce((sum, { length }) => sum + length, 0);

async function* logPieces(snapshot: BackendSnapshot): AsyncGenerator<Uint8Array> {
  let rows: LogRow[] = [];
  const piece = (): Uint8Array =>
    encodePiece(
      { kind: 'log', seq: rows.map(({ seq }) => seq) },
      rows.map(({ body }) => body),
    );
  for (let seq = 0; ; ) {
    const found = await snapshot.log({ seq, limit: logRowsAtOnce });
    for (const row of found) {
      rows.push(row);
      if (bytesIn(rows.map(({ body }) => body)) < fullBytes) continue;
      yield piece();
      rows = [];
    }
    seq = found.at(-1)?.seq ?? seq;
    if (found.length < logRowsAtOnce) break;
  }
  if (rows.length > 0) yield piece();
}

async function* blockPieces(
  snapshot: BackendSnapshot,
  { tier, device }: { readonly tier: HistoryTier; readonly device: number },
): AsyncGenerator<Uint8Array> {
  let blocks: Block[] = [];
  let bytes = 0;
  const piece = (): Uint8Array =>
    encodePiece(
      { kind: 'blocks', tier, device, index: blocks.map(({ index }) => index) },
      blocks.map(({ body }) => body),
    );
  for (let fromIndex = -spanEnd; fromIndex < spanEnd; ) {
    const found = await snapshot.blocks({ tier, device, fromIndex, toIndex: spanEnd, limit: blocksAtOnce });
    for (const block of found) {
      blocks.push(block);
      bytes += block.body.length;
      if (bytes < fullBytes) continue;
      yield piece();
      [blocks, bytes] = [[], 0];
    }
    const last = found.at(-1);
    if (last === undefined || found.length < blocksAtOnce) break;
    fromIndex = last.index + 1;
  }
  if (blocks.length > 0) yield piece();
}

/** Devices or series of one piece. */
const rowsAtOnce = 5000;

function* inPieces<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += rowsAtOnce) yield rows.slice(from, from + rowsAtOnce);
}

/** Everything a backend held at the moment of a snapshot. */
export async function* chunkPieces(snapshot: BackendSnapshot): AsyncGenerator<Uint8Array> {
  const { devices, series, given, settings } = await snapshot.registry();
  yield encodePiece({ kind: 'given', given, ...(settings === undefined ? {} : { settings }) });
  for (const rows of inPieces(devices)) yield encodePiece({ kind: 'devices', rows });
  for (const rows of inPieces(series)) yield encodePiece({ kind: 'series', rows });
  yield* logPieces(snapshot);
  for (const { id: device } of devices) for (const tier of tierOrder) yield* blockPieces(snapshot, { tier, device });
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);
const isNumbers = (value: unknown, count: number): value is readonly number[] =>
  Array.isArray(value) && value.length === count && value.every(isWhole);
const isGiven = (value: unknown): value is Registry['given'] =>
  isRecord(value) && isWhole(value['device']) && isWhole(value['series']) && isWhole(value['seq']);
const isTier = (value: unknown): value is HistoryTier => tierOrder.some((tier) => tier === value);

function isDevice(row: unknown): row is DeviceRow {
  if (!isRecord(row)) return false;
  const { id, site, device, notes } = row;
  return isWhole(id) && [site, device, notes].every((one) => typeof one === 'string');
}

function isSeries(row: unknown): row is SeriesRow {
  return isRecord(row) && isWhole(row['id']) && isWhole(row['device']) && typeof row['metric'] === 'string';
}

async function loadPiece(backend: ChunkBackend, { heading, bodies }: Piece, at: string): Promise<void> {
  const { kind, rows, given, settings, tier, device, index, seq } = heading;
  if (kind === 'given' && isGiven(given))
    await backend.commit({ kind: 'settings', given, ...(typeof settings === 'string' ? { settings } : {}) });
  else if (kind === 'devices' && Array.isArray(rows) && rows.every(isDevice))
    await backend.commit({ kind: 'migrate', devices: rows });
  else if (kind === 'series' && Array.isArray(rows) && rows.every(isSeries))
    await backend.commit({ kind: 'migrate', series: rows });
  else if (kind === 'log' && isNumbers(seq, bodies.length))
    // One commit a row would be a wait for the disk a row.
    await backend.commit({ kind: 'migrate', logRows: bodies.map((body, place) => ({ seq: seq[place] ?? 0, body })) });
  else if (kind === 'blocks' && isTier(tier) && isWhole(device) && isNumbers(index, bodies.length))
    await backend.commit({
      kind: 'migrate',
      put: bodies.map((body, place) => ({ tier, device, index: index[place] ?? 0, body })),
    });
  else throw brokenPiece(at);
}

/** Fills an empty backend. Errors: `backup.damaged`, `store.failed`. */
export async function loadChunks(backend: ChunkBackend, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  let count = 0;
  // Numbers that were given and are not in use any more stay given; last, what was loaded is counted.
  let given: Registry['given'] = { device: 0, series: 0, seq: 0 };
  for await (const bytes of pieces) {
    count += 1;
    const at = `history, piece ${count}`;
    const piece = decodePiece(bytes, at);
    if (isGiven(piece.heading['given'])) given = piece.heading['given'];
    await loadPiece(backend, piece, at);
  }
  await backend.commit({ kind: 'settings', given });
}
