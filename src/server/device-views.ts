// Devices in short and commands as clients see them.
import { errorRegistry, SolsteadError } from '#core/errors.ts';
import type { IssuedCommand } from '#core/issued-command.ts';
import type { Command } from '#api/commands.ts';
import type { Device, LiveValue } from '#api/contract.ts';
import type { ListedDevice } from '#api/homes.ts';
import type { SiteDoor } from '#hub/types.ts';

/** The metric whose power stands for a device, by its kind; another one where it has none of these. */
const powerOf: Readonly<Partial<Record<Device['kind'], string>>> = {
  inverter: 'inverter.power',
  meter: 'grid.power',
  battery: 'battery.power',
};
const otherPowers = ['load.power', 'pv.power', 'grid.power', 'battery.power', 'inverter.power'];

/** W; undefined where nothing is known. */
function currentPower(kind: Device['kind'], values: readonly LiveValue[]): number | undefined {
  const numberOf = (metric: string): number | undefined => {
    const value = values.find((one) => one.metric === metric)?.value;
    return typeof value === 'number' ? value : undefined;
  };
  for (const metric of [powerOf[kind] ?? '', ...otherPowers]) {
    const found = numberOf(metric);
    if (found !== undefined) return found;
  }
  const relays = values.filter(({ metric }) => /^relay\.power\.\d+$/.test(metric)).map(({ value }) => value);
  const known = relays.filter((value) => typeof value === 'number');
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

/** The devices of a site in short. */
export function listedDevices(site: SiteDoor): readonly ListedDevice[] {
  const { record } = site;
  const { devices, values } = site.seen();
  const byDevice = Map.groupBy(values, ({ device }) => device);
  return devices.map(({ id, name, title, definition, kind, state, lastSeenMs }) => {
    const own = byDevice.get(id) ?? [];
    const powerW = currentPower(kind, own);
    return {
      id,
      home_id: record.id,
      location: record.name,
      node_id: id,
      name,
      model: title,
      definition,
      kind,
      isOnline: state === 'online' || state === 'stale',
      state,
      ...(lastSeenMs === undefined ? {} : { lastSeenMs }),
      ...(powerW === undefined ? {} : { currentPower: powerW }),
      capabilities: own.map(({ metric }) => metric).toSorted(),
    };
  });
}

/** Why a command came to no good end, also in English. */
function failureView({ failure }: IssuedCommand): Pick<Command, 'failure'> {
  if (failure === undefined) return {};
  const { code, at, reason, help } = failure;
  const told = new SolsteadError(code, {
    at,
    ...(reason === undefined ? {} : { why: reason }),
    ...(help === undefined ? {} : { help }),
  });
  return {
    failure: {
      code,
      at,
      detail: told.why ?? errorRegistry[code].title,
      repair: told.repair,
      ...(reason === undefined ? {} : { reason }),
      ...(help === undefined ? {} : { advice: help }),
    },
  };
}

/** A command as clients see it. */
export function commandView(command: IssuedCommand): Command {
  const { id, site, device, target, value, by, state, createdMs, changedMs, expiresMs } = command;
  const { before, after, unchanged, storedWrites, sentMs } = command;
  return {
    id,
    site,
    device,
    ...target,
    value,
    by: { kind: by.kind, name: by.name },
    state,
    createdMs,
    changedMs,
    ...(sentMs === undefined ? {} : { sentMs }),
    expiresMs,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    ...(unchanged === undefined ? {} : { unchanged }),
    ...(storedWrites === undefined ? {} : { storedWrites }),
    ...failureView(command),
  };
}
