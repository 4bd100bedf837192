// Names for what somebody sees and does.
import type { Reach } from '#core/access.ts';
import type { MetricValue } from '#core/reading.ts';
import type { CommandRequest } from './types.ts';

/** A name for what is seen of a site: the same for all who see the same, so that it is made for them once. */
export function audienceOf(reach: Reach): string {
  return reach === 'all' ? 'all' : JSON.stringify([...reach].toSorted());
}

const shown = (value: MetricValue | undefined): string => (value === undefined ? 'unknown' : String(value));

/** What the audit log says was set: `roof battery.mode: hold → charge`, `roof POP: SBU first → Solar first`; an action has no values. */
export function commandSubject({ device, target, value }: CommandRequest, before: MetricValue | undefined): string {
  const name = 'setPoint' in target ? target.setPoint : target.setting;
  return value === '' ? `${device} ${name}` : `${device} ${name}: ${shown(before)} → ${String(value)}`;
}
