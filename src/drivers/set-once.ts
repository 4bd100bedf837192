// Setting a device that is not set up: sent once, then verified by what the device shows.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { CommandTarget, SettingValue, SettingView } from '#core/command.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { SettingOutcome, TypedSetting } from '#core/field.ts';
import type { Link } from '#core/link.ts';
import type { MetricValue } from '#core/reading.ts';
import type { AskedDefinition, WriteCommand } from '#devices/definition.ts';
import { findServed } from '#devices/capabilities.ts';
import { findWrite, requestFor } from '#devices/find-write.ts';
import { capabilityView, settingView } from '#devices/setting-view.ts';
import { commandOf } from './ask.ts';
import { deliver } from './deliver.ts';
import { DeviceCommands } from './device-commands.ts';
import { discovered } from './discover.ts';
import { type OnceContext, patientAsker } from './patient-asker.ts';

/** What is set on what. */
export interface SetOnce extends OnceContext {
  readonly definition: AskedDefinition;
  readonly typed: TypedSetting;
  withLink<T>(job: (link: Link) => Promise<T>): Promise<T>;
}

const switchWords: Readonly<Record<string, number>> = { on: 1, true: 1, off: 0, false: 0 };

/** What was typed as the target takes it. */
function valueOf(value: SettingValue, typed = ''): MetricValue {
  const word = typed.trim().toLowerCase();
  if (value.kind === 'binary' && Object.hasOwn(switchWords, word)) return switchWords[word] ?? typed;
  if (value.kind === 'number' || value.kind === 'binary') {
    const number = word === '' ? Number.NaN : Number(typed);
    // What is not a number is quoted as typed.
    return Number.isNaN(number) ? typed.trim() : number;
  }
  if (value.kind !== 'choice') return typed;
  return value.options.find((option) => option.toLowerCase() === typed.toLowerCase()) ?? typed;
}

interface Named {
  readonly target: CommandTarget;
  readonly view: SettingView;
  readonly writes: readonly WriteCommand[];
}

/** What is set, by the name that was typed. Errors: `command.unknown`. */
function named(definition: AskedDefinition, name: string): Named {
  if (isSetPointId(name)) {
    const served = findServed(definition, name);
    return { target: { setPoint: name }, view: capabilityView(served), writes: served.writes };
  }
  const write = findWrite(definition, name);
  return { target: { setting: write.name }, view: settingView(write), writes: [write] };
}

/**
 * A command that may be sent; the limits of a set-point are checked if the shown values are known. Errors: `command.unknown`,
 * `command.limits`, `command.not-armed`.
 */
function checked(definition: AskedDefinition, { setting, value, confirmed }: TypedSetting) {
  const found = named(definition, setting);
  const wanted = valueOf(found.view.value, value);
  const [write] = found.writes;
  if ('setting' in found.target && write !== undefined) requestFor(write, wanted);
  const { name, title, dangerous } = found.view;
  if (dangerous && confirmed !== name) {
    const why = because('command.confirm', {
      title: 'setPoint' in found.target ? { setPoint: found.target.setPoint } : { setting: title },
      name,
    });
    throw new SolsteadError('command.not-armed', { at: name, why });
  }
  return { ...found, value: wanted };
}

async function setOver(link: Link, plain: AskedDefinition, context: SetOnce): Promise<SettingOutcome> {
  const { clock, typed } = context;
  const { signal = new AbortController().signal } = context;
  const definition = await discovered(plain, patientAsker(link, plain, context));
  const { target, view, writes, value } = checked(definition, typed);
  const shownBy = writes.flatMap(({ readBack }) => (readBack === undefined ? [] : [readBack.command]));
  const patiently = patientAsker(link, definition, context);
  const commands = new DeviceCommands({
    clock,
    signal,
    everySeconds: definition.settings.everySeconds,
    definition: () => definition,
    askable: (names) => names.filter((name) => shownBy.includes(name)),
    async ask(name) {
      commands.note(await patiently(commandOf(definition, name)));
    },
    async send(request, onSend) {
      try {
        await deliver(link, definition, { request, signal, onSend });
      } finally {
        if (plain.pauseMs !== undefined) await clock.sleep(plain.pauseMs);
      }
    },
  });
  // Read first, so that the old value can be reported; a device that does not show it is set all the same.
  await commands.settings();
  const force = typed.isForced === true;
  const result = await commands.set({ device: link.name, target, value, origin: 'person', force });
  return { view, value, ...result };
}

/** Sets a device. Errors: `command.*` before a byte is sent if possible; those of `Field.set`. */
export async function setOnce(context: SetOnce): Promise<SettingOutcome> {
  const { definition } = context;
  if (definition.discover === undefined) checked(definition, context.typed);
  return context.withLink((link) => setOver(link, definition, context));
}
