// The two switches of a battery board, each set on its own: whether the pack may be charged and discharged.
import { usualWear, type WriteCommand } from './definition.ts';

/** One switch: what goes out with `=01` or `=00` behind it, and the field that shows it. */
export interface PackSwitch {
  readonly letters: string;
  readonly direction: 'charge' | 'discharge';
  readonly shownBy: { readonly command: string; readonly field: string };
}

const words = { on: '01', off: '00' } as const;

/** Its writer. Turning one off can take the battery from the home: a person has to arm it. */
export function packSwitch({ letters, direction, shownBy }: PackSwitch): WriteCommand {
  return {
    kind: 'write',
    name: letters,
    title: direction === 'charge' ? 'Charging' : 'Discharging',
    value: { kind: 'choice', options: words },
    serves: { setPoint: `battery.${direction}.enabled`, words: { on: 'on', off: 'off' } },
    dangerous: true,
    // Makers do not say whether it is kept without power; a board that does has flash.
    wear: usualWear,
    request: (value) => (value === 'on' || value === 'off' ? `${letters}=${words[value]}` : undefined),
    readBack: shownBy,
  };
}
