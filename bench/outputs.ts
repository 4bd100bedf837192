// Rows "outputs": readings of a home through filter, spool on the disk and sink until the server has them, against a bare client that
// puts the same values into words and posts them; and the file for the node exporter against a bare one.
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { exposition } from '#core/exposition.ts';
import type { Batch } from '#core/reading.ts';
import { seriesPoints } from '#core/series-points.ts';
import { remoteWriteBytes, remoteWriteHeaders } from '#outputs/remote-write.ts';
import { outputFilesIn } from '#store/output-files.ts';
import { influxdb } from '#tools/testkit/influxdb.ts';
import { prometheus } from '#tools/testkit/prometheus.ts';
import { victoriaMetrics } from '#tools/testkit/victoria-metrics.ts';
import type { Contest } from './contest.ts';
import { standardLoad } from './history-load.ts';
import { bare, nextBatches, ours, pointsFigure } from './output-load.ts';
import type { Place } from './place.ts';

const lines = (batches: readonly Batch[]): string =>
  batches
    .flatMap(({ site, device, atMs, metric, value }) =>
      metric.map((id, index) => `${id},site=${site},device=${device} value=${value[index]} ${atMs}`),
    )
    .join('\n');

const jsonLines = (batches: readonly Batch[]): string =>
  seriesPoints(batches)
    .series.map(({ labels, atMs, value }) => JSON.stringify({ metric: labels, values: value, timestamps: atMs }))
    .join('\n');

const note = 'ours with filter, a spool on the disk and gzip; bare: encode and fetch';
const figure = (name: string): Contest['figures'] => pointsFigure(name, note);

async function influxSides(place: Place) {
  const { url } = await influxdb(place);
  await fetch(`${url}/query`, { method: 'POST', body: new URLSearchParams({ q: 'CREATE DATABASE home' }) });
  const next = nextBatches(place);
  const settings = { kind: 'influxdb', server: url, version: 1, database: 'home' };
  const reference = bare(url, { path: '/write?db=home&precision=ms', body: lines }, next);
  return { ours: await ours(place, { settings }, next), reference };
}

async function victoriaSides(place: Place) {
  const { url } = await victoriaMetrics(place);
  const next = nextBatches(place);
  const settings = { kind: 'victoria-metrics', server: url, auth: 'none' };
  return {
    ours: await ours(place, { settings }, next),
    reference: bare(url, { path: '/api/v1/import', body: jsonLines }, next),
  };
}

async function remoteWriteSides(place: Place) {
  const { url } = await prometheus(place);
  const next = nextBatches(place);
  const path = '/api/v1/write';
  const settings = { kind: 'prometheus-remote-write', server: `${url}${path}`, auth: 'none' };
  const body = (batches: readonly Batch[]) => new Uint8Array(remoteWriteBytes(seriesPoints(batches).series));
  return {
    ours: await ours(place, { settings }, next),
    reference: bare(url, { path, headers: remoteWriteHeaders, body }, next),
  };
}

/** A page of all devices, written durably. */
function fileSides(place: Place) {
  const next = nextBatches(place);
  const [own, other] = [place.folder(), place.folder()];
  const files = outputFilesIn(own);
  const valuesOf = (batches: readonly Batch[]) =>
    batches
      .slice(0, standardLoad.devices)
      .flatMap(({ site, device, metric, value }) =>
        metric.map((id, index) => ({ site, device, metric: id, value: value[index] ?? 0 })),
      );
  const timed = async (
    save: (values: ReturnType<typeof valuesOf>) => void | Promise<void>,
  ): Promise<readonly number[]> => {
    const values = valuesOf(next());
    const startMs = performance.now();
    await save(values);
    return [values.length / ((performance.now() - startMs) / 1000)];
  };
  return {
    ours: () => timed((values) => files.save('home.prom', exposition(values), 0)),
    reference: () =>
      timed((values) => {
        const text = values.map(
          ({ site, device, metric, value }) =>
            `${metric.replaceAll('.', '_')}{site="${site}",device="${device}"} ${value}\n`,
        );
        const file = openSync(join(other, 'new'), 'w');
        writeSync(file, text.join(''));
        fsyncSync(file);
        closeSync(file);
        renameSync(join(other, 'new'), join(other, 'home.prom'));
      }),
  };
}

/** Outputs to time-series servers. */
export const outputContests: readonly Contest[] = [
  { figures: figure('into InfluxDB'), rounds: 5, open: influxSides },
  { figures: figure('into VictoriaMetrics'), rounds: 5, open: victoriaSides },
  { figures: figure('remote write into Prometheus'), rounds: 5, open: remoteWriteSides },
  {
    figures: [
      {
        name: 'outputs: into a file',
        unit: 'points/s',
        note: 'ours with help, types, base units and the folder made durable; bare: lines, fsync, rename',
      },
    ],
    open: fileSides,
  },
];
