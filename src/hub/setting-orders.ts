// Orders to settings of devices: the owner's alone, dangerous ones in two steps, all of them in the audit log.
import { randomBytes } from 'node:crypto';
import { permit, type Principal } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceCommand, SettingView } from '#core/command.ts';
import type { Field } from '#core/field.ts';
import type { MetricValue } from '#core/reading.ts';
import type { AuditRecord } from '#core/records.ts';
import type { ArmedSetting, Hub, SettingOrder, SettingOutcome } from './types.ts';

/** How long an armed order waits for its confirmation, ms. */
const armedMs = 60_000;
/** Armed orders kept at once; more are a mistake or an attack, and the oldest are forgotten. */
const mostArmed = 100;

/** What setting devices needs of the hub. */
export interface SettingParts {
  readonly registry: { site(id: string): { readonly devices: Pick<ReadonlyMap<string, unknown>, 'has'> } };
  readonly field: Pick<Field, 'settings' | 'check' | 'set'>;
  readonly clock: Clock;
  audit(by: Principal, act: Pick<AuditRecord, 'site' | 'action' | 'subject' | 'outcome'>): Promise<void>;
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

const shown = (value: MetricValue | undefined): string => (value === undefined ? 'unknown' : String(value));

/** What the audit log says was done: `roof POP: SBU first → Solar first`; an action has no values. */
function subjectOf({ device, setting, value }: SettingOrder, before: MetricValue | undefined): string {
  return value === '' ? `${device} ${setting}` : `${device} ${setting}: ${shown(before)} → ${String(value)}`;
}

/** Settings of devices: looking at them and changing them. */
export function settingActs({ registry, field, clock, audit }: SettingParts): Pick<Hub, 'settings' | 'set'> {
  const arms = makeArms(clock);
  const checkDevice = (site: string, device: string): void => {
    if (!registry.site(site).devices.has(device)) throw new SolsteadError('device.unknown', { at: device });
  };

  /** Errors: `access.denied`; those of checking the order, or of sending it. */
  const carryOut = async (
    order: SettingOrder,
    by: Principal,
    note: (view: SettingView) => void,
  ): Promise<SettingOutcome> => {
    const { device, setting: name, value } = order;
    const command: DeviceCommand = { device, target: { setting: name }, value, origin: 'person' };
    const setting = field.check(command);
    note(setting);
    if (setting.dangerous && order.arm === undefined) return { outcome: 'armed', ...arms.arm(order, by), setting };
    if (setting.dangerous) arms.fire(order, by);
    return { ...(await field.set(command)), atMs: clock.nowMs() };
  };

  return {
    async settings(site, device) {
      checkDevice(site, device);
      return field.settings(device);
    },
    async set(site, order, by) {
      checkDevice(site, order.device);
      let before: MetricValue | undefined;
      const written = (outcome: string): Promise<void> =>
        audit(by, { site, action: 'set', subject: subjectOf(order, before), outcome });
      try {
        permit(by, { action: 'device.configure', site, device: order.device });
        const result = await carryOut(order, by, ({ current }) => {
          before = current;
        });
        await written(result.outcome);
        return result;
      } catch (error) {
        await written(isSolsteadError(error) ? error.code : 'failed');
        throw error;
      }
    },
  };
}
