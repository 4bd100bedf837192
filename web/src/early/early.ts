// Runs while the program is still on its way: asks who is here and which homes they have, and brings the code and the texts that the
// opened address needs beside the first view. A small file of its own, without the program's parts; what it brings is only sooner there,
// and nothing goes wrong without it.
import { clock } from '../clock.ts';
import { kept } from '../kept.ts';
import { languageKey, tagFor } from '../tag-for.ts';
import { earlyAnswers } from './answers.ts';
import type { Parts } from './parts.ts';

/** Set when the app is built. */
declare const __PARTS__: Parts;

/** Longest wait for an answer, ms. */
const patienceMs = 20_000;

/** Asks for what the program will ask for. */
function ask(address: string): Promise<Response> {
  const answer = fetch(address, {
    credentials: 'same-origin',
    headers: { accept: 'application/json, application/problem+json' },
    signal: AbortSignal.timeout(patienceMs),
  });
  earlyAnswers().set(address, { sinceMs: clock.monotonicMs(), answer });
  return answer;
}

/** Homes are listed for whom the server knows: to ask for nobody would be refused. */
async function askWhoIsHere({ session, sites }: Parts['paths']): Promise<void> {
  const answer = (await ask(session)).clone();
  const { state } = (await answer.json()) as { readonly state?: string };
  if (state === 'signed-in' || state === 'demo') await ask(sites);
}

function bring(file: string): void {
  const link = document.createElement('link');
  const isScript = file.endsWith('.js');
  link.rel = isScript ? 'modulepreload' : 'preload';
  if (!isScript) link.as = 'style';
  // The program itself comes first.
  link.fetchPriority = 'low';
  link.href = file;
  document.head.append(link);
}

const { pages, languages, paths } = __PARTS__;
// What fails here is asked again by the program, which says so.
askWhoIsHere(paths).catch(() => undefined);

const [, name = ''] = /^#\/(?:sites\/[^/?]+\/)?([a-z]+)/.exec(location.hash) ?? [];
const page = pages[name];
const tags = Object.keys(languages);
const chosen = kept(languageKey) ?? '';
const { first, rest } = languages[tags.includes(chosen) ? chosen : tagFor(navigator.languages, tags, 'en')] ?? {};
if (first !== undefined) bring(first);
if (page !== undefined) for (const file of [...page, ...(rest === undefined ? [] : [rest])]) bring(file);
