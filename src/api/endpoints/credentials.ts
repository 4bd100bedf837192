// Endpoints of credentials: tokens of clients and programs, second factors, passkeys, and the proof that it is still the same person.
import { Session } from '../contract.ts';
import {
  ClientSignIn,
  ClientTokens,
  CredentialView,
  MadeToken,
  NewPasskey,
  NewPin,
  NewToken,
  NewTotp,
  PasskeyOptions,
  PasskeySignIn,
  PasskeyUse,
  PasswordRecovery,
  PersonProof,
  RecoveryCodes,
  RefreshRequest,
  RevokeRequest,
  TokenViews,
  TotpCode,
} from '../credentials.ts';
import { type EndpointRows, Nothing } from './row.ts';

const own = { action: 'site.read', isPersonal: true } as const;

/** Credentials. */
export const credentialEndpoints = {
  issueTokens: {
    action: 'open',
    summary:
      'Signs a client in that is no browser: an access token for 15 minutes, and a refresh token for the next pair.',
    body: ClientSignIn,
    answers: { 200: ClientTokens },
    errors: ['access.credentials', 'access.second-factor', 'access.throttled'],
  },
  refreshTokens: {
    action: 'open',
    summary:
      'Exchanges a refresh token for the next pair. Each is good once: one that comes again was copied, and ends the session with all its tokens.',
    body: RefreshRequest,
    answers: { 200: ClientTokens },
    errors: ['access.refresh'],
  },
  revokeToken: {
    action: 'open',
    summary: 'Ends the session of an access or refresh token, and its sockets; answers the same where there is none.',
    body: RevokeRequest,
    answers: { 204: Nothing },
    errors: [],
  },
  requestPasskey: {
    action: 'open',
    summary: 'What a browser needs to sign in with a passkey.',
    answers: { 200: PasskeyOptions },
    errors: ['input.invalid'],
  },
  signInByPasskey: {
    action: 'open',
    summary: 'Signs in with a passkey alone, and sets the session cookie.',
    body: PasskeySignIn,
    answers: { 200: Session },
    errors: ['access.credentials', 'access.throttled'],
  },
  recoverPassword: {
    action: 'open',
    summary: 'Gives an account a new password by a printed recovery code; all its sessions end.',
    body: PasswordRecovery,
    answers: { 204: Nothing },
    errors: ['access.credentials', 'access.throttled'],
  },
  readCredentials: {
    ...own,
    summary: "What one's account has besides its password.",
    answers: { 200: CredentialView },
    errors: [],
  },
  confirmPerson: {
    ...own,
    summary:
      'Proves again who it is, for what is sensitive: a password (with a code, where codes of an app are on), a PIN or a passkey. It holds for five minutes, for this session alone.',
    body: PersonProof,
    answers: { 200: CredentialView },
    errors: ['access.credentials', 'access.second-factor', 'access.throttled'],
  },
  beginTotp: {
    ...own,
    summary: 'Makes a secret for an app that makes codes of the time; it counts once a first code was given.',
    answers: { 200: NewTotp },
    errors: ['access.step-up', 'input.invalid'],
  },
  turnOnTotp: {
    ...own,
    summary: 'Turns codes of the time on, by the first of them.',
    body: TotpCode,
    answers: { 200: CredentialView },
    errors: ['access.step-up', 'access.throttled'],
  },
  turnOffTotp: {
    ...own,
    summary: 'Turns codes of the time off.',
    answers: { 200: CredentialView },
    errors: ['access.step-up'],
  },
  makeRecoveryCodes: {
    ...own,
    summary: 'Makes ten recovery codes to be printed, told this once; those of before are worth nothing from then on.',
    answers: { 200: RecoveryCodes },
    errors: ['access.step-up'],
  },
  setPin: {
    ...own,
    summary: 'Sets a PIN, with which one proves that it is still oneself; nobody signs in with it.',
    body: NewPin,
    answers: { 200: CredentialView },
    errors: ['access.step-up'],
  },
  removePin: { ...own, summary: 'Removes the PIN.', answers: { 200: CredentialView }, errors: ['access.step-up'] },
  optionsForPasskey: {
    ...own,
    summary: 'What a browser needs to make a passkey, or to sign with one of the account.',
    body: PasskeyUse,
    answers: { 200: PasskeyOptions },
    errors: ['access.step-up'],
  },
  addPasskey: {
    ...own,
    summary: 'Adds a passkey to the account.',
    body: NewPasskey,
    answers: { 200: CredentialView },
    errors: ['access.step-up'],
  },
  removePasskey: {
    ...own,
    summary: 'Removes a passkey of the account.',
    answers: { 200: CredentialView },
    errors: ['access.step-up'],
  },
  listTokens: {
    ...own,
    summary: 'Tokens of programs: those one made, and for who manages all people those of the installation.',
    answers: { 200: TokenViews },
    errors: [],
  },
  addToken: {
    ...own,
    summary: 'Makes a token for a program, with a scope within what one may do oneself; its text is told this once.',
    body: NewToken,
    answers: { 200: MadeToken },
    errors: ['access.step-up', 'site.unknown'],
  },
  removeToken: {
    ...own,
    summary: 'Ends a token at once, with its sockets.',
    answers: { 204: Nothing },
    errors: [],
  },
} as const satisfies EndpointRows;
