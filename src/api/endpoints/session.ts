// Endpoints of the process and of who is asking: health, this contract, session, owner, demo.
import Type from 'typebox';
import { Claim, DemoStart, Health, Live, Ready, Session, SignIn } from '../contract.ts';
import type { EndpointRows } from './row.ts';

const OpenApi = Type.Object(
  { openapi: Type.String(), paths: Type.Object({}, { additionalProperties: true }) },
  { additionalProperties: true },
);

/** Health, session, owner and demo. */
export const sessionEndpoints = {
  readHealth: {
    action: 'open',
    summary: 'Whether the process is well; tells nothing about the home, and answers 503 where a restart may help.',
    answers: { 200: Health, 503: Health },
    errors: [],
  },
  readLive: {
    action: 'open',
    summary: 'Whether the process lives.',
    answers: { 200: Live },
    errors: [],
  },
  readReady: {
    action: 'open',
    summary: 'Whether each part works; why not, only for those who may see all homes.',
    answers: { 200: Ready, 503: Ready },
    errors: [],
  },
  readOpenApi: {
    action: 'open',
    summary: 'This contract as an OpenAPI 3.1 document; tells nothing about the home.',
    answers: { 200: OpenApi },
    errors: [],
  },
  readSession: {
    action: 'open',
    summary: 'Who is asking, and whether this home has an owner.',
    answers: { 200: Session },
    errors: [],
  },
  signIn: {
    action: 'open',
    summary: 'Signs in and sets the session cookie.',
    body: SignIn,
    answers: { 200: Session },
    errors: ['access.credentials', 'access.second-factor', 'access.throttled'],
  },
  signOut: {
    action: 'open',
    summary:
      'Ends the session, takes its cookie back and closes its sockets. Whom Home Assistant signed in leaves there.',
    answers: { 200: Session },
    errors: ['access.denied'],
  },
  claimHome: {
    action: 'open',
    summary: "Makes the first visitor's account and home, and sets the session cookie.",
    body: Claim,
    answers: { 200: Session },
    errors: ['access.throttled', 'access.owned', 'input.invalid'],
  },
  startDemo: {
    action: 'open',
    summary:
      'Shows the simulated home: while nobody owns this one, to whoever knows the set-up code, or when the owner asks.',
    body: DemoStart,
    answers: { 200: Session },
    errors: ['access.throttled', 'command.refused', 'input.invalid'],
  },
  leaveDemo: {
    action: 'open',
    summary: 'Leaves the simulated home.',
    answers: { 200: Session },
    errors: ['command.refused'],
  },
} as const satisfies EndpointRows;
