// Setting a device that is not set up: sent once, then looked for in what the device shows.
import { SolsteadError } from '#core/errors.ts';
import type { SettingOutcome, TypedSetting } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MetricValue } from '#core/reading.ts';
import type { ByteDefinition, PolledDefinition, WriteCommand } from '#devices/definition.ts';
import { findWrite, requestFor } from '#devices/find-write.ts';
import { settingView } from '#devices/setting-view.ts';
import { commandOf } from './ask.ts';
import { deliver } from './deliver.ts';
import { makeDeviceSettings } from './device-settings.ts';
import { discovered } from './discover.ts';
import { type OnceContext, patientAsker } from './patient-asker.ts';

/** What is set on what. */
export interface SetOnce extends OnceContext {
  readonly definition: ByteDefinition;
  readonly typed: TypedSetting;
  withLink<T>(job: (link: Link) => Promise<T>): Promise<T>;
}

function polled(definition: ByteDefinition): PolledDefinition {
  if (definition.way === 'polled') return definition;
  const why = `${definition.title} reports by itself: nothing is set over a port`;
  throw new SolsteadError('command.unknown', { at: definition.id, why });
}

/** What was typed as the setting takes it. */
function valueOf({ value }: WriteCommand, typed = ''): MetricValue {
  if (value.kind === 'number') return typed.trim() === '' ? typed : Number(typed);
  if (value.kind !== 'choice') return typed;
  return Object.keys(value.options).find((option) => option.toLowerCase() === typed.toLowerCase()) ?? typed;
}

/** An order that may be sent. Errors: `command.unknown`, `command.limits`, `command.not-armed`. */
function checked(definition: PolledDefinition, { setting, value, confirmed }: TypedSetting) {
  const write = findWrite(definition, setting);
  const ordered = valueOf(write, value);
  requestFor(write, ordered);
  const { name, title, dangerous } = write;
  if (dangerous === true && confirmed !== name) {
    const why = `"${title}" can cut the power or undo a protection: add --confirm ${name} to do it`;
    throw new SolsteadError('command.not-armed', { at: name, why });
  }
  return { write, value: ordered };
}

async function setOver(link: Link, plain: PolledDefinition, context: SetOnce): Promise<SettingOutcome> {
  const { clock, typed } = context;
  const { signal = new AbortController().signal } = context;
  const definition = await discovered(plain, patientAsker(link, plain, context));
  const { write, value } = checked(definition, typed);
  const patiently = patientAsker(link, definition, context);
  const settings = makeDeviceSettings({
    clock,
    signal,
    everySeconds: definition.settings.everySeconds,
    definition: () => definition,
    worthAsking: (names) => names.filter((name) => name === write.readBack?.command),
    async ask(name) {
      const asked = await patiently(commandOf(definition, name));
      settings.note(asked);
      return asked;
    },
    async send(request) {
      try {
        await deliver(link, definition, { request, signal });
      } finally {
        if (plain.pauseMs !== undefined) await clock.sleep(plain.pauseMs);
      }
    },
  });
  // Read first, so that what it was can be told; a device that does not show it is set all the same.
  await settings.views();
  const result = await settings.set({ device: link.name, setting: write.name, value });
  return { view: settingView(write), value, ...result };
}

/** Sets a device. Errors: `command.*` before a byte goes out where it can be told; those of `Field.set`. */
export async function setOnce(context: SetOnce): Promise<SettingOutcome> {
  const definition = polled(context.definition);
  if (definition.discover === undefined) checked(definition, context.typed);
  return context.withLink((link) => setOver(link, definition, context));
}
