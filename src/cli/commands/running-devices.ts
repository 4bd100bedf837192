// `solstead device …`: devices of a home that runs, asked of it with the token of a program.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { isRecord } from '#core/entries.ts';
import { printJson, printTable } from '../print.ts';
import { askHome, type RunningHomeFlags, siteOf } from '../running-home.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of all of them. */
export interface RunningDeviceFlags extends RunningHomeFlags {
  readonly json?: boolean;
}

/** Flags of `solstead device move`. */
export interface MoveFlags extends RunningDeviceFlags {
  readonly protocol?: string;
  readonly topic?: string;
  readonly address?: string;
  readonly yes?: boolean;
}

const textOf = (of: unknown, key: string): string => {
  const value = isRecord(of) ? of[key] : undefined;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};

const textsOf = (of: unknown, key: string): readonly string[] => {
  const value = isRecord(of) ? of[key] : undefined;
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
};

/** Lists them. Errors: `input.usage`, `command.refused`, `link.unavailable`. */
export async function listDevices(flags: RunningDeviceFlags): Promise<void> {
  const found = await askHome(flags, { method: 'GET', path: 'api/v1/devices' });
  if (flags.json === true) return printJson(found);
  const devices: readonly unknown[] = Array.isArray(found) ? found : [];
  printTable(
    devices.map((one) => ({
      id: textOf(one, 'id'),
      name: textOf(one, 'name'),
      protocol: textOf(one, 'definition'),
      state: textOf(one, 'state'),
      home: textOf(one, 'home_id'),
    })),
  );
}

/** Previews a change of a device, and makes it with `--yes`. Errors: as {@link listDevices}. */
export async function moveDevice(id: string, flags: MoveFlags): Promise<void> {
  const { protocol, topic, address, yes = false, json = false } = flags;
  const change = Object.fromEntries(Object.entries({ protocol, topic, address }).filter(([, to]) => to !== undefined));
  if (Object.keys(change).length === 0)
    throw new SolsteadError('input.usage', { at: '--protocol', why: because('device.move-what') });
  const known = await askHome(flags, { method: 'GET', path: `api/v1/devices/${encodeURIComponent(id)}` });
  const place = `api/v1/sites/${encodeURIComponent(textOf(known, 'home_id'))}/devices/${encodeURIComponent(id)}`;
  const preview = await askHome(flags, { method: 'POST', path: `${place}/preview-change`, body: change });
  const changed = yes ? await askHome(flags, { method: 'PUT', path: place, body: change }) : undefined;
  if (json) return printJson({ preview, ...(changed === undefined ? {} : { device: changed }) });
  const names = (key: string): string => textsOf(preview, key).join(', ') || 'none';
  tell(
    `${textOf(known, 'name')}: ${textOf(preview, 'from')} becomes ${textOf(preview, 'to')} at ${textOf(preview, 'topic') || textOf(preview, 'address')}`,
    `goes on  ${names('keeps')}`,
    `begins   ${names('begins')}`,
    `ends     ${names('ends')} (its past stays)`,
    changed === undefined ? 'Nothing is changed yet: add --yes.' : 'Changed; id, name and history are the same.',
  );
}

/** Flags of `solstead device switch`. */
export interface SwitchFlags extends RunningDeviceFlags {
  readonly site?: string;
  readonly yes?: boolean;
}

const listOf = (of: unknown, key: string): readonly unknown[] => {
  const value = isRecord(of) ? of[key] : undefined;
  return Array.isArray(value) ? value : [];
};

/** Lists relays, and switches them with `--yes`. Errors: as {@link listDevices}. */
export async function switchDevices(
  { command, ids }: { readonly command: string; readonly ids: readonly string[] },
  flags: SwitchFlags,
): Promise<void> {
  if (command !== 'on' && command !== 'off')
    throw new SolsteadError('input.usage', { at: command, why: because('device.on-or-off') });
  const path = `api/v1/sites/${encodeURIComponent(await siteOf(flags))}/relays/command`;
  const body = { command, ...(ids.length === 0 ? {} : { devices: ids }) };
  const list = await askHome(flags, { method: 'POST', path, body });
  const arm = textOf(list, 'arm');
  const answer = flags.yes === true ? await askHome(flags, { method: 'POST', path, body: { ...body, arm } }) : list;
  if (flags.json === true) return printJson(answer);
  const isGiven = flags.yes === true;
  printTable(
    listOf(answer, isGiven ? 'given' : 'targets').map((one) => {
      const relay = { device: textOf(one, 'device'), name: textOf(one, 'name'), relay: textOf(one, 'setPoint') };
      const of = isRecord(one) ? one : {};
      return isGiven
        ? { ...relay, outcome: textOf(of['command'], 'state') || 'not given' }
        : { ...relay, 'is now': of['isOn'] === undefined ? 'not known' : of['isOn'] === true ? 'on' : 'off' };
    }),
  );
  if (!isGiven) tell(`Nothing is switched yet: add --yes to switch them ${command}.`);
}
