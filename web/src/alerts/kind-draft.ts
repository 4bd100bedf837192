// What is set of the kinds, as it is typed: sentences with their numbers in them.
import type { AlertSettings, AlertSettingsChange } from '#api/alerts.ts';
import { entriesOf } from '#core/entries.ts';

/** A kind as the server says it. */
export type Kind = AlertSettings['kinds'][number];

/** A kind as it is typed. */
export interface KindEntry {
  readonly isOn: boolean;
  readonly severity: Kind['severity'];
  /** Minutes. */
  readonly hold: string;
  readonly threshold: string;
}

/** Everything as it is typed. */
export interface SettingsDraft {
  readonly kinds: Readonly<Record<string, KindEntry>>;
  readonly throttle: string;
  readonly escalate: string;
  /** What channels of the home speak. */
  readonly language: string;
}

/** Longest time until it counts, minutes: a week. */
const mostMinutes = 10_080;

/** Where nothing is set. */
const usualLanguage = 'en';

/** As the server has it. */
export const draftOf = ({
  kinds,
  throttleMinutes,
  escalateMinutes,
  language = usualLanguage,
}: AlertSettings): SettingsDraft => ({
  kinds: Object.fromEntries(
    kinds.map(({ kind, isOn, severity, holdSeconds, threshold }) => [
      kind,
      { isOn, severity, hold: String(holdSeconds / 60), threshold: String(threshold) },
    ]),
  ),
  throttle: String(throttleMinutes),
  escalate: String(escalateMinutes),
  language,
});

/** A number as it was typed, within its bounds; undefined if it is none. */
export function numberIn(
  text: string,
  { least, most }: { readonly least: number; readonly most: number },
): number | undefined {
  const typed = text.trim().replace(',', '.');
  const value = Number(typed);
  return /^\d+(\.\d+)?$/.test(typed) && value >= least && value <= most ? value : undefined;
}

const minuteBounds = { least: 1, most: 1440 } as const;
/** Bounds of the time until it counts, minutes. */
export const holdBounds = { least: 0, most: mostMinutes } as const;

/** What is sent: only what differs from before is set; undefined while something is wrong. */
export function changeOf(draft: SettingsDraft, before: AlertSettings): AlertSettingsChange | undefined {
  const throttleMinutes = numberIn(draft.throttle, minuteBounds);
  const escalateMinutes = numberIn(draft.escalate, minuteBounds);
  if (throttleMinutes === undefined || escalateMinutes === undefined) return undefined;
  const kinds: Record<string, object> = {};
  for (const { kind, range } of before.kinds) {
    const entry = draft.kinds[kind];
    if (entry === undefined) continue;
    const hold = numberIn(entry.hold, holdBounds);
    const threshold = range === undefined ? undefined : numberIn(entry.threshold, range);
    if (hold === undefined || (range !== undefined && threshold === undefined)) return undefined;
    kinds[kind] = {
      isOn: entry.isOn,
      severity: entry.severity,
      holdSeconds: Math.round(hold * 60),
      ...(threshold === undefined ? {} : { threshold }),
    };
  }
  const { language } = draft;
  return {
    kinds: Object.fromEntries(entriesOf(kinds)),
    throttleMinutes,
    escalateMinutes,
    ...(before.language === undefined && language === usualLanguage ? {} : { language }),
  };
}

/** Marks of the gaps in a sentence. */
export const gaps = { threshold: '{threshold}', hold: '{hold}' } as const;

/** A sentence cut where its numbers are: texts and the names of gaps in turn. */
export function sentenceParts(
  sentence: string,
): readonly { readonly at: number; readonly text: string; readonly gap?: keyof typeof gaps }[] {
  let at = 0;
  return sentence.split(/(\{threshold\}|\{hold\})/).map((text) => {
    const part = { at, text };
    at += text.length;
    if (text === gaps.threshold) return { ...part, gap: 'threshold' };
    return text === gaps.hold ? { ...part, gap: 'hold' } : part;
  });
}
