// A definition that reads what a file names, at the pace that it names: what a device is and what its answers mean stay as they are.
import type { AskedDefinition, Definition, DiscoveryStep } from '#devices/definition.ts';
import { findCommand } from '#devices/find-command.ts';
import type { ListedDefinition } from '#devices/listed.ts';
import type { PlannedDevice } from './plan.ts';

/** What a file says of how a device is asked. */
interface Asking extends Pick<PlannedDevice, 'commands' | 'everySeconds' | 'timeoutMs' | 'delayMs'> {
  /** Called with what is asked once a device was looked through. */
  onKnown?(commands: PlannedDevice['commands']): void;
}

/** Every query once, in the order of the file. */
export const queriesOf = ({ commands }: Pick<PlannedDevice, 'commands'>): readonly string[] | undefined =>
  commands === undefined ? undefined : [...new Set(commands.flatMap(({ asks }) => asks))];

/** The commands with what is asked for them once it is known what the device is. */
function known(commands: PlannedDevice['commands'], { live, settings }: AskedDefinition): PlannedDevice['commands'] {
  return commands?.map((command) =>
    command.what === undefined ? command : { ...command, asks: (command.what === 'status' ? live : settings).commands },
  );
}

function asked<D extends AskedDefinition>(definition: D, asking: Asking): D {
  const { everySeconds = definition.live.everySeconds, timeoutMs, delayMs, onKnown } = asking;
  const commands = known(asking.commands, definition);
  const queries = queriesOf({ commands });
  const { discover } = definition;
  return {
    ...definition,
    live: { everySeconds, commands: queries ?? definition.live.commands },
    settings: queries === undefined ? definition.settings : { ...definition.settings, commands: [] },
    ...(timeoutMs === undefined ? {} : { responseMs: timeoutMs }),
    ...(delayMs === undefined ? {} : { pauseMs: delayMs }),
    ...(discover === undefined
      ? {}
      : {
          discover(answers): DiscoveryStep {
            const step = discover(answers);
            if (step.kind !== 'found') return step;
            onKnown?.(known(asking.commands, step.definition));
            const found = asked(step.definition, asking);
            // A part that this unit does not have is not asked, and holds up none of the others.
            const { live } = found;
            const commands = live.commands.filter((name) => findCommand(found.commands, name) !== undefined);
            return { ...step, definition: { ...found, live: { ...live, commands } } };
          },
        }),
  };
}

/** A definition as a file has its device read. */
function askedDefinition(definition: Definition, asking: Asking): Definition {
  if ('live' in definition) return asked(definition, asking);
  return definition;
}

/** The same of one that is not loaded yet, under an id of its own. */
export function listedFor(listed: ListedDefinition, id: string, asking: Asking): ListedDefinition {
  return {
    ...listed,
    id,
    aliases: [],
    load: async () => askedDefinition(await listed.load(), asking),
  };
}
