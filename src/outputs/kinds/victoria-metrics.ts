// Readings in VictoriaMetrics: series as JSON lines, a line for each series with all its points, which is what that server takes fastest
// among the forms that keep milliseconds and any label.
// Source: VictoriaMetrics documentation, "How to import data in JSON line format" (/api/v1/import).
import type { VictoriaMetricsOutput } from '#api/outputs/victoria-metrics.ts';
import type { OutputKind } from '../output-kind.ts';
import { seriesKind } from '../series-output.ts';

/** VictoriaMetrics. */
export const victoriaMetrics: OutputKind<VictoriaMetricsOutput> = seriesKind({
  // It takes what it can and says nothing of the rest.
  isUnfit: /cannot parse|cannot unmarshal|cannot read.*line/i,
  call: (series) => ({
    method: 'POST',
    path: '/api/v1/import',
    headers: { 'content-type': 'application/json' },
    body: series
      .map(({ labels, atMs, value }) => JSON.stringify({ metric: labels, values: value, timestamps: atMs }))
      .join('\n'),
    isPacked: true,
  }),
});
