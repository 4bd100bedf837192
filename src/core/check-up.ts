// What a look at a whole installation found: the computer, the data folder, the servers that it speaks to. For people who ask for help, and
// for those who give it; so nothing in it may be secret.
import type { Reason } from './reason.ts';

/** What is looked at, in the order in which it is told. */
export const checkAreas = [
  'program',
  'folder',
  'database',
  'disk',
  'clock',
  'ports',
  'bluetooth',
  'broker',
  'web',
  'network',
  'files',
  'outputs',
] as const;

/** One of {@link checkAreas}. */
export type CheckArea = (typeof checkAreas)[number];

/** `ok`; `warn`: it works, and may not for long, or not as meant; `fail`: it does not work; `skipped`: it was not looked at, and why. */
export type CheckState = 'ok' | 'warn' | 'fail' | 'skipped';

/** One thing that was looked at. */
export interface CheckLine {
  readonly area: CheckArea;
  readonly state: CheckState;
  readonly what: Reason;
  /** What to do. */
  readonly help?: Reason;
}

/** A line of an area that is still to be named. */
export type Checked = Omit<CheckLine, 'area'>;

/** It is as it should be. */
export const good = (what: Reason): Checked => ({ state: 'ok', what });
/** It works, and may not for long. */
export const doubtful = (what: Reason, help?: Reason): Checked => ({
  state: 'warn',
  what,
  ...(help === undefined ? {} : { help }),
});
/** It does not work. */
export const bad = (what: Reason, help?: Reason): Checked => ({
  state: 'fail',
  what,
  ...(help === undefined ? {} : { help }),
});
/** It was not looked at. */
export const skipped = (what: Reason, help?: Reason): Checked => ({
  state: 'skipped',
  what,
  ...(help === undefined ? {} : { help }),
});

/** A look at an installation that runs: the one under way, or the last. */
export interface Examination {
  /** `none`: nobody has asked since the start. */
  readonly state: 'none' | 'running' | 'done' | 'failed';
  /** When it was begun and when it ended, epoch ms. */
  readonly beganMs?: number;
  readonly endedMs?: number;
  /** Areas that have been looked at; {@link checkAreas} are all of them. */
  readonly areas: readonly CheckArea[];
  readonly lines: readonly CheckLine[];
  /** Why it found nothing. */
  readonly failure?: Reason;
}

/** Looks at the installation, one look at a time. */
export interface ExaminationDesk {
  view(): Examination;
  /** Begins one and returns it; while one is under way, or was just now, that one, and `isNew` is false. */
  begin(): Examination & { readonly isNew: boolean };
}

/** How a state is told where there are no colours. */
const marks = { ok: 'ok', warn: 'warn', fail: 'FAIL', skipped: '–' } as const;

/** The beginning of a sentence; a name there, such as `home.json` or `pv.power`, stays as it is written. */
export const begun = (text: string): string =>
  text.replace(/^\p{Ll}(?=[\p{L}’']*[\s,])/u, (letter) => letter.toUpperCase());

/** A sentence of a reason. */
export const sentenceOf = (text: string): string => begun(text).replace(/(?<![.?!])$/, '.');

/** A report as lines of text: what was found, and below it what to do. */
export function reportText(lines: readonly CheckLine[], say: (reason: Reason) => string): readonly string[] {
  return lines.flatMap(({ area, state, what, help }) => {
    const before = `${area.padEnd(10)} ${marks[state].padEnd(4)} `;
    const after = help === undefined || state === 'ok' ? [] : [`${' '.repeat(before.length)}${say(help)}`];
    return [`${before}${sentenceOf(say(what))}`, ...after];
  });
}
