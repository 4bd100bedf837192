// Endpoints of chargers and charges.
import { ChargeChoice, Chargers, Charges, ChargeSettings, ChargesQuery } from '../charging.ts';
import { type EndpointRows, Nothing } from './row.ts';

/** Chargers, and what they did. */
export const chargingEndpoints = {
  readChargers: {
    action: 'site.read',
    summary: 'Chargers that the automation steers, what each waits for, and the charges that are under way.',
    answers: { 200: Chargers },
    errors: ['site.unknown', 'input.invalid'],
  },
  listCharges: {
    action: 'site.read',
    summary: 'Charges of cars with their energy, the share of the sun, cost and CO2, the newest first.',
    query: ChargesQuery,
    answers: { 200: Charges },
    errors: ['site.unknown', 'input.invalid'],
  },
  chooseCharging: {
    action: 'device.command',
    summary:
      'Chooses how a car is charged, until another way is chosen; without a mode it goes back to what is written.',
    body: ChargeChoice,
    answers: { 204: Nothing },
    errors: ['site.unknown', 'input.invalid', 'automation.invalid'],
  },
  readChargeSettings: {
    action: 'device.manage',
    summary: 'Which cards may begin a charge, and what they are called.',
    answers: { 200: ChargeSettings },
    errors: ['site.unknown', 'input.invalid'],
  },
  saveChargeSettings: {
    action: 'device.manage',
    summary: 'Says which cards may begin a charge.',
    body: ChargeSettings,
    headers: ['if-match'],
    answers: { 200: ChargeSettings },
    errors: ['request.outdated', 'site.unknown', 'input.invalid'],
  },
} as const satisfies EndpointRows;
