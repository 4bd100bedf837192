// The settings of the wall clock and what was timed by them, in a file beside the data: a line each time something is written down. Its
// offsets are to the start of the machine, so that a later process on the same start can place them.
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock } from '#core/clock.ts';
import { isRecord } from '#core/entries.ts';
import type { EraPlace, KeptEra } from '#core/eras.ts';
import { isSolsteadError, systemCode } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason, said } from '#core/reason.ts';
import { setAside } from './aside.ts';
import { checkedLine, lineBreak, readCheckedLines } from './checked-lines.ts';
import { readRegularFile } from './regular-file.ts';
import { type Boot, machineBoot } from './waiting-file.ts';

/** One era, or what was added to it. */
interface Line {
  /** Number of the era; the largest is the present one. */
  readonly era: number;
  readonly boot?: string;
  /** Wall time less time since the start of the machine, ms. */
  readonly offsetMs?: number;
  readonly isKnown: boolean;
  readonly fromMs?: number;
  readonly moments: Readonly<Record<string, readonly number[]>>;
}

/** Many times what is ever written: 100,000 moments. */
const mostBytes = 32 * 1024 * 1024;
/** What is added is gathered this long, ms. */
const gatherMs = 5000;

const isNumber = (found: unknown): found is number => typeof found === 'number' && Number.isFinite(found);

function lineIn(found: unknown): Line | undefined {
  if (!isRecord(found) || !isRecord(found['moments']) || !isNumber(found['era'])) return undefined;
  const { boot, offsetMs, fromMs, isKnown } = found;
  const moments = Object.entries(found['moments']).map(([device, list]): [string, readonly number[]] => [
    device,
    Array.isArray(list) ? list.filter(isNumber) : [],
  ]);
  return {
    era: found['era'],
    isKnown: isKnown === true,
    ...(typeof boot === 'string' ? { boot } : {}),
    ...(isNumber(offsetMs) ? { offsetMs } : {}),
    ...(isNumber(fromMs) ? { fromMs } : {}),
    moments: Object.fromEntries(moments),
  };
}

/** Lines of an era put together. */
function joined(lines: readonly Line[]): Omit<Line, 'moments'> & Pick<KeptEra, 'moments'> {
  const moments = new Map<string, number[]>();
  for (const line of lines)
    for (const [device, list] of Object.entries(line.moments))
      moments.getOrInsertComputed(device, () => []).push(...list);
  const [first, last] = [lines[0], lines.at(-1)];
  return { era: 0, isKnown: false, ...first, ...last, moments };
}

/** An era on the clock of this process; one of an earlier start of the machine has no place on it. */
function placed(
  { era: _number, boot: id, offsetMs, ...rest }: ReturnType<typeof joined>,
  { boot, lateMs }: { readonly boot: Boot; readonly lateMs: number },
): KeptEra {
  return { ...rest, ...(id === boot.id && offsetMs !== undefined ? { offsetMs: offsetMs + lateMs } : {}) };
}

/** Writes lines: a whole file anew, or what is added to it. */
async function save(path: string, text: string, what: 'whole' | 'added'): Promise<void> {
  const isWhole = what === 'whole';
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const to = isWhole ? `${path}.new` : path;
  if (isWhole) await rm(to, { force: true });
  const file = await open(to, isWhole ? 'wx' : 'a', 0o600);
  try {
    await file.appendFile(text);
  } finally {
    await file.close();
  }
  if (isWhole) await rename(to, path);
}

/** Lines of the newest two eras, by their number. */
function newestTwo(lines: readonly Line[]): readonly (readonly [number, readonly Line[]])[] {
  const byEra = Map.groupBy(lines, ({ era }) => era);
  return [...byEra.entries()].toSorted(([one], [other]) => one - other).slice(-2);
}

/** What an earlier process left; `isCut`: the file ends with a line that was never written to its end. */
interface Left {
  readonly lines: readonly Line[];
  readonly isCut: boolean;
  readonly trouble: Reason | undefined;
}

/** Reads what was left; what cannot be used is set aside. */
async function readLeft(path: string, nowMs: number): Promise<Left> {
  try {
    const text = await readRegularFile(path, mostBytes);
    const lines = readCheckedLines(text).values.flatMap((one) => lineIn(one) ?? []);
    return { lines, isCut: text !== '' && !text.endsWith('\n'), trouble: undefined };
  } catch (thrown) {
    const none = { lines: [], isCut: false };
    if (systemCode(thrown) === 'ENOENT') return { ...none, trouble: undefined };
    const aside = await setAside(path, 'moved', nowMs);
    const why = isSolsteadError(thrown) ? (thrown.reason ?? because('store.damaged')) : said(thrown);
    const params = { file: external(path), why, aside: external(aside ?? path) };
    return { ...none, trouble: because('eras.unusable', params) };
  }
}

/** The place of a site in a data folder. `boot` is a parameter of tests. */
export function eraFile(
  folder: string,
  site: string,
  { clock, boot = machineBoot() }: { readonly clock: Clock; readonly boot?: Boot },
): EraPlace {
  const path = join(folder, 'waiting', `${site}.eras.jsonl`);
  /** What the monotonic time of this process lacks of the time since the start of the machine, ms. */
  const lateMs = (): number => boot.upMs() - clock.monotonicMs();
  let number = 0;
  /** The file ends with a line that was never written to its end. */
  let isCut = false;
  let trouble: Reason | undefined;
  let fresh: readonly Line[] | undefined;
  let added: { readonly offsetMs: number; readonly moments: Map<string, number[]> } | undefined;
  let cancel: (() => void) | undefined;
  let working: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    cancel?.();
    const [whole, more] = [fresh, added];
    [cancel, fresh, added] = [undefined, undefined, undefined];
    if (whole !== undefined) {
      await save(path, whole.map(checkedLine).join(''), 'whole');
      isCut = false;
    }
    if (more === undefined) return;
    const moments = Object.fromEntries(more.moments);
    const offsetMs = more.offsetMs - lateMs();
    const line = checkedLine({ era: number, boot: boot.id, offsetMs, isKnown: false, moments } satisfies Line);
    await save(path, `${isCut ? lineBreak : ''}${line}`, 'added');
    isCut = false;
  };
  const work = (): void => {
    // What cannot be written is only not known after a restart; the history says on its own that the disk is full.
    working = working.then(write).catch(() => undefined);
  };
  const plan = (): void => void (cancel ??= clock.after(gatherMs, work));
  return {
    async load() {
      const { lines, ...left } = await readLeft(path, clock.nowMs());
      ({ isCut, trouble } = left);
      const eras = newestTwo(lines);
      number = eras.at(-1)?.[0] ?? 0;
      return eras.map(([, own]) => placed(joined(own), { boot, lateMs: lateMs() }));
    },
    trouble: () => trouble,
    replace(eras) {
      number += eras.length;
      added = undefined;
      fresh = eras.map(
        ({ offsetMs, moments, ...rest }, index): Line => ({
          ...rest,
          era: number - eras.length + 1 + index,
          ...(offsetMs === undefined ? {} : { boot: boot.id, offsetMs: offsetMs - lateMs() }),
          moments: Object.fromEntries([...moments].map(([device, list]) => [device, [...list]])),
        }),
      );
      plan();
    },
    add(device, atMs, offsetMs) {
      added = { offsetMs, moments: added?.moments ?? new Map<string, number[]>() };
      added.moments.getOrInsertComputed(device, () => []).push(atMs);
      plan();
    },
    async settled() {
      work();
      await working;
    },
  };
}
