// Values of settings: how they are written for people, and whether a person's entry is valid.
import type { Setting } from '#api/settings.ts';
import { decimal } from '../format.ts';
import { choiceText, locale, t } from '../words.ts';
import { wordsOf } from './setting-groups.ts';

/** A value of a setting as it goes to the server. */
export type SettingEntry = string | number;

/** Decimals of a step: 0.1 has one. */
function digitsOf(step: number): number {
  return String(step).split('.')[1]?.length ?? 0;
}

/** A value of a setting with its unit. */
export function settingText({ name, value }: Setting, shown: SettingEntry | undefined): string {
  if (shown === undefined) return t('settings.unknown');
  if (value.kind === 'binary') return Number(shown) === 0 ? t('word.off') : t('word.on');
  if (value.kind === 'choice') return choiceText({ name }, String(shown));
  if (value.kind !== 'number' || typeof shown !== 'number') return String(shown);
  const number = decimal(shown, digitsOf(value.step));
  return value.unit === '' ? number : `${number}\u00a0${value.unit}`;
}

type NumberValue = Extract<Setting['value'], { readonly kind: 'number' }>;

interface Range {
  readonly first: number;
  readonly last: number;
}

/** The ranges a number may lie in; if there are no gaps there is one. */
function rangesOf({ min, max, ranges = [] }: NumberValue): readonly Range[] {
  if (ranges.length === 0) return [{ first: min, last: max }];
  return ranges.map(([first = min, last = max]) => ({ first, last }));
}

/** What a setting takes, in a line under its field. */
export function limitsText(setting: Setting): string {
  const { value } = setting;
  if (value.kind === 'text') return t('settings.example', { example: value.example });
  if (value.kind !== 'number') return '';
  const ranges = rangesOf(value);
  const told = ranges.map(({ first, last }) =>
    first === last
      ? settingText(setting, first)
      : t('settings.range', { min: settingText(setting, first), max: settingText(setting, last) }),
  );
  const limits = new Intl.ListFormat(locale(), { type: 'disjunction' }).format(told);
  if (ranges.every(({ first, last }) => first === last)) return limits;
  return t('settings.limits', { limits, step: settingText(setting, value.step) });
}

/** What is wrong with a number that was entered; absent if nothing is. */
function numberProblem(setting: Setting, value: NumberValue, entry: string): string | undefined {
  const number = Number(entry);
  if (entry === '' || !Number.isFinite(number)) return t('settings.bad-number', { limits: limitsText(setting) });
  if (rangesOf(value).some(({ first, last }) => number >= first && number <= last)) return undefined;
  return t('settings.bad-limits', { limits: limitsText(setting) });
}

/** What a person entered: the value to be sent, or what is wrong with it. */
export type CheckedEntry = { readonly value: SettingEntry } | { readonly problem: string };

/** Checks an entry as far as that is possible without the device. */
export function checkedEntry(setting: Setting, entry: string): CheckedEntry {
  const { value } = setting;
  switch (value.kind) {
    case 'none':
      return { value: '' };
    case 'binary':
      return entry === '0' || entry === '1' ? { value: Number(entry) } : { problem: t('settings.bad-choice') };
    case 'choice':
      return value.options.includes(entry) ? { value: entry } : { problem: t('settings.bad-choice') };
    case 'text':
      return new RegExp(`^(?:${value.pattern})$`).test(entry)
        ? { value: entry }
        : { problem: t('settings.bad-text', { example: value.example }) };
    case 'number': {
      const typed = entry.trim().replace(',', '.');
      const problem = numberProblem(setting, value, typed);
      return problem === undefined ? { value: Number(typed) } : { problem };
    }
  }
}

/** Settings whose words – title, letters, choices, and those of manuals – contain everything that was typed. */
export function matchingSettings(settings: readonly Setting[], words: string): readonly Setting[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return settings.filter((setting) => {
    const text = wordsOf(setting);
    return wanted.every((word) => text.includes(word));
  });
}
