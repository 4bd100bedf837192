// Sentences from codes, for whatever shows them: page, command line, answers of the server.
import { metricKey, type MetricId } from '#core/catalogue.ts';
import { formatMessage } from '#core/message.ts';
import type { Params, RestOf } from '#core/message-params.ts';
import type { Reason } from '#core/reason.ts';
import { type SetPointId, setPointKey, setPointLabel } from '#core/set-points.ts';
import type { en, MessageCode } from './en.ts';
import type { SomeWords } from './language.ts';

/** Who is spoken to: the language, how numbers and dates are written, and the clock of the site. */
export interface Listener {
  readonly language: SomeWords;
  /** BCP 47 tag for numbers and dates; the language's own if left out. */
  readonly locale?: string;
  /** IANA zone of the site; UTC if left out. */
  readonly timeZone?: string;
  /** What stands for a text that has not come yet; without it such a text is an error. */
  readonly lacking?: () => string;
}

/** Parameters that follow a code, none if its text has no gap. */
export type SayRest<Code extends MessageCode> = RestOf<(typeof en)[Code]>;

/** The label of a metric with its index. */
export function sayMetric({ metrics }: SomeWords, id: MetricId): string {
  const { key, index } = metricKey(id);
  const { label } = metrics[key];
  return index === undefined ? label : `${label} ${index}`;
}

/** The label of a set-point with its index. */
export const saySetPoint = ({ setPoints }: SomeWords, id: SetPointId): string => setPointLabel(id, setPoints);

/** What a word of a choice means, as a sentence begins; the word itself where it has none. */
export function sayChoice({ setPoints }: SomeWords, id: SetPointId, word: string): string {
  const { words } = setPoints[setPointKey(id)];
  const meaning = words?.[word];
  return meaning === undefined ? word : meaning.charAt(0).toLocaleUpperCase() + meaning.slice(1);
}

function fill(listener: Listener, code: MessageCode, params: Params): string {
  const { language, locale = language.formats, timeZone, lacking } = listener;
  const text = language.messages[code];
  if (text === undefined) {
    if (lacking !== undefined) return lacking();
    throw new TypeError(`assertion: there is no text of the code ${code}`);
  }
  return formatMessage(text, params, {
    locale,
    ...(timeZone === undefined ? {} : { timeZone }),
    reason: (inner) => sayReason(listener, inner),
    metric: (id) => sayMetric(language, id),
    setPoint: (id) => saySetPoint(language, id),
    setting: language.setting,
  });
}

/** A message of the catalogue. */
export function say<Code extends MessageCode>(listener: Listener, code: Code, ...params: SayRest<Code>): string;
export function say(listener: Listener, code: MessageCode, params: Params = {}): string {
  return fill(listener, code, params);
}

const isCodeOf = ({ messages }: SomeWords, code: string): code is MessageCode => Object.hasOwn(messages, code);

/** A reason from a record or an answer; one that another version wrote is shown as its code and parameters. */
export function sayReason(listener: Listener, { code, params }: Reason): string {
  if (isCodeOf(listener.language, code)) return fill(listener, code, params);
  return listener.lacking?.() ?? `${code} ${JSON.stringify(params)}`;
}
