// Prometheus text files as a source, such as those mpp-solar leaves for the node exporter: one value on each line, labels,
// and the file's time for lines without one. Source: prometheus.io/docs/instrumenting/exposition_formats.
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import { type ImportSource, type OpenBytes, type SeriesBook, seriesBook, type SourceItem } from './import-source.ts';
import { shown } from './read-number.ts';
import { linesOf, type TextLine } from './text-lines.ts';

/** One text file. */
export interface PrometheusFile {
  readonly file: string;
  readonly open: OpenBytes;
  /** When it was written, epoch ms: the time of lines without their own. */
  readonly writtenMs: number;
}

const line = /^([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(?:\{(.*)\})?\s+(\S+)(?:\s+(-?\d+))?\s*$/;
const label = /([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"/g;

function labelsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(label)].map(([, key = '', value = '']) => [key, value.replaceAll(/\\(["\\])/g, '$1')]),
  );
}

/** What a line says; undefined if it holds a text (`myStr`), which history does not keep. */
function itemOf({ line: number, text }: TextLine, { file, writtenMs }: PrometheusFile, book: SeriesBook) {
  const reject = (why: Reason): SourceItem => ({ kind: 'reject', file, line: number, why });
  const match = line.exec(text);
  if (match === null) return reject(because('import.no-prometheus', { text: external(shown(text)) }));
  const [, metric = '', labelText = '', valueText = '', stamp] = match;
  const labels = labelsOf(labelText);
  if (labels.has('myStr')) return undefined;
  const value = Number(valueText);
  if (/^[+-]?(nan|inf)/i.test(valueText)) return undefined;
  if (!Number.isFinite(value)) return reject(because('import.no-number', { text: external(shown(valueText)) }));
  const part = labels.get('inverter') ?? labels.get('device') ?? labels.get('instance');
  const series = book.series({ name: metric, ...(part === undefined || part === '' ? {} : { part }) });
  if (series === undefined) return reject(because('import.too-many'));
  const atMs = stamp === undefined ? Math.trunc(writtenMs) : Number(stamp);
  return { kind: 'value', series, atMs, value, file, line: number } as const;
}

async function* itemsOf(files: () => AsyncIterable<PrometheusFile>): AsyncGenerator<readonly SourceItem[]> {
  const book = seriesBook();
  for await (const file of files()) {
    for await (const lines of linesOf(file.file, file.open())) {
      const samples = lines.filter(({ text }) => text.trim() !== '' && !text.startsWith('#'));
      yield samples.map((one) => itemOf(one, file, book)).filter((item) => item !== undefined);
    }
  }
}

/** Prometheus text files, one after the other. */
export function prometheusSource(files: () => AsyncIterable<PrometheusFile>): ImportSource {
  return { title: 'Prometheus text files', items: () => itemsOf(files) };
}
