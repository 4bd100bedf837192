// `solstead set`: sets a device once, and checks that it shows what was set.
import type { SettingOutcome } from '#core/field.ts';
import type { CommandContext } from '../context.ts';
import type { DevicesFlag } from '../flags.ts';
import { devicePassword } from '../device-password.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Flags of `solstead set`. */
export interface SetFlags extends DevicesFlag {
  readonly port: string;
  readonly protocol: string;
  /** The setting's name once more, for a dangerous one. */
  readonly confirm?: string;
  /** Write what the device shows already, too. */
  readonly force?: boolean;
  readonly json?: boolean;
}

/** What is set to what, as typed: a set-point of the catalogue, or a setting by the maker's name. */
export interface TypedSetting {
  readonly setting: string;
  readonly value: string | undefined;
}

function tellOutcome({ view, value, outcome, before, unchanged }: SettingOutcome): void {
  const { title, value: takes, name } = view;
  const set = takes.kind === 'none' ? `${name} (${title})` : `${name} (${title}): ${String(value)}`;
  if (unchanged === true)
    tell(
      `${set} – nothing was written: the device shows it already, and each write wears its memory. --force writes it.`,
    );
  else if (outcome === 'acknowledged')
    tell(`${set} – acknowledged; the device does not show it, so it cannot be confirmed.`);
  else {
    const known = before === undefined ? '' : `, before ${String(before)}`;
    tell(`${set} – confirmed: the device shows it${known}.`);
  }
}

/**
 * Sets a device. Errors: `command.unknown`, `command.limits`, `command.not-armed` before a byte goes out; those of
 * `Field.set`.
 */
export async function set(typed: TypedSetting, flags: SetFlags, context: CommandContext): Promise<void> {
  const { port: address, protocol, confirm: confirmed, force: isForced, json = false } = flags;
  const field = await context.openField(await context.registry(flags));
  try {
    const place = { address, protocol, password: context.secret(devicePassword) };
    const done = await field.setOnce(place, { ...typed, confirmed, isForced });
    const { view, value, ...result } = done;
    if (json) printJson({ setting: view.name, value, ...result });
    else tellOutcome(done);
  } finally {
    await field.close();
  }
}
