// The contract between server and clients for accounts: sessions, passwords, people and invitations; schemas and types, as in
// contract.ts.
import Type, { type Static } from 'typebox';
import { actions, roles } from '#core/access.ts';
import { keysOf } from '#core/entries.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const role = Type.Enum([...roles]);
const site = line({ minLength: 1, maxLength: 100, description: 'Id of the home; * is every home' });

/** A password of before, as it is checked. */
const oldPassword = Type.String({ minLength: 1, maxLength: 200 });
/** A password that is to be taken. */
const newPassword = Type.String({ minLength: 10, maxLength: 200 });

/** A new password, and the one of before with what else the account asks for. */
export const PasswordChange = Type.Object({
  password: oldPassword,
  code: Type.Optional(line({ minLength: 1, maxLength: 40, description: 'Code of the app, or a recovery code' })),
  newPassword,
});

/** A signed-in browser or client. */
const SessionView = Type.Object({
  id: Type.String(),
  createdMs: atMs,
  /** When it was last used, to some minutes. */
  usedMs: atMs,
  /** When it ends if nobody uses it any more. */
  endsMs: atMs,
  /** What it was opened with, in words; empty where that is not known. */
  device: Type.String(),
  /** The address it was last used from; empty where that is not known. */
  from: Type.String(),
  /** The one that asks. */
  current: Type.Boolean(),
});
export type SessionView = Frozen<Static<typeof SessionView>>;
export const SessionViews = Type.Array(SessionView);

/** A role, or actions, and then perhaps with some devices alone. */
const May = Type.Union([
  role,
  Type.Object({
    actions: Type.Array(Type.Enum(keysOf(actions)), { minItems: 1, maxItems: 20, uniqueItems: true }),
    devices: Type.Optional(
      Type.Array(line({ minLength: 1, maxLength: 100, description: 'Id of a device' }), {
        minItems: 1,
        maxItems: 200,
        uniqueItems: true,
      }),
    ),
  }),
]);

/** What somebody may do where. */
export const GrantView = Type.Object({ site, may: May });

/** Somebody with an account, with the grants that who asks may know of. */
export const PersonView = Type.Object({ id: Type.String(), name: Type.String(), grants: Type.Array(GrantView) });
export type PersonView = Frozen<Static<typeof PersonView>>;
export const PersonViews = Type.Array(PersonView);

/** What somebody may do at a home from now on; without `may` nothing there any more. */
export const GrantChange = Type.Object({ site, may: Type.Optional(May) });

const invitation = { id: Type.String(), site: Type.String(), may: May, createdMs: atMs, expiresMs: atMs };
/** An invitation that was not used yet. */
export const InvitationViews = Type.Array(Type.Object(invitation));
/** Whom to invite: somebody who may do this. */
export const Invite = Type.Object({ site, may: May });
/** A new invitation; its code is told this once. */
export const NewInvitation = Type.Object({
  ...invitation,
  code: Type.String(),
  /** Under what other computers reach this one, the likeliest first; empty: it listens for its own computer alone. */
  hosts: Type.Array(Type.String()),
});

/** The code of an invitation. */
export const InvitationCode = Type.Object({ code: line({ minLength: 1, maxLength: 100 }) });
/** What somebody is invited to. */
export const OpenInvitation = Type.Object({
  /** Name of the home; absent: all homes of this installation. */
  home: Type.Optional(Type.String()),
  may: May,
  /** Name of the account that invites. */
  by: Type.String(),
  expiresMs: atMs,
});
export type OpenInvitation = Frozen<Static<typeof OpenInvitation>>;

/** Somebody who was invited, and the account that is made. */
export const AcceptInvitation = Type.Object({
  code: line({ minLength: 1, maxLength: 100 }),
  name: line({ minLength: 1, maxLength: 100, description: 'Account name' }),
  password: newPassword,
});
