// mpp-solar's file, as people bring it along, to a plan: each section is a device and what is asked of it.
import { external } from '#core/message-params.ts';
import { withNearest } from '#core/near-word.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import type { Definition } from '#devices/definition.ts';
import { noProtocol } from '#devices/listed.ts';
import { oldProtocols } from '#devices/mpp-solar/old-commands.ts';
import { answerOutputs, screenServer } from '#outputs/answers/settings.ts';
import { answersOfSection, brokerOf } from './mpp-solar-outputs.ts';
import { patternFault } from './command-filter.ts';
import { plannedCommand, separated } from './commands.ts';
import { type IniSection, readIni } from './ini.ts';
import type { Known } from './known.ts';
import { deviceKeys, type DeviceKey, isAnyKey, setupKeys, type SetupKey } from './mpp-solar-keys.ts';
import {
  complain,
  type DaemonPlan,
  type Findings,
  type PlannedBroker,
  type PlannedCommand,
  type PlannedDevice,
} from './plan.ts';
import { isPlaceholder, isReachedBy, passwordFault, portAddress } from './ports.ts';
import { isNearlySetup, type SectionReader, sectionReader } from './section.ts';

/** What a pause is where the file names none, s. */
const usualPause = 60;

/** What the port is where a section names none. */
const usualPort = '/dev/ttyUSB0';

/** Most commands of a section. */
const mostCommands = 100;

/** What the sections share. */
interface Frame {
  readonly known: Known;
  readonly findings: Findings;
  readonly pause: number;
  readonly broker: PlannedBroker;
  /** Keys that are one for all sections in mpp-solar: the last one that is given, and where. */
  readonly last: ReadonlyMap<DeviceKey, { readonly section: string; readonly value: string }>;
}

type Section = SectionReader<DeviceKey>;

/** Whether the text is such a file: YAML begins with keys, this with a section. */
export function isIni(text: string): boolean {
  const first = text
    .replace(/^\ufeff/, '')
    .split(/\r\n|[\r\n]/, 1000)
    .find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line));
  return first !== undefined && /^\s*\[[^\],]+\]\s*(?:[#;].*)?$/.test(first);
}

function lastOf(sections: readonly IniSection[]): Frame['last'] {
  const shared: readonly DeviceKey[] = [
    'udpport',
    'postgres_url',
    'mongo_url',
    'mongo_db',
    'push_url',
    'prom_output_dir',
    'mqtt_topic',
  ];
  const last = new Map<DeviceKey, { section: string; value: string }>();
  for (const { name, entries } of sections)
    for (const key of shared) {
      const value = entries.get(key)?.value;
      if (value !== undefined && value !== '') last.set(key, { section: name, value });
    }
  return last;
}

async function definitionOf(section: Section, { known }: Frame): Promise<Definition | undefined> {
  const { registry } = known;
  const type = section.text('type')?.toLowerCase();
  const types = ['mppsolar', 'jkbms'];
  if (type !== undefined && !types.includes(type)) {
    const value = external(type.slice(0, 60));
    section.wrong('type', withNearest(because('daemon.word', { value, known: { oneOf: types } }), type, types));
  }
  const name = section.text('protocol') ?? (type === 'jkbms' ? 'JK04' : 'PI30');
  const found = registry.find(oldProtocols[name.toLowerCase()] ?? name);
  if (found !== undefined) return found.load();
  section.wrong('protocol', noProtocol(registry.listed, name));
  return undefined;
}

function addressOf(section: Section, definition: Definition | undefined): string {
  const isSerial = definition === undefined || definition.links.some((link) => link === 'serial');
  const port = section.text('port') ?? (isSerial ? usualPort : undefined);
  const baud = section.number('baud');
  if (!section.has('port') && port !== undefined) section.tell('port', because('daemon.no-port', { port }));
  if (port === undefined || port === '') {
    section.wrong('port', because('daemon.missing'));
    return '';
  }
  const outcome = portAddress({
    port,
    porttype: section.text('porttype'),
    baud,
    unit: section.number('unit'),
  });
  if ('why' in outcome) {
    section.wrong(outcome.at, outcome.why);
    return '';
  }
  if (outcome.note !== undefined) section.tell(section.has('porttype') ? 'porttype' : 'port', outcome.note);
  const scheme = /^[a-z]+/.exec(outcome.address)?.[0] ?? '';
  if (definition !== undefined && !isPlaceholder(outcome.address) && !isReachedBy(definition.links, scheme)) {
    const { title, links } = definition;
    section.wrong('port', because('daemon.port-not', { title, scheme, links: links.map((link) => `${link}://`) }));
  }
  return outcome.address;
}

/** Commands as mpp-solar had them before 0.16, with commas between them. */
function byCommas(section: Section, definition: Definition, word: string): readonly string[] {
  const parts = separated(definition, word);
  if (parts.length > 1) section.tell('command', because('daemon.commas', { right: parts.join('#') }));
  return parts;
}

function commandsOf(section: Section, definition: Definition): readonly PlannedCommand[] {
  const written = section.text('command') ?? '';
  const words = written
    .split(/[#\n]/)
    .map((word) => word.trim())
    .flatMap((word) => byCommas(section, definition, word));
  const given = words.length > 1 ? words.filter((word) => word !== '') : words;
  const commands: PlannedCommand[] = [];
  for (const word of given.slice(0, mostCommands)) {
    const outcome = plannedCommand(definition, word);
    if ('why' in outcome) {
      section.wrong('command', outcome.why);
      // Words of a sentence are no commands.
      if (/\s#\s/.test(written) && word.includes(' ')) section.wrong('command', because('daemon.commands-comment'));
      continue;
    }
    if (outcome.note !== undefined) section.tell('command', outcome.note);
    if (!commands.some(({ name }) => name === outcome.command.name)) commands.push(outcome.command);
  }
  return commands;
}

function secretOf(section: Section, address: string): Secret | undefined {
  const found = section.secret('password', 'password_file');
  const fault = found === undefined ? undefined : passwordFault(address);
  if (fault !== undefined) section.wrong(section.has('password_file') ? 'password_file' : 'password', fault);
  return found;
}

function allowedOf(section: Section): readonly string[] {
  const patterns = (section.text('mqtt_allowed_cmds') ?? '')
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '');
  for (const pattern of patterns) {
    const fault = patternFault(pattern);
    if (fault !== undefined) section.wrong('mqtt_allowed_cmds', because('daemon.regex', { said: external(fault) }));
  }
  const narrower = patterns.find((pattern) => /[A-Za-z0-9][*+]$|^[A-Za-z]+$/.test(pattern));
  if (narrower !== undefined) {
    const wide = external(`${narrower.replace(/[*+]$/, '')}.*`.slice(0, 60));
    section.tell(
      'mqtt_allowed_cmds',
      because('daemon.allowed-any', { pattern: external(narrower.slice(0, 60)), wide }),
    );
  }
  return patterns;
}

async function deviceOf(ini: IniSection, frame: Frame): Promise<PlannedDevice> {
  const section = sectionReader(ini, deviceKeys, frame);
  frame.findings.places.set(ini.name, ini);
  const definition = await definitionOf(section, frame);
  const address = addressOf(section, definition);
  const commands = definition === undefined ? [] : commandsOf(section, definition);
  const secret = secretOf(section, address);
  const tag = section.text('tag');
  for (const key of ['filter', 'exclfilter'] as const) {
    const fault = patternFault(section.text(key) ?? '');
    if (fault !== undefined) section.wrong(key, because('daemon.regex', { said: external(fault) }));
  }
  return {
    name: ini.name,
    definition: definition?.id ?? '',
    address,
    ...(secret === undefined ? {} : { secret }),
    everySeconds: frame.pause,
    commands,
    ...(tag === undefined || tag === '' ? {} : { tag }),
    answers: answersOfSection(section, frame),
    mayCommand: allowedOf(section),
  };
}

function pauseOf(setup: SectionReader<SetupKey>): number {
  const pause = setup.number('pause') ?? usualPause;
  if (pause >= 1) return pause;
  setup.tell('pause', because('daemon.pause'));
  return 1;
}

function setupOf(sections: readonly IniSection[], { known, findings }: Pick<Frame, 'known' | 'findings'>) {
  const found = sections.find(({ name }) => name === 'SETUP');
  const nearly = sections.find(({ name }) => isNearlySetup(name));
  if (found === undefined) {
    const reason = because('daemon.no-setup');
    complain(
      findings,
      nearly ?? { line: 1, column: 1 },
      nearly === undefined ? reason : withNearest(reason, nearly.name, ['SETUP']),
    );
  }
  const ini: IniSection = found ?? { name: 'SETUP', line: 1, column: 1, entries: new Map() };
  const setup = sectionReader(ini, setupKeys, { known, findings });
  if (setup.has('log_file')) setup.tell('log_file', because('daemon.log-file'));
  const standard: PlannedBroker = { server: 'mqtt://localhost:1883' };
  return {
    others: sections.filter((one) => one !== found && !(found === undefined && one === nearly)),
    pause: pauseOf(setup),
    hasBroker: setup.has('mqtt_broker'),
    broker: brokerOf(setup, standard) ?? standard,
  };
}

/** Reads a text. */
export async function readMppSolar(text: string, known: Known, findings: Findings): Promise<DaemonPlan> {
  const sections = readIni(text, isAnyKey, findings);
  const { others, pause, broker, hasBroker } = setupOf(sections, { known, findings });
  const frame: Frame = { known, findings, pause, broker, last: lastOf(others) };
  const devices: PlannedDevice[] = [];
  for (const section of others) devices.push(await deviceOf(section, frame));
  if (devices.length === 0 && findings.complaints.length === 0)
    complain(findings, { line: 1, column: 1 }, because('daemon.no-devices'));
  if (broker.server === screenServer) return { home: { name: 'Home' }, devices, outputs: [] };
  const needsBroker = devices.some(
    ({ answers, mayCommand }) =>
      mayCommand.length > 0 || answers.some(({ output }) => answerOutputs[output].way === 'broker'),
  );
  return { home: { name: 'Home' }, devices, outputs: [], ...(hasBroker || needsBroker ? { broker } : {}) };
}
