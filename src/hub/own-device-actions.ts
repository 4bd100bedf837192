// Devices that people put together from topics: what is said, what a draft gives, and the devices that use one.
import { SolsteadError } from '#core/errors.ts';
import type { Field } from '#core/field.ts';
import { external } from '#core/message-params.ts';
import type { OwnDevices } from '#core/own-device.ts';
import { isTopic } from '#core/topic-filter.ts';
import { because } from '#core/reason.ts';
import type { HubInside } from './inside.ts';
import type { SiteRegistry } from './site-registry.ts';

/** What they need of the hub. */
export interface OwnDeviceParts {
  readonly field: Pick<Field, 'unknownTopics' | 'lastSaid'>;
  readonly registry: Pick<SiteRegistry, 'sites' | 'devices' | 'moveDevice'>;
  readonly ownDevices?: OwnDevices | undefined;
  inTurn<T>(change: () => Promise<T>): Promise<T>;
}

/** What people do with devices of their own. */
export function ownDeviceActions({
  field,
  registry,
  ownDevices,
  inTurn,
}: OwnDeviceParts): Pick<
  HubInside,
  'unknownTopics' | 'ownDevices' | 'previewOwnDevice' | 'saveOwnDevice' | 'removeOwnDevice'
> {
  /** Errors: `command.refused`. */
  const kept = (): OwnDevices => {
    if (ownDevices !== undefined) return ownDevices;
    throw new SolsteadError('command.refused', { at: 'devices', why: because('own.none') });
  };
  return {
    async unknownTopics({ below, device }) {
      if (below !== undefined && !isTopic(below))
        throw new SolsteadError('input.invalid', { at: 'below', why: because('own.below') });
      const changed = device === undefined ? undefined : registry.devices().find(({ record }) => record.id === device);
      if (device !== undefined && changed === undefined) throw new SolsteadError('device.unknown', { at: device });
      return field.unknownTopics({ below, except: changed?.record.definition });
    },
    ownDevices: async () => (await ownDevices?.list()) ?? [],
    previewOwnDevice: async (draft) => kept().preview(draft, (topic) => field.lastSaid(topic)),
    saveOwnDevice: (draft, id) =>
      inTurn(async () => {
        const saved = await kept().save(draft, id);
        for (const site of registry.sites())
          for (const { record } of site.devices.values())
            if (record.definition === saved.id) await registry.moveDevice(site, record);
        return saved;
      }),
    removeOwnDevice: (id) =>
      inTurn(async () => {
        const user = registry.devices().find(({ record }) => record.definition === id);
        if (user !== undefined) {
          const why = because('own.in-use', { name: external(user.record.name) });
          throw new SolsteadError('input.invalid', { at: 'id', why });
        }
        await kept().remove(id);
      }),
  };
}
