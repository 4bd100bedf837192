// How a writer of the Voltronic families is written down: the letters, the words or limits, and where the device shows it.
import type { Unit } from '#core/unit.ts';
import { type Serves, usualWear, type Wear, type WriteCommand } from '../definition.ts';

/** What every writer says. */
export interface Writer {
  /** The maker's letters. */
  readonly name: string;
  readonly title: string;
  readonly dangerous?: true;
  /** What goes out before the value, where it is not `name`. */
  readonly letters?: string;
  /** Where the device shows it: `QPIRI battery_type`. */
  readonly shownBy?: `${string} ${string}`;
  /** The set-point it serves. */
  readonly serves?: Serves;
  /** These inverters keep every setting in an EEPROM; false for what they do not keep. */
  readonly wear?: Wear | false;
}

function shared({
  name,
  title,
  dangerous,
  shownBy,
  serves,
  wear = usualWear,
}: Writer): Pick<WriteCommand, 'kind' | 'name' | 'title' | 'dangerous' | 'readBack' | 'serves' | 'wear'> {
  const [command, field] = shownBy?.split(' ') ?? [];
  return {
    kind: 'write',
    name,
    title,
    ...(dangerous === undefined ? {} : { dangerous }),
    ...(serves === undefined ? {} : { serves }),
    ...(wear === false ? {} : { wear }),
    ...(command === undefined || field === undefined ? {} : { readBack: { command, field } }),
  };
}

/** One of some words; `options` says what goes out for each, behind the letters. */
export function choose(writer: Writer, options: Readonly<Record<string, string>>): WriteCommand {
  const letters = writer.letters ?? writer.name;
  return {
    ...shared(writer),
    value: { kind: 'choice', options },
    request: (value) =>
      typeof value === 'string' && Object.hasOwn(options, value) ? `${letters}${options[value] ?? ''}` : undefined,
  };
}

/** The limits of a number and how it is printed. */
export interface Amount {
  readonly unit: Unit;
  /** Ranges it may lie in, smallest first: a 12 V, a 24 V and a 48 V unit each have their own. */
  readonly ranges: readonly (readonly [min: number, max: number])[];
  readonly step: number;
  /** Digits before and after the point, zeros in front. */
  readonly digits: readonly [whole: number, decimals: number];
  /** How much of `unit` one unit on the wire is: 60 where minutes go out for seconds, 0.1 where tenths do. */
  readonly per?: number;
}

const isMultiple = (value: number, step: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-6;

/** A number between limits. */
export function amount(
  writer: Writer,
  { unit, ranges, step, digits: [whole, decimals], per = 1 }: Amount,
): WriteCommand {
  const letters = writer.letters ?? writer.name;
  const width = whole + (decimals === 0 ? 0 : decimals + 1);
  return {
    ...shared(writer),
    value: {
      kind: 'number',
      unit,
      min: ranges[0]?.[0] ?? 0,
      max: ranges.at(-1)?.[1] ?? 0,
      step,
      ...(ranges.length > 1 ? { ranges } : {}),
    },
    request(value) {
      if (typeof value !== 'number' || !isMultiple(value, step)) return undefined;
      if (!ranges.some(([min, max]) => value >= min && value <= max)) return undefined;
      return `${letters}${(value / per).toFixed(decimals).padStart(width, '0')}`;
    },
  };
}

/** What goes out behind the letters, of a given form: several values in one, a unit's number and a value. */
export function free(
  writer: Writer,
  { pattern, example }: { readonly pattern: string; readonly example: string },
): WriteCommand {
  const letters = writer.letters ?? writer.name;
  return {
    ...shared(writer),
    value: { kind: 'text', pattern, example },
    request: (value) =>
      typeof value === 'string' && new RegExp(`^(?:${pattern})$`).test(value) ? `${letters}${value}` : undefined,
  };
}

/** An action without a value. */
export function act(writer: Writer): WriteCommand {
  const letters = writer.letters ?? writer.name;
  return { ...shared({ wear: false, ...writer }), value: { kind: 'none' }, request: () => letters };
}

/** A switch that `PEx` turns on and `PDx` off. */
export function toggle({
  letter,
  title,
  field,
  query,
  dangerous,
  serves,
}: {
  readonly letter: string;
  readonly title: string;
  readonly field?: string;
  readonly query: string;
  readonly dangerous?: true;
  readonly serves?: Serves;
}): WriteCommand {
  return choose(
    {
      name: `PE${letter}`,
      title,
      letters: '',
      ...(field === undefined ? {} : { shownBy: `${query} ${field}` }),
      ...(dangerous === undefined ? {} : { dangerous }),
      ...(serves === undefined ? {} : { serves }),
    },
    { enabled: `PE${letter}`, disabled: `PD${letter}` },
  );
}

/** Date and time as `yymmddhhmmss` or, with four digits of the year, `yyyymmddhhmmss`. */
export const clockPattern = (yearDigits: 2 | 4): string =>
  `\\d{${yearDigits}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?:[01]\\d|2[0-3])[0-5]\\d[0-5]\\d`;

/** A switch of the catalogue by the words of {@link toggle}. */
export const enabledWords = { on: 'enabled', off: 'disabled' } as const;
