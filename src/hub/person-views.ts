// People and invitations as seen by whoever manages them.
import type { Grant } from '#core/access.ts';
import type { InvitationRecord } from '#core/records.ts';

/** Somebody with an account, as far as who asks may know. */
export interface PersonView {
  readonly id: string;
  readonly name: string;
  readonly grants: readonly Grant[];
}

/** An invitation that has not been used yet. */
export type InvitationView = Pick<InvitationRecord, 'id' | 'site' | 'may' | 'createdMs' | 'expiresMs'>;

/** A new invitation; its code is shown only once. */
export interface NewInvitation extends InvitationView {
  readonly code: string;
}

/** What an account may do at a site from now on. */
export interface GrantChange {
  readonly account: string;
  readonly site: string;
  /** Absent: nothing there any more. */
  readonly may?: Grant['may'];
}
