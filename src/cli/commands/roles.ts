// `solstead roles`: what the devices of a home that is not running measure, and which one counts for each side.
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { MeterRoles } from '#api/meter-roles.ts';
import { roleFrom, roleText } from '../energy/role-text.ts';
import { momentFrom } from '../energy/energy-span.ts';
import { systemClock } from '#core/clock.ts';
import { dayMs } from '#core/time.ts';
import { differing } from '#ledger/corrections.ts';
import { dayRows } from '#ledger/energy-queries.ts';
import { formatTable } from '../print.ts';
import { changesText, type Frame, type HomeFlags, withLedger } from './repairs.ts';

/** Flags of `solstead roles set`. */
export interface RoleFlags extends HomeFlags {
  readonly from?: string;
}

const whyText: Readonly<Record<NonNullable<MeterRoles['devices'][number]['why']>, string>> = {
  name: 'guessed by its name',
  second: 'guessed: a second meter',
  twins: 'it shows all the same powers: one device by two ways, or two alike',
  'shared-grid': 'it shows the same grid: both read one meter, or each takes a half',
  mirrored: 'it shows the same with the opposite sign: one of both is the wrong way round',
  home: 'as the home has it that it comes from',
  sun: 'guessed: it gives what the meter of the grid sends',
  likeness: 'guessed: it shows the same',
  part: 'guessed: it shows a part',
  unlike: 'guessed: it shows something else',
  serial: 'guessed: the same serial number',
};

function rolesText({ devices, sides }: MeterRoles): string {
  if (devices.length === 0) return 'Nothing has been measured yet.';
  // Phases and relays are one with their device until somebody says otherwise; a channel always waits for an answer.
  const shown = devices.filter(
    ({ part, isUsual, guess }) => part?.kind === 'channel' || !isUsual || part === undefined || guess !== undefined,
  );
  const rows = shown.map(({ device, deviceName = '', kind, part, role, why, isUsual, guess }) => ({
    device,
    name: deviceName,
    kind,
    measures: part !== undefined && role.kind === 'own' ? 'not said: not counted' : roleText(role),
    why: why === undefined ? (isUsual ? 'as usual' : 'said') : whyText[why],
    'seems to measure': guess === undefined ? '' : roleText(guess.role),
  }));
  const speakers = sides.map(({ side, speakers: all }) => ({
    side,
    'counted, added up': all.flatMap(({ device, standsIn }) => (standsIn ? [] : [device])).join(', '),
    'stands in': all.flatMap(({ device, standsIn }) => (standsIn ? [device] : [])).join(', '),
  }));
  return `${formatTable(rows)}\n\n${formatTable(speakers)}`;
}

const print = (roles: MeterRoles, { json }: HomeFlags): string =>
  json === true ? JSON.stringify(roles, undefined, 2) : rolesText(roles);

/** Prints what devices measure, and which one counts for each side. Errors: `site.unknown`, `folder.locked`, `store.*`. */
export async function listRoles(flags: HomeFlags, frame: Frame): Promise<void> {
  await withLedger(flags, frame, async ({ energy }) => {
    frame.out.write(`${print(await energy.roles(), flags)}\n`);
  });
}

/** Sets what a device measures, and prints the result and the days it changes. Errors as {@link listRoles}, `input.usage`. */
export async function setRole(
  { device, what }: { readonly device: string; readonly what: string },
  flags: RoleFlags,
  frame: Frame,
): Promise<void> {
  await withLedger(flags, frame, async ({ energy, ledger, figures, tariffs }) => {
    const known = (await energy.roles()).devices.map((one) => one.device);
    if (!known.includes(device))
      throw new SolsteadError('input.usage', { at: '<device>', why: because('flag.role-of', { device, known }) });
    const role = roleFrom(what, { flag: '<what>', known });
    const from =
      flags.from === undefined ? {} : { fromMs: momentFrom(flags.from, { flag: '--from', timeZone: ledger.timeZone }) };
    const days = () =>
      dayRows(
        { ledger, figures, tariffs, clock: systemClock },
        { fromMs: ledger.rules.firstMs ?? 0, toMs: systemClock.nowMs() + dayMs },
      );
    const before = await days();
    await energy.saveRole({ device, role, ...from });
    await energy.settled();
    const changes = differing(before, await days());
    const roles = await energy.roles();
    frame.out.write(
      flags.json === true
        ? `${print({ ...roles, ...changes }, flags)}\n`
        : `${print(roles, flags)}\n\n${changesText(changes)}\n`,
    );
  });
}

/** Adds circuits to hours that were settled without, and prints how many got some. Errors as {@link listRoles}. */
export async function countCircuits(flags: HomeFlags, frame: Frame): Promise<void> {
  await withLedger(flags, frame, async ({ ledger }) => {
    const hours = await ledger.settlement.countCircuitsAgain();
    frame.out.write(
      flags.json === true
        ? `${JSON.stringify({ hours }, undefined, 2)}\n`
        : `Circuits were added to ${hours} ${hours === 1 ? 'hour' : 'hours'}; no other figure has changed.\n`,
    );
  });
}
