// One command for many relays: first it is said which they are, and only who has seen that list may have it carried out. Each relay then
// gets a command of its own, permitted, logged and kept like any other.
import { type Principal, reaches, reachOf } from '#core/access.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { Capability } from '#core/command.ts';
import type { Arms } from './arms.ts';
import type { ArmedBulk, BulkRequest, GivenBulk } from './bulk-types.ts';
import type { ArmedCommand, CommandRequest, Issued, SiteSeen } from './types.ts';

/** Relays of one command. */
const mostRelays = 200;

/** What a bulk command needs of the door it comes through. */
export interface BulkParts {
  readonly site: string;
  readonly principal: Principal;
  readonly arms: Arms;
  seen(): {
    readonly devices: readonly Pick<SiteSeen['devices'][number], 'id' | 'name'>[];
    readonly values: readonly Pick<SiteSeen['values'][number], 'device' | 'metric'>[];
  };
  capabilities(device: string): Promise<readonly Capability[]>;
  issue(request: CommandRequest): Promise<ArmedCommand | Issued>;
}

/** The relays of the devices that somebody may switch, and those that are confirmed one by one. */
async function relaysOf({ site, principal, seen, capabilities }: BulkParts, devices: readonly string[] | undefined) {
  const reach = reachOf(principal, { action: 'device.command', site });
  const wanted = seen().devices.filter(
    ({ id }) => reaches(reach, id) && (devices === undefined || devices.includes(id)),
  );
  // A family has more relays than most of its devices: those that a device has never shown are none of it.
  const shownBy = Map.groupBy(
    seen().values.filter(({ metric }) => metric.startsWith('relay.on.')),
    ({ device }) => device,
  );
  const asked = wanted.filter(({ id }) => shownBy.has(id)).slice(0, mostRelays);
  const found = await Promise.all(
    asked.map(async ({ id, name }) => {
      const all = await capabilities(id).catch(() => []);
      return all.flatMap(({ setPoint, dangerous, current }) => {
        if (!isSetPointId(setPoint) || shownBy.get(id)?.some(({ metric }) => metric === setPoint) !== true) return [];
        const shown = current === undefined ? {} : { isOn: Number(current) === 1 };
        return [{ target: { device: id, name, setPoint, ...shown }, dangerous }];
      });
    }),
  );
  const relays = found.flat().slice(0, mostRelays);
  return {
    targets: relays.flatMap(({ target, dangerous }) => (dangerous ? [] : [target])),
    left: relays.flatMap(({ target, dangerous }) =>
      dangerous ? [{ ...target, reason: because('command.needs-arm') }] : [],
    ),
  };
}

/**
 * Lists the relays, or with the token of the list switches exactly those. Errors: `command.not-armed` if the list has become another
 * one, or is too old; `input.invalid` if there is no relay.
 */
export async function bulkCommand(parts: BulkParts, { on, devices, arm }: BulkRequest): Promise<ArmedBulk | GivenBulk> {
  const { targets, left } = await relaysOf(parts, devices);
  if (targets.length === 0)
    throw new SolsteadError('input.invalid', { at: 'devices', why: because('command.no-relays') });
  const by = parts.principal;
  const what = ['relays', parts.site, on, targets.map(({ device, setPoint }) => [device, setPoint])];
  if (arm === undefined) return { outcome: 'armed', ...parts.arms.arm(by, what), targets, left };
  parts.arms.fire(arm, { by, what, at: 'relays' });
  const given = await Promise.all(
    targets.map(async (target) => {
      const { device, setPoint } = target;
      try {
        const issued = await parts.issue({ device, target: { setPoint }, value: Number(on) });
        return issued.outcome === 'armed' ? { ...target, reason: because('command.needs-arm') } : { ...target, issued };
      } catch (error) {
        return { ...target, reason: reasonOf(error) };
      }
    }),
  );
  return { outcome: 'given', given };
}
