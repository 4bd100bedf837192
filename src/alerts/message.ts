// An alert in words: a title and a few lines, in a language and by the clocks of the home.
import type { AlertRecord, DeliveryRecord } from '#core/alert.ts';
import { because } from '#core/reason.ts';
import { cut, oneLine } from '#core/visible.ts';
import { type Listener, say, sayReason } from '#words/say.ts';
import type { ChannelMessage } from './channels/channel-kind.ts';

/** Who is spoken to, and of which home. */
export interface Hearer {
  readonly listener: Listener;
  readonly site: ChannelMessage['site'];
}

/** Subjects that are named, and characters of each. */
const mostNamed = 20;
const longestLine = 300;

const short = (text: string): string => {
  const line = oneLine(text);
  return line.length <= longestLine ? line : `${cut(line, longestLine)}…`;
};

function titleOf(
  { what, alert }: { readonly what: ChannelMessage['what']; readonly alert: AlertRecord },
  { listener, site }: Hearer,
): string {
  const { kind, severity, subjects, more = 0 } = alert;
  const live = subjects.filter(({ endedMs }) => endedMs === undefined);
  const newest = subjects.at(-1);
  // What a rule says is its title.
  const own = kind === 'rule' && newest !== undefined ? sayReason(listener, newest.reason) : undefined;
  const home = oneLine(site.name);
  const named = short(own ?? say(listener, `alerts.kind.${kind}`));
  if (what === 'resolved') return say(listener, 'alerts.message.resolved', { home, kind: named });
  if (what === 'escalated') return say(listener, 'alerts.message.escalated', { home, kind: named });
  const count = own === undefined ? live.length + more : 1;
  return say(listener, 'alerts.message.title', {
    severity: say(listener, `alerts.severity.${severity}`),
    home,
    kind: named,
    count: Math.max(1, count),
  });
}

function linesOf(alert: AlertRecord, what: ChannelMessage['what'], { listener }: Hearer): readonly string[] {
  const { subjects, more = 0, times, openedMs, resolvedMs } = alert;
  const live = subjects.filter(({ endedMs }) => endedMs === undefined);
  const told = what === 'resolved' ? subjects : live;
  const left = told.length - mostNamed + more;
  const at =
    what === 'resolved' && resolvedMs !== undefined
      ? say(listener, 'alerts.message.lasted', { from: openedMs, to: resolvedMs })
      : say(listener, 'alerts.message.since', { at: openedMs });
  return [
    ...told.slice(-mostNamed).map(({ reason }) => short(sayReason(listener, reason))),
    ...(left > 0 ? [say(listener, 'alerts.message.more', { count: left })] : []),
    '',
    at,
    ...(times > 1 ? [say(listener, 'alerts.message.times', { count: times })] : []),
  ];
}

/** A message of an alert. */
export function alertMessage(
  { id, createdMs }: Pick<DeliveryRecord, 'id' | 'createdMs'>,
  body: { readonly what: Exclude<ChannelMessage['what'], 'report' | 'test'>; readonly alert: AlertRecord },
  hearer: Hearer,
): ChannelMessage {
  const { what, alert } = body;
  return {
    id,
    atMs: createdMs,
    what,
    severity: alert.severity,
    site: hearer.site,
    title: titleOf(body, hearer),
    text: linesOf(alert, what, hearer).join('\n'),
    alert,
  };
}

/** A message that says that messages arrive. */
export function testMessage(id: string, atMs: number, { listener, site }: Hearer): ChannelMessage {
  const home = oneLine(site.name);
  const text = sayReason(listener, because('alert.test', { home: { external: site.name } }));
  return {
    id,
    atMs,
    what: 'test',
    severity: 'info',
    site,
    title: say(listener, 'alerts.message.test', { home }),
    text,
  };
}
