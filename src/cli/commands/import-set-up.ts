// `solstead import mpp-solar.conf`: the devices of another program's file, set up in a home that runs; shown first and done only on request.
import { isRecord } from '#core/entries.ts';
import { isSolsteadError, messageOf, SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { DaemonPlan, PlannedDevice } from '#daemon/plan.ts';
import { placedIn, toldOf } from '#daemon/read-plan.ts';
import type { Registry } from '#devices/on-demand.ts';
import type { CommandContext } from '../context.ts';
import { toldPlace } from '../checked.ts';
import { FoundAndFailed } from '../failure.ts';
import { formatTable, printJson } from '../print.ts';
import { askHome, isThereAlready, type RunningHomeFlags } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';
import { planDocument } from './daemon.ts';

/** Flags of it. */
export interface SetUpFlags extends RunningHomeFlags {
  readonly site?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** What stands for an output of the file in the app; absent: it stays with the daemon. */
const inTheApp: Readonly<Record<string, string>> = {
  mqtt: 'MQTT',
  json_mqtt: 'MQTT (JSON)',
  tag_mqtt: 'MQTT (tagged)',
  influx_mqtt: 'MQTT (Influx lines)',
  influx2_mqtt: 'MQTT (Influx lines)',
  hass_mqtt: 'Home Assistant',
  hassd_mqtt: 'Home Assistant',
  domoticz_mqtt: 'Domoticz',
  prom_file: 'Prometheus file',
  prom_push: 'Prometheus Pushgateway',
  prom_pushd: 'Prometheus Pushgateway',
  json_udp: 'UDP',
  postgres: 'PostgreSQL',
  mongo: 'MongoDB',
};

/** Whether a file may be one of these by its name; `mpp-solar.conf.example` may, too. */
export const maySetUp = (name: string): boolean => /\.(conf|ini|cfg)(\.[\w-]+)?$/.test(name);

/** Whether a file is one of these, by its name and its text. */
export const isSetUp = (name: string, text: string): boolean => maySetUp(name) && /^\s*\[[^\]\n]+\]\s*$/m.test(text);

/** A device as the interface takes it. */
function bodyOf({
  name,
  definition,
  address,
  topic,
  secret,
  everySeconds,
  retries,
  backoffSeconds,
  timeoutMs,
  delayMs,
}: PlannedDevice) {
  return {
    name,
    protocol: definition,
    address,
    ...(topic === undefined ? {} : { topic }),
    ...(secret === undefined ? {} : { password: secret.reveal() }),
    ...(everySeconds === undefined ? {} : { liveSeconds: everySeconds }),
    ...(retries === undefined ? {} : { retries }),
    ...(backoffSeconds === undefined ? {} : { backoffSeconds }),
    ...(timeoutMs === undefined ? {} : { responseSeconds: timeoutMs / 1000 }),
    ...(delayMs === undefined ? {} : { pauseSeconds: delayMs / 1000 }),
  };
}

function tellOutputs({ devices, outputs }: DaemonPlan): void {
  const names = [...new Set(devices.flatMap(({ answers }) => answers.map(({ output }) => output as string)))];
  const rows = names.map((name) => ({
    'in the file': name,
    'on the page Settings → Outputs': inTheApp[name] ?? 'nothing: it is for a terminal',
  }));
  if (rows.length > 0)
    tell(
      '',
      formatTable(rows),
      '',
      'Outputs hold passwords and are set up on the page. Their names are those of the catalogue; for all topics and names you have now,',
      'let `solstead daemon -C` go on with this file, or run it beside the home for a while.',
    );
  if (outputs.length > 0) tell('', `${outputs.length} outputs of readings stay with the daemon.`);
}

/** What stood for the commands of a device in topics: its tag, or its one command; undefined: each command itself. */
function formerTag({ tag, commands = [] }: PlannedDevice): string | undefined {
  const [only, ...others] = commands;
  return tag ?? (only !== undefined && others.length === 0 ? only.name : undefined);
}

/** A device and the tag of its entities, as a line for an output to Home Assistant; `name` is that of the device that is set up. */
function formerLine(device: PlannedDevice, name: string): string {
  // Its first output for Home Assistant said so where there was no tag.
  const isNone = device.tag === undefined && device.answers.every(({ output }) => output !== 'hassd_mqtt');
  const tag = isNone ? 'None' : formerTag(device);
  return `${name}${tag === undefined ? '' : ` = ${tag}`}`;
}

const isForHomeAssistant = ({ answers }: PlannedDevice): boolean =>
  answers.some(({ output }) => output === 'hass_mqtt' || output === 'hassd_mqtt');

/** What an output to Home Assistant takes so that the entities of mpp-solar go on: one line for a device, and what is left. */
function formerOf({ devices }: DaemonPlan, { twins }: Apart): { readonly lines: string[]; readonly rest: string[] } {
  const firsts = new Map(twins.map(({ device, first }) => [device.name, first]));
  const lines = new Map<string, string>();
  const rest: string[] = [];
  for (const device of devices.filter(isForHomeAssistant)) {
    const name = firsts.get(device.name) ?? device.name;
    const line = formerLine(device, name);
    const known = lines.get(name);
    if (known === undefined) lines.set(name, line);
    else if (known !== line) rest.push(formerLine(device, device.name));
  }
  return { lines: [...lines.values()], rest };
}

function tellFormer({ lines, rest }: ReturnType<typeof formerOf>): void {
  if (lines.length === 0) return;
  tell(
    '',
    'For “Entities of mpp-solar that go on” of an output to Home Assistant, so that dashboards and history go on:',
    ...lines.map((line) => `  ${line}`),
    ...(rest.length === 0
      ? []
      : [
          `Those of ${rest.join(', ')} do not: a device has one tag there. Let them stay with hassd_mqtt of the daemon.`,
        ]),
  );
}

/** What sections say that a home does not take from them. */
function tellNotTaken({ devices }: DaemonPlan): void {
  const namesOf = (isMeant: (device: PlannedDevice) => boolean): string =>
    devices
      .filter(isMeant)
      .map(({ name }) => name)
      .join(', ');
  const commands = namesOf(({ mayCommand }) => mayCommand.length > 0);
  const filters = namesOf(({ answers }) =>
    answers.some(({ settings }) => settings.filter !== undefined || settings.exclude !== undefined),
  );
  if (commands === '' && filters === '') return;
  tell(
    '',
    'Not taken:',
    ...(commands === ''
      ? []
      : [`  commands over MQTT of ${commands}: an output to Home Assistant says itself what may be set from there`]),
    ...(filters === '' ? [] : [`  filters of ${filters}: each output on the page has one of its own, by metrics`]),
  );
}

async function siteOf({ site, ...flags }: SetUpFlags): Promise<string> {
  if (site !== undefined) return site;
  const found = await askHome(flags, { method: 'GET', path: 'api/v1/sites' });
  const ids = Array.isArray(found)
    ? found.flatMap((one) => (isRecord(one) && typeof one['id'] === 'string' ? [one['id']] : []))
    : [];
  const [only, ...others] = ids;
  if (only !== undefined && others.length === 0) return only;
  throw new SolsteadError('input.usage', {
    at: '--site',
    why: because('import.which-home', { homes: { oneOf: ids } }),
  });
}

/** What the home said, without its address before it. */
const whyOf = (error: SolsteadError): string =>
  error.reason === undefined ? messageOf(error) : inEnglish(error.reason);

/** A section that is no device of its own. */
interface Twin {
  readonly device: PlannedDevice;
  /** Name of the device that stands for it. */
  readonly first: string;
  readonly why: string;
}

type Apart = ReturnType<typeof apart>;

/** The devices of the sections: those at one port with one protocol are one, unless an address on the line tells them apart. */
function apart(devices: readonly PlannedDevice[], registry: Pick<Registry, 'find'>) {
  const known = new Map<string, PlannedDevice>();
  const twins: Twin[] = [];
  for (const device of devices) {
    const { definition, address, topic = '' } = device;
    const key = JSON.stringify([definition, address, topic]);
    const first = known.get(key);
    if (first === undefined) {
      known.set(key, device);
      continue;
    }
    const other = external(first.name.slice(0, 60));
    const listed = registry.find(definition);
    const why =
      listed?.addressed === true
        ? because('import.no-unit', { other })
        : because('import.same-device', { other, title: listed?.title ?? definition });
    twins.push({ device, first: first.name, why: inEnglish(why) });
  }
  return { single: [...known.values()], twins };
}

/** What became of a device. */
interface SetUpDevice {
  readonly device: string;
  readonly outcome: 'set-up' | 'left-out' | 'refused';
  readonly id?: string;
  readonly why?: string;
}

/**
 * Sets devices up, each for itself: what is there already, from an import before or as a section at the same port with the same protocol, is
 * left as it is, and what the home refuses holds up none of the others. Errors: the first refusal, `link.unavailable`, `input.usage`.
 */
async function setUp(
  site: string,
  { single: devices, twins }: Apart,
  flags: SetUpFlags,
): Promise<readonly SetUpDevice[]> {
  const say: typeof tell = flags.json === true ? () => undefined : tell;
  const refusals: SolsteadError[] = [];
  const done: SetUpDevice[] = twins.map(({ device, why }) => ({ device: device.name, outcome: 'left-out', why }));
  for (const device of devices) {
    const path = `api/v1/sites/${encodeURIComponent(site)}/devices`;
    try {
      const added = await askHome(flags, { method: 'POST', path, body: bodyOf(device) });
      const id = isRecord(added) && typeof added['id'] === 'string' ? added['id'] : undefined;
      done.push({ device: device.name, outcome: 'set-up', ...(id === undefined ? {} : { id }) });
      say(`${device.name} is set up${id === undefined ? '' : ` as ${id}`}`);
    } catch (error) {
      if (!isSolsteadError(error, 'command.refused')) throw error;
      const why = whyOf(error);
      if (isThereAlready(error)) {
        done.push({ device: device.name, outcome: 'left-out', why });
        say(visible(`${device.name} is left out: ${why}`));
      } else {
        done.push({ device: device.name, outcome: 'refused', why });
        refusals.push(error);
        process.stderr.write(`${visible(`${device.name} is not set up: ${why}`)}\n`);
      }
    }
  }
  const [first] = refusals;
  if (first !== undefined) throw flags.json === true ? new FoundAndFailed({ site, setUp: done }, first) : first;
  return done;
}

/** Shows what would be set up, and sets it up on request. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function importSetUp(source: string, flags: SetUpFlags, context: CommandContext): Promise<void> {
  const registry = await context.registry({});
  const file = await context.readDaemon({ configfile: source }, registry);
  const problems = toldOf(file);
  for (const one of problems) process.stderr.write(`${visible(inEnglish(placedIn(file.name, one)))}\n`);
  if ('complaints' in file)
    throw new SolsteadError('input.usage', {
      at: source,
      why: because('daemon.wrong', { count: file.complaints.length }),
    });
  const { plan } = file;
  const isDry = flags.yes !== true;
  const found = apart(plan.devices, registry);
  const former = formerOf(plan, found);
  if (flags.json === true) {
    const document = {
      ...planDocument({ ...plan, devices: found.single }),
      notes: problems.map(toldPlace),
      isDry,
      leftOut: found.twins.map(({ device, why }) => ({ device: device.name, why })),
      former: former.lines,
    };
    if (isDry) return printJson(document);
    const site = await siteOf(flags);
    return printJson({ ...document, site, setUp: await setUp(site, found, flags) });
  }
  tell(
    formatTable(
      found.single.map(({ name, definition, address, topic, secret, everySeconds }) => ({
        device: name,
        protocol: definition,
        at: `${topic ?? address}${secret === undefined ? '' : ', with a password'}`,
        every: everySeconds === undefined ? '' : `${everySeconds} s`,
      })),
    ),
  );
  for (const { device, why } of found.twins) tell(visible(`${device.name} is left out: ${why}`));
  tellOutputs(plan);
  tellFormer(former);
  tellNotTaken(plan);
  if (isDry) {
    tell('', 'Nothing was changed. With --yes, and --token-file for the home at --url, the devices are set up there.');
    return;
  }
  const site = await siteOf(flags);
  await setUp(site, found, flags);
}
