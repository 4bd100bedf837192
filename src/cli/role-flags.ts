// Flags of `solstead roles`.
import type { Command } from 'commander';
import type { RoleFlags } from './commands/roles.ts';
import type { HomeFlags } from './commands/repairs.ts';
import type { CommandContext } from './context.ts';
import { homeOptions } from './repair-flags.ts';

const help = `
What a device measures:
  grid, home             the grid connection; the whole house (:reversed if its sign is the other way round)
  pv, battery            the sun, a battery; :device that it is of, :apart if it is added to the others, :reversed
  circuit:name           a circuit or an appliance inside the home
  copy:device            the same as another device: counted once
  same-grid:device       what its values say, but its grid is the one of another device
  generator, nothing     a source beside the grid; nothing of the home
  own                    what its values say
A part of a device is named behind a dot: em.channel-2, meter.phase-3, plug.relay-1.
Example:
  solstead roles set heat-meter 'circuit:Heat pump'`;

/** Adds `solstead roles`. */
export function addRoles(program: Command, context: CommandContext): void {
  const roles = program
    .command('roles')
    .description('what the devices of a home measure; Solstead must not be running with this folder');
  const load = () => import('./commands/roles.ts');
  const frame = { out: process.stdout, err: process.stderr, context };
  homeOptions(
    roles.command('list').description('list what devices measure, and which one counts for each side'),
    context,
  ).action(async (options: HomeFlags) => (await load()).listRoles(options, frame));
  homeOptions(
    roles
      .command('circuits')
      .description('add circuits to hours that were settled before there were circuits; no other figure changes'),
    context,
  ).action(async (options: HomeFlags) => (await load()).countCircuits(options, frame));
  homeOptions(roles.command('set').description('set what a device measures; the past is counted again'), context)
    .argument('<device>', 'id of the device or of a part of it, as list prints it')
    .argument('<what>', 'what it measures')
    .option('--from <time>', 'since when, such as 2026-06-01; absent: always')
    .addHelpText('after', help)
    .action(async (device: string, what: string, options: RoleFlags) =>
      (await load()).setRole({ device, what }, options, frame),
    );
}
