// Devices of which a part measures something of its own: a channel of a meter, a relay, a phase. Such a part is looked at as a meter
// for itself, and the rest of the device without it.
import { type MetricId, metricKey } from '#core/catalogue.ts';
import { entriesOf } from '#core/entries.ts';
import { idOfPart, type MeterPart, partKinds } from '#core/meter-part.ts';
import type { MeteredDevice } from './plan-options.ts';
import { type MeterRoles, roleOf } from './roles.ts';

type PartKind = MeterPart['kind'];

/** What a part gives, by what a meter for itself would give. */
const given: Readonly<Record<PartKind, (index: number) => Readonly<Partial<Record<MetricId, MetricId>>>>> = {
  channel: (index) => ({
    'grid.power': `meter.power.${index}`,
    'grid.energy.import': `meter.energy.forward.${index}`,
    'grid.energy.export': `meter.energy.backward.${index}`,
  }),
  relay: (index) => ({ 'grid.power': `relay.power.${index}` }),
  phase: (index) => ({
    'grid.power': `grid.power.l${index}`,
    'grid.energy.import': `grid.energy.import.l${index}`,
    'grid.energy.export': `grid.energy.export.l${index}`,
  }),
};

/** What a part is found by. */
const foundBy: Readonly<Record<string, PartKind>> = {
  'meter.power.#': 'channel',
  'meter.energy.forward.#': 'channel',
  'relay.power.#': 'relay',
  'grid.power.l#': 'phase',
};

/** The parts of a device: channels beside its first, and relays and phases where it has several. */
export function partsOf({
  id,
  kind: deviceKind,
  metrics,
}: Pick<MeteredDevice, 'id' | 'kind' | 'metrics'>): MeterPart[] {
  const found = new Map<string, MeterPart>();
  for (const metric of metrics) {
    const { key, index } = metricKey(metric);
    const kind = foundBy[key];
    if (kind === undefined || index === undefined || (kind === 'phase' && deviceKind !== 'meter')) continue;
    const part = { device: id, kind, index };
    found.set(idOfPart(part), part);
  }
  const all = [...found.values()];
  const isAlone = (kind: PartKind): boolean => kind !== 'channel' && all.filter((one) => one.kind === kind).length < 2;
  return partKinds.flatMap((kind) =>
    isAlone(kind) ? [] : all.filter((one) => one.kind === kind).toSorted((one, other) => one.index - other.index),
  );
}

/** A part as a meter for itself. */
function asMeter(device: MeteredDevice, part: MeterPart): MeteredDevice {
  const all = entriesOf(given[part.kind](part.index));
  const own = new Map(all.filter(([, real]) => device.metrics.includes(real)));
  return { ...device, id: idOfPart(part), metrics: [...own.keys()], partOf: { device: device.id, metrics: own } };
}

/** What a device gives without its parts; a sum of phases is no longer what is left of it. */
function without(device: MeteredDevice, parts: readonly MeterPart[]): MeteredDevice {
  const gone = new Set(parts.flatMap(({ kind, index }) => Object.values(given[kind](index))));
  if (parts.some(({ kind }) => kind === 'phase'))
    for (const metric of ['grid.power', 'grid.energy.import', 'grid.energy.export'] as const) gone.add(metric);
  return { ...device, metrics: device.metrics.filter((metric) => !gone.has(metric)) };
}

/** Channels beside the first of a meter of which nobody has said what they measure: they count for nothing until then. */
export function openChannels(devices: readonly MeteredDevice[], roles: MeterRoles | undefined): MeteredDevice[] {
  return devices.flatMap((device) =>
    partsOf(device)
      .filter((part) => part.kind === 'channel' && roleOf(roles, idOfPart(part)).kind === 'own')
      .map((part) => asMeter(device, part)),
  );
}

/** Devices with those of their parts that measure something of their own as meters beside them. */
export function withParts(devices: readonly MeteredDevice[], roles: MeterRoles | undefined): readonly MeteredDevice[] {
  if (roles === undefined || roles.size === 0) return devices;
  return devices.flatMap((device) => {
    const apart = partsOf(device).filter((part) => roleOf(roles, idOfPart(part)).kind !== 'own');
    if (apart.length === 0) return [device];
    return [without(device, apart), ...apart.map((part) => asMeter(device, part))];
  });
}
