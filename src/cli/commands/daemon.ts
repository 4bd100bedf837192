// `solstead daemon`: reads the devices of a file, and gives what they say to its outputs, without a home and a web page.
import { SolsteadError } from '#core/errors.ts';
import { because, inEnglish } from '#core/reason.ts';
import { visible } from '#core/visible.ts';
import type { DaemonPlan, PlannedDevice, PlannedUplink } from '#daemon/plan.ts';
import { placedIn, toldOf } from '#daemon/read-plan.ts';
import type { CommandContext, DaemonFile } from '../context.ts';
import type { DaemonFlags } from '../flags.ts';
import { endWithLeftovers, exitCodes, untilSignal } from '../ending.ts';
import { formatTable } from '../print.ts';
import { type Checked, foundOf, printChecked, tellChecked, toldPlace } from '../checked.ts';

const problemLines = (file: DaemonFile): readonly string[] =>
  toldOf(file).map((one) => visible(inEnglish(placedIn(file.name, one))));

const deviceRow = ({
  name,
  definition,
  address,
  topic,
  secret,
  everySeconds,
  commands,
  answers,
  mayCommand,
}: PlannedDevice) => ({
  device: name,
  protocol: definition,
  at: `${topic ?? address}${secret === undefined ? '' : ', with a password'}`,
  every: everySeconds === undefined ? '' : `${everySeconds} s`,
  commands: commands?.map((one) => one.name).join(' ') ?? 'those of the protocol',
  answers: answers.map(({ output }) => output).join(' '),
  'over MQTT': mayCommand.join(' '),
});

/** A plan in words; secrets are in no row. */
function planLines({ devices, outputs, broker, uplink }: DaemonPlan): readonly string[] {
  const rows = outputs.map(({ id, settings }) => ({ output: id, kind: settings.kind, values: 'readings' }));
  return [
    formatTable(devices.map(deviceRow)),
    ...(rows.length > 0 ? ['', formatTable(rows)] : []),
    ...(uplink === undefined ? [] : ['', `uplink to ${uplink.settings.address} as ${uplink.settings.clientId}`]),
    ...(broker === undefined
      ? []
      : ['', `broker ${broker.server}${broker.secret === undefined ? '' : ', with a password'}`]),
  ].map(visible);
}

/** Where readings go, for programs. */
export const uplinkDocument = ({ settings: { address, clientId, form, mayCommand }, filter }: PlannedUplink) => ({
  address,
  client: clientId,
  form,
  commands: mayCommand,
  filter,
});

/** The same for programs. */
export const planDocument = ({ devices, outputs, broker, uplink }: DaemonPlan) => ({
  devices: devices.map(({ name, definition, address, topic, secret, everySeconds, commands, answers, mayCommand }) => ({
    name,
    protocol: definition,
    at: topic ?? address,
    hasPassword: secret !== undefined,
    everySeconds,
    commands: commands?.map((one) => one.name),
    answers: answers.map(({ output }) => output),
    allowedCommands: mayCommand,
  })),
  outputs: outputs.map(({ id, settings }) => ({ id, kind: settings.kind })),
  ...(uplink === undefined ? {} : { uplink: uplinkDocument(uplink) }),
  ...(broker === undefined ? {} : { broker: { server: broker.server, hasPassword: broker.secret !== undefined } }),
});

/** What the file of a daemon is. */
function checkedOf(path: string, file: DaemonFile): Checked {
  const problems = toldOf(file).map(toldPlace);
  const told = { file: path, kind: 'daemon', problems, warnings: problemLines(file) } as const;
  if ('plan' in file) return { ...told, holds: planDocument(file.plan), lines: planLines(file.plan) };
  const why = because('daemon.wrong', { count: file.complaints.length });
  return {
    ...told,
    holds: {},
    lines: [inEnglish(why)],
    failure: new SolsteadError('input.usage', { at: path, why }),
    ending: exitCodes.failed,
  };
}

/** Looks at the file of a daemon. Errors: `input.usage`, `folder.missing`. */
export async function daemonChecked(
  flags: Pick<DaemonFlags, 'configfile' | 'data' | 'devices' | 'plugins'>,
  context: Pick<CommandContext, 'registry' | 'readDaemon'>,
): Promise<Checked> {
  return checkedOf(flags.configfile, await context.readDaemon(flags, await context.registry(flags)));
}

/** Checks the file, or runs it until it is ended. Errors: `input.usage`, `folder.*`, `store.*`. */
export async function daemon(flags: DaemonFlags, context: CommandContext): Promise<void> {
  const { json = false } = flags;
  if (json && flags.check !== true)
    throw new SolsteadError('input.usage', { at: '--json', why: because('daemon.json') });
  const registry = await context.registry(flags);
  const file = await context.readDaemon(flags, registry);
  if (flags.check === true) {
    const checked = checkedOf(flags.configfile, file);
    if (json) printChecked(foundOf(checked), checked, { out: process.stdout });
    else tellChecked(checked, { out: process.stdout, err: process.stderr });
    return;
  }
  if ('complaints' in file) {
    const count = file.complaints.length;
    for (const line of problemLines(file)) process.stderr.write(`${line}\n`);
    throw new SolsteadError('input.usage', { at: flags.configfile, why: because('daemon.wrong', { count }) });
  }
  if (flags.once === true) return context.runDaemonOnce(flags, registry, file);
  let reload = async (): Promise<void> => undefined;
  const ended = untilSignal(() => void reload());
  const served = await context.serveDaemon(flags, registry, file);
  reload = () => served.reload();
  try {
    await ended;
  } finally {
    await served.close();
    endWithLeftovers();
  }
}
