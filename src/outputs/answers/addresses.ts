// Addresses of outputs of answers, read the same way when a file is checked and when the output is opened.
import { withoutPassword } from '#core/address.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because, type Reason } from '#core/reason.ts';
import { makeSecret, type Secret } from '#core/secrets.ts';
import { checkBroker } from '../broker-session.ts';
import { databaseAddress, type DatabaseAddress } from '../database-address.ts';
import {
  type AnswerKind,
  answerOutputs,
  type AnswerOutputName,
  type AnswerSettings,
  screenServer,
} from './settings.ts';

/** The password in an address that came from a file. */
export function passwordIn(address: string): Secret | undefined {
  const found = URL.canParse(address) ? new URL(address).password : '';
  if (found === '') return undefined;
  try {
    return makeSecret(decodeURIComponent(found));
  } catch {
    return makeSecret(found);
  }
}

/** A PostgreSQL database. Errors: `input.invalid`. */
export const postgresPlace = (server: string): DatabaseAddress =>
  databaseAddress(withoutPassword(server), {
    schemes: ['postgres', 'postgresql'],
    port: 5432,
    why: because('output.postgres'),
  });

/**
 * A MongoDB server; the database of its address is the one in which accounts are kept, as its maker has it, `admin` where there is none.
 * Errors: `input.invalid`.
 */
export function mongoPlace(server: string): Omit<DatabaseAddress, 'database'> & { readonly accounts: string } {
  const plain = withoutPassword(server);
  const whole = /^[a-z]+:\/\/[^/?#]+\/?$/i.test(plain) ? `${plain.replace(/\/$/, '')}/admin` : plain;
  const form = { schemes: ['mongodb'], port: 27_017, isAnonymous: true, why: because('answers.mongodb') };
  const { database: accounts, ...place } = databaseAddress(whole, form);
  return { ...place, accounts };
}

/** Where is pushed to. Errors: `input.invalid`. */
export function pushPlace(address: string): URL {
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address))
    throw new SolsteadError('input.invalid', { at: 'url', why: because('http.address') });
  return new URL(address);
}

/** What is wrong with the address of an output, and which setting that is; the address itself, which may hold a password, is not told. */
export function addressFault(
  name: AnswerOutputName,
  { server, ca, url }: AnswerSettings,
): { readonly setting: 'server' | 'ca' | 'url'; readonly why: Reason } | undefined {
  const { way }: AnswerKind = answerOutputs[name];
  try {
    if (way === 'postgres' && server !== undefined) postgresPlace(server);
    if (way === 'mongo' && server !== undefined) mongoPlace(server);
    if (way === 'push' && url !== undefined) pushPlace(url);
    if (way === 'broker' && server !== screenServer)
      checkBroker({ ...(server === undefined ? {} : { server }), ...(ca === undefined ? {} : { ca }) });
    return undefined;
  } catch (error) {
    if (!isSolsteadError(error, 'input.invalid') || error.reason === undefined) throw error;
    const setting = way === 'push' ? 'url' : error.at === 'settings.ca' ? 'ca' : 'server';
    return { setting, why: error.reason };
  }
}
