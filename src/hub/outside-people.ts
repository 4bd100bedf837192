// People whom another system in this house has signed in, such as Home Assistant: each has an account here, made when they first come,
// and one session. What they may do is changed on the page of people, as for everybody.
import { randomBytes } from 'node:crypto';
import { everySite, type Role } from '#core/access.ts';
import type { OutsidePerson } from '#core/outside-person.ts';
import { isSolsteadError } from '#core/errors.ts';
import type { AccountRecord } from '#core/records.ts';
import { assertOwnName, checkName } from './account-name.ts';
import { hashPassword } from './passwords.ts';
import type { Client, Sessions } from './sessions.ts';
import type { AccessParts } from './sign-in.ts';

/** What a session is called that no browser opened. */
const sessionName = 'Home Assistant';

/** The id of their account. */
export const outsideAccount = ({ system, id }: Pick<OutsidePerson, 'system' | 'id'>): string => `${system}.${id}`;

/** How often another name is tried where somebody is called the same. */
const mostNames = 20;

/** Names for somebody: as they are called there, with a number behind it, and at last what that system knows them by. */
function* namesFor({ name, id }: Pick<OutsidePerson, 'name' | 'id'>): Generator<string> {
  yield name;
  for (let count = 1; count < mostNames; count += 1) yield `${name} (${sessionName}${count === 1 ? '' : ` ${count}`})`;
  yield `${sessionName} ${id}`;
}

/** A name that an account may have, that nobody here has and that looks like nobody's. */
function freeName(person: Pick<OutsidePerson, 'name' | 'id'>, others: readonly AccountRecord[]): string {
  let failed: unknown;
  for (const wanted of namesFor(person)) {
    try {
      const name = checkName(wanted);
      assertOwnName(name, others);
      return name;
    } catch (error) {
      if (!isSolsteadError(error, 'input.invalid')) throw error;
      failed = error;
    }
  }
  throw failed;
}

/** Lets them in. Answers with the token of their session; undefined: nobody made an account for them. */
export function makeOutsideEntry(
  { records, note, changed }: AccessParts,
  sessions: Pick<Sessions, 'open' | 'principal'>,
): (person: OutsidePerson, client: Client) => Promise<string | undefined> {
  const tokens = new Map<string, string>();
  const entering = new Map<string, Promise<string | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  const newcomer = async (person: OutsidePerson, may: Role): Promise<AccountRecord> => {
    const name = freeName(person, await records.accounts.list());
    // A password that nobody knows: whoever comes by another way sets one with a recovery code.
    const passwordHash = await hashPassword(randomBytes(32).toString('base64url'));
    const account: AccountRecord = { id: outsideAccount(person), name, passwordHash };
    await records.accounts.save(account);
    await records.grants.save(account.id, { site: everySite, may });
    await note(account, 'enter from outside', may);
    changed();
    return account;
  };
  const enter = async (person: OutsidePerson, { from }: Client): Promise<string | undefined> => {
    const id = outsideAccount(person);
    let account = await records.accounts.byId(id);
    if (account === undefined && person.may !== undefined) account = await newcomer(person, person.may);
    if (account === undefined) return undefined;
    // Those of earlier runs: nobody has their tokens any more.
    for (const old of await records.sessions.of(id))
      if (old.device === sessionName) await records.sessions.remove(old.tokenHash);
    const token = await sessions.open(account, { from, device: sessionName });
    tokens.set(id, token);
    return token;
  };
  return async (person, client) => {
    const id = outsideAccount(person);
    const known = tokens.get(id);
    if (known !== undefined && (await sessions.principal(known, client.from)) !== undefined) return known;
    const under = entering.get(id);
    if (under !== undefined) return under;
    // One after another: two who are called the same get two names.
    const entered = last.then(() => enter(person, client)).finally(() => entering.delete(id));
    entering.set(id, entered);
    last = entered.catch(() => undefined);
    return entered;
  };
}
