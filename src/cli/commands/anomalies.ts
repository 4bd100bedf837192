// `solstead anomalies`: what was unusual in a home, over all history of a folder whose house is not running.
import { because, inEnglish } from '#core/reason.ts';
import { readTracks } from '#hub/anomalies/read-tracks.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { instantIn } from '#core/instant.ts';
import { dayMs } from '#core/time.ts';
import { withSentences } from '#energy/anomalies/finding.ts';
import { findAnomalies } from '#energy/anomalies/find-anomalies.ts';
import type { Anomaly, Track } from '#energy/anomalies/types.ts';
import type { CommandContext } from '../context.ts';

/** Flags of `solstead anomalies`. */
export interface AnomaliesFlags {
  readonly data: string;
  readonly site?: string;
  /** First moment of what is reported; what is usual is learnt from the 90 days before as well. */
  readonly from?: string;
  readonly to?: string;
  readonly json?: boolean;
}

const instead = 'Ask its web address instead (GET /api/v1/sites/<site>/anomalies), or stop it.';
const learnMs = 90 * dayMs;

function lineOf({ fromMs, toMs, severity, device, reason, advice }: Anomaly, timeZone: string): string {
  const local = (atMs: number): string =>
    Temporal.Instant.fromEpochMilliseconds(atMs)
      .toZonedDateTimeISO(timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'minute' })
      .replace('T', ' ');
  const span = toMs === undefined ? `since ${local(fromMs)}` : `${local(fromMs)} to ${local(toMs)}`;
  return `${severity}: ${device}, ${span}\n  ${inEnglish(reason)}\n  ${inEnglish(advice)}\n`;
}

/** Errors: `input.usage`, naming the flag. */
function moment({ flag, text, timeZone }: { flag: string; text: string; timeZone: string }): number {
  const atMs = instantIn(timeZone, text);
  if (atMs === undefined) throw new SolsteadError('input.usage', { at: flag, why: because('flag.time', { text }) });
  return atMs;
}

/** Prints what was unusual. Errors: `input.usage`, `site.unknown`, `folder.locked`, `store.*`. */
export async function tellAnomalies(flags: AnomaliesFlags, context: CommandContext): Promise<void> {
  const house = await context.openOffline({ folder: flags.data, instead });
  try {
    const place = house.site(flags.site);
    const { timeZone } = place;
    const fromMs = flags.from === undefined ? 0 : moment({ flag: '--from', text: flags.from, timeZone });
    const toMs = flags.to === undefined ? clock.nowMs() : moment({ flag: '--to', text: flags.to, timeZone });
    const tracks: Track[] = [];
    for await (const track of readTracks(house.history, {
      site: place.id,
      fromMs: Math.max(0, fromMs - learnMs),
      toMs,
    }))
      tracks.push(track);
    const found = findAnomalies({ tracks, place }).filter((one) => (one.toMs ?? toMs) >= fromMs);
    if (flags.json === true) process.stdout.write(`${JSON.stringify(found.map(withSentences), undefined, 2)}\n`);
    else if (found.length === 0) process.stdout.write('Nothing unusual.\n');
    else process.stdout.write(found.map((one) => lineOf(one, timeZone)).join('\n'));
  } finally {
    await house.close();
  }
}
