// Commands to devices: a set-point or a maker's setting, checked; dangerous ones in two steps.
import { because } from '#core/reason.ts';
import { randomBytes } from 'node:crypto';
import { type Principal, type Role, roleOf } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { EndedCommand } from '#api/contract.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceCommand } from '#core/command.ts';
import { permit } from '#core/permit.ts';
import type { Field } from '#core/field.ts';
import { assertProven } from './credentials/step-up.ts';
import { makeBulkArms } from './bulk-commands.ts';
import type { HubInside } from './inside.ts';
import { commandSubject } from './seen.ts';
import type { ArmedCommand, CommandOutcome, CommandRequest } from './types.ts';

/** How long an armed command waits for its confirmation, ms. */
const armedMs = 60_000;
/** Armed commands kept at once; more are a mistake or an attack, and the oldest are forgotten. */
const mostArmed = 100;

/** What commands to devices need of the hub. */
export interface CommandParts {
  readonly registry: {
    site(id: string): {
      readonly devices: Pick<ReadonlyMap<string, unknown>, 'has'>;
      /** Tells watchers what became of a command. */
      ended?(command: EndedCommand): void;
    };
  };
  readonly field: Pick<Field, 'capabilities' | 'settings' | 'check' | 'set'>;
  readonly clock: Clock;
  /** Roles whose people have to prove that it is them before a dangerous command; absent: none. */
  readonly provenCommands?: readonly Role[] | undefined;
}

/** Commands that wait for a confirmation, each bound to a person, a site, a device, what is set and how. */
interface Arms {
  arm(site: string, request: CommandRequest, by: Principal): Pick<ArmedCommand, 'arm' | 'untilMs'>;
  /** Uses a token up. Errors: `command.not-armed` if the token belongs to another command. */
  fire(site: string, request: CommandRequest, by: Principal): void;
}

const keyOf = (site: string, { device, target, value, force }: CommandRequest, by: Principal): string =>
  JSON.stringify([by.id, site, device, target, value, force === true]);

function makeArms(clock: Clock): Arms {
  const armed = new Map<string, { readonly key: string; readonly endMs: number }>();
  return {
    arm(site, request, by) {
      const nowMs = clock.monotonicMs();
      for (const [token, { endMs }] of armed) if (endMs <= nowMs || armed.size >= mostArmed) armed.delete(token);
      const arm = randomBytes(18).toString('base64url');
      armed.set(arm, { key: keyOf(site, request, by), endMs: nowMs + armedMs });
      return { arm, untilMs: clock.nowMs() + armedMs };
    },
    fire(site, request, by) {
      const { arm = '', target } = request;
      const found = armed.get(arm);
      armed.delete(arm);
      if (found !== undefined && found.endMs > clock.monotonicMs() && found.key === keyOf(site, request, by)) return;
      const why = because('command.arm-over');
      throw new SolsteadError('command.not-armed', {
        at: 'setPoint' in target ? target.setPoint : target.setting,
        why,
      });
    },
  };
}

/** A program's writes are limited so that they do not wear a device out; a person is only warned. */
const originOf = ({ kind }: Principal): DeviceCommand['origin'] =>
  kind === 'person' || kind === 'visitor' ? 'person' : 'program';

/** What can be set on devices: listing it, and setting it. */
export function deviceActions({
  registry,
  field,
  clock,
  provenCommands = [],
}: CommandParts): Pick<HubInside, 'capabilities' | 'settings' | 'set' | 'bulkArms'> {
  const arms = makeArms(clock);
  const checkDevice = (site: string, device: string): void => {
    if (!registry.site(site).devices.has(device)) throw new SolsteadError('device.unknown', { at: device });
  };
  /** Executes a command; those who watch hear what became of it. */
  const told = async (site: string, command: DeviceCommand): Promise<CommandOutcome> => {
    const { device, target, value } = command;
    const home = registry.site(site);
    const tell = (end: Pick<EndedCommand, 'outcome' | 'after'>): void => {
      const name = 'setPoint' in target ? target.setPoint : target.setting;
      home.ended?.({ device, name, value, atMs: clock.nowMs(), ...end });
    };
    try {
      const result = await field.set(command);
      tell({ outcome: result.outcome, ...(result.after === undefined ? {} : { after: result.after }) });
      return { ...result, atMs: clock.nowMs() };
    } catch (error) {
      tell({ outcome: isSolsteadError(error) ? error.code : 'failed' });
      throw error;
    }
  };
  return {
    bulkArms: makeBulkArms(clock),
    async capabilities(site, device) {
      checkDevice(site, device);
      return field.capabilities(device);
    },
    async settings(site, device) {
      checkDevice(site, device);
      return field.settings(device);
    },
    async set(site, request, { by, subject, begin, sending }) {
      checkDevice(site, request.device);
      const { arm, ...rest } = request;
      const command: DeviceCommand = { ...rest, origin: originOf(by), by: by.name };
      const setting = field.check(command);
      subject(commandSubject(request, setting.current));
      if (setting.dangerous) {
        permit(by, { action: 'device.configure', site, device: request.device });
        // Programs are held to the scope that a person gave them: it names what is dangerous.
        if (by.kind === 'person' && provenCommands.includes(roleOf(by))) assertProven(by, clock);
        if (arm === undefined) return { outcome: 'armed', ...arms.arm(site, request, by), setting };
        arms.fire(site, request, by);
      }
      await begin();
      return told(site, { ...command, onSend: sending });
    },
  };
}
