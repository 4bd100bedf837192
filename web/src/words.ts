// The language of the page: chosen once, before anything is shown. Every text comes from the catalogue by its code, and
// every number and date is written for the locale set here.
import type { MetricId } from '#core/catalogue.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { Reason } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { MessageCode } from '#words/en.ts';
import { english, languageOf, tags } from '#words/languages.ts';
import { type Listener, say, sayChoice, sayMetric, sayReason, saySetPoint, type SayRest } from '#words/say.ts';

const storageKey = 'solstead.language';

/** The tag of the language that was chosen here; English if none was. */
function chosenTag(): string {
  const chosen = localStorage.getItem(storageKey) ?? '';
  return tags.includes(chosen) ? chosen : english.tag;
}

/** How this reader's country writes the language: the first of the browser's languages that belongs to it. */
export function localeFor(tag: string, formats: string, preferred: readonly string[]): string {
  const [base = tag] = tag.split('-');
  return preferred.find((each) => each.startsWith(`${base}-`)) ?? formats;
}

// The page is shown in one language; another one takes a reload.
let listener: Listener & { readonly locale: string } = { language: english, locale: english.formats };

/** Loads the language that was chosen, and applies it to the page. Resolves before anything is shown. */
export async function startWords(): Promise<void> {
  const language = await languageOf(chosenTag());
  listener = { language, locale: localeFor(language.tag, language.formats, navigator.languages) };
  document.documentElement.lang = language.tag;
}

/** BCP 47 tag that numbers and dates are written for. */
export const locale = (): string => listener.locale;

/** A text of the catalogue. */
export function t<Code extends MessageCode>(code: Code, ...params: SayRest<Code>): string {
  return say(listener, code, ...params);
}

/** Names one after the other, with the language's own "and". */
export function listText(names: readonly string[]): string {
  return new Intl.ListFormat(listener.locale, { type: 'conjunction' }).format(names);
}

/** A reason in the language of the page, its times on the clock of the site. */
export function reasonText(reason: Reason, timeZone?: string): string {
  return sayReason(timeZone === undefined ? listener : { ...listener, timeZone }, reason);
}

/** The label of a metric in the language of the page. */
export function metricText(id: MetricId): string {
  return sayMetric(listener.language, id);
}

/** What a setting is called in the language of the page: a set-point by its label, one of the maker's by its title. */
export function settingTitle({ name, title }: { readonly name: string; readonly title: string }): string {
  const { language } = listener;
  return isSetPointId(name) ? saySetPoint(language, name) : language.setting(title);
}

/** A choice of a setting in words: those of the catalogue for a set-point, the maker's otherwise. */
export const choiceText = ({ name }: { readonly name: string }, word: string): string =>
  isSetPointId(name) ? sayChoice(listener.language, name, word) : word;

/** A failure as a page has it: the code, what happened and what helps in English, and what other languages make their own of. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly repair: string;
  readonly at?: string;
  readonly reason?: Reason;
  readonly advice?: Reason;
}

/** A failure of the page itself. */
export type FailureCode =
  | 'audit.denied'
  | 'failure.broken'
  | 'failure.page'
  | 'failure.unreachable'
  | 'failure.updated'
  | 'pages.denied'
  | 'setup.viewer-only'
  | 'test.cancelled';

/** What failed on the page itself, and what helps. */
export function failureWords(code: FailureCode): Pick<Failure, 'message' | 'repair'> {
  return { message: t(`${code}.message`), repair: t(`${code}.repair`) };
}

/** What is shown of a failure: one of the server, or of the page itself, which has no code. */
export type ToldFailure = Pick<Failure, 'message' | 'repair'> &
  Partial<Pick<Failure, 'code' | 'at' | 'reason' | 'advice'>>;

const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(listener.language.errors, code);

/** Begins with a capital letter. */
const sentence = (text: string): string => text.charAt(0).toLocaleUpperCase(listener.locale) + text.slice(1);

/** A failure of the server in the language of the page; what only the server knows how to say stays English. */
export function failureText({
  code,
  at,
  reason,
  advice,
  message,
  repair,
}: ToldFailure): Pick<Failure, 'message' | 'repair'> {
  const { errors } = listener.language;
  if (code === undefined || !isErrorCode(code)) return { message, repair };
  const words = errors[code];
  // A form shows its own labels, not the names of fields that the interface has: what is wrong says it, the name does not.
  if (code === 'input.invalid')
    return {
      message: reason === undefined ? message : sentence(reasonText(reason)),
      repair: t('failure.entry.repair'),
    };
  const place = at === undefined ? '' : `${at}: `;
  const why = reason === undefined ? words.title : reasonText(reason);
  return { message: `${place}${why}`, repair: advice === undefined ? words.repair : reasonText(advice) };
}
