// What outputs to servers of the family of Prometheus have in common: batches become series under the names of `core/series-names.ts`.
import type { OutputSample } from '#core/output.ts';
import type { Batch } from '#core/reading.ts';
import type { HttpCall } from '#core/http-client.ts';
import {
  type Labelling,
  type LastTexts,
  type SeriesLabels,
  type SeriesPoints,
  seriesPoints,
} from '#core/series-points.ts';
import {
  checkHttp,
  httpClientOf,
  type HttpSettings,
  type Posting,
  postingSink,
  secretForHttp,
  tryPosting,
  typedLabels,
} from './http-output.ts';
import type { OutputKind, SinkParts } from './output-kind.ts';

/** How series are sent. */
export interface SeriesForm {
  readonly isUnfit: RegExp;
  call(series: readonly SeriesPoints[]): HttpCall;
}

function postingOf(form: SeriesForm, labelling: Labelling): Posting {
  // What each text was last, so that it ends when another takes its place.
  let texts: LastTexts = new Map();
  return {
    isUnfit: form.isUnfit,
    request(batches) {
      const made = seriesPoints(batches, { ...labelling, texts });
      return { call: form.call(made.series), onTaken: () => void (texts = made.texts) };
    },
  };
}

const shown = ({ __name__: name = '', ...labels }: SeriesLabels): string =>
  `${name}{${Object.entries(labels)
    .map(([label, text]) => `${label}=${JSON.stringify(text)}`)
    .join(',')}}`;

/** Series with their points, as people read them. */
const samplesOf = (batches: readonly Batch[], labelling: Labelling): readonly OutputSample[] =>
  seriesPoints(batches, labelling).series.map(({ labels, atMs, value }) => ({
    to: shown(labels),
    content: `${value.at(-1)} @ ${new Date(atMs.at(-1) ?? 0).toISOString()}`,
  }));

const labellingOf = ({ labels }: HttpSettings, { names }: Pick<SinkParts, 'names'>): Labelling => ({
  further: typedLabels(labels),
  names,
});

/** A kind of that family; its points are there to stay. */
export function seriesKind<Settings extends HttpSettings & { readonly kind: string }>(
  form: SeriesForm,
): OutputKind<Settings> {
  return {
    check: checkHttp,
    isNameable: true,
    keeps: () => 'all',
    traces: () => '',
    secretFor: secretForHttp,
    open: (settings, parts) =>
      postingSink(httpClientOf(settings, parts), postingOf(form, labellingOf(settings, parts)), parts.clock),
    test(settings, parts) {
      const labelling = labellingOf(settings, parts);
      return tryPosting(httpClientOf(settings, parts), {
        posting: postingOf(form, labelling),
        parts,
        samples: (batches) => samplesOf(batches, labelling),
      });
    },
  };
}
