// `solstead check`: whether a file that people write is right, whichever it is: a device, a tariff, an automation, a daemon's, a plug-in.
import { isRecord } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { readYaml } from '#core/yaml-places.ts';
import { lookAtMapping } from '#exchange/mapping-file.ts';
import { type Checked, foundOf, placesIn, printChecked, tellChecked } from '../checked.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';
import { textFile } from '../energy/money-flags.ts';
import { exitCodes } from '../ending.ts';
import { type FileKind, fileKinds } from '../file-kinds.ts';

/** Keys that only files of one kind have. */
const marks: Readonly<Partial<Record<FileKind, readonly string[]>>> = {
  tariff: ['versions', 'currency'],
  automation: [
    'rules',
    'loads',
    'circuits',
    'limits',
    'scenes',
    'variables',
    'by_hand',
    'safe_after',
    'holidays',
    'chargers',
  ],
  bridge: ['to'],
  uplink: ['client'],
  daemon: ['devices', 'outputs', 'mqtt', 'every', 'time_zone'],
  device: ['registers', 'lines', 'topics', 'pages', 'maker', 'kind'],
};

/** What a file is by its name and text; undefined: it could be nothing of these. */
export function kindOfFile(name: string, text: string): FileKind | undefined {
  if (/\.[cm]?[jt]s$/.test(name)) return 'plug-in';
  if (/^\s*\[[^\]\n]+\]\s*$/m.test(text) && /\.(conf|ini|cfg)(\.[\w-]+)?$/.test(name)) return 'daemon';
  const read = readYaml(text);
  if ('problems' in read) return /^\s*\[[^\]\n]+\]\s*$/m.test(text) ? 'daemon' : undefined;
  const { value } = read;
  if (!isRecord(value)) return undefined;
  // That of a daemon is a name.
  if (isRecord(value['home'])) return 'automation';
  // In the order of the table: an automation may name devices, too.
  return (
    fileKinds.find((kind) => kind !== 'device' && marks[kind]?.some((key) => key in value)) ??
    (marks.device?.some((key) => key in value) ? 'device' : undefined)
  );
}

/** Where what people added is, and how it is printed. */
export interface CheckFlags extends DevicesFlag {
  readonly as?: FileKind;
  /** Data folder, whose devices and plug-ins are known; also what waits for servers of a daemon. */
  readonly data?: string;
  readonly json?: boolean;
}

/** Checks one file of a kind. Errors: `input.usage` for one that cannot be read. */
async function checkOne(
  { file, kind }: Pick<Checked, 'file' | 'kind'>,
  flags: CheckFlags,
  context: CommandContext,
): Promise<Checked> {
  switch (kind) {
    case 'tariff':
      return (await import('./tariff.ts')).tariffChecked(file);
    case 'automation': {
      const isKnown = flags.plugins !== undefined || flags.data !== undefined;
      const actions = isKnown ? await context.plugIns.actions(flags) : undefined;
      return (await import('./automation.ts')).automationChecked(file, actions);
    }
    case 'daemon':
      return (await import('./daemon.ts')).daemonChecked({ ...flags, configfile: file }, context);
    case 'bridge': {
      const outcome = await context.readBridge(file);
      if ('problems' in outcome) return placesIn({ file, kind, problems: outcome.problems });
      const { to, rules } = outcome;
      const holds = { to, copies: rules };
      return { file, kind, problems: [], holds, lines: [`${file}: nothing is wrong with it: ${rules} ways to ${to}`] };
    }
    case 'uplink':
      return (await import('./uplink-file.ts')).uplinkChecked(file, context);
    case 'mapping': {
      const outcome = lookAtMapping(await textFile(file));
      if ('problems' in outcome) return placesIn({ file, kind, problems: outcome.problems });
      const series = outcome.mapping.size;
      return {
        file,
        kind,
        problems: [],
        holds: { series },
        lines: [`${file}: nothing is wrong with it: ${series} names`],
      };
    }
    case 'device':
    case 'plug-in':
      return (await import('./check-device.ts')).deviceChecked(file, context);
  }
}

/** A failure as something found, so that the other files are looked at all the same. */
async function lookAt(file: string, flags: CheckFlags, context: CommandContext): Promise<Checked> {
  const kind = flags.as ?? kindOfFile(file, await textFile(file));
  if (kind === undefined)
    throw new SolsteadError('input.usage', {
      at: file,
      why: because('check.unknown', { kinds: { oneOf: [...fileKinds] } }),
    });
  try {
    return await checkOne({ file, kind }, flags, context);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { file, kind, problems: [], holds: {}, lines: [], failure: error };
  }
}

/** Checks files; with a kind they are read as that. Errors: `input.usage` for a file that is nothing known; those of the first that is wrong. */
export async function check(files: readonly string[], flags: CheckFlags, context: CommandContext): Promise<void> {
  const { json = false } = flags;
  const { stdout: out, stderr: err } = process;
  if (files.length === 0) return (await import('./plug-ins.ts')).plugIns({}, flags, context);
  const all: Checked[] = [];
  for (const file of files) {
    const checked = await lookAt(file, flags, context);
    all.push(checked);
    // What is thrown at the end is the first mistake.
    if (!json)
      tellChecked(
        { ...checked, ...(checked.failure === undefined ? {} : { ending: checked.ending ?? exitCodes.failed }) },
        { out, err },
      );
  }
  const wrong = all.find(({ failure, ending }) => failure !== undefined && (json || ending === undefined));
  if (json) return printChecked({ files: all.map(foundOf) }, wrong ?? {}, { out });
  if (wrong?.failure !== undefined) throw wrong.failure;
}
