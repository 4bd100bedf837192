// Public holidays that a file names and nobody knows, at their places: which countries there are is asked of the calendar itself.
import { isRecord } from '#core/entries.ts';
import { isSolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import type { DocumentProblem } from '#core/schema-check.ts';
import { type PlacedProblem, placedProblems, readYaml } from '#core/yaml-places.ts';
import { loadHolidays } from '#energy/money/holidays.ts';

type Path = DocumentProblem['path'];

/** What is wrong with the country of one, if it names one. */
async function problemAt(holidays: unknown, path: Path): Promise<readonly DocumentProblem[]> {
  if (!isRecord(holidays)) return [];
  const { country, region } = holidays;
  if (typeof country !== 'string') return [];
  const place = { country, ...(typeof region === 'string' ? { region } : {}) };
  const whole = { ...place, name: 'holiday', dates: [], except: [], begins: 0 };
  try {
    await loadHolidays({ versions: [{ holidays: [whole] }] }, { first: 2026, last: 2026 });
    return [];
  } catch (error) {
    if (!isSolsteadError(error, 'tariff.invalid')) throw error;
    const named = external(Object.values(place).join('/'));
    return [{ path: [...path, 'country'], why: because('act.no-country', { place: named }) }];
  }
}

/** Those below a key `holidays` of a part of a file. */
async function problemsBelow(part: unknown, path: Path): Promise<readonly DocumentProblem[]> {
  if (!isRecord(part)) return [];
  const { holidays } = part;
  const at = [...path, 'holidays'];
  if (!Array.isArray(holidays)) return problemAt(holidays, at);
  return (await Promise.all(holidays.map((one, index) => problemAt(one, [...at, index])))).flat();
}

/** Countries that are not known, of a file that is right in all else: of an automation, and of each version of a tariff. */
export async function unknownHolidays(text: string): Promise<readonly PlacedProblem[]> {
  const read = readYaml(text);
  if ('problems' in read || !isRecord(read.value)) return [];
  const { versions } = read.value;
  const parts: readonly (readonly [unknown, Path])[] = [
    [read.value, []],
    ...(Array.isArray(versions) ? versions : []).map((version, index) => [version, ['versions', index]] as const),
  ];
  const found = await Promise.all(parts.map(([part, path]) => problemsBelow(part, path)));
  return placedProblems(found.flat(), read);
}
