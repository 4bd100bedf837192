// A device's answer in the words of mpp-solar, for outputs that know it by its keys. What we compute from other fields is left out: the
// device does not say it, and mpp-solar did not either.
import type { AnswerField, DeviceAnswer } from '#core/field.ts';
import type { NamedAnswer, NamedField } from '#core/named-answer.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Definition } from '../definition.ts';
import { findCommand } from '../find-command.ts';
import { type OldAnswer, oldAnswers, type OldSwitches } from './old-names.ts';
import { hasOldWords, oldText, type OldTexts } from './old-text.ts';
import { oldTexts } from './old-texts.ts';

/** What an answer does not say of itself. */
export type AnswerAbout = Pick<NamedAnswer, 'device' | 'tag' | 'atMs' | 'identity'>;

const asSwitch: Readonly<Record<OldSwitches, (isOn: boolean) => Pick<NamedField, 'value' | 'unit'>>> = {
  bool: (isOn) => ({ value: isOn ? 1 : 0, unit: 'bool' }),
  number: (isOn) => ({ value: isOn ? 1 : 0, unit: '' }),
  digit: (isOn) => ({ value: isOn ? '1' : '0', unit: '' }),
  hex: (isOn) => ({ value: isOn ? '01' : '00', unit: '' }),
  word: (isOn) => ({ value: isOn ? 'enabled' : 'disabled', unit: '' }),
  title: (isOn) => ({ value: isOn ? 'Enabled' : 'Disabled', unit: '' }),
  capitals: (isOn) => ({ value: isOn ? 'ON' : 'OFF', unit: '' }),
};

/** What a value is divided by, and the unit it has then. */
function scaleOf(field: AnswerField, { kilo, minutes, hours, days }: OldAnswer) {
  if (kilo?.includes(field.name) === true) return { by: 1000, unit: `k${field.unit}` };
  if (minutes?.includes(field.name) === true) return { by: 60, unit: 'min' };
  if (hours?.includes(field.name) === true) return { by: 3600, unit: 'hour' };
  return days?.includes(field.name) === true ? { by: 86_400, unit: 'day' } : undefined;
}

function namedField(field: AnswerField, { old, texts }: OldForm): NamedField | undefined {
  const { value, label, computed } = field;
  if (value === null || computed === true) return undefined;
  const name = old.names?.[field.name] ?? label;
  if (typeof value === 'boolean') return { name, ...asSwitch[old.switches ?? 'bool'](value) };
  const scale = typeof value === 'number' ? scaleOf(field, old) : undefined;
  if (scale === undefined) return { name, ...oldText({ ...field, value }, texts) };
  // Without the noise of the division: 16.58 and not 16.580000000000002.
  return { name, value: Number((Number(value) / scale.by).toPrecision(12)), unit: scale.unit };
}

/** How an answer was told. */
interface OldForm {
  readonly old: OldAnswer;
  readonly texts: OldTexts;
}

/** The tables of an answer: a question with an argument has those of its kind. */
function oldFormOf(definition: Definition, query: string): OldForm {
  const { id } = definition;
  if (oldAnswers[id] === undefined && oldTexts[id] === undefined) return { old: {}, texts: {} };
  const asked = 'commands' in definition ? definition.commands : [];
  const known = asked.find((command) => findCommand([command], query) !== undefined);
  const name = known?.name ?? query;
  return { old: oldAnswers[id]?.[name] ?? {}, texts: oldTexts[id]?.[name] ?? {} };
}

/** What a field that tells its value as we do was called there, and how switches are told; undefined: in another unit, or other words. */
export function oldNameOf(
  definition: Definition,
  query: string,
  { name, label }: Pick<AnswerField, 'name' | 'label'>,
): { readonly title: string; readonly switches: OldSwitches } | undefined {
  const { old, texts } = oldFormOf(definition, query);
  const { kilo = [], minutes = [], hours = [], days = [] } = old;
  if ([...kilo, ...minutes, ...hours, ...days].includes(name) || hasOldWords(name, texts)) return undefined;
  return { title: old.names?.[name] ?? label, switches: old.switches ?? 'bool' };
}

/** Makes it. */
export function namedAnswer(definition: Definition, answer: DeviceAnswer, about: AnswerAbout): NamedAnswer {
  const { query, title, payload, fields } = answer;
  const form = oldFormOf(definition, query);
  const named = fields.map((field) => namedField(field, form)).filter((field) => field !== undefined);
  return { ...about, command: query, title, fields: named, raw: payload };
}

/** Several answers as one, as `get_status` and `get_settings` give them: of one name the last counts. */
export function mergedAnswer(
  answers: readonly NamedAnswer[],
  { command, title, about }: { readonly command: string; readonly title: string; readonly about: AnswerAbout },
): NamedAnswer {
  return { ...about, command, title, fields: answers.flatMap(({ fields }) => fields), raw: new Uint8Array() };
}

/** An answer to several questions, with those that gave none. */
export function withFailed(answer: NamedAnswer, failed: readonly string[]): NamedAnswer {
  const which = answer.command === 'get_settings' ? '_failed_settings_commands' : '_failed_status_commands';
  return { ...answer, fields: [...answer.fields, { name: which, value: failed.join(', '), unit: '' }] };
}

/** The id of a device from the first values of its answers, joined by colons. */
export function deviceIdAnswer(answers: readonly NamedAnswer[], about: AnswerAbout): NamedAnswer {
  const values: readonly MetricValue[] = answers.flatMap(({ fields }) => fields.slice(0, 1).map(({ value }) => value));
  const field: NamedField = { name: 'DeviceID', value: values.join(':'), unit: '' };
  const title = 'Generate a device id';
  return {
    ...about,
    command: 'Get Device ID',
    title,
    fields: values.length === 0 ? [] : [field],
    raw: new Uint8Array(),
  };
}
