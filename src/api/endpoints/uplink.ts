// Endpoints of the uplink. What sends readings elsewhere, lets a home in or hands out a secret asks for a proof of who it is.
import { FarHome, FarHomes, MadeFarHome, NewFarHome, Uplink, UplinkChange, UplinkTest } from '../uplink.ts';
import { type EndpointRows, linkErrors } from './row.ts';

/** The uplink, both ways. */
export const uplinkEndpoints = {
  readUplink: {
    action: 'site.manage',
    summary: 'Where a home sends its readings, and how the connection is doing.',
    answers: { 200: Uplink },
    errors: ['site.unknown', 'uplink.failed'],
  },
  saveUplink: {
    action: 'site.manage',
    summary: 'Sets where a home sends its readings, and connects; a secret that is absent stays.',
    body: UplinkChange,
    headers: ['if-match'],
    answers: { 200: Uplink },
    errors: ['request.outdated', 'site.unknown', 'access.step-up', 'uplink.failed'],
  },
  removeUplink: {
    action: 'site.manage',
    summary: 'Ends the uplink of a home; what still waits is not sent.',
    answers: { 200: Uplink },
    errors: ['site.unknown', 'access.step-up', 'uplink.failed'],
  },
  testUplink: {
    action: 'site.manage',
    summary: 'Connects to the far side and is let in, or says why not; sends nothing and saves nothing.',
    body: UplinkChange,
    answers: { 200: UplinkTest },
    errors: ['site.unknown', 'access.step-up', 'uplink.failed', ...linkErrors],
  },
  listFarHomes: {
    action: 'site.manage',
    summary: 'The homes that send their readings here, and how they are doing.',
    answers: { 200: FarHomes },
    errors: ['uplink.failed'],
  },
  addFarHome: {
    action: 'site.manage',
    summary: 'Lets a home send its readings into one of the homes here; the secret is in this answer alone.',
    body: NewFarHome,
    answers: { 201: MadeFarHome },
    errors: ['site.unknown', 'access.step-up', 'uplink.failed'],
  },
  renewFarHome: {
    action: 'site.manage',
    summary: 'Gives a home that sends here a new secret; the one before ends at once.',
    answers: { 200: MadeFarHome },
    errors: ['uplink.unknown', 'access.step-up', 'uplink.failed'],
  },
  removeFarHome: {
    action: 'site.manage',
    summary: 'Lets a home send no more and ends its connection; its devices and their history stay.',
    answers: { 200: FarHome },
    errors: ['uplink.unknown', 'access.step-up', 'uplink.failed'],
  },
} as const satisfies EndpointRows;
