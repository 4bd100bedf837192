// Who is told: from what is to be told of alerts to messages, each to one channel, due when its person may be disturbed. Pure.
import {
  type AlertPreferences,
  type AlertRecord,
  type ChannelRecord,
  type DeliveryRecord,
  severities,
} from '#core/alert.ts';
import { because } from '#core/reason.ts';
import type { Tell } from './machine.ts';
import { tellableMs } from './quiet.ts';

/** What is known of who may be told. */
export interface Audience {
  readonly site: string;
  readonly timeZone: string;
  readonly nowMs: number;
  readonly channels: readonly ChannelRecord[];
  preferencesOf(account: string): AlertPreferences;
  /** Whether somebody still sees the home, and what is of the installation. */
  mayHear(channel: ChannelRecord, isOfInstallation: boolean): boolean;
  /** When those behind are told that say no time of their own, min. */
  readonly escalateMinutes?: number | undefined;
  /** What waits already, the oldest first. */
  readonly waiting: readonly DeliveryRecord[];
  newId(): string;
}

/** Messages that are new, and those that are not sent any more. */
export interface Planned {
  readonly deliveries: readonly DeliveryRecord[];
}

/** Most messages that wait for one channel. */
export const mostWaiting = 200;

const rank = (severity: AlertRecord['severity']): number => severities.indexOf(severity);

/** After how many minutes a channel behind is told. */
const minutesOf = (channel: ChannelRecord, usual: number): number => channel.escalateMinutes ?? usual;

/** After how many minutes what nobody has seen goes on, each step once; without anybody behind, once more to the same. */
export function escalationSteps(channels: readonly ChannelRecord[], usual: number): readonly number[] {
  const behind = channels.filter(({ isOn, isEscalation }) => isOn && isEscalation);
  const steps = behind.map((channel) => minutesOf(channel, usual));
  return steps.length === 0 ? [usual] : [...new Set(steps)].toSorted((one, other) => one - other);
}

/** Whether a channel is told: those behind only of what nobody has seen, each at its time, and that it is over. */
function isFor(
  channel: ChannelRecord,
  { what, alert, wasEscalated, stage, heardMinutes = Number.POSITIVE_INFINITY }: Tell,
  { hasBehind, usual }: { readonly hasBehind: boolean; readonly usual: number },
): boolean {
  if (!channel.isOn || rank(alert.severity) < rank(channel.least)) return false;
  if (!channel.isEscalation) return what !== 'escalated' || !hasBehind;
  const minutes = minutesOf(channel, usual);
  if (what === 'resolved') return wasEscalated && minutes <= heardMinutes;
  if (what !== 'escalated') return false;
  return stage === undefined || (minutes > stage.afterMinutes && minutes <= stage.upToMinutes);
}

const skipped = (delivery: DeliveryRecord, nowMs: number, reason: DeliveryRecord['reason']): DeliveryRecord => ({
  ...delivery,
  state: 'skipped',
  endedMs: nowMs,
  ...(reason === undefined ? {} : { reason }),
});

const alertIn = ({ body }: DeliveryRecord): string | undefined => (body.what === 'report' ? undefined : body.alert.id);

/** One more message to a channel, and what it makes superfluous. */
function messageTo(
  channel: ChannelRecord,
  { what, alert }: Tell,
  audience: Audience & { readonly queue: readonly DeliveryRecord[] },
): readonly DeliveryRecord[] {
  const { nowMs, timeZone, site, queue } = audience;
  const { account } = channel;
  const own = queue.filter((one) => one.channel === channel.id);
  // What is over before it could be told needs no message at all.
  const early = own.filter((one) => one.tries === 0 && one.dueMs > nowMs && alertIn(one) === alert.id);
  if (what === 'resolved' && early.some(({ body }) => body.what === 'raised'))
    return early.map((one) => skipped(one, nowMs, because('alert.over')));
  const dueMs =
    account === undefined
      ? nowMs
      : tellableMs(nowMs, audience.preferencesOf(account), { severity: alert.severity, timeZone });
  const added: DeliveryRecord = {
    id: audience.newId(),
    site,
    channel: channel.id,
    state: 'waiting',
    body: { what, alert },
    createdMs: nowMs,
    dueMs,
    tries: 0,
  };
  const isGrave = ({ body }: DeliveryRecord): boolean => body.what !== 'report' && body.alert.severity === 'critical';
  const [oldest] = [...own.filter((one) => !isGrave(one)), ...own];
  const room = own.length < mostWaiting || oldest === undefined ? [] : [skipped(oldest, nowMs, because('alert.many'))];
  return [...room, added];
}

/** Messages of what is to be told. */
export function planned(tells: readonly Tell[], audience: Audience): Planned {
  const hasBehind = audience.channels.some(({ isOn, isEscalation }) => isOn && isEscalation);
  const byId = new Map<string, DeliveryRecord>();
  for (const tell of tells)
    for (const channel of audience.channels) {
      if (!isFor(channel, tell, { hasBehind, usual: audience.escalateMinutes ?? 0 })) continue;
      if (!audience.mayHear(channel, tell.alert.isOfInstallation === true)) continue;
      const known = audience.waiting.filter(({ id }) => !byId.has(id));
      const queue = [...known, ...[...byId.values()].filter(({ state }) => state === 'waiting')];
      for (const delivery of messageTo(channel, tell, { ...audience, queue })) byId.set(delivery.id, delivery);
    }
  return { deliveries: [...byId.values()] };
}
