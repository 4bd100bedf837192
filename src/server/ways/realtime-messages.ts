// From what changed at a home to the messages of the realtime socket: one for each value, device, command and finding.
import type { Device } from '#api/contract.ts';
import type { RealtimeNews } from '#api/realtime.ts';
import type { DeviceKind } from '#core/device-kind.ts';
import type { SiteChanges, SiteSeen } from '#hub/types.ts';

/** What a plain client calls the values of a node that measures or switches one line. Source: the document's topics. */
const shortNames: Readonly<Record<string, string>> = {
  'grid.power': 'power',
  'grid.voltage': 'voltage',
  'grid.current': 'current',
  'grid.frequency': 'frequency',
  'grid.power_factor.l1': 'power_factor',
  'grid.energy.import': 'energy',
  'relay.power.1': 'power',
  'relay.on.1': 'relay',
};
const shortKinds: ReadonlySet<DeviceKind> = new Set(['meter', 'relay']);

/** A message, and when what it says was so, epoch ms. */
export interface News {
  readonly message: RealtimeNews;
  readonly atMs: number;
}

/** Remembers what devices are, and which of them are there. */
export interface NewsMaker {
  /** Everything as it is. */
  whole(snapshot: SiteSeen): readonly News[];
  /** What changed; a device says that it is there only when that changed. */
  changed(changes: SiteChanges): readonly News[];
  /** A message as the document has it: short names of the values of a meter or relay. */
  plain(message: RealtimeNews): RealtimeNews;
}

const isOnline = ({ state }: Device): boolean => state === 'online';

/** A maker that knows no device. */
export function makeNewsMaker(): NewsMaker {
  const online = new Map<string, boolean>();
  const kinds = new Map<string, DeviceKind>();
  const statusOf = (device: Device, atMs: number): News => ({
    message: { type: 'status', node_id: device.id, online: isOnline(device) },
    atMs,
  });
  const seen = (device: Device, atMs: number): readonly News[] => {
    kinds.set(device.id, device.kind);
    const before = online.get(device.id);
    const now = isOnline(device);
    if (before === now) return [];
    online.set(device.id, now);
    const { failure } = device.health;
    if (before !== true || failure === undefined) return [statusOf(device, atMs)];
    const { message, reason, atMs: failedMs } = failure;
    const why = reason === undefined ? { message } : { message, reason };
    const about = { type: 'alert', node_id: device.id, alert: 'device', severity: 'warning', ...why } as const;
    return [statusOf(device, atMs), { message: about, atMs: failedMs }];
  };
  const gone = (id: string, atMs: number): readonly News[] => {
    kinds.delete(id);
    return online.delete(id) ? [{ message: { type: 'status', node_id: id, online: false }, atMs }] : [];
  };
  const valuesOf = (values: SiteSeen['values'] = []): readonly News[] =>
    values.map(({ device, metric, value, atMs }) => ({
      message: { type: 'telemetry', node_id: device, metric, value },
      atMs,
    }));
  return {
    whole({ atMs, devices, values }) {
      for (const device of devices) seen(device, atMs);
      return [...devices.map((device) => statusOf(device, atMs)), ...valuesOf(values)];
    },
    changed({ atMs, devices = [], removed = [], values, commands = [], steps = [], alerts = [] }) {
      return [
        ...devices.flatMap((device) => seen(device, atMs)),
        ...valuesOf(values),
        ...removed.flatMap((id) => gone(id, atMs)),
        ...commands.map(({ device, name, value, outcome, after, atMs: endedMs }): News => {
          const success = outcome === 'confirmed' || outcome === 'acknowledged';
          const state = after === undefined ? {} : { newState: after };
          const about = { command: name, value, success, outcome, ...state };
          return { message: { type: 'command', node_id: device, ...about }, atMs: endedMs };
        }),
        ...steps.map(({ id, device, state, atMs: steppedMs }): News => {
          const message = { type: 'command_state', node_id: device, command_id: id, state } as const;
          return { message, atMs: steppedMs };
        }),
        ...alerts.map(({ device = '', kind, severity, reason, message, alert, state, atMs: noticedMs }): News => {
          const about = { alert: kind, severity, reason, message };
          const known = {
            ...(alert === undefined ? {} : { alert_id: alert }),
            ...(state === undefined ? {} : { state }),
          };
          return { message: { type: 'alert', node_id: device, ...about, ...known }, atMs: noticedMs };
        }),
      ];
    },
    plain(message) {
      if (message.type !== 'telemetry') return message;
      const kind = kinds.get(message.node_id);
      const short = kind !== undefined && shortKinds.has(kind) ? shortNames[message.metric] : undefined;
      return short === undefined ? message : { ...message, metric: short };
    },
  };
}
