// Subjects of NATS made of a text with gaps. A name never adds a word to a subject, and never stands for several: what is not a letter, a
// digit, a dash or an underscore in it is written as its bytes, `%2E` for a dot. A metric is as many words as it has parts.
// Source: https://docs.nats.io/nats-concepts/subjects.
import { toUtf8 } from '#core/bytes.ts';
import { SolsteadError } from '#core/errors.ts';
import { external } from '#core/message-params.ts';
import { because, type Reason } from '#core/reason.ts';
import type { NatsOutput } from '#api/outputs/nats.ts';

/** What fills the gaps; without a metric, where a message has all of a device. */
export interface SubjectParts {
  readonly site: string;
  readonly device: string;
  readonly metric?: string;
}

type Gap = keyof SubjectParts;

/** Longest subject, bytes: with the rest of its line it is still one that a server takes. */
export const mostSubjectBytes = 1000;

const gap = /\{\{\s*([^{}]*?)\s*\}\}/g;
const gaps: readonly string[] = ['site', 'device', 'metric'] satisfies readonly Gap[];
/** First words of the server's own. Those of key-value buckets (`$KV`) are for everybody. */
const ofServer: readonly string[] = ['$SYS', '$JS', '$G', '$NRG', '$O', '_INBOX', '_R_', '_GR_', '_CL_'];

/** How a gap is written. */
const written = (name: Gap) => external(`{{${name}}}`);

/** The text with gaps that is meant. */
export const templateOf = ({ subject, body }: Pick<NatsOutput, 'subject' | 'body'>): string =>
  subject === undefined || subject === ''
    ? `solstead.{{site}}.{{device}}${body === 'plain' ? '.{{metric}}' : ''}`
    : subject;

/** Why no subject can be made of a text; undefined: it can. */
export function subjectFault(settings: Pick<NatsOutput, 'subject' | 'body'>): Reason | undefined {
  const template = templateOf(settings);
  const named = [...template.matchAll(gap)].map(([, name = '']) => name);
  const unknown = named.find((name) => !gaps.includes(name));
  if (unknown !== undefined) return because('output.subject-gap', { gap: external(`{{${unknown}}}`) });
  const words = template.replaceAll(gap, 'x').split('.');
  if (!words.every((word) => /^[^\s\p{C}*>{}]+$/u.test(word)))
    return because('output.subject', { example: external(templateOf({ body: settings.body })) });
  const first = ofServer.find((word) => word === words[0]);
  if (first !== undefined) return because('output.subject-server', { word: external(first) });
  if (settings.body === 'json')
    return named.includes('metric') ? because('output.subject-not', { gap: written('metric') }) : undefined;
  const missing = (['device', 'metric'] as const).find((name) => !named.includes(name));
  return missing === undefined ? undefined : because('output.subject-needs', { gap: written(missing) });
}

/** A name as one word of a subject. */
const wordOf = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9_-]/gu, (one) =>
    [...toUtf8(one)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
  );

/** The subject of a message. Errors: `output.refused` for one that is too long. */
export function subjectOf(template: string, { site, device, metric = '' }: SubjectParts): string {
  const parts: Readonly<Record<string, string>> = {
    site: wordOf(site),
    device: wordOf(device),
    metric: metric.split('.').map(wordOf).join('.'),
  };
  const subject = template.replaceAll(gap, (_whole, name: string) => parts[name] ?? '');
  const bytes = toUtf8(subject).length;
  if (bytes <= mostSubjectBytes) return subject;
  const why = because('nats.long', { bytes, most: mostSubjectBytes });
  throw new SolsteadError('output.refused', { at: device.slice(0, 60), why });
}

/** All subjects that can be made of a text in a home, with wildcards. */
export function subjectsOf(template: string, site: string): string {
  const words = template
    .replaceAll(gap, (whole, name: string) => (name === 'site' ? wordOf(site) : whole.replaceAll(/\s/g, '')))
    .split('.');
  const open = words.findIndex((word) => word.includes('{{metric}}'));
  const known = open < 0 ? words : [...words.slice(0, open), '>'];
  return known.map((word) => (word.includes('{{') ? '*' : word)).join('.');
}
