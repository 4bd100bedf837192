// The accounts of the built-in broker as Mosquitto reads them: its password file and its access list, for a home that moves to it.
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import type { BrokerAccountRecord } from '#core/records.ts';
import { type BrokerAccess, sharedBeside } from './broker-places.ts';

/** How Mosquitto hashes a password: `$7$rounds$salt$hash`, PBKDF2 with SHA-512. Source: Mosquitto 2, mosquitto_passwd(1). */
const hashing = { version: 7, rounds: 101, saltBytes: 12, hashBytes: 64 } as const;

/** The hash of a password that was made from randomness: so few rounds, as Mosquitto has them, would not protect one that a person chose. */
export function mosquittoHash(password: string): string {
  const { version, rounds, saltBytes, hashBytes } = hashing;
  const salt = randomBytes(saltBytes);
  const hash = pbkdf2Sync(password, salt, rounds, hashBytes, 'sha512');
  return `$${version}$${rounds}$${salt.toString('base64')}$${hash.toString('base64')}`;
}

const linesOf = ({ publish, subscribe }: BrokerAccess): readonly string[] => [
  ...publish.filter(isLine).map((filter) => `topic write ${filter}`),
  ...subscribe.filter(isLine).map((filter) => `topic read ${filter}`),
];

/** An account with the filters of its own places. */
export interface OwnedAccount extends Pick<BrokerAccountRecord, 'username' | 'mosquittoHash' | 'only'> {
  readonly topics: readonly string[];
}

/** Why an account, or a topic of it, is not in the files. */
export type LeftOut =
  /** Its password is not known in a form that Mosquitto could check. */
  | 'no-hash'
  /** Its name or a topic cannot be written in such a file. */
  | 'no-line'
  /** It has used no topic yet, so it may use none. */
  | 'no-topic';

/** The two files, and what is not in them. */
export interface MosquittoFiles {
  readonly passwords: string;
  readonly acl: string;
  readonly left: readonly { readonly username: string; readonly why: LeftOut }[];
}

/** Neither file can quote: a line break would begin another line, a colon end the name. */
const isLine = (text: string): boolean => text !== '' && text.trim() === text && !/\p{Cc}/u.test(text);
const isName = (text: string): boolean => isLine(text) && !text.includes(':') && !text.startsWith('#');

function rulesOf({ topics, only }: OwnedAccount): readonly string[] {
  if (only !== undefined) return linesOf(only);
  const own = topics.filter(isLine);
  return [...own.map((filter) => `topic readwrite ${filter}`), ...linesOf(sharedBeside(own))];
}

/** Writes the files; `home` is the account of the home itself, which may use everything. */
export function mosquittoFiles(
  accounts: readonly OwnedAccount[],
  home?: { readonly username: string; readonly password: string },
): MosquittoFiles {
  const [passwords, acl, left]: [string[], string[], { username: string; why: LeftOut }[]] = [[], [], []];
  if (home !== undefined) {
    passwords.push(`${home.username}:${mosquittoHash(home.password)}`);
    acl.push(`user ${home.username}\ntopic readwrite #`);
  }
  for (const account of accounts) {
    const { username, mosquittoHash: hash, topics, only } = account;
    const all = only === undefined ? topics : [...only.publish, ...only.subscribe];
    const rules = rulesOf(account);
    if (!isName(username) || username === home?.username) left.push({ username, why: 'no-line' });
    else if (hash === undefined) left.push({ username, why: 'no-hash' });
    else {
      passwords.push(`${username}:${hash}`);
      acl.push([`user ${username}`, ...rules].join('\n'));
      if (!all.every(isLine)) left.push({ username, why: 'no-line' });
      else if (all.length === 0) left.push({ username, why: 'no-topic' });
    }
  }
  return { passwords: `${passwords.join('\n')}\n`, acl: `${acl.join('\n\n')}\n`, left };
}

/** Whether the home's account can have this name. */
export const isMosquittoName = isName;
