// The words of a home's own for its alerts: a text with places for what is known of the alert. Checked when it is saved; filled when it is sent, for
// whoever gets it: dates and sentences are in their language. What is filled in is one line of plain text, however a device is called, and what
// comes out is as bounded as the usual words are; a channel treats it as any other text.
import type { AlertKind, AlertTemplate, AlertRecord } from '#core/alert.ts';
import { type AlertPlace, alertPlaces } from '#core/alert-places.ts';
import { keysOf } from '#core/entries.ts';
import { SolsteadError } from '#core/errors.ts';
import type { External, Params, Quantity } from '#core/message-params.ts';
import { external } from '#core/message-params.ts';
import { withKnown } from '#core/near-word.ts';
import { because, type Reason } from '#core/reason.ts';
import { cut, oneLine } from '#core/visible.ts';
import { tags } from '#words/sources.ts';
import { say, sayReason } from '#words/say.ts';
import type { ChannelMessage } from './channels/channel-kind.ts';
import type { Hearer } from './message.ts';

/** The parameter of a reason that is the figure of its kind. */
const figures = ['share', 'count', 'soc', 'spread', 'hours', 'used'] as const;

/** Characters of what comes out, and of each thing that is filled in. */
const longestTitle = 300;
const longestText = 4000;
const longestFilled = 300;
/** Subjects that are named in one place. */
const mostNamed = 20;

/** Parts of a template: text, and names of what is filled in with where they stand, from 1. */
type Part = { readonly text: string } | { readonly word: string; readonly column: number };

/** `{name}` is filled in; `{{` and `}}` are braces. A brace that is alone is returned with where it stands. */
function partsOf(template: string): readonly Part[] | { readonly brace: number } {
  const parts: Part[] = [];
  const pattern = /\{\{|\}\}|\{([^{}\n]*)\}|[{}]/g;
  let from = 0;
  for (const found of template.matchAll(pattern)) {
    parts.push({ text: template.slice(from, found.index) });
    const [whole, word] = found;
    from = found.index + whole.length;
    if (word !== undefined) parts.push({ word: word.trim(), column: found.index + 1 });
    else if (whole.length === 2) parts.push({ text: whole.slice(1) });
    else return { brace: found.index + 1 };
  }
  return [...parts, { text: template.slice(from) }];
}

/** What is wrong with a text. */
function problemOf(template: string, kind: AlertKind): Reason | undefined {
  const parts = partsOf(template);
  if ('brace' in parts) return because('alert.template-brace', { column: parts.brace });
  const known: readonly string[] = alertPlaces(kind);
  for (const part of parts)
    if ('word' in part && !known.includes(part.word))
      return withKnown(
        because('alert.template-word', { word: external(part.word), column: part.column }),
        part.word,
        known,
      );
  return undefined;
}

/** Errors: `input.invalid` for one that there is not. */
export function assertLanguage(language: string | undefined, at = 'language'): void {
  if (language !== undefined && !tags.includes(language))
    throw new SolsteadError('input.invalid', { at, why: because('alert.no-language', { known: tags }) });
}

/** Errors: `input.invalid` with the part of it, after `within`. */
export function assertTemplate({ kind, language, title = '', text = '' }: AlertTemplate, within = ''): void {
  const wrong = (part: string, why: Reason): never => {
    throw new SolsteadError('input.invalid', { at: `${within}${part}`, why });
  };
  assertLanguage(language, `${within}language`);
  for (const [part, words] of [
    ['title', title],
    ['text', text],
  ] as const) {
    const problem = problemOf(words, kind);
    if (problem !== undefined) wrong(part, problem);
  }
}

/** Errors: `input.invalid` with the template and its part. */
export function assertTemplates(templates: readonly AlertTemplate[]): void {
  const seen = new Set<string>();
  for (const [index, template] of templates.entries()) {
    const within = `templates.${index}.`;
    const key = `${template.kind} ${template.language}`;
    if (seen.has(key))
      throw new SolsteadError('input.invalid', { at: `${within}kind`, why: because('alert.template-twice') });
    seen.add(key);
    assertTemplate(template, within);
  }
}

const isQuantity = (value: Params[string]): value is Quantity =>
  typeof value === 'object' && 'unit' in value && 'value' in value;
const isExternal = (value: Params[string]): value is External => typeof value === 'object' && 'external' in value;

const short = (text: string): string => {
  const line = oneLine(text);
  return line.length <= longestFilled ? line : `${cut(line, longestFilled)}…`;
};

/** The first parameter of a reason that has one of these names. */
function paramOf({ params }: Reason, names: readonly string[]): Params[string] | undefined {
  for (const name of names) if (Object.hasOwn(params, name)) return params[name];
  return undefined;
}

/** The message of an alert in the words of the home, where it has some for this kind and the language of who hears it. */
export function inOwnWords(
  message: ChannelMessage,
  templates: readonly AlertTemplate[],
  { listener, site }: Hearer,
): ChannelMessage {
  const { alert, what } = message;
  const own = templates.find(({ kind, language }) => kind === alert?.kind && language === listener.language.tag);
  if (own === undefined || alert === undefined || what === 'report' || what === 'test') return message;
  const values = filledIn({ alert, what }, { listener, site });
  const { title = '', text = '' } = own;
  return {
    ...message,
    ...(title.trim() === '' ? {} : { title: cut(oneLine(filled(title, values)), longestTitle) }),
    ...(text.trim() === '' ? {} : { text: cut(filled(text, values).toWellFormed(), longestText) }),
  };
}

type Values = Readonly<Record<AlertPlace, () => string>>;

function filled(template: string, values: Values): string {
  const parts = partsOf(template);
  // It was checked when it was saved; what another version had kept is shown as it is.
  if ('brace' in parts) return template;
  const known = keysOf(values);
  return parts
    .map((part) => {
      if ('text' in part) return part.text;
      const word = known.find((one) => one === part.word);
      return word === undefined ? `{${part.word}}` : short(values[word]());
    })
    .join('');
}

function filledIn(
  { alert, what }: { readonly alert: AlertRecord; readonly what: 'raised' | 'changed' | 'resolved' | 'escalated' },
  { listener, site }: Hearer,
): Values {
  const { kind, severity, subjects, more = 0, times, openedMs, resolvedMs } = alert;
  const live = subjects.filter(({ endedMs }) => endedMs === undefined);
  const told = (what === 'resolved' ? subjects : live).slice(-mostNamed);
  const newest = told.at(-1)?.reason;
  const number = (value: number): string => say(listener, 'alerts.template.number', { value });
  const moment = (atMs: number | undefined): string =>
    atMs === undefined ? '–' : say(listener, 'alerts.template.moment', { at: atMs });
  const named = (name: string): string => {
    const value = newest && paramOf(newest, [name]);
    if (typeof value !== 'object') return '–';
    return isExternal(value) ? value.external : 'code' in value ? sayReason(listener, value) : '–';
  };
  const figure = (): string => {
    const value = newest && paramOf(newest, figures);
    if (typeof value === 'number') return number(value);
    return value !== undefined && isQuantity(value) ? say(listener, 'alerts.template.value', { value }) : '–';
  };
  const devices = (): string =>
    told
      .map(({ reason }) => paramOf(reason, ['device']))
      .flatMap((device) => (device !== undefined && isExternal(device) ? [device.external] : []))
      .join(', ');
  return {
    home: () => site.name,
    kind: () => say(listener, `alerts.kind.${kind}`),
    severity: () => say(listener, `alerts.severity.${severity}`),
    what: () => say(listener, `alerts.template.${what}`),
    reason: () => told.map(({ reason }) => sayReason(listener, reason)).join('; '),
    since: () => moment(openedMs),
    until: () => moment(resolvedMs),
    count: () => number(Math.max(1, (what === 'resolved' ? subjects : live).length + more)),
    times: () => number(times),
    device: () => devices() || '–',
    value: figure,
    title: () => named('title'),
    text: () => named('text'),
  };
}
