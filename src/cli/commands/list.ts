// `solstead list`: what Solstead knows.
import { withNearest } from '#core/near-word.ts';
import { because, inEnglish } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import { formatAddress } from '#core/address.ts';
import { answerShapes } from '#devices/by-mode.ts';
import type { Definition } from '#devices/definition.ts';
import { builtIn, type Registry } from '#devices/on-demand.ts';
import { type SetPoint, setPoints } from '#core/set-points.ts';
import { servedBy } from '#devices/capabilities.ts';
import { limitsOf, tellLimits } from '#devices/find-write.ts';
import { capabilityView, settingView } from '#devices/setting-view.ts';
import { printJson, printTable } from '../print.ts';
import { listProtocols, protocolRow } from './list-protocols.ts';
import { tell } from '../tell-addresses.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';

function commandsOf(
  definition: Definition,
): readonly { query: string; example: string; title: string; fields: number }[] {
  return answerShapes(definition)
    .filter(({ kind }) => kind !== 'state')
    .map(({ name, example = '', title, rows }) => ({ query: name, example, title, fields: rows.length }));
}

async function listCommands(registry: Registry, protocol: string | undefined, json: boolean): Promise<void> {
  if (protocol === undefined)
    throw new SolsteadError('input.usage', {
      at: 'list commands',
      why: because('list.no-protocol', { what: 'commands' }),
    });
  const definition = await registry.definitionOf(protocol);
  const rows = commandsOf(definition);
  if (json) printJson(rows);
  else if (rows.length === 0) tell(`${definition.title} speaks by itself over MQTT; there is nothing to ask.`);
  else printTable(rows);
}

/** Longest text of a cell of the table of settings on a terminal; a file, a pipe and JSON have all of it. */
const longestCell = 72;
const short = (text: string): string =>
  text.length <= longestCell || !process.stdout.isTTY ? text : `${text.slice(0, longestCell - 1)}…`;

async function listSettings(registry: Registry, protocol: string | undefined, json: boolean): Promise<void> {
  if (protocol === undefined)
    throw new SolsteadError('input.usage', {
      at: 'list settings',
      why: because('list.no-protocol', { what: 'settings' }),
    });
  const definition = await registry.definitionOf(protocol);
  const writes = definition.writes;
  const rows = writes.map(({ name, title, value, serves, dangerous = false, readBack }) => ({
    setting: name,
    title: short(title),
    takes: short(limitsOf(value)),
    'set-point': serves?.setPoint ?? '',
    dangerous: dangerous ? 'yes' : '',
    'shown by': readBack === undefined ? '' : `${readBack.command} ${readBack.field}`,
  }));
  if (json) printJson(writes.map((write) => settingView(write)));
  else if (rows.length > 0) printTable(rows);
  else if ('discover' in definition && definition.discover !== undefined)
    tell(`What ${definition.title} can be set to differs from unit to unit: \`solstead set\` asks the device.`);
  else tell(`Nothing on ${definition.title} can be set.`);
}

/** What a set-point of the catalogue takes, in words. */
function takenBy({ kind, unit, min, max, words = {} }: SetPoint): string {
  if (kind === 'number') return `${min} to ${max} ${unit}`;
  return tellLimits(kind === 'binary' ? { kind } : { kind, options: Object.keys(words) });
}

/** The set-points of the catalogue, or those of one protocol with its own limits and words. */
async function listSetPoints(registry: Registry, protocol: string | undefined, json: boolean): Promise<void> {
  if (protocol === undefined) {
    const all = Object.entries<SetPoint>(setPoints);
    if (json) printJson(all.map(([id, point]) => ({ id, ...point })));
    else printTable(all.map(([id, point]) => ({ 'set-point': id, title: point.label, takes: takenBy(point) })));
    return;
  }
  const definition = await registry.definitionOf(protocol);
  const views = servedBy(definition).map(capabilityView);
  if (json) printJson(views);
  else if (views.length === 0) tell(`No set-point of the catalogue can be set on ${definition.title}.`);
  else
    printTable(
      views.map(({ name, title, value, dangerous, settings }) => ({
        'set-point': name,
        title: short(title),
        takes: short(tellLimits(value)),
        dangerous: dangerous ? 'yes' : '',
        settings: short(settings.join(', ')),
      })),
    );
}

async function listPorts(context: CommandContext, json: boolean): Promise<void> {
  const field = await context.openField(builtIn);
  const ports = await field.ports();
  await field.close();
  const rows = ports.map(({ address, title, usable, problem, rssi, likelyTitle }) => ({
    address,
    title,
    likely: likelyTitle ?? '',
    heard: rssi === undefined ? '' : `${rssi} dBm`,
    usable: usable ? 'yes' : 'no',
    problem: problem === undefined ? '' : inEnglish(problem),
  }));
  if (json) printJson(ports);
  else if (rows.length === 0)
    tell(
      'No serial or HID ports and no Bluetooth devices found.',
      `A device behind an Ethernet bridge has an address such as ${formatAddress({ scheme: 'tcp', host: '192.168.1.5', port: 8899, mode: {} })}.`,
    );
  else printTable(rows);
}

/** Lists protocols, the queries, settings or set-points of one, or the ports of this computer. Errors: `input.usage`, `protocol.unknown`. */
export async function list(
  { what, protocol }: { readonly what: string; readonly protocol?: string | undefined },
  { json = false, ...flags }: DevicesFlag & { readonly json?: boolean },
  context: CommandContext,
): Promise<void> {
  switch (what) {
    case 'protocols':
      return listProtocols(json, (await context.registry(flags)).listed.map(protocolRow));
    case 'commands':
      return listCommands(await context.registry(flags), protocol, json);
    case 'settings':
      return listSettings(await context.registry(flags), protocol, json);
    case 'set-points':
      return listSetPoints(await context.registry(flags), protocol, json);
    case 'ports':
      return listPorts(context, json);
    default:
      throw new SolsteadError('input.usage', {
        at: `list ${what}`,
        why: withNearest(because('list.what'), what, ['protocols', 'commands', 'settings', 'set-points', 'ports']),
      });
  }
}
