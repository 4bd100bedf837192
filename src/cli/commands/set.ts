// `solstead set`: sets a device once, and looks whether it shows what was set.
import { parseAddress } from '#core/address.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import type { SettingResult } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Definition, PolledDefinition, WriteCommand } from '#devices/definition.ts';
import { findWrite, requestFor } from '#devices/find-write.ts';
import { ask, commandOf } from '#drivers/ask.ts';
import { deliver } from '#drivers/deliver.ts';
import { makeDeviceSettings } from '#drivers/device-settings.ts';
import { discovered } from '#drivers/discover.ts';
import { definitionAt, lineAddress } from '#drivers/line-address.ts';
import { makeLink } from '#transport/open-link.ts';
import { printJson } from '../print.ts';
import { tell } from '../tell-addresses.ts';
import { type DevicesFlag, readRegistry } from '#main/user-devices.ts';

/** Flags of `solstead set`. */
export interface SetFlags extends DevicesFlag {
  readonly port: string;
  readonly protocol: string;
  /** The setting's name once more, for a dangerous one. */
  readonly confirm?: string;
  readonly json?: boolean;
}

/** What is set to what, as typed. */
export interface TypedSetting {
  readonly setting: string;
  readonly value: string | undefined;
}

function polled(definition: Definition): PolledDefinition {
  if (definition.way === 'polled') return definition;
  const why = `${definition.title} speaks by itself: nothing is set over a port`;
  throw new SolsteadError('input.usage', { at: definition.id, why });
}

/** What was typed as the setting takes it. */
function valueOf({ value }: WriteCommand, typed = ''): MetricValue {
  if (value.kind === 'number') return typed.trim() === '' ? typed : Number(typed);
  if (value.kind !== 'choice') return typed;
  return Object.keys(value.options).find((option) => option.toLowerCase() === typed.toLowerCase()) ?? typed;
}

function checkConfirmed({ name, title, dangerous }: WriteCommand, confirm: string | undefined): void {
  if (dangerous !== true || confirm === name) return;
  const why = `"${title}" can cut the power or undo a protection: add --confirm ${name} to do it`;
  throw new SolsteadError('command.not-armed', { at: name, why });
}

/** An order that may be sent: checked, and confirmed where it is dangerous. */
function checked(definition: PolledDefinition, { setting, value }: TypedSetting, confirm: string | undefined) {
  const write = findWrite(definition, setting);
  const ordered = valueOf(write, value);
  requestFor(write, ordered);
  checkConfirmed(write, confirm);
  return { write, value: ordered };
}

/** Sends the order over an open link. */
async function setOver(
  link: Link,
  plain: PolledDefinition,
  { typed, confirm }: { readonly typed: TypedSetting; readonly confirm: string | undefined },
): Promise<{ readonly write: WriteCommand; readonly value: MetricValue; readonly result: SettingResult }> {
  const { signal } = new AbortController();
  /** Waits as long as the device wants for itself after an exchange. */
  const spaced = async <T>(exchange: Promise<T>): Promise<T> => {
    try {
      return await exchange;
    } finally {
      await clock.sleep(plain.pauseMs ?? 0);
    }
  };
  const definition = await discovered(plain, (command) => spaced(ask(link, plain, command)));
  const { write, value } = checked(definition, typed, confirm);
  const settings = makeDeviceSettings({
    clock,
    signal,
    everySeconds: definition.settings.everySeconds,
    definition: () => definition,
    worthAsking: (names) => names.filter((name) => name === write.readBack?.command),
    async ask(name) {
      const asked = await spaced(ask(link, definition, commandOf(definition, name)));
      settings.note(asked);
      return asked;
    },
    send: (request) => spaced(deliver(link, definition, { request, signal })),
  });
  // Read first, so that what it was can be told; a device that does not show it is set all the same.
  await settings.views();
  return { write, value, result: await settings.set({ device: link.name, setting: write.name, value }) };
}

function tellResult({ title, value: { kind }, name }: WriteCommand, value: MetricValue, result: SettingResult): void {
  const set = kind === 'none' ? `${name} (${title})` : `${name} (${title}): ${String(value)}`;
  if (result.outcome === 'acknowledged')
    tell(`${set} – acknowledged; the device does not show it, so it cannot be confirmed.`);
  else {
    const before = result.before === undefined ? '' : `, before ${String(result.before)}`;
    tell(`${set} – confirmed: the device shows it${before}.`);
  }
}

/**
 * Sets a device. Errors: `command.unknown`, `command.limits`, `command.not-armed` before a byte goes out; those of
 * `Field.set`.
 */
export async function set(typed: TypedSetting, flags: SetFlags): Promise<void> {
  const { port, protocol, confirm, json = false } = flags;
  const address = parseAddress(port);
  const registry = await readRegistry(flags.devices);
  const plain = definitionAt(address, polled(registry.definitionOf(protocol)));
  if (plain.discover === undefined) checked(plain, typed, confirm);
  const link = makeLink(lineAddress(address, plain), { clock });
  try {
    await link.open();
    const { write, value, result } = await setOver(link, plain, { typed, confirm });
    if (json) printJson({ setting: write.name, value, ...result });
    else tellResult(write, value, result);
  } finally {
    await link.close();
  }
}
