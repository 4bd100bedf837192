// The command line of mpp-solar, translated: `solstead -p /dev/hidraw0 -P PI30 -c QPIGS#QMOD -o screen`. One table of its flags; what
// there is no more says what to do instead.
import { Command, Option } from 'commander';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because } from '#core/reason.ts';
import { oldProtocols } from '#devices/mpp-solar/old-commands.ts';
import { visible } from '#core/visible.ts';
import { addressFault } from '#outputs/answers/addresses.ts';
import { nearOutput } from '#outputs/answers/near-output.ts';
import {
  type AnswerKind,
  answerOutputs,
  type AnswerOutputName,
  type AnswerWay,
  isAnswerOutput,
  screenServer,
} from '#outputs/answers/settings.ts';
import { oldFlagsAt, tellErrorsOf } from '../tell-errors.ts';
import { portAddress } from './port-address.ts';

/** What its flags come to. */
export type OldCall =
  /** Words of the new command line. */
  | { readonly kind: 'run'; readonly args: readonly string[]; readonly password?: string }
  /** Lines to be told, and nothing else. */
  | { readonly kind: 'tell'; readonly lines: readonly string[] };

/** Its flags, long name first; `[x]` may stand alone. */
const flags: readonly (readonly [flags: string, why: string])[] = [
  ['-n, --name <name>', 'name of the device'],
  ['-p, --port <port>', 'port, such as /dev/ttyUSB0, /dev/hidraw0 or 192.168.1.5:8899'],
  ['--porttype <type>', 'what the port is: serial, hidraw or remotesocket'],
  ['--dev <label>', 'label `device` of Prometheus'],
  ['-P, --protocol [name]', 'protocol; alone: a list'],
  ['-T, --tag <tag>', 'tag instead of the command'],
  ['-b, --baud <baud>', 'speed of a serial port'],
  ['-o, --output [names]', 'outputs, comma-separated; alone: a list'],
  ['--keepcase', 'keys keep their capitals'],
  ['--filter <expression>', 'only keys in which it is found'],
  ['--exclfilter <expression>', 'no key in which it is found'],
  ['-q, --mqttbroker <host>', 'broker'],
  ['--mqttport <port>', 'its port'],
  ['--mqtttopic <topic>', 'topic of the results'],
  ['--mqttuser <name>', 'account at the broker'],
  ['--mqttpass <password>', 'its password'],
  ['--udpport <port>', 'port of json_udp'],
  ['--postgres_url <url>', 'database of postgres'],
  ['--mongo_url <url>', 'server of mongo'],
  ['--mongo_db <name>', 'database of mongo'],
  ['--pushurl <url>', 'where prom_push and prom_pushd push to'],
  ['--prom_output_dir <folder>', 'folder of prom_file'],
  ['-c, --command [words]', 'commands, with # between them; alone: a list'],
  ['-C, --configfile [file]', 'file of sections'],
  ['--daemon', 'go on for good'],
  ['--getstatus', 'the status'],
  ['--getsettings', 'the settings'],
  ['--getDeviceId', 'the id of the device'],
  ['-v, --version', 'the version'],
  ['--getVersion', 'the version, to the outputs'],
  ['-D, --debug', 'show the bytes on the link'],
  ['-I, --info', 'show more'],
  ['--json', 'print JSON'],
  ['--pidfile <file>', 'file of the process id'],
  ['--daemon-stop', 'stop the daemon'],
  ['-R, --showraw', 'what the device answered, as it came (before 0.8)'],
  ['-M, --model <name>', 'model (before 0.8)'],
];

/** What the flags of a call hold, by the names that they have there. */
type Given = Readonly<Record<string, string | boolean | undefined>>;

/** How a flag is called, and whether a value follows: always, or where none of the flags does. */
const shapeOf = (names: string) => {
  const [, short, long = '', value] = /^(?:(-\w), )?--([\w-]+)(?: ([<[]))?/.exec(names) ?? [];
  return {
    short,
    long: `--${long}`,
    name: long.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    value,
  };
};

/** Flags that are written as most are, each with its value behind it; undefined for what has to be looked at more closely. */
function plainly(args: readonly string[]): Given | undefined {
  const given: Record<string, string | boolean> = {};
  const shapes = flags.map(([names]) => shapeOf(names));
  for (let at = 0; at < args.length; at += 1) {
    const shape = shapes.find(({ short, long }) => args[at] === short || args[at] === long);
    if (shape === undefined) return undefined;
    const next = args[at + 1];
    const isNext = shape.value !== undefined && next !== undefined && !next.startsWith('-');
    if (shape.value === '<' && !isNext) return undefined;
    given[shape.name] = isNext ? next : true;
    if (isNext) at += 1;
  }
  return given;
}

/** Errors: `input.usage`; CommanderError for a flag there never was. */
function parsed(args: readonly string[]): Given {
  const plain = plainly(args);
  if (plain !== undefined) return plain;
  const command = new Command('solstead').exitOverride().helpOption(false);
  tellErrorsOf(command, oldFlagsAt);
  for (const [names, why] of flags) command.addOption(new Option(names, why));
  command.argument('[words...]').parse(args, { from: 'user' });
  const given = command.opts<Given>();
  const [first] = command.args;
  if (first !== undefined) {
    const asked = typeof given['command'] === 'string' ? given['command'] : 'QPIGS';
    const right = external([asked, ...command.args].join('#').slice(0, 100));
    throw new SolsteadError('input.usage', {
      at: '-c',
      why: because('old.words', { given: external(first.slice(0, 60)), right }),
    });
  }
  return given;
}

const text = (given: Given, name: string): string | undefined => {
  const value = given[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

function numberOf(given: Given, name: string): number | undefined {
  const value = text(given, name);
  if (value === undefined) return undefined;
  if (!/^\d{1,9}$/.test(value)) {
    const why = because('old.number', { value: external(value.slice(0, 60)) });
    throw new SolsteadError('input.usage', { at: `--${name}`, why });
  }
  return Number(value);
}

/** The words it is asked. */
function questionsOf(given: Given): readonly string[] {
  if (given['command'] === true) return ['list_commands'];
  if (given['getstatus'] === true) return ['get_status'];
  if (given['getsettings'] === true) return ['get_settings'];
  if (given['getDeviceId'] === true) return ['get_device_id'];
  if (given['getVersion'] === true) return ['get_version'];
  // Without a command it asks what it calls its default, which an empty word stands for.
  return (text(given, 'command') ?? '').split('#');
}

/** The broker: a host, `host:port` or an address as it is; `screen` prints what would be sent. */
function brokerAddress(given: Given): string {
  const written = text(given, 'mqttbroker') ?? 'localhost';
  if (written === screenServer) return screenServer;
  const account = text(given, 'mqttuser');
  const name = account === undefined ? '' : `${encodeURIComponent(account)}@`;
  const [, scheme = 'mqtt', place = written] = /^(mqtts?):\/\/(.*)$/i.exec(written) ?? [];
  const [, host = place, ownPort] = /^(\[.*\]|[^:]*):(\d{1,5})$/.exec(place) ?? [];
  const port = numberOf(given, 'mqttport') ?? ownPort ?? (scheme.toLowerCase() === 'mqtts' ? 8883 : 1883);
  return `${scheme.toLowerCase()}://${name}${/^[^[].*:/.test(host) ? `[${host}]` : host}:${port}`;
}

/** The outputs that are named. Errors: `input.usage`, in the old words. */
function outputsOf(given: Given): readonly AnswerOutputName[] {
  return (text(given, 'output') ?? 'screen').split(',').map((written) => {
    const name = written.trim();
    if (isAnswerOutput(name)) return name;
    const why = nearOutput(because('answers.unknown', { known: Object.keys(answerOutputs) }), name);
    throw new SolsteadError('input.usage', { at: `-o ${visible(name.slice(0, 60))}`, why });
  });
}

/** Which flag says where outputs of a way go. */
const flagOf: Readonly<Partial<Record<AnswerWay, string>>> = {
  broker: '--mqttbroker',
  push: '--pushurl',
  postgres: '--postgres_url',
  mongo: '--mongo_url',
};

/** Errors: `input.usage` for an address that is none, or is missing, with the flag that says it. */
function assertPlace(name: AnswerOutputName, place: string | undefined): void {
  const { way, required = [] }: AnswerKind = answerOutputs[name];
  const at = flagOf[way];
  if (at === undefined) return;
  if (place === undefined && required.length > 0)
    throw new SolsteadError('input.usage', { at, why: because('old.no-place', { output: name }) });
  const fault =
    place === undefined ? undefined : addressFault(name, way === 'push' ? { url: place } : { server: place });
  if (fault !== undefined) throw new SolsteadError('input.usage', { at, why: fault.why });
}

/** Where the outputs go; only what one of them needs. */
function places(given: Given, outputs: readonly AnswerOutputName[]): readonly string[] {
  const ways = new Set(outputs.map((name): string => answerOutputs[name].way));
  const port = numberOf(given, 'udpport') ?? 5555;
  const all: readonly (readonly [way: AnswerWay, place: string | undefined])[] = [
    ['broker', brokerAddress(given)],
    ['push', text(given, 'pushurl')],
    ['file', text(given, 'prom_output_dir')],
    ['datagram', `udp://localhost:${port}`],
    ['postgres', text(given, 'postgres_url')],
    ['mongo', text(given, 'mongo_url')],
  ];
  for (const name of outputs) assertPlace(name, all.find(([way]) => way === answerOutputs[name].way)?.[1]);
  return all.flatMap(([way, place]) => (ways.has(way) && place !== undefined ? [place] : []));
}

const flag = (name: string, value: string | undefined): readonly string[] =>
  value === undefined ? [] : [`--${name}=${value}`];

function protocolOf(given: Given): string {
  const name = (text(given, 'protocol') ?? 'PI30').toLowerCase();
  return oldProtocols[name] ?? name;
}

function readArgs(given: Given, realPath: (path: string) => string): readonly string[] {
  const isJson = given['json'] === true;
  // It prints instead of the screen, which nobody named.
  const outputs = isJson && given['output'] === undefined ? [] : outputsOf(given);
  const port = { port: text(given, 'port') ?? '/dev/ttyUSB0', portType: text(given, 'porttype') };
  return [
    'read',
    ...flag('port', portAddress({ ...port, baud: numberOf(given, 'baud') }, realPath)),
    ...flag('protocol', protocolOf(given)),
    ...flag('output', outputs.length === 0 ? undefined : outputs.join(',')),
    ...(isJson ? ['--json'] : []),
    ...places(given, outputs).flatMap((place) => flag('to', place)),
    ...flag('name', text(given, 'name')),
    ...flag('tag', text(given, 'tag')),
    ...flag('filter', text(given, 'filter')),
    ...flag('exclude', text(given, 'exclfilter')),
    ...flag('topic', text(given, 'mqtttopic')),
    ...flag('dev', text(given, 'dev')),
    ...(outputs.includes('mongo') ? flag('database', text(given, 'mongo_db')) : []),
    ...(given['keepcase'] === true ? ['--keep-case'] : []),
    ...(given['debug'] === true ? ['--debug'] : []),
    '--',
    ...questionsOf(given),
  ];
}

/** What there is no more, and what to do instead. */
function goneOf(given: Given): SolsteadError | undefined {
  const isDaemon = given['daemon'] === true && given['configfile'] !== undefined;
  if (given['daemonStop'] === true || (given['pidfile'] !== undefined && !isDaemon))
    return new SolsteadError('input.usage', { at: '--daemon-stop', why: because('old.daemon-stop') });
  if (given['showraw'] === true)
    return new SolsteadError('input.usage', { at: '--showraw', why: because('old.show-raw') });
  if (given['model'] !== undefined)
    return new SolsteadError('input.usage', { at: '--model', why: because('old.model') });
  if (given['daemon'] === true && given['configfile'] === undefined)
    return new SolsteadError('input.usage', { at: '--daemon', why: because('old.daemon-file') });
  return undefined;
}

/** Translates. `realPath` follows links of the system. Errors: `input.usage`; CommanderError for a flag there never was. */
export function oldCall(args: readonly string[], realPath: (path: string) => string): OldCall {
  const given = parsed(args);
  if (given['version'] === true) return { kind: 'run', args: ['--version'] };
  if (given['protocol'] === true) return { kind: 'run', args: ['list', 'protocols'] };
  if (given['output'] === true) {
    const lines = Object.entries(answerOutputs).map(([name, { title }]) => `${name.padEnd(22)} ${title}`);
    return { kind: 'tell', lines };
  }
  const gone = goneOf(given);
  if (gone !== undefined) throw gone;
  const file = given['configfile'];
  if (file !== undefined)
    return {
      kind: 'run',
      args: [
        'daemon',
        ...flag('configfile', typeof file === 'string' ? file : '/etc/mpp-solar/mpp-solar.conf'),
        ...(given['daemon'] === true ? flag('pidfile', text(given, 'pidfile')) : ['--once', '--log-level=warn']),
      ],
    };
  const password = text(given, 'mqttpass');
  return { kind: 'run', args: readArgs(given, realPath), ...(password === undefined ? {} : { password }) };
}
