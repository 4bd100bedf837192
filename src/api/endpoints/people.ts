// Endpoints of accounts: one's own password and sessions, the people of a home, invitations.
import { Session } from '../contract.ts';
import {
  AcceptInvitation,
  GrantChange,
  InvitationCode,
  InvitationViews,
  Invite,
  NewInvitation,
  OpenInvitation,
  PasswordChange,
  PersonView,
  PersonViews,
  SessionViews,
} from '../people.ts';
import { type EndpointRows, Nothing } from './row.ts';

/** Accounts. */
export const peopleEndpoints = {
  changePassword: {
    action: 'site.read',
    isPersonal: true,
    summary: "Gives one's account a new password; all its sessions end, and this answer's cookie is a new one.",
    body: PasswordChange,
    answers: { 200: Session },
    errors: ['access.credentials', 'access.second-factor', 'access.throttled'],
  },
  listSessions: {
    action: 'site.read',
    isPersonal: true,
    summary: "Where one's account is signed in, the last used first.",
    answers: { 200: SessionViews },
    errors: [],
  },
  endSession: {
    action: 'site.read',
    isPersonal: true,
    summary: "Ends a session of one's account and closes its sockets.",
    answers: { 204: Nothing },
    errors: [],
  },
  endOtherSessions: {
    action: 'site.read',
    isPersonal: true,
    summary: "Ends all sessions of one's account but the one that asks.",
    answers: { 204: Nothing },
    errors: [],
  },
  listPeople: {
    action: 'people.manage',
    summary: 'Who has an account, and what they may do at the homes whose people the caller manages.',
    answers: { 200: PersonViews },
    errors: [],
  },
  changeGrant: {
    action: 'people.manage',
    summary: 'Changes what somebody may do at a home; what they may see no more is closed at once.',
    body: GrantChange,
    answers: { 200: PersonView },
    errors: ['site.unknown', 'access.step-up'],
  },
  removePerson: {
    action: 'people.manage',
    summary: 'Removes an account with its sessions and tokens; the last owner stays.',
    answers: { 204: Nothing },
    errors: ['access.step-up'],
  },
  endPersonSessions: {
    action: 'people.manage',
    summary: 'Signs somebody out everywhere: browsers, clients and what they watch.',
    answers: { 204: Nothing },
    errors: [],
  },
  invitePerson: {
    action: 'people.manage',
    summary: 'Makes an invitation for somebody who may do this; its code is told this once and works for 7 days.',
    body: Invite,
    answers: { 200: NewInvitation },
    errors: ['site.unknown', 'access.step-up'],
  },
  listInvitations: {
    action: 'people.manage',
    summary: 'Invitations that were not used yet, the newest first.',
    answers: { 200: InvitationViews },
    errors: [],
  },
  withdrawInvitation: {
    action: 'people.manage',
    summary: 'Makes an invitation worth nothing.',
    answers: { 204: Nothing },
    errors: ['invitation.unknown'],
  },
  readInvitation: {
    action: 'open',
    summary: 'What the code of an invitation invites to, so that one knows before an account is made.',
    body: InvitationCode,
    answers: { 200: OpenInvitation },
    errors: ['access.throttled'],
  },
  acceptInvitation: {
    action: 'open',
    summary: 'Makes the account of somebody who was invited, and sets the session cookie.',
    body: AcceptInvitation,
    answers: { 200: Session },
    errors: ['access.throttled'],
  },
} as const satisfies EndpointRows;
