// One device of a YAML file.
import { isRecord } from '#core/entries.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { type Path, problemsOf } from '#core/schema-check.ts';
import type { Secret } from '#core/secrets.ts';
import type { Definition } from '#devices/definition.ts';
import { addressFault } from '#outputs/answers/addresses.ts';
import { type AnswerKind, answerOutputs, answerSchema, isAnswerOutput } from '#outputs/answers/settings.ts';
import { patternFault } from './command-filter.ts';
import { plannedCommand } from './commands.ts';
import { noOutput } from './mpp-solar-outputs.ts';
import type { PlannedAnswers, PlannedBroker, PlannedCommand, PlannedDevice } from './plan.ts';
import { isReachedBy, passwordFault, portAddress } from './ports.ts';
import { isGiven, withoutSecret, writtenSecret } from './written-secret.ts';
import { noProtocol } from '#devices/listed.ts';
import type { YamlReader } from './yaml-reader.ts';

/** A device that its schema has passed; keys that were wrong are missing. */
export interface WrittenYamlDevice {
  readonly protocol?: string;
  readonly port?: string;
  readonly porttype?: string;
  readonly baud?: number;
  readonly unit?: number;
  readonly password?: string;
  readonly password_file?: string;
  readonly topic?: string;
  readonly every?: number;
  readonly commands?: readonly string[];
  readonly retries?: number;
  readonly retry_pauses?: readonly number[];
  readonly timeout_ms?: number;
  readonly delay_ms?: number;
  readonly tag?: string;
  readonly answers?: readonly (string | Readonly<Record<string, unknown>>)[];
  readonly filter?: string;
  readonly exclude?: string;
  readonly allowed_commands?: readonly string[];
}

interface Written {
  readonly name: string;
  readonly device: WrittenYamlDevice;
  /** Of the file. */
  readonly every?: number | undefined;
  readonly broker?: PlannedBroker | undefined;
}

const at = ({ name }: Written, ...rest: Path): Path => ['devices', name, ...rest];

async function definitionOf(reader: YamlReader, written: Written): Promise<Definition | undefined> {
  const { protocol } = written.device;
  if (protocol === undefined) return undefined;
  const found = reader.known.registry.find(protocol);
  if (found === undefined) reader.wrong(at(written, 'protocol'), noProtocol(reader.known.registry.listed, protocol));
  return found?.load();
}

function addressOf(reader: YamlReader, written: Written, definition: Definition): string {
  const { port, porttype, baud, unit, topic } = written.device;
  if (definition.mode === 'mqtt') {
    if (topic === undefined) reader.wrong(at(written), because('daemon.topic'), 'key');
    if (written.broker === undefined) reader.wrong(at(written), because('daemon.no-broker'), 'key');
    return written.broker?.server ?? '';
  }
  if (port === undefined) {
    reader.wrong(at(written), because('file.no-key', { key: 'port' }), 'key');
    return '';
  }
  const outcome = portAddress({ port, porttype, baud, unit });
  if ('why' in outcome) {
    reader.wrong(at(written, outcome.at), outcome.why);
    return '';
  }
  if (outcome.note !== undefined) reader.tell(at(written, 'port'), outcome.note);
  const scheme = /^[a-z]+/.exec(outcome.address)?.[0] ?? '';
  const { links, title } = definition;
  if (!isReachedBy(links, scheme)) {
    const why = because('daemon.port-not', { title, scheme, links: links.map((link) => `${link}://`) });
    reader.wrong(at(written, 'port'), why);
  }
  return outcome.address;
}

function secretOf(reader: YamlReader, { name, device }: Written, address: string): Secret | undefined {
  const { password, password_file: file } = device;
  const key = file === undefined ? 'password' : 'password_file';
  const found = writtenSecret({ key: 'password', value: password, file }, reader.known, reader.findings);
  const why = isGiven(found) ? passwordFault(address) : found;
  if (why !== undefined) reader.wrong(['devices', name, key], why);
  return isGiven(found) ? found : undefined;
}

function commandsOf(
  reader: YamlReader,
  written: Written,
  definition: Definition,
): readonly PlannedCommand[] | undefined {
  const words = written.device.commands;
  if (words === undefined) return undefined;
  const commands: PlannedCommand[] = [];
  for (const [index, word] of words.entries()) {
    const path = at(written, 'commands', index);
    if (definition.mode === 'mqtt') {
      reader.wrong(path, because('daemon.not-over-mqtt', { title: definition.title }));
      return undefined;
    }
    const outcome = plannedCommand(definition, word.trim());
    if ('why' in outcome) reader.wrong(path, outcome.why);
    else commands.push(outcome.command);
  }
  return commands;
}

interface WrittenAnswers {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly path: Path;
}

/** The outputs of answers as they are written: a name, or names with settings below them. */
function writtenAnswers(reader: YamlReader, written: Written): readonly WrittenAnswers[] {
  return (written.device.answers ?? []).flatMap((one, index): readonly WrittenAnswers[] => {
    const path = at(written, 'answers', index);
    if (typeof one === 'string') return [{ name: one, settings: {}, path }];
    return Object.entries(one).flatMap(([name, settings]) => {
      const place = [...path, name];
      if (settings === null) return [{ name, settings: {}, path: place }];
      if (isRecord(settings)) return [{ name, settings, path: place }];
      reader.wrong(place, because('daemon.answers-name'), 'key');
      return [];
    });
  });
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function answersFrom(reader: YamlReader, written: Written, one: WrittenAnswers): PlannedAnswers | undefined {
  const { name, path } = one;
  if (!isAnswerOutput(name)) {
    reader.wrong(path, noOutput(name), 'key');
    return undefined;
  }
  const { password, password_file: file, ...given } = one.settings;
  const kind: AnswerKind = answerOutputs[name];
  const found = writtenSecret(
    { key: 'password', value: textOf(password), file: textOf(file) },
    reader.known,
    reader.findings,
  );
  if (found !== undefined && !isGiven(found))
    reader.wrong([...path, file === undefined ? 'password' : 'password_file'], found);
  const { broker, device } = written;
  const isOwnServer = textOf(given['server']) !== undefined;
  const plain = withoutSecret(textOf(given['server']) ?? '');
  if (plain.secret !== undefined) reader.findings.hasSecrets = true;
  const filters = { filter: device.filter, exclude: device.exclude };
  const settings = {
    ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    ...(kind.way === 'broker' && broker !== undefined
      ? { server: broker.server, ...(broker.ca === undefined ? {} : { ca: broker.ca }) }
      : {}),
    ...given,
    ...(isOwnServer ? { server: plain.server } : {}),
  };
  const problems = problemsOf(settings, answerSchema(name));
  for (const { path: below, why, on } of problems) reader.wrong([...path, ...below], why, on);
  const fault = problems.length > 0 ? undefined : addressFault(name, settings);
  // What comes from the file's broker is told there.
  if (fault !== undefined && Object.hasOwn(given, fault.setting)) reader.wrong([...path, fault.setting], fault.why);
  if (kind.way === 'broker' && !isOwnServer && broker === undefined)
    reader.wrong(path, because('daemon.allowed-broker'), 'key');
  const secret = isGiven(found)
    ? found
    : (plain.secret ?? (kind.way === 'broker' && !isOwnServer ? broker?.secret : undefined));
  return {
    output: name,
    settings,
    ...(secret === undefined ? {} : { secret }),
  };
}

function allowedOf(reader: YamlReader, written: Written, definition: Definition | undefined): readonly string[] {
  const patterns = written.device.allowed_commands ?? [];
  if (patterns.length > 0 && written.broker === undefined)
    reader.wrong(at(written, 'allowed_commands'), because('daemon.allowed-broker'));
  if (patterns.length > 0 && definition?.mode === 'mqtt')
    reader.wrong(at(written, 'allowed_commands'), because('daemon.not-over-mqtt', { title: definition.title }));
  for (const [index, pattern] of patterns.entries()) {
    const fault = patternFault(pattern);
    if (fault !== undefined)
      reader.wrong(at(written, 'allowed_commands', index), because('daemon.regex', { said: external(fault) }));
  }
  return patterns;
}

/** A device; what is wrong with it is told, and left out. */
export async function deviceFrom(reader: YamlReader, written: Written): Promise<PlannedDevice> {
  const { name, device } = written;
  reader.findings.places.set(name, reader.placeOf(at(written)));
  const definition = await definitionOf(reader, written);
  const address = definition === undefined ? '' : addressOf(reader, written, definition);
  const commands = definition === undefined ? undefined : commandsOf(reader, written, definition);
  for (const key of ['filter', 'exclude'] as const) {
    const fault = patternFault(device[key] ?? '');
    if (fault !== undefined) reader.wrong(at(written, key), because('daemon.regex', { said: external(fault) }));
  }
  const answers = writtenAnswers(reader, written).flatMap((one) => answersFrom(reader, written, one) ?? []);
  return {
    name,
    definition: definition?.id ?? '',
    address,
    topic: device.topic,
    secret: secretOf(reader, written, address),
    everySeconds: device.every ?? written.every,
    commands,
    retries: device.retries,
    backoffSeconds: device.retry_pauses,
    timeoutMs: device.timeout_ms,
    delayMs: device.delay_ms,
    tag: device.tag,
    answers,
    mayCommand: allowedOf(reader, written, definition),
  };
}
