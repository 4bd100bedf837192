// When what a site was given is kept: all who wait for it at the same time wait for one write.
import type { Clock } from '#core/clock.ts';
import type { EraPlace } from '#core/eras.ts';
import type { WaitingPlace } from '#core/waiting.ts';
import type { HistoryWriter } from './history-writer.ts';
import type { HealthIssue } from './health-issue.ts';

/** Who waits for values to be kept waits for those of this long besides, ms. */
const gatherMs = 5;

/**
 * Resolves when all that was taken is kept. While history cannot be written, which is told, values stay in memory, and nobody is
 * made to wait for it. Errors: `store.*` the first time.
 */
export function keptTogether({
  clock,
  writer,
  waiting,
}: {
  readonly clock: Clock;
  readonly writer: HistoryWriter;
  readonly waiting: WaitingPlace | undefined;
}): () => Promise<void> {
  let keeping: Promise<void> | undefined;
  const keep = async (): Promise<void> => {
    await clock.sleep(gatherMs);
    // Whoever comes from now on waits for the next time.
    keeping = undefined;
    const wasTroubled = writer.trouble !== undefined;
    await waiting?.settled();
    await writer.flush().catch((error: unknown) => {
      if (!wasTroubled) throw error;
    });
  };
  return () => (keeping ??= keep());
}

/** What was found wrong with the files of a site that are beside the stores. */
export function filesTrouble({
  waiting,
  eras,
}: {
  readonly waiting?: { readonly place: Pick<WaitingPlace, 'trouble'> } | undefined;
  readonly eras?: { readonly place: Pick<EraPlace, 'trouble'> } | undefined;
}): readonly HealthIssue[] {
  const reasons = [waiting?.place.trouble?.() ?? [], eras?.place.trouble?.() ?? []].flat();
  return reasons.map((reason) => ({ part: 'damage', reason }));
}
