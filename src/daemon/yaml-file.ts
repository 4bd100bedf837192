// A daemon's file in YAML to a plan: what mpp-solar's INI says, and what that cannot say.
import { parseAddress } from '#core/address.ts';
import { isRecord } from '#core/entries.ts';
import { reasonOf } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { type Path, problemsOf } from '#core/schema-check.ts';
import { placedProblems, readYaml } from '#core/yaml-places.ts';
import type { Known } from './known.ts';
import type { DaemonPlan, Findings, PlannedBroker } from './plan.ts';
import { daemonSchema } from './yaml-schema.ts';
import type { YamlReader } from './yaml-reader.ts';
import { deviceFrom, type WrittenYamlDevice } from './yaml-device.ts';
import { outputsFrom } from './yaml-outputs.ts';
import { uplinkFrom, type WrittenUplink } from './yaml-uplink.ts';
import { isGiven, withoutSecret, writtenSecret } from './written-secret.ts';

/** A file that its schema has passed. */
interface WrittenYaml {
  readonly home?: string;
  readonly time_zone?: string;
  readonly every?: number;
  readonly mqtt?: {
    readonly server: string;
    readonly password?: string;
    readonly password_file?: string;
    readonly ca_file?: string;
  };
  readonly devices: Readonly<Record<string, WrittenYamlDevice>>;
  readonly outputs?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly uplink?: WrittenUplink;
}

/** Whether it is a time zone that this engine knows. */
function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // It throws for one it does not know.
    return false;
  }
}

/** A broker with its password. */
function brokerFrom(
  reader: YamlReader,
  { server, password, password_file: file, ca_file: caFile }: NonNullable<WrittenYaml['mqtt']>,
): PlannedBroker {
  const { known, findings } = reader;
  const plain = withoutSecret(server);
  if (plain.secret !== undefined) reader.wrong(['mqtt', 'server'], because('output.password'));
  try {
    const { scheme } = parseAddress(plain.server);
    if (scheme !== 'mqtt') reader.wrong(['mqtt', 'server'], because('broker.address'));
  } catch (error) {
    reader.wrong(['mqtt', 'server'], reasonOf(error));
  }
  const secret = writtenSecret({ key: 'password', value: password, file }, known, findings);
  if (secret !== undefined && !isGiven(secret))
    reader.wrong(['mqtt', file === undefined ? 'password' : 'password_file'], secret);
  const ca = caFile === undefined ? undefined : known.secretFile(caFile);
  if (ca !== undefined && !isGiven(ca)) reader.wrong(['mqtt', 'ca_file'], ca);
  return {
    server: plain.server,
    ...(isGiven(secret) ? { secret } : {}),
    ...(isGiven(ca) ? { ca: ca.reveal() } : {}),
  };
}

/** What the schema has passed, in the order of the file. */
async function planFrom(reader: YamlReader, written: WrittenYaml): Promise<DaemonPlan> {
  const { home = 'Home', time_zone: timeZone, every, mqtt } = written;
  if (timeZone !== undefined && !isZone(timeZone)) reader.wrong(['time_zone'], because('flag.zone'));
  const broker = mqtt === undefined ? undefined : brokerFrom(reader, mqtt);
  const devices = [];
  for (const [name, device] of Object.entries(written.devices))
    devices.push(await deviceFrom(reader, { name, device, every, broker }));
  const names = Object.keys(written.devices);
  const outputs = await outputsFrom(reader, written.outputs ?? {}, { broker, devices: names });
  const uplink =
    written.uplink === undefined ? undefined : uplinkFrom({ reader, at: ['uplink'], devices: names }, written.uplink);
  if (uplink !== undefined && !reader.known.hasFolder) reader.wrong(['uplink'], because('uplink.no-folder'), 'key');
  return {
    home: { name: home, ...(timeZone === undefined ? {} : { timeZone }) },
    devices,
    outputs,
    ...(uplink === undefined ? {} : { uplink }),
    ...(broker === undefined ? {} : { broker }),
  };
}

/** Settings of outputs have schemas of their own, by which they are looked at later. */
function isElsewhere([part, , key, ...rest]: Path): boolean {
  return (part === 'outputs' && key !== undefined) || (part === 'devices' && key === 'answers' && rest.length > 1);
}

/** Reads a text; undefined where it is none of that form at all. */
export async function readYamlPlan(text: string, known: Known, findings: Findings): Promise<DaemonPlan | undefined> {
  const read = readYaml(text);
  if ('problems' in read) {
    findings.complaints.push(...read.problems);
    return undefined;
  }
  if (!isRecord(read.value)) {
    findings.complaints.push({ line: 1, column: 1, why: because('daemon.no-devices') });
    return undefined;
  }
  const problems = problemsOf(read.value, daemonSchema).filter(({ path }) => !isElsewhere(path));
  findings.complaints.push(...placedProblems(problems, read));
  const reader: YamlReader = {
    known,
    findings,
    placeOf: (path) => read.place({ path, why: because('file.nothing') }),
    wrong: (path, why, on = 'value') => void findings.complaints.push(read.place({ path, why, on })),
    tell: (path, why) => void findings.notes.push(read.place({ path, why })),
  };
  // What the schema says is wrong cannot be read on: the rest of the file is, so that all is told at once.
  const sound = withoutProblems(
    read.value,
    problems.map(({ path }) => path),
  );
  if (!isRecord(sound)) return undefined;
  // One that is named and wrong has been told: the file does name a device.
  const hasDevice = isRecord(sound['devices']) && Object.keys(sound['devices']).length > 0;
  if (!hasDevice && !problems.some(({ path }) => path[0] === 'devices'))
    reader.wrong(['devices'], because('daemon.no-devices'));
  return planFrom(reader, { ...sound, devices: isRecord(sound['devices']) ? sound['devices'] : {} } as WrittenYaml);
}

/** A value without what is wrong in it: the key, or the whole device or output where one of its keys is missing. */
function withoutProblems(value: unknown, paths: readonly Path[]): unknown {
  const wrong = new Set(paths.map((path) => JSON.stringify(path)));
  const walk = (part: unknown, path: Path): unknown => {
    if (wrong.has(JSON.stringify(path))) return undefined;
    if (Array.isArray(part))
      return part.map((one, index) => walk(one, [...path, index])).filter((one) => one !== undefined);
    if (!isRecord(part)) return part;
    const entries = Object.entries(part).map(([key, one]) => [key, walk(one, [...path, key])] as const);
    return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
  };
  return walk(value, wrong.has('[]') ? [''] : []);
}
