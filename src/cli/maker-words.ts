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

/** The words of all definitions; one that means different things to different makers has no metric. */
export function makerWords(definitions: readonly Definition[]): MakerWords {
  const words = new Map<string, { readonly metric?: string; readonly factor: number }>();
  for (const { name, metric, flip } of definitions.flatMap(rowsOf)) {
    if (metric === undefined) continue;
    const factor = flip === true ? -1 : 1;
    const known = words.get(name);
    const isSame = known === undefined || (known.metric === metric && known.factor === factor);
    words.set(name, isSame ? { metric, factor } : { factor });
  }
  return new Map([...words, ...mppSolarWords(definitions)]);
}
