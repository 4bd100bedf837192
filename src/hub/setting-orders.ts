// Orders to settings of devices: checked, and dangerous ones in two steps.
import { randomBytes } from 'node:crypto';
import type { Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeviceCommand } from '#core/command.ts';
import type { Field } from '#core/field.ts';
import type { HubInside } from './inside.ts';
import { settingSubject } from './seen.ts';
import type { ArmedSetting, SettingOrder } from './types.ts';

/** How long an armed order waits for its confirmation, ms. */
const armedMs = 60_000;
/** Armed orders kept at once; more are a mistake or an attack, and the oldest are forgotten. */
const mostArmed = 100;

/** What setting devices needs of the hub. */
export interface SettingParts {
  readonly registry: { site(id: string): { readonly devices: Pick<ReadonlyMap<string, unknown>, 'has'> } };
  readonly field: Pick<Field, 'settings' | 'check' | 'set'>;
  readonly clock: Clock;
}

/** Orders that wait for a confirmation, each bound to a person, a device, a setting and a value. */
interface Arms {
  arm(order: SettingOrder, by: Principal): Pick<ArmedSetting, 'arm' | 'untilMs'>;
  /** Uses a token up. Errors: `command.not-armed` where it is none of this order's. */
  fire(order: SettingOrder, by: Principal): void;
}

const keyOf = ({ device, setting, value }: SettingOrder, by: Principal): string =>
  JSON.stringify([by.id, device, setting, value]);

function makeArms(clock: Clock): Arms {
  const armed = new Map<string, { readonly key: string; readonly endMs: number }>();
  return {
    arm(order, by) {
      const nowMs = clock.monotonicMs();
      for (const [token, { endMs }] of armed) if (endMs <= nowMs || armed.size >= mostArmed) armed.delete(token);
      const arm = randomBytes(18).toString('base64url');
      armed.set(arm, { key: keyOf(order, by), endMs: nowMs + armedMs });
      return { arm, untilMs: clock.nowMs() + armedMs };
    },
    fire(order, by) {
      const { arm = '' } = order;
      const found = armed.get(arm);
      armed.delete(arm);
      if (found !== undefined && found.endMs > clock.monotonicMs() && found.key === keyOf(order, by)) return;
      const why = 'the confirmation is too old, was used already, or was given for something else';
      throw new SolsteadError('command.not-armed', { at: order.setting, why });
    },
  };
}

/** Settings of devices: looking at them and changing them. */
export function settingActs({ registry, field, clock }: SettingParts): Pick<HubInside, 'settings' | 'set'> {
  const arms = makeArms(clock);
  const checkDevice = (site: string, device: string): void => {
    if (!registry.site(site).devices.has(device)) throw new SolsteadError('device.unknown', { at: device });
  };
  return {
    async settings(site, device) {
      checkDevice(site, device);
      return field.settings(device);
    },
    async set(site, order, { by, subject }) {
      checkDevice(site, order.device);
      const { device, setting: name, value } = order;
      const command: DeviceCommand = { device, target: { setting: name }, value, origin: 'person' };
      const setting = field.check(command);
      subject(settingSubject(order, setting.current));
      if (setting.dangerous && order.arm === undefined) return { outcome: 'armed', ...arms.arm(order, by), setting };
      if (setting.dangerous) arms.fire(order, by);
      return { ...(await field.set(command)), atMs: clock.nowMs() };
    },
  };
}
