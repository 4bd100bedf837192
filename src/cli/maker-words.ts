// The makers' own names of what their devices report, for imports: programs such as mpp-solar use the same words.
import type { Row } from '#codec/table.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition } from '#devices/definition.ts';
import type { MakerWords } from '#exchange/guess.ts';

const rowsOf = (definition: Definition): readonly Row[] => answerShapes(definition).flatMap(({ rows }) => rows);

/** Names that mpp-solar gives to what the Voltronic families report, as in its Prometheus files. */
function mppSolarWords(definitions: readonly Definition[]): MakerWords {
  const families = definitions.filter(({ id }) => /^pi\d/.test(id));
  const words = new Map<string, { readonly metric: string; readonly factor: number }>();
  // The first wins: the plain PI30 family, of which most are.
  for (const { name, metric, flip } of families.flatMap(rowsOf))
    if (metric !== undefined && !words.has(`mpp_solar_${name}`))
      words.set(`mpp_solar_${name}`, { metric, factor: flip === true ? -1 : 1 });
  return words;
}

interface Meant {
  readonly metric?: string;
  readonly factor: number;
}

/** What both mean: the same, or the whole where one has only a string or a phase of it; else no metric. */
function bothOf(one: Meant, other: Meant): Meant {
  if (one.factor !== other.factor || one.metric === undefined || other.metric === undefined)
    return { factor: other.factor };
  const [short, long] = [one.metric, other.metric].toSorted((a, b) => a.length - b.length);
  if (short === long) return one;
  const isPart = short !== undefined && long?.startsWith(`${short}.`) === true && /\.[sl]\d+$/.test(long);
  return isPart ? { metric: short, factor: one.factor } : { factor: one.factor };
}

/** The words of all definitions; one that means different things to different makers has no metric. */
export function makerWords(definitions: readonly Definition[]): MakerWords {
  const words = new Map<string, Meant>();
  for (const { name, metric, flip } of definitions.flatMap(rowsOf)) {
    if (metric === undefined) continue;
    const meant: Meant = { metric, factor: flip === true ? -1 : 1 };
    const known = words.get(name);
    words.set(name, known === undefined ? meant : bothOf(known, meant));
  }
  return new Map([...words, ...mppSolarWords(definitions)]);
}
