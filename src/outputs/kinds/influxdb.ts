// Readings in InfluxDB as line protocol: the measurement is the metric, `site` and `device` are tags, a number is the field `value` and a
// text the field `text`; as history has them there.
// Sources: InfluxDB 1.x "API reference" (/write), InfluxDB 2 "InfluxDB v2 API" (/api/v2/write), InfluxDB 3 "Write data" (/api/v3/write_lp).
import type { InfluxOutput } from '#api/outputs/influxdb.ts';
import { lineField, lineHead } from '#core/line-protocol.ts';
import type { Batch } from '#core/reading.ts';
import {
  assertGiven,
  checkHttp,
  httpClientOf,
  type Posting,
  postingSink,
  tryPosting,
  typedLabels,
} from '../http-output.ts';
import type { OutputKind, SinkParts } from '../output-kind.ts';

/** Source: error texts of InfluxDB 1.6 (coordinator, tsdb), 2.7 and 3. */
const isUnfit =
  /partial write|field type conflict|beyond retention|invalid column type|unable to parse|parsing failed|out of range/i;

interface Line {
  readonly to: string;
  readonly content: string;
}

/** One line for each value that has a number or a text. */
function linesOf(
  batches: readonly Batch[],
  { labels, names }: { readonly labels: Readonly<Record<string, string>>; readonly names: SinkParts['names'] },
): readonly Line[] {
  const heads = new Map<string, string>();
  return batches.flatMap(({ site, device, atMs, metric, value, quality }) =>
    metric.flatMap((id, index): readonly Line[] => {
      const [one, grade = 'good'] = [value[index], quality[index]];
      if (one === undefined || (typeof one === 'number' && !Number.isFinite(one))) return [];
      const there = { device: names.device(device), metric: names.metric(id) };
      const to = `${there.device} ${there.metric}`;
      // As history writes it: the database may be both.
      const head = heads.getOrInsertComputed(`${site} ${to} ${grade}`, () =>
        lineHead(there.metric, { ...labels, site, device: there.device, quality: grade }),
      );
      return [{ to, content: `${head} ${lineField(one)} ${atMs}` }];
    }),
  );
}

const query = (path: string, given: Readonly<Record<string, string | undefined>>): string => {
  const named = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  return `${path}?${new URLSearchParams(named).toString()}`;
};

/** Where lines go. */
function pathOf({ version, database, retention, org, bucket }: InfluxOutput, isOlder: boolean): string {
  if (version === 1) return query('/write', { db: database, rp: retention, precision: 'ms' });
  if (version === 2) return query('/api/v2/write', { org, bucket, precision: 'ms' });
  // What speaks the language of version 2 only, such as VictoriaMetrics, takes the name of the database for that of the bucket.
  if (isOlder) return query('/api/v2/write', { bucket: database, precision: 'ms' });
  return query('/api/v3/write_lp', { db: database, precision: 'millisecond' });
}

const linedOf = (settings: InfluxOutput, { names }: Pick<SinkParts, 'names'>) => ({
  labels: typedLabels(settings.labels),
  names,
});

function postingOf(settings: InfluxOutput, parts: SinkParts): Posting {
  const lined = linedOf(settings, parts);
  let isOlder = false;
  return {
    isUnfit,
    request(batches) {
      const body = linesOf(batches, lined)
        .map(({ content }) => content)
        .join('\n');
      const headers = { 'content-type': 'text/plain; charset=utf-8' };
      return { call: { method: 'POST', path: pathOf(settings, isOlder), headers, body, isPacked: true } };
    },
    isOtherWay({ status, text }) {
      const isUnknown = status === 404 || status === 405 || (status === 400 && /unsupported path/i.test(text));
      if (settings.version !== 3 || isOlder || !isUnknown || /database/i.test(text)) return false;
      isOlder = true;
      return true;
    },
  };
}

function clientOf(settings: InfluxOutput, parts: SinkParts) {
  const { version, user } = settings;
  const { secret } = parts;
  if (secret === undefined) return httpClientOf(settings, parts);
  if (version === 1)
    return httpClientOf(settings, parts, user === undefined ? undefined : { by: 'basic', user, secret });
  return httpClientOf(settings, parts, { by: version === 2 ? 'token' : 'bearer', secret });
}

/** InfluxDB 1, 2 and 3. */
export const influxdb: OutputKind<InfluxOutput> = {
  check(settings) {
    checkHttp(settings);
    if (settings.version === 2) assertGiven(settings, 'org', 'bucket');
    else assertGiven(settings, 'database');
  },
  isNameable: true,
  keeps: () => 'all',
  // Its points are there to stay.
  traces: () => '',
  secretFor: ({ server, version, user }) => JSON.stringify([server, version, user]),
  open: (settings, parts) => postingSink(clientOf(settings, parts), postingOf(settings, parts), parts.clock),
  test: (settings, parts) =>
    tryPosting(clientOf(settings, parts), {
      posting: postingOf(settings, parts),
      parts,
      samples: (batches) => linesOf(batches, linedOf(settings, parts)),
    }),
};
