// Finding what can be set by the name a person gives, and saying in words what it takes.
import { external, type SetPointName, type SettingTitle } from '#core/message-params.ts';
import { because, inEnglish, type Reason } from '#core/reason.ts';
import type { SettingValue } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import type { Definition, WriteCommand, WriteValue } from './definition.ts';
import { distance, withNearest } from '#core/near-word.ts';

/** Changes of a letter between two names at which one still passes for a slip of the other. */
const slips = 2;

/** Names a person may have meant: alike in letters, or whose title holds the words. */
function nearMisses(writes: readonly WriteCommand[], name: string): readonly string[] {
  const asked = name.toLowerCase();
  const words = asked.replaceAll(/[_-]+/g, ' ');
  const most = Math.min(slips, Math.max(1, asked.length - 2));
  const near = writes
    .map((write) => ({ name: write.name, title: write.title, slips: distance([write.name.toLowerCase(), asked]) }))
    .filter((write) => write.slips <= most || (words.length > 2 && write.title.toLowerCase().includes(words)))
    .toSorted((left, right) => left.slips - right.slips);
  return near.slice(0, 3).map((write) => write.name);
}

/** Set-points a person may have meant. */
const nearSetPoints = (known: readonly string[], asked: string): readonly string[] =>
  [...new Set(known)].filter((each) => asked.length <= 80 && asked.includes('.') && distance([each, asked]) <= slips);

/** The setting of that name. Errors: `command.unknown`, with the names that are like it. */
export function findWrite(
  { id, writes, composed = [] }: Pick<Definition, 'id' | 'writes' | 'composed'>,
  name: string,
): WriteCommand {
  const asked = name.toLowerCase();
  const found =
    writes.find((write) => write.name === name) ?? writes.find((write) => write.name.toLowerCase() === asked);
  if (found !== undefined) return found;
  const setPoints = [...composed, ...writes.flatMap(({ serves }) => serves ?? [])].map(({ setPoint }) => setPoint);
  const near = [...nearMisses(writes, name), ...nearSetPoints(setPoints, asked)].slice(0, 3);
  const reason = because('device.no-setting', { id });
  throw new SolsteadError('command.unknown', {
    at: name,
    why: near.length === 0 ? reason : because('word.near', { reason, near: { oneOf: near } }),
  });
}

/** Values, and ranges of values, that are told one by one; of more the ends. */
const mostValues = 40;
const mostRanges = 6;

function limitsOfNumber({ unit, min, max, step, ranges = [] }: Extract<SettingValue, { kind: 'number' }>): Reason {
  // The ends are given to programs beside what is told.
  const limits = { min, max, step, unit: unit === '' ? 'none' : unit };
  const isListed = ranges.length > 1 && ranges.every(([first, last]) => first === last);
  if (isListed && ranges.length <= mostValues) {
    const values = { oneOf: ranges.map(([value]) => String(value)) };
    return because('limits.values', { ...limits, values });
  }
  if (ranges.length < 2 || ranges.length > mostRanges) return because('limits.number', limits);
  const told = { oneOf: ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`)) };
  return because('limits.ranges', { ...limits, ranges: told });
}

/** What a setting or a set-point takes, as a reason inside others. */
function limitsReason(value: SettingValue): Reason {
  switch (value.kind) {
    case 'binary':
      return because('limits.switch');
    case 'choice':
      return because('limits.choices', { choices: value.options });
    case 'number':
      return limitsOfNumber(value);
    case 'text':
      return because('limits.text', { example: value.example });
    case 'none':
      return because('limits.action');
  }
}

/** What can be told, in words: `one of Utility first, Solar first`, `48 to 58.4 V in steps of 0.1`. */
export function tellLimits(value: SettingValue): string {
  return inEnglish(limitsReason(value));
}

const plainValue = (value: WriteValue): SettingValue =>
  value.kind === 'choice' ? { kind: 'choice', options: Object.keys(value.options) } : value;

/** What a setting takes, in words. */
export function limitsOf(value: WriteValue): string {
  return tellLimits(plainValue(value));
}

/** Why a value is not taken: none was given, it is a text where a number is wanted, or it is not one of those taken. */
export function notTaken(
  { title, value: taken }: { readonly title: SettingTitle | SetPointName; readonly value: SettingValue },
  value: MetricValue,
): Reason {
  const limits = limitsReason(taken);
  if (value === '') return because('value.missing', { title, limits });
  const given = { title, limits, given: typeof value === 'number' ? value : external(value) };
  const words = taken.kind === 'choice' ? taken.options : [];
  if (taken.kind !== 'number') return withNearest(because('value.not-taken', given), String(value), words);
  if (typeof value === 'string') {
    const reason = because('value.text', given);
    // A comma may stand between thousands as well: it is not guessed which.
    const isComma = /^\s*[-+]?\d+,\d+\s*$/.test(value);
    return isComma ? because('value.comma', { reason, example: value.trim().replace(',', '.') }) : reason;
  }
  const isBetween = value >= taken.min && value <= taken.max && limits.code !== 'limits.values';
  return isBetween ? because('value.between', given) : because('value.not-taken', given);
}

/** What goes out for a value. Errors: `command.limits`, which names them. */
export function requestFor(write: WriteCommand, value: MetricValue): string {
  const isAction = write.value.kind === 'none';
  const request = isAction && value !== '' ? undefined : write.request(value);
  if (request !== undefined) return request;
  const title = { setting: write.title };
  const why = notTaken({ title, value: plainValue(write.value) }, value);
  throw new SolsteadError('command.limits', { at: write.name, why });
}
