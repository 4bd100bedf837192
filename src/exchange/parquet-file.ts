// Parquet, one row group after the other: output is sent at once, and only the footer's list of groups grows.
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { SeriesKey } from '#core/history.ts';
import type { PointChunk } from './export-points.ts';
import type { ExportRequest } from './export-request.ts';
import { longColumns, type LongColumn, wideHeadings, wideRows } from './export-rows.ts';

type Points = AsyncIterable<PointChunk>;
type Cell = number | string | undefined;
type Columns = readonly (readonly Cell[])[];
/** A group as the writer takes it. */
type Table = readonly Cell[][];

/** Values of a row group: more make better files, fewer need less memory and less time at once. */
const groupValues = 50_000;

const schema = {
  time: (name: string): SchemaElement => ({
    name,
    type: 'INT64',
    converted_type: 'TIMESTAMP_MILLIS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
    repetition_type: 'REQUIRED',
  }),
  text: (name: string): SchemaElement => ({
    name,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    repetition_type: 'REQUIRED',
  }),
  number: (name: string): SchemaElement => ({ name, type: 'DOUBLE', repetition_type: 'OPTIONAL' }),
} as const;

/** Takes what was written since the last call; the writer's offset in the file continues. */
function taken(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}

/** Writes rows as they come, a group as soon as there are enough. */
async function* parquet(fields: readonly SchemaElement[], groups: AsyncIterable<Table>): AsyncGenerator<Uint8Array> {
  const writer = new ByteWriter();
  const root: SchemaElement = { name: 'root', num_children: fields.length };
  const file = new ParquetWriter({ writer, schema: [root, ...fields], createdBy: 'Solstead' });
  for await (const columns of groups) {
    const columnData: ColumnSource[] = fields.map(({ name }, index) => ({ name, data: columns[index] ?? [] }));
    await file.write({ columnData, rowGroupSize: columns[0]?.length ?? 0 });
    yield taken(writer);
  }
  await file.finish();
  yield taken(writer);
}

/** Collects columns into groups: a chunk is appended column by column, without a row of its own for each point. */
async function* grouped(chunks: AsyncIterable<Columns>, columns: number): AsyncGenerator<Table> {
  const rowsAtOnce = Math.max(1, Math.floor(groupValues / columns));
  const empty = (): Cell[][] => Array.from({ length: columns }, () => []);
  let table = empty();
  for await (const chunk of chunks) {
    for (const [index, column] of table.entries()) for (const cell of chunk[index] ?? []) column.push(cell);
    if ((table[0]?.length ?? 0) < rowsAtOnce) continue;
    yield table;
    table = empty();
  }
  if ((table[0]?.length ?? 0) > 0) yield table;
}

/** A column of points. */
function longCells(name: LongColumn, keys: readonly SeriesKey[], chunk: PointChunk): readonly Cell[] {
  if (name === 'time') return chunk.atMs;
  if (name === 'value' || name === 'quality') return chunk[name];
  return chunk.series.map((index) => keys[index]?.[name]);
}

/** Parquet with one row for each point: time, site, device, metric, value, quality as far as {@link longColumns} has them. */
export function parquetLong(request: ExportRequest, points: Points): AsyncIterable<Uint8Array> {
  const names = longColumns(request);
  const kinds: Readonly<Record<LongColumn, keyof typeof schema>> = {
    time: 'time',
    site: 'text',
    device: 'text',
    metric: 'text',
    value: 'number',
    quality: 'text',
  };
  const columns = async function* (): AsyncGenerator<Columns> {
    for await (const chunk of points) yield names.map((name) => longCells(name, request.series, chunk));
  };
  const fields = names.map((name) => schema[kinds[name]](name));
  return parquet(fields, grouped(columns(), names.length));
}

/** The times of a chunk, column by column, some rows at a time: a sparse row of many series is long. */
function* wideColumns(request: ExportRequest, chunk: PointChunk): Generator<Columns> {
  const width = request.series.length + 1;
  const rowsAtOnce = Math.max(1, Math.floor(groupValues / width));
  const empty = (): Cell[][] => Array.from({ length: width }, () => []);
  let table = empty();
  for (const { atMs, values } of wideRows(request, chunk)) {
    table[0]?.push(atMs);
    for (let index = 1; index < width; index += 1) table[index]?.push(values[index - 1]);
    if ((table[0]?.length ?? 0) < rowsAtOnce) continue;
    yield table;
    table = empty();
  }
  yield table;
}

/** Parquet with one row for each time. */
export function parquetWide(request: ExportRequest, points: Points): AsyncIterable<Uint8Array> {
  const headings = wideHeadings(request);
  const columns = async function* (): AsyncGenerator<Columns> {
    for await (const chunk of points) yield* wideColumns(request, chunk);
  };
  return parquet([schema.time('time'), ...headings.map(schema.number)], grouped(columns(), headings.length + 1));
}
