// Files that people wrote: the file of a daemon with the servers that it names, the bridge of the broker, devices of their own.
import { accessSync, constants } from 'node:fs';
import { basename } from 'node:path';
import { bad, type Checked, doubtful, good, skipped } from '#core/check-up.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, said } from '#core/reason.ts';
import type { DeviceRecord, SiteRecord } from '#core/records.ts';
import { systemTimeZone } from '#core/clock.ts';
import type { Secret } from '#core/secrets.ts';
import type { DaemonPlan, PlannedAnswers } from '#daemon/plan.ts';
import { placedIn } from '#daemon/read-plan.ts';
import type { Registry } from '#devices/on-demand.ts';
import { answerOutputs } from '#outputs/answers/settings.ts';
import { readRegularFileSync } from '#store/regular-file.ts';
import { readBridgePlan } from '../bridge-file.ts';
import { readUplinkFile } from '../uplink-file.ts';
import { readDaemonFile } from '../daemon/daemon-file.ts';
import type { DoctorParts } from './doctor-parts.ts';
import { devicesOf, failedOutput, reachOutput, tryOutputs } from './output-trials.ts';
import { failed, tryBroker } from './servers.ts';
import { secretsInText } from './without-secrets.ts';

/** Larger files are none that a person wrote: they are not read either. */
const mostBytes = 1024 * 1024;

/** The files, and the plan of a daemon whose file is right. */
export interface FilesLook {
  readonly lines: readonly Checked[];
  readonly plan?: DaemonPlan;
}

/** Why nothing is tried of what a daemon's file names that is wrong; nothing where there is none. */
export function untriedOutputs({ configfile }: Pick<DoctorParts, 'configfile'>): readonly Checked[] {
  if (configfile === undefined) return [];
  return [skipped(because('doctor.outputs-of-wrong-file', { file: external(basename(configfile)) }))];
}

const wrong = (problem: Parameters<typeof placedIn>[1], file: string): Checked =>
  bad(placedIn(file, problem), because('help.doctor-file'));

async function daemonFile(path: string, registry: Registry): Promise<FilesLook> {
  try {
    const file = await readDaemonFile(path, { registry, hasFolder: true });
    const notes = file.notes.map((one) => doubtful(placedIn(file.name, one)));
    if ('complaints' in file) return { lines: [...file.complaints.map((one) => wrong(one, file.name)), ...notes] };
    return { lines: [good(because('doctor.file-good', { file: external(file.name) })), ...notes], plan: file.plan };
  } catch (thrown) {
    return { lines: [failed(thrown)] };
  }
}

function uplinkFile(path: string): readonly Checked[] {
  try {
    const file = readUplinkFile(path);
    if ('complaints' in file) return file.complaints.map((one) => wrong(one, basename(path)));
    return [
      good(because('doctor.file-good', { file: external(basename(path)) })),
      ...file.notes.map((one) => doubtful(one)),
    ];
  } catch (thrown) {
    return [failed(thrown)];
  }
}

function bridgeFile(path: string): Checked {
  try {
    readBridgePlan(path);
    return good(because('doctor.file-good', { file: external(basename(path)) }));
  } catch (thrown) {
    return failed(thrown);
  }
}

/** The files that people wrote. */
export async function checkFiles(
  { configfile, mqttBridge, uplinkFile: uplink }: Pick<DoctorParts, 'configfile' | 'mqttBridge' | 'uplinkFile'>,
  registry: Registry,
): Promise<FilesLook> {
  const daemon = configfile === undefined ? { lines: [] } : await daemonFile(configfile, registry);
  const bridge = mqttBridge === undefined ? [] : [bridgeFile(mqttBridge)];
  const up = uplink === undefined ? [] : uplinkFile(uplink);
  const broken = registry.broken.flatMap(({ problems }) =>
    problems.map((problem) => bad(problem, because('help.doctor-file'))),
  );
  const devices = broken.length > 0 ? broken : [good(because('doctor.devices-good'))];
  return { ...daemon, lines: [...daemon.lines, ...bridge, ...up, ...devices] };
}

/** Where an output of answers goes, as one text: each place is tried once. */
const placeOf = ({ output, settings, secret }: PlannedAnswers): string =>
  JSON.stringify([answerOutputs[output].way, settings.server, settings.url, settings.folder, secret?.reveal()]);

/** The key of a file under which the address of an output of answers stands. */
const keyOfAddress = {
  push: { ini: 'push_url', yaml: 'url' },
  mongo: { ini: 'mongo_url', yaml: 'server' },
  postgres: { ini: 'postgres_url', yaml: 'server' },
} as const;

async function tryAnswers(
  { output: name, settings, secret }: PlannedAnswers,
  { clock, configfile = '' }: Pick<DoctorParts, 'clock' | 'configfile'>,
): Promise<Checked> {
  const reach = async (way: keyof typeof keyOfAddress, address = ''): Promise<Checked> => {
    if (URL.canParse(address)) return reachOutput(name, address);
    // It may hold a password that nobody finds in it: it is named, and not repeated.
    const at = keyOfAddress[way][/\.ya?ml$/i.test(configfile) ? 'yaml' : 'ini'];
    return failedOutput(name, new SolsteadError('input.invalid', { at, why: because('address.no-url') }));
  };
  const works = good(because('doctor.output', { name }));
  try {
    switch (answerOutputs[name].way) {
      case 'screen':
      case 'datagram':
        return good(because('doctor.output-screen', { name }));
      case 'broker': {
        const tls = { ca: settings.ca, cert: undefined, key: undefined };
        await tryBroker(settings.server ?? 'mqtt://localhost:1883', { clock, password: secret, tls });
        return works;
      }
      case 'file':
        accessSync(settings.folder ?? '/var/lib/node_exporter', constants.W_OK);
        return works;
      case 'push':
        return await reach('push', settings.url ?? 'http://localhost:9091');
      case 'mongo':
        return await reach('mongo', settings.server);
      case 'postgres':
        return await reach('postgres', settings.server);
    }
  } catch (thrown) {
    if (thrown instanceof SolsteadError) return failedOutput(name, thrown);
    const at = settings.folder ?? name;
    return failedOutput(name, new SolsteadError('output.failed', { at, why: said(thrown), cause: thrown }));
  }
}

/** A home of a plan, for outputs of its readings. */
function homeOf({ home, devices }: DaemonPlan, registry: Registry) {
  const site: SiteRecord = { id: 'home', name: home.name, timeZone: home.timeZone ?? systemTimeZone() };
  const records = devices.map(
    ({ name, definition, address }): DeviceRecord => ({
      id: name,
      site: site.id,
      name,
      definition,
      address,
      settings: {},
    }),
  );
  return { site, devices: devicesOf(records, registry) };
}

/** What a plan of a daemon names as outputs, and as the broker of its devices and commands. */
export async function checkPlanOutputs(
  plan: DaemonPlan,
  registry: Registry,
  parts: DoctorParts,
): Promise<readonly Checked[]> {
  const places = new Map(plan.devices.flatMap(({ answers }) => answers.map((one) => [placeOf(one), one] as const)));
  const lines: Checked[] = [];
  for (const answers of places.values()) lines.push(await tryAnswers(answers, parts));
  const given = { ...parts, folder: parts.data };
  if (plan.outputs.length > 0) lines.push(...(await tryOutputs(homeOf(plan, registry), plan.outputs, given)));
  return lines;
}

/** What may be in no line of files that people wrote, also of those that cannot be read as what they are. */
export const secretsInFiles = ({
  configfile,
  mqttBridge,
  uplinkFile: uplink,
}: Pick<DoctorParts, 'configfile' | 'mqttBridge' | 'uplinkFile'>) =>
  [configfile, mqttBridge, uplink].flatMap((path) => {
    if (path === undefined) return [];
    try {
      return secretsInText(readRegularFileSync(path, mostBytes));
    } catch {
      // One that cannot be read has told nothing.
      return [];
    }
  });

/** The passwords that a plan holds: they may be in no line. */
export const secretsOf = ({ devices, outputs, broker, uplink }: DaemonPlan): readonly Secret[] =>
  [...devices, ...devices.flatMap(({ answers }) => answers), ...outputs, broker, uplink].flatMap(
    (one) => one?.secret ?? [],
  );
