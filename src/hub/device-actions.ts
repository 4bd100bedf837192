// Commands to devices: a set-point or a maker's setting, checked; dangerous ones in two steps.
import { type Principal, type Role, roleOf } from '#core/access.ts';
import type { Clock } from '#core/clock.ts';
import type { EndedCommand } from '#api/contract.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import type { DeviceCommand } from '#core/command.ts';
import { permit } from '#core/permit.ts';
import type { Field } from '#core/field.ts';
import { assertProven } from './credentials/step-up.ts';
import { makeArms } from './arms.ts';
import { makeQuestionRate } from './question-rate.ts';
import type { HubInside } from './inside.ts';
import { commandSubject } from './seen.ts';
import type { CommandOutcome, CommandRequest } from './types.ts';

/** What commands to devices need of the hub. */
export interface CommandParts {
  readonly registry: {
    site(id: string): {
      readonly devices: Pick<ReadonlyMap<string, unknown>, 'has'>;
      /** Tells watchers what became of a command. */
      ended?(command: EndedCommand): void;
    };
  };
  readonly field: Pick<Field, 'capabilities' | 'settings' | 'shown' | 'ask' | 'check' | 'set'>;
  readonly clock: Clock;
  /** Roles whose people have to prove that it is them before a dangerous command; absent: none. */
  readonly provenCommands?: readonly Role[] | undefined;
}

/** What the confirmation of a command is bound to: a site, a device, what is set and how. */
const armedBy = (site: string, { device, target, value, force }: CommandRequest) =>
  ['command', site, device, target, value, force === true] as const;

/** A program's writes are limited so that they do not wear a device out; a person is only warned. */
const originOf = ({ kind }: Principal): DeviceCommand['origin'] =>
  kind === 'person' || kind === 'visitor' ? 'person' : 'program';

/** What can be set on devices: listing it, and setting it. */
export function deviceActions({
  registry,
  field,
  clock,
  provenCommands = [],
}: CommandParts): Pick<HubInside, 'capabilities' | 'settings' | 'shown' | 'ask' | 'set' | 'bulkArms'> {
  const arms = makeArms(clock);
  const countQuestion = makeQuestionRate(clock);
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
    bulkArms: arms,
    async capabilities(site, device) {
      checkDevice(site, device);
      return field.capabilities(device);
    },
    async settings(site, device) {
      checkDevice(site, device);
      return field.settings(device);
    },
    shown(site, device) {
      checkDevice(site, device);
      return field.shown(device);
    },
    async ask(site, device, query) {
      checkDevice(site, device);
      countQuestion(device);
      return field.ask(device, query);
    },
    async set(site, request, { by, subject, begin, sending, isQuiet = false }) {
      checkDevice(site, request.device);
      const { arm, ...rest } = request;
      const command: DeviceCommand = { ...rest, origin: originOf(by), by: by.name };
      const setting = field.check(command);
      subject(commandSubject(request, setting.current));
      if (setting.dangerous) {
        permit(by, { action: 'device.configure', site, device: request.device });
        // Programs are held to the scope that a person gave them: it names what is dangerous.
        if (by.kind === 'person' && provenCommands.includes(roleOf(by))) assertProven(by, clock);
        const { target } = request;
        const what = armedBy(site, request);
        if (arm === undefined) return { outcome: 'armed', ...arms.arm(by, what), setting };
        arms.fire(arm, { by, what, at: 'setPoint' in target ? target.setPoint : target.setting });
      }
      await begin();
      if (isQuiet) return { ...(await field.set(command)), atMs: clock.nowMs() };
      return told(site, { ...command, onSend: sending });
    },
  };
}
