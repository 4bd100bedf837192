// The language of the page: chosen once, before anything is shown. Every text comes from the catalogue by its code, and
// every number and date is written for the locale set here.
import type { MetricId } from '#core/catalogue.ts';
import { begun } from '#core/check-up.ts';
import type { ErrorCode } from '#core/errors.ts';
import type { Reason } from '#core/reason.ts';
import { isSetPointId } from '#core/set-points.ts';
import type { MessageCode } from '#words/en.ts';
import { type ErrorWords, firstWords, type SomeWords, wholeLanguage } from '#words/language.ts';
import { englishSource, sourceOf, tags } from '#words/sources.ts';
import { clock } from './clock.ts';
import { keep, kept } from './kept.ts';
import { languageKey, tagFor } from './tag-for.ts';
import { type Listener, say, sayChoice, sayMetric, sayReason, saySetPoint, type SayRest } from '#words/say.ts';

/** Pause between tries to load the rest of the texts, ms. */
const retryMs = 4000;

/** Tags of the languages for people. The pseudo-language is for tests. */
export const languages = tags.filter((tag) => !tag.endsWith('-XA'));

/** The tag of the language that was chosen in this browser; the browser's own if none was. */
function chosenTag(): string {
  const chosen = kept(languageKey) ?? '';
  return tags.includes(chosen) ? chosen : tagFor(navigator.languages, languages, englishSource.tag);
}

/** Shows the page in another language from here on. */
export function chooseLanguage(tag: string): void {
  keep(languageKey, tag);
  location.reload();
}

/** The language the page is shown in. */
export const languageTag = (): string => listener.language.tag;

/** What a language is called in the language of the page. */
export const languageText = (tag: string): string => nameOf(tag, locale());

/** What a language is called by those who speak it, as a list begins. */
export function ownNameOf(tag: string): string {
  const name = nameOf(tag, tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

const nameOf = (tag: string, within: string): string =>
  new Intl.DisplayNames([within], { type: 'language' }).of(tag) ?? tag;

/** How this reader's country writes the language: the first of the browser's languages that belongs to it. */
export function localeFor(tag: string, formats: string, preferred: readonly string[]): string {
  const [base = tag] = tag.split('-');
  const found = preferred.find((each) => each.startsWith(`${base}-`)) ?? formats;
  // Years are counted as the dates in addresses, files and fields are, whatever the country's calendar.
  const { calendar } = new Intl.DateTimeFormat(found).resolvedOptions();
  return calendar === 'gregory' ? found : `${found}-u-ca-gregory`;
}

// The page is shown in one language; another one takes a reload.
let listener: Listener & { readonly locale: string };
const watchers = new Set<() => void>();
let rest: () => Promise<void> = () => Promise.resolve();
/** How often texts came that the page had been shown without. */
let arrivals = 0;

/** Says everything in this language from here on; `lacking` says what stands for a text that it does not have yet. */
export function speak(language: SomeWords, spoken: string, lacking?: () => string): void {
  listener = { language, locale: spoken, ...(lacking === undefined ? {} : { lacking }) };
}

/**
 * Loads what the first view says in the language that was chosen. Resolves before anything is shown; the rest comes while it is
 * looked at, and what is said with it stands as dots until then.
 */
export async function startWords(): Promise<void> {
  const chosen = await sourceOf(chosenTag());
  // A file that cannot be had, as when the server is away, is no reason to show nothing.
  const [first, source] = await firstWords(chosen).then(
    (words) => [words, chosen] as const,
    async () => [await firstWords(englishSource), englishSource] as const,
  );
  let isLacking = false;
  const spoken = localeFor(first.tag, first.formats, navigator.languages);
  speak(first, spoken, () => {
    isLacking = true;
    return '…';
  });
  document.documentElement.lang = first.tag;
  let coming: Promise<void> | undefined;
  const bring = async (): Promise<void> => {
    speak(await wholeLanguage(first, source), spoken);
    if (isLacking) arrivals += 1;
    for (const watcher of watchers) watcher();
  };
  rest = () => {
    // One that failed is tried again by who asks next.
    coming ??= bring().catch((thrown: unknown) => {
      coming = undefined;
      throw thrown;
    });
    return coming;
  };
}

/** Resolves when every text of the page is there; rejects while the rest cannot be had. */
export const wholeWords = (): Promise<void> => rest();

/** Brings the rest, trying again while it cannot be had. */
export function bringWords(): void {
  void wholeWords().catch(() => clock.after(retryMs, bringWords));
}

/** Changes whenever texts came that the page had been shown without, for a hook of React. */
export const textArrivals = {
  subscribe(watcher: () => void): () => void {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  count: (): number => arrivals,
};

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

/** Names one after the other, with the language's own "or". */
export function eitherText(names: readonly string[]): string {
  return new Intl.ListFormat(listener.locale, { type: 'disjunction' }).format(names);
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
  /** The field of a request that is wrong. */
  readonly field?: string;
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

function errorWords(code: string): ErrorWords | undefined {
  const { errors } = listener.language;
  // What is no property of its own has no words either.
  if (Object.hasOwn(errors, code)) return errors[code as ErrorCode];
  listener.lacking?.();
  return undefined;
}

/** A failure of the server in the language of the page; what only the server knows how to say stays English. */
export function failureText({
  code,
  at,
  reason,
  advice,
  message,
  repair,
}: ToldFailure): Pick<Failure, 'message' | 'repair'> {
  const words = code === undefined ? undefined : errorWords(code);
  if (words === undefined) return { message, repair };
  // A form shows its own labels, not the names of fields that the interface has: what is wrong says it, the name does not.
  if (code === 'input.invalid')
    return {
      message: reason === undefined ? message : begun(reasonText(reason)),
      repair: t('failure.entry.repair'),
    };
  const place = at === undefined ? '' : `${at}: `;
  const why = reason === undefined ? words.title : reasonText(reason);
  return { message: `${place}${why}`, repair: advice === undefined ? words.repair : reasonText(advice) };
}
