// What the test of an output shows: what would be sent of the values that are known now.
import type { OutputSample, OutputTested } from '#core/output.ts';
import type { Batch, Quality } from '#core/reading.ts';
import { because } from '#core/reason.ts';
import type { SinkParts } from './output-kind.ts';

const mostSamples = 12;
const mostShown = 2000;

/** The values that are known now and let through, as batches of now: one for each device. */
export function knownBatches({ home, wants }: Pick<SinkParts, 'home' | 'wants'>): readonly Batch[] {
  const known = home.values().filter(({ device, metric }) => wants(device, metric));
  return [...Map.groupBy(known, ({ device }) => device)].map(([device, values]) => ({
    site: home.facts.site.id,
    device,
    atMs: values.reduce((most, { atMs }) => Math.max(most, atMs), 0),
    metric: values.map(({ metric }) => metric),
    value: values.map(({ value }) => value),
    quality: values.map((): Quality => 'good'),
  }));
}

/** What a test found that took so long. */
export function testedWith(samples: readonly OutputSample[], tookMs: number): OutputTested {
  return {
    tookMs: Math.round(tookMs),
    samples: samples.slice(0, mostSamples).map(({ to, content }) => ({
      to,
      content: content.length > mostShown ? `${content.slice(0, mostShown)}…` : content,
    })),
    count: samples.length,
    ...(samples.length === 0 ? { note: because('output.nothing-yet') } : {}),
  };
}
