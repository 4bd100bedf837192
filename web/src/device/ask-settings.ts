// How a device is asked, as people type it: fields of text, and what they mean. Pure.
import type { DeviceSettings } from '#api/device-settings.ts';
import { settingBounds } from '#core/records.ts';
import { locale, t } from '../words.ts';

/** The fields that hold one number. */
export const numberFields = ['liveSeconds', 'settingsSeconds', 'retries', 'responseSeconds', 'pauseSeconds'] as const;
export type NumberField = (typeof numberFields)[number];
type Key = NumberField | 'backoffSeconds';

/** What is typed; empty: as suits the device. */
export type AskEntries = Readonly<Record<Key, string>>;

/** What is set now, as text. */
export function entriesOf(settings: DeviceSettings = {}): AskEntries {
  const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value));
  return {
    liveSeconds: textOf(settings.liveSeconds),
    settingsSeconds: textOf(settings.settingsSeconds),
    retries: textOf(settings.retries),
    backoffSeconds: settings.backoffSeconds?.join(', ') ?? '',
    responseSeconds: textOf(settings.responseSeconds),
    pauseSeconds: textOf(settings.pauseSeconds),
  };
}

function numberOf(text: string, [least, most]: readonly [number, number]): number | undefined {
  const number = /^\d+(?:[.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

/** The numbers of a list. A comma within one is a decimal comma where something else parts them, or the reader's country writes it so. */
function partsOf(text: string, tag: string): readonly string[] {
  const tokens = text.split(/[;\s]+|,(?=\s)/).filter((token) => token !== '');
  const isDecimalComma = tokens.length > 1 || new Intl.NumberFormat(tag).format(1.5).includes(',');
  return tokens.flatMap((token) => (isDecimalComma && /^\d+,\d+$/.test(token) ? token : token.split(',')));
}

/** What the entries mean to a reader of `tag`, or what is wrong with them, by field. */
export function askSettingsOf(
  entries: AskEntries,
  tag = locale(),
): { readonly settings: DeviceSettings } | { readonly problems: Readonly<Partial<Record<Key, string>>> } {
  const settings: { -readonly [K in keyof DeviceSettings]: DeviceSettings[K] } = {};
  const problems: Partial<Record<Key, string>> = {};
  for (const field of numberFields) {
    const text = entries[field].trim();
    if (text === '') continue;
    const [least, most] = settingBounds[field];
    const number = numberOf(text, [least, most]);
    if (number === undefined || (field === 'retries' && !Number.isInteger(number)))
      problems[field] = t('device.advanced-bad', { least, most });
    else settings[field] = number;
  }
  const pauses = partsOf(entries.backoffSeconds, tag).filter((text) => text !== '');
  const [least, most] = settingBounds.backoffSeconds;
  const [, count] = settingBounds.backoffs;
  const numbers = pauses.map((text) => numberOf(text, [least, most])).filter((number) => number !== undefined);
  if (numbers.length < pauses.length || numbers.length > count)
    problems.backoffSeconds = t('device.advanced-bad-list', { count, least, most });
  else if (numbers.length > 0) settings.backoffSeconds = numbers;
  return Object.keys(problems).length > 0 ? { problems } : { settings };
}
