// Readings over Prometheus' remote write. The address is the whole one, as in the configuration of Prometheus: `…/api/v1/write`.
// Source: Prometheus Remote-Write 1.0 specification: which statuses are tried again, and in which order points come.
import type { RemoteWriteOutput } from '#api/outputs/remote-write.ts';
import type { OutputKind } from '../output-kind.ts';
import { remoteWriteBytes, remoteWriteHeaders } from '../remote-write.ts';
import { seriesKind } from '../series-output.ts';

/** Prometheus, Mimir, Thanos and others. */
export const prometheusRemoteWrite: OutputKind<RemoteWriteOutput> = seriesKind({
  // Prometheus, Mimir and Thanos: a point that is older than what the series has, or another value of the same moment.
  isUnfit: /out of order|out of bounds|too old|duplicate sample|repeated timestamp|err-mimir-sample|label.*invalid/i,
  call: (series) => ({
    method: 'POST',
    path: '',
    headers: remoteWriteHeaders,
    body: remoteWriteBytes(series),
  }),
});
