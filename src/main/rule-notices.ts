// What rules say and call outside of devices: a message for people goes to the broker and the log, a web hook to its address. Nothing waits for it.
import type { AlertEvent } from '#alerts/machine.ts';
import type { Notice } from '#automation/engine.ts';
import type { Clock } from '#core/clock.ts';
import { reasonOf, SolsteadError } from '#core/errors.ts';
import type { HttpClient, HttpServer } from '#core/http-client.ts';
import { limitedLog } from '#core/limited-log.ts';
import { external, type Param } from '#core/message-params.ts';
import { because, inEnglish, plainly, type Reason } from '#core/reason.ts';

/** What it is made of. */
export interface RuleNoticesParts {
  readonly clock: Clock;
  readonly log: { info(line: string): void; warn(line: string): void };
  /** Says something on the broker as a home. Errors: `address.invalid`, `link.*`. */
  say(site: string, message: { readonly topic: string; readonly payload: string }): Promise<void>;
  openHttp(server: HttpServer): HttpClient;
  /** Alerts people of it. */
  happen(site: string, event: AlertEvent): void;
  /** Does an action of a plug-in, and resolves with what it says of that. Errors: `plugin.*`. */
  act?(name: string, params: Readonly<Record<string, unknown>>): Promise<Reason | undefined>;
}

/** Where people and programs hear what the rules of a home tell. */
const noticeTopic = (site: string): string => `solstead/${site}/automation/notice`;

/** Calls under way at once: a server that hangs holds up no other. */
const mostCalls = 8;
const callMs = 10_000;
/** Longest title and text of an alert. */
const mostText = 500;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** Calls an address. Errors: `input.invalid`, `link.*`, `output.failed` with the status. */
async function called({ openHttp }: Pick<RuleNoticesParts, 'openHttp'>, url: string, body: string): Promise<void> {
  const { origin, pathname, search, username, password } = new URL(url);
  if (username !== '' || password !== '')
    throw new SolsteadError('input.invalid', { at: 'url', why: because('output.password') });
  const client = openHttp({ server: origin, timeoutMs: callMs, mostAnswerBytes: 1024 });
  try {
    const headers = { 'content-type': isJson(body) ? 'application/json' : 'text/plain; charset=utf-8' };
    const call = { method: 'POST', path: `${pathname}${search}`, headers, body } as const;
    const { status } = await client.call(call, AbortSignal.timeout(2 * callMs));
    if (status >= 400)
      throw new SolsteadError('output.failed', { at: client.place, why: because('server.answered', { status }) });
  } finally {
    await client.close();
  }
}

/** What a rule tells, as an alert: each rule is one, however often it tells. */
function alertOf(by: string, { title, text, severity }: Extract<Notice['what'], { kind: 'notify' }>): AlertEvent {
  const param = (said: string | Reason): Param => (typeof said === 'string' ? external(said.slice(0, mostText)) : said);
  const told = { title: param(title), text: param(text) };
  const reason = text === '' ? because('alert.rule', { title: told.title }) : because('alert.rule-text', told);
  return {
    kind: 'rule',
    key: `rule/${by}`,
    subject: by,
    reason,
    severity: severity === 'alarm' ? 'critical' : severity,
  };
}

/** What takes the notices of rules. */
export function ruleNotices(parts: RuleNoticesParts): (site: string, notice: Notice) => Promise<Reason | undefined> {
  const { clock, log, say } = parts;
  const told = limitedLog(clock, (line) => log.info(line));
  const failed = limitedLog(clock, (line) => log.warn(line));
  let calls = 0;
  const acted = async (name: string, params: Readonly<Record<string, unknown>>): Promise<Reason> => {
    if (parts.act === undefined) throw new SolsteadError('plugin.unknown', { at: name });
    const reason = await parts.act(name, params);
    return reason === undefined
      ? because('act.action-done', { name: external(name) })
      : because('act.action-said', { name: external(name), reason });
  };
  return (site, { by, atMs, what }) => {
    const tried = (work: Promise<Reason | void>): Promise<Reason | undefined> =>
      work.then(
        (said) => said ?? undefined,
        (error: unknown) => {
          const reason = reasonOf(error);
          failed(`${site} ${by}`, `${site}: rule ${by}: ${what.kind}: ${inEnglish(reason)}`);
          return because('act.tell-failed', { reason });
        },
      );
    /** What others may hold up is done by few at once. */
    const oneOfFew = <Value>(work: () => Promise<Value>): Promise<Value> => {
      if (calls >= mostCalls)
        return Promise.reject(new SolsteadError('output.failed', { at: by, why: because('output.too-many-commands') }));
      calls += 1;
      return work().finally(() => (calls -= 1));
    };
    switch (what.kind) {
      case 'publish':
        return tried(say(site, what));
      case 'call':
        return tried(oneOfFew(() => called(parts, what.url, what.body)));
      case 'action':
        return tried(oneOfFew(() => acted(what.name, what.params)));
      case 'notify': {
        const { severity } = what;
        const [title, text] = [plainly(what.title), plainly(what.text)];
        told(
          `${site} ${by} ${title}`,
          `${site}: ${inEnglish(because('act.rule', { name: external(by), reason: because('outside.said', { said: external(`${title} ${text}`.trim()) }) }))}`,
        );
        parts.happen(site, alertOf(by, what));
        const payload = JSON.stringify({ time: new Date(atMs).toISOString(), rule: by, severity, title, text });
        return tried(say(site, { topic: noticeTopic(site), payload }));
      }
    }
  };
}
