// The outputs of readings of a YAML file: a kind of the house's, with the same settings.
import { isRecord } from '#core/entries.ts';
import { external } from '#core/message-params.ts';
import { nearWord, withNearest } from '#core/near-word.ts';
import { because } from '#core/reason.ts';
import { problemsOf, type Schema } from '#core/schema-check.ts';
import type { Secret } from '#core/secrets.ts';
import { isAnswerOutput } from '#outputs/answers/settings.ts';
import { filterProblems } from '#outputs/filter-words.ts';
import { type Placed, placeTaken } from '#outputs/own-place.ts';
import type { KnownOutputs } from './known.ts';
import type { PlannedBroker, PlannedOutput } from './plan.ts';
import { isGiven, writtenSecret } from './written-secret.ts';
import type { YamlReader } from './yaml-reader.ts';

type Written = Readonly<Record<string, unknown>>;

/** What every output has besides the settings of its kind: meant by keys that are nearly one of them. */
const beside = { filter: {}, password: {}, password_file: {} };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** An output as it is written, and the broker of the file. */
interface NamedOutput {
  readonly id: string;
  readonly written: Written;
  readonly broker: PlannedBroker | undefined;
  /** Names of all devices. */
  readonly devices: readonly string[];
}

/** The kind that is named. */
function kindOf(
  reader: YamlReader,
  { schemas }: KnownOutputs,
  { id, written }: Pick<NamedOutput, 'id' | 'written'>,
): string | undefined {
  const { kind } = written;
  const kinds = Object.keys(schemas);
  if (kind === undefined) {
    const nearly = Object.keys(written).find((key) => nearWord(key, ['kind']) !== undefined);
    if (nearly === undefined)
      reader.wrong(['outputs', id], because('file.no-kind', { kinds: { oneOf: kinds } }), 'key');
    else {
      const unknown = because('file.unknown-key', { key: external(nearly) });
      reader.wrong(['outputs', id, nearly], withNearest(unknown, nearly, ['kind']), 'key');
    }
    return undefined;
  }
  if (typeof kind === 'string' && Object.hasOwn(schemas, kind)) return kind;
  const value = external((textOf(kind) ?? typeof kind).slice(0, 60));
  const word = textOf(kind) ?? '';
  if (isAnswerOutput(word)) reader.wrong(['outputs', id, 'kind'], because('daemon.output-answers', { value }));
  else {
    const why = because('daemon.word', { value, known: { oneOf: kinds } });
    reader.wrong(['outputs', id, 'kind'], withNearest(why, word, kinds));
  }
  return undefined;
}

/** An output over MQTT that names no server has the broker of the file. */
function withBroker(
  reader: YamlReader,
  { id, schema, settings }: { readonly id: string; readonly schema: Schema; readonly settings: Written },
  broker: PlannedBroker | undefined,
): { readonly settings: Written; readonly secret?: Secret | undefined } {
  const { properties = {}, required = [] } = schema;
  const isOverMqtt = Object.hasOwn(properties, 'server') && !required.includes('server');
  if (!isOverMqtt || Object.hasOwn(settings, 'server')) return { settings };
  if (broker === undefined) {
    reader.wrong(['outputs', id], because('daemon.output-broker'), 'key');
    return { settings };
  }
  const { server, ca, secret } = broker;
  return { settings: { ...settings, server, ...(ca === undefined ? {} : { ca }) }, secret };
}

function outputFrom(
  reader: YamlReader,
  kinds: KnownOutputs,
  { id, written, broker, devices }: NamedOutput,
): (PlannedOutput & Pick<Placed, 'place'>) | undefined {
  const kind = kindOf(reader, kinds, { id, written });
  if (kind === undefined) return undefined;
  const schema = kinds.schemas[kind] ?? {};
  const { password, password_file: file, filter = {}, ...given } = written;
  const { settings, secret: shared } = withBroker(reader, { id, schema, settings: given }, broker);
  const path = ['outputs', id];
  const secret = writtenSecret(
    { key: 'password', value: textOf(password), file: textOf(file) },
    reader.known,
    reader.findings,
  );
  if (secret !== undefined && !isGiven(secret))
    reader.wrong([...path, file === undefined ? 'password' : 'password_file'], secret);
  const all = { ...schema, properties: { ...schema.properties, ...beside } };
  const problems = [...problemsOf(settings, all, path), ...problemsOf(filter, kinds.filter, [...path, 'filter'])];
  for (const { path: place, why, on } of problems) reader.wrong(place, why, on);
  if (problems.length > 0 || !isRecord(filter)) return undefined;
  const slips = filterProblems(filter, devices);
  for (const { at, why } of slips) reader.wrong([...path, 'filter', ...at], why, 'value');
  // What is wrong with the settings is told in the same go.
  const checked = kinds.check({ settings: { ...settings, kind }, filter: slips.length > 0 ? {} : filter, devices });
  if ('why' in checked) {
    reader.wrong([...path, ...checked.at], checked.why, checked.at.length === 0 ? 'key' : 'value');
    return undefined;
  }
  if (slips.length > 0) return undefined;
  if (checked.isKept && !reader.known.hasFolder) reader.wrong(path, because('daemon.no-folder', { name: id }), 'key');
  return {
    id,
    name: id,
    settings: checked.settings,
    place: checked.place,
    filter,
    ...(isGiven(secret) ? { secret } : shared === undefined ? {} : { secret: shared }),
  };
}

/** The outputs; what is wrong with them is told, and left out. */
export async function outputsFrom(
  reader: YamlReader,
  written: Readonly<Record<string, Written>>,
  shared: Pick<NamedOutput, 'broker' | 'devices'>,
): Promise<readonly PlannedOutput[]> {
  const entries = Object.entries(written);
  if (entries.length === 0) return [];
  const kinds = await reader.known.outputs();
  const placed: Placed[] = [];
  return entries.flatMap(([id, one]) => {
    const found = outputFrom(reader, kinds, { id, written: one, ...shared });
    if (found === undefined) return [];
    const { place, ...output } = found;
    const taken = placeTaken(place, placed);
    if (taken !== undefined) {
      const isWritten = isRecord(one) && taken.field in one;
      reader.wrong(isWritten ? ['outputs', id, taken.field] : ['outputs', id], taken.why, isWritten ? 'value' : 'key');
    }
    placed.push({ name: id, place });
    return [output];
  });
}
