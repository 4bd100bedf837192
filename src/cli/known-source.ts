// A source of history looked at: what is in it, and what each of its series would become here.
import { builtIn } from '#devices/on-demand.ts';
import { balancedSigns } from '#exchange/balanced-signs.ts';
import { type Scan, scan } from '#exchange/import-history.ts';
import { type ImportPlan, planFrame, planImport } from '#exchange/import-plan.ts';
import type { ImportSource } from '#exchange/import-source.ts';
import { mapSeries, type StatedMapping } from '#exchange/mapping.ts';
import { makerWords } from './maker-words.ts';

/** How a source is understood. */
export interface KnownBy {
  readonly timeZone: string;
  /** What a person says of its series. */
  readonly stated: StatedMapping;
  /** The device that gets it. */
  readonly device?: string | undefined;
  readonly onProgress?: (values: number) => void;
}

/** A source, looked at. */
export interface KnownSource {
  readonly seen: Scan;
  readonly plan: ImportPlan;
}

/** Looks at a source; `refuse` is asked before anything is made of it. Errors: those of the source, `input.invalid`. */
export async function knownSource(
  source: ImportSource,
  { timeZone, stated, device, onProgress }: KnownBy,
  refuse: (seen: Scan) => void = () => undefined,
): Promise<KnownSource> {
  const seen = await scan(source, onProgress);
  refuse(seen);
  const words = makerWords(await builtIn.all());
  const guessed = mapSeries(
    seen.series.map(({ series }) => series),
    { words, stated, ...(device === undefined ? {} : { device }) },
  );
  const mapped = await balancedSigns(source, guessed);
  return { seen, plan: planImport(mapped, seen.series, planFrame(source, timeZone)) };
}
