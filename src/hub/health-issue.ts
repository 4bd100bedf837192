// What is not well with a home or the installation, in words for people and programs.
import type { Reason } from '#core/reason.ts';

/** A health issue. */
export interface HealthIssue {
  readonly part:
    | 'history'
    | 'records'
    | 'backup'
    | 'broker'
    | 'bridge'
    | 'outputs'
    | 'automation'
    | 'clock'
    | 'damage'
    | 'devices'
    | 'disk'
    | 'consumers'
    | 'uplink';
  readonly reason: Reason;
}
