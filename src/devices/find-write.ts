// Finding what can be set by the name a person gives, and saying in words what it takes.
import { because } from '#core/reason.ts';
import type { SettingValue } from '#core/command.ts';
import { SolsteadError } from '#core/errors.ts';
import type { MetricValue } from '#core/reading.ts';
import type { WriteCommand, WriteValue } from './definition.ts';
import { distance } from './nearest.ts';

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

/** The setting of that name. Errors: `command.unknown`, with the names that are like it. */
export function findWrite(
  { id, writes }: { readonly id: string; readonly writes: readonly WriteCommand[] },
  name: string,
): WriteCommand {
  const asked = name.toLowerCase();
  const found =
    writes.find((write) => write.name === name) ?? writes.find((write) => write.name.toLowerCase() === asked);
  if (found !== undefined) return found;
  const near = nearMisses(writes, name);
  const reason = because('device.no-setting', { id });
  throw new SolsteadError('command.unknown', {
    at: name,
    why: near.length === 0 ? reason : because('word.near-some', { reason, near: { oneOf: near } }),
  });
}

/** Ranges that are told one by one; of more the ends. */
const mostRanges = 3;

/** `12 to 14.6 or 24 to 29.2`. */
function tellRanges({ min, max, ranges = [] }: Extract<SettingValue, { kind: 'number' }>): string {
  if (ranges.length < 2 || ranges.length > mostRanges) return `${min} to ${max}`;
  const told = ranges.map(([first, last]) => (first === last ? String(first) : `${first} to ${last}`));
  return `${told.slice(0, -1).join(', ')} or ${told.at(-1) ?? ''}`;
}

/** What can be told, in words: `one of Utility first, Solar first`, `48 to 58.4 V in steps of 0.1`. */
export function tellLimits(value: SettingValue): string {
  switch (value.kind) {
    case 'binary':
      return '1 for on, 0 for off';
    case 'choice':
      return `one of ${value.options.join(', ')}`;
    case 'number':
      return `${tellRanges(value)}${value.unit === '' ? '' : ` ${value.unit}`} in steps of ${value.step}`;
    case 'text':
      return `a text such as ${value.example}`;
    case 'none':
      return 'no value: it is an action';
  }
}

/** What a setting takes, in words. */
export function limitsOf(value: WriteValue): string {
  return tellLimits(value.kind === 'choice' ? { kind: 'choice', options: Object.keys(value.options) } : value);
}

/** What goes out for a value. Errors: `command.limits`, which names them. */
export function requestFor(write: WriteCommand, value: MetricValue): string {
  const isAction = write.value.kind === 'none';
  const request = isAction && value !== '' ? undefined : write.request(value);
  if (request !== undefined) return request;
  const isBetween =
    write.value.kind === 'number' && typeof value === 'number' && value >= write.value.min && value <= write.value.max;
  const { name: at, title } = write;
  const limits = limitsOf(write.value);
  if (value === '') throw new SolsteadError('command.limits', { at, why: because('value.missing', { title, limits }) });
  const given = { title, limits, value: String(value) };
  const why = isBetween ? because('value.between', given) : because('value.not-taken', given);
  throw new SolsteadError('command.limits', { at, why });
}
