// Parquet, one row group after the other: output is sent at once, and only the footer's list of groups grows.
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { PointChunk } from './export-points.ts';
import type { ExportRequest } from './export-request.ts';
import { longColumns, type LongColumn, longRows, wideHeadings, wideRows } from './export-rows.ts';

type Points = AsyncIterable<PointChunk>;
type Cell = number | string | undefined;
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

/** Collects rows into groups, column by column. */
async function* grouped(rows: AsyncIterable<readonly Cell[]>, columns: number): AsyncGenerator<Table> {
  const rowsAtOnce = Math.max(1, Math.floor(groupValues / columns));
  const empty = (): Cell[][] => Array.from({ length: columns }, () => []);
  let table = empty();
  for await (const row of rows) {
    for (const [index, column] of table.entries()) column.push(row[index]);
    if ((table[0]?.length ?? 0) < rowsAtOnce) continue;
    yield table;
    table = empty();
  }
  if ((table[0]?.length ?? 0) > 0) yield table;
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
  const rows = async function* (): AsyncGenerator<readonly Cell[]> {
    for await (const chunk of points) {
      for (const { atMs, key, value, quality } of longRows(request, chunk)) {
        const cells: Readonly<Record<LongColumn, Cell>> = { time: atMs, ...key, value, quality };
        yield names.map((name) => cells[name]);
      }
    }
  };
  const fields = names.map((name) => schema[kinds[name]](name));
  return parquet(fields, grouped(rows(), names.length));
}

/** Parquet with one row for each time. */
export function parquetWide(request: ExportRequest, points: Points): AsyncIterable<Uint8Array> {
  const headings = wideHeadings(request);
  const rows = async function* (): AsyncGenerator<readonly Cell[]> {
    for await (const chunk of points) for (const { atMs, values } of wideRows(request, chunk)) yield [atMs, ...values];
  };
  return parquet([schema.time('time'), ...headings.map(schema.number)], grouped(rows(), headings.length + 1));
}
