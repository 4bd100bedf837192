// What fills the gaps of a message, and the types that find a message's gaps in its text: a parameter that is missing or
// misspelt does not compile.
import type { MetricId } from './catalogue.ts';
import type { SetPointId } from './set-points.ts';
import type { Unit } from './unit.ts';

/** Text that came from outside (a device, the operating system): shown as it is, never translated. */
export interface External {
  readonly external: string;
}

/** A metric of the catalogue: shown by its label. */
export interface MetricName {
  readonly metric: MetricId;
}

/** A set-point of the catalogue: shown by its label. */
export interface SetPointName {
  readonly setPoint: SetPointId;
}

/** A maker's setting by the English title of its definition: shown as the language calls it. */
export interface SettingTitle {
  readonly setting: string;
}

/** A figure in a base unit: shown with its significant digits, in kilo if customary. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

/** Alternatives: joined with the language's `or`. */
export interface Alternatives {
  readonly oneOf: readonly string[];
}

/** What may fill a gap; a reason inside a reason is shown in the same language, a list is joined as the language does. */
export type Param =
  | string
  | number
  | External
  | readonly string[]
  | Alternatives
  | MetricName
  | SetPointName
  | SettingTitle
  | Quantity
  | NestedReason;

/** A code with its parameters, inside another one. */
export interface NestedReason {
  readonly code: string;
  readonly params: Params;
}

/** Parameters of a message by name. */
export type Params = Readonly<Record<string, Param>>;

/** Marks a text of the world outside. */
export const external = (text: string): External => ({ external: text });

/** Plain gap: shown as it is, numbers without grouping (ports, registers, codes). */
export type Plain = Param;

type Named<Name extends string, Value> = { readonly [Key in Name]: Value };
type ArgumentOf<Head extends string> = Head extends `${infer Name}, ${infer Kind}`
  ? Kind extends `select,${string}`
    ? Named<Name, string>
    : Named<Name, number>
  : Named<Head, Plain>;

// Every brace leads from message to argument or back, so three types that take turns read any depth.
type InMessage<Text extends string, Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${string}`
    ? Text extends `${string}}${infer Rest}`
      ? BetweenCases<Rest, Found>
      : Found
    : InHead<After, Found>
  : Text extends `${string}}${infer Rest}`
    ? BetweenCases<Rest, Found>
    : Found;
type InHead<Text extends string, Found> = Text extends `${infer Head}}${infer Rest}`
  ? Head extends `${infer Start}{${string}`
    ? Text extends `${string}{${infer Body}`
      ? InMessage<Body, Found & ArgumentOf<Start>>
      : Found
    : InMessage<Rest, Found & ArgumentOf<Head>>
  : Found;
type BetweenCases<Text extends string, Found> = Text extends `${infer Before}}${infer Rest}`
  ? Before extends `${string}{${string}`
    ? Text extends `${string}{${infer Body}`
      ? InMessage<Body, Found>
      : Found
    : InMessage<Rest, Found>
  : Found;

/** Parameters that a message of this text needs. */
export type ParamsOf<Text extends string> = {
  readonly [Key in keyof InMessage<Text, unknown>]: InMessage<Text, unknown>[Key];
};

/** The parameters after a code: none if the text has no gap. */
export type RestOf<Text extends string> = keyof ParamsOf<Text> extends never ? [] : [params: ParamsOf<Text>];
