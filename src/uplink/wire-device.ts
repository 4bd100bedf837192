// What a home says of a device, part by part: what it and its parts measure, and what can be set on it. People, the automation and the
// outputs of another home act on that, so it is rebuilt from what is of the form; what is not is left out, as another version may say more.
import type { Capability, SettingValue, WearUse } from '#core/command.ts';
import { isRecord } from '#core/entries.ts';
import { partPattern } from '#core/meter-part.ts';
import { isSetPointId } from '#core/set-points.ts';
import { type SentRole, sentRoles } from '#core/uplink.ts';
import { cut, oneLine } from '#core/visible.ts';

/** A part of a device that measures something of its own. */
export interface SentPart {
  /** `channel-2`. */
  readonly part: string;
  readonly measures: SentRole;
}

/** Most that can be set on a device, and most words, ranges or settings of one of them. */
export const mostCapabilities = 200;
const mostWords = 200;
/** Characters of a word, of a title, of the name of a circuit. */
const longestWord = 100;
const longestTitle = 200;
const longestName = 80;

/** Half a character can neither be part of an address nor be kept by every store. */
export const isText = (found: unknown, most: number): found is string =>
  typeof found === 'string' && found.length <= most && found.isWellFormed();

const isNumber = (found: unknown): found is number => typeof found === 'number' && Number.isFinite(found);
const isWord = (found: unknown): found is string => isText(found, longestWord);
const isRange = (found: unknown): found is readonly [number, number] =>
  Array.isArray(found) && found.length === 2 && found.every(isNumber);

/** A list of one kind of things, and of not too many; undefined if it is something else. */
function listOf<Item>(found: unknown, isItem: (one: unknown) => one is Item): readonly Item[] | undefined {
  if (!Array.isArray(found) || found.length > mostWords) return undefined;
  const items: readonly unknown[] = found;
  return items.every(isItem) ? items : undefined;
}

/** What a set-point takes: none of the catalogue takes a text. */
function valueIn(found: unknown): SettingValue | undefined {
  if (!isRecord(found)) return undefined;
  const { kind, unit, min, max, step } = found;
  if (kind === 'binary') return { kind };
  if (kind === 'choice') {
    const options = listOf(found['options'], isWord);
    return options === undefined ? undefined : { kind, options };
  }
  if (kind !== 'number' || !isWord(unit) || !isNumber(min) || !isNumber(max) || !isNumber(step) || step < 0)
    return undefined;
  const ranges = found['ranges'] === undefined ? [] : listOf(found['ranges'], isRange);
  if (ranges === undefined) return undefined;
  return { kind, unit, min, max, step, ...(ranges.length === 0 ? {} : { ranges }) };
}

function wearIn(found: unknown): { readonly wear?: WearUse } {
  if (!isRecord(found)) return {};
  const { used, mostADay } = found;
  return isNumber(used) && isNumber(mostADay) ? { wear: { used, mostADay } } : {};
}

function timedIn(found: unknown): Pick<Capability, 'timed'> {
  const most = isRecord(found) ? found['mostSeconds'] : undefined;
  return isNumber(most) && most > 0 ? { timed: { mostSeconds: most } } : {};
}

function capabilityIn(found: unknown): Capability | undefined {
  if (!isRecord(found)) return undefined;
  const { name, setPoint, title, dangerous } = found;
  const [value, settings] = [valueIn(found['value']), listOf(found['settings'], isWord)];
  // Its name is its id: others write it into what they make of it.
  if (!isWord(setPoint) || !isSetPointId(setPoint) || name !== setPoint || !isText(title, longestTitle))
    return undefined;
  if (typeof dangerous !== 'boolean' || value === undefined || settings === undefined) return undefined;
  return {
    name: setPoint,
    setPoint,
    title: oneLine(title),
    value,
    dangerous,
    readable: found['readable'] === true,
    stored: found['stored'] === true,
    settings,
    ...wearIn(found['wear']),
    ...timedIn(found['timed']),
  };
}

/** What can be set on a device; what is not of the form is left out. */
export const capabilitiesIn = (found: readonly unknown[]): readonly Capability[] =>
  found.flatMap((one) => capabilityIn(one) ?? []);

/** What a device measures; one of another version, or without a form, is not known here. */
export function roleIn(found: unknown): SentRole | undefined {
  if (!isRecord(found)) return undefined;
  const kind = sentRoles.find((one) => one === found['kind']);
  const { of, name, apart, reversed } = found;
  const isCopy = kind === 'copy' || kind === 'same-grid';
  if (kind === undefined || (isCopy && typeof of !== 'string')) return undefined;
  return {
    kind,
    ...(isText(of, 100) && of !== '' ? { of } : {}),
    ...(typeof name === 'string' && name.trim() !== '' ? { name: cut(oneLine(name).trim(), longestName) } : {}),
    ...(apart === true ? { apart } : {}),
    ...(reversed === true ? { reversed } : {}),
  };
}

/** More parts than a device has. */
const mostParts = 64;
const partForm = new RegExp(`^${partPattern}$`);

/** What parts of a device measure; those of a form that is not known here are left out. */
export function partsIn(found: unknown): readonly SentPart[] {
  if (!Array.isArray(found)) return [];
  return found.slice(0, mostParts).flatMap((one: unknown) => {
    if (!isRecord(one)) return [];
    const [{ part }, measures] = [one, roleIn(one['measures'])];
    return typeof part === 'string' && partForm.test(part) && measures !== undefined ? [{ part, measures }] : [];
  });
}
