// What is asked of devices through the door of a site.
import type { Principal } from '#core/access.ts';
import type { DeviceAnswer } from '#core/field.ts';
import { permit } from '#core/permit.ts';
import type { HubInside } from './inside.ts';
import type { Performer } from './perform.ts';
import { shownSettings } from './shown-settings.ts';
import type { DevicesDoor } from './types.ts';

interface DeviceVisit {
  readonly inside: HubInside;
  readonly performer: Performer;
  readonly principal: Principal;
  readonly record: { readonly id: string };
}

/** What is asked of devices. */
export function deviceQuestions({
  inside,
  performer,
  principal,
  record: { id: site },
}: DeviceVisit): Pick<DevicesDoor, 'removed' | 'capabilities' | 'settings' | 'shown' | 'preview' | 'ask'> {
  return {
    async preview(device, change) {
      permit(principal, { action: 'device.manage', site, device });
      if (change.address !== undefined) await inside.assertOwnLink(principal, change.address);
      return inside.previewChange(site, device, change);
    },
    async removed() {
      permit(principal, { action: 'device.manage', site });
      return inside.removedDevices(site);
    },
    async capabilities(device) {
      permit(principal, { action: 'site.read', site, device });
      return inside.capabilities(site, device);
    },
    async settings(device) {
      permit(principal, { action: 'site.read', site, device });
      const shown = inside.seen(site).values.filter((value) => value.device === device);
      return shownSettings(
        await inside.settings(site, device),
        shown.map(({ metric }) => metric),
      );
    },
    shown(device) {
      permit(principal, { action: 'site.read', site, device });
      return inside.shown(site, device);
    },
    ask(device, query) {
      const permission = { action: 'device.command', site, device } as const;
      const act = { permission, name: 'ask', subject: `${device} ${query}`, done: () => ({}) };
      return performer.perform<DeviceAnswer>(principal, act, () => inside.ask(site, device, query));
    },
  };
}
