// Endpoints of tablets on a wall.
import { Session } from '../contract.ts';
import { KioskSecret, KioskViews, MadeKiosk, NewKiosk } from '../kiosks.ts';
import { type EndpointRows, Nothing } from './row.ts';

/** Links, and opening one. */
export const kioskEndpoints = {
  openKiosk: {
    action: 'open',
    summary: 'Signs a browser in by the link of a tablet, for looking at its home alone; the link is used up.',
    body: KioskSecret,
    answers: { 200: Session },
    errors: ['access.throttled', 'input.invalid'],
  },
  listKiosks: {
    action: 'kiosk.manage',
    summary: 'Tablets that show a home, and links that wait for one.',
    answers: { 200: KioskViews },
    errors: ['site.unknown'],
  },
  addKiosk: {
    action: 'kiosk.manage',
    summary: 'Makes a link that shows a home on one tablet, for looking alone; its secret is told this once.',
    body: NewKiosk,
    answers: { 200: MadeKiosk },
    errors: ['site.unknown', 'access.step-up'],
  },
  removeKiosk: {
    action: 'kiosk.manage',
    summary: 'Signs a tablet out at once, or makes its link worth nothing.',
    answers: { 204: Nothing },
    errors: ['site.unknown'],
  },
} as const satisfies EndpointRows;
