// Accounts of the built-in MQTT broker: devices sign in with a name and a password of their own, and each has its own topics.
// Which those are, a device shows by using them first: from then on nobody else may write there, or listen.
import { because } from '#core/reason.ts';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import type { RecordStore } from '#core/records.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** An account as the broker sees it. */
export interface CheckedAccount {
  readonly topics: readonly string[];
  /** Whether a topic or filter belongs to the account; one that belongs to nobody becomes its own. */
  mayOwn(topic: string): boolean;
  /** Whether a topic is its own. */
  owns(topic: string): boolean;
  /** What to subscribe to instead of a filter that is nobody's own; undefined where nothing is known. */
  insteadOf(filter: string): string | undefined;
}

/** An account as it is listed. */
export interface BrokerAccountView {
  readonly username: string;
  /** Where it may publish and subscribe, as filters; empty until it was used. */
  readonly topics: readonly string[];
}

/** The accounts of a broker. */
export interface BrokerAccounts {
  /** The account of a name and password; undefined for strangers. Takes equally long for names that do not exist. */
  readonly check: (username: string, password: string) => Promise<CheckedAccount | undefined>;
  /** The same without the slow hash, for a password that was right since the start; undefined says nothing about it. */
  readonly recall: (username: string, password: string) => Promise<CheckedAccount | undefined>;
  /** Makes an account with a random password, shown only once. Errors: `input.invalid` when the name is taken. */
  add(username: string): Promise<{ readonly username: string; readonly password: string }>;
  list(): Promise<readonly BrokerAccountView[]>;
  /** Removes an account and closes its connections. Errors: `input.invalid` if there is none of that name. */
  remove(username: string): Promise<void>;
}

/** Accounts, each for a device or a gateway. */
const mostAccounts = 500;
/** Topics of one account: a gateway may carry some dozens of devices. */
const mostTopics = 64;
const mostTopicLength = 200;
/** What an account from an earlier version had: everything. It counts as nothing yet. */
const everything = '#';

/** What devices append to their own name: the rest distinguishes them. Source: Shelly, MQTT component. */
const endings = /\/(?:(?:online|announce|rpc|events\/rpc)|(?:status|command|debug|solstead)(?:\/.*)?|\+|#)$/;

/** Topics that devices share: anybody may announce itself, and hear that it should. Source: Shelly, Gen1 MQTT. */
const shared: ReadonlySet<string> = new Set(['shellies/announce', 'shellies/command']);

/** First levels that devices share: each has the next one for itself. Source: Shelly, Gen1 MQTT; Tasmota, MQTT. */
const sharedPrefixes: ReadonlySet<string> = new Set(['shellies', 'solstead', 'tele', 'stat', 'cmnd']);

/** The place of a device to which a topic or a filter belongs: `roof/meter` of `roof/meter/status/em:0`; undefined if there is none. */
export function placeOf(topic: string): string | undefined {
  if (topic.length > mostTopicLength || topic.startsWith('$') || topic.startsWith('/')) return undefined;
  let place = topic.replace(endings, '');
  const [first = '', second] = topic.split('/');
  if (place === topic && second !== undefined)
    place = sharedPrefixes.has(first) && second !== '' ? `${first}/${second}` : first;
  return place === '' || sharedPrefixes.has(place) || /[+#\0]/.test(place) ? undefined : place;
}

const holds = (outer: string, inner: string): boolean => inner === outer || inner.startsWith(`${outer}/`);

/** Who owns which place of topics; learned from use and kept with the accounts. */
function topicOwners(records: Pick<RecordStore, 'brokerAccounts'>) {
  const owners = new Map<string, string>();
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    for (const { username, topics } of await records.brokerAccounts.list())
      for (const topic of topics) {
        const place = topic.replace(/\/#$/, '');
        if (topic !== everything && !sharedPrefixes.has(place)) owners.set(place, username);
      }
  };
  const placesOf = (username: string): readonly string[] =>
    [...owners].filter(([, owner]) => owner === username).map(([place]) => place);
  const topicsOf = (username: string): readonly string[] => placesOf(username).map((place) => `${place}/#`);
  const save = async (username: string): Promise<void> => {
    const account = await records.brokerAccounts.byUsername(username);
    if (account !== undefined) await records.brokerAccounts.save({ ...account, topics: topicsOf(username) });
  };
  const owns = (username: string, topic: string): boolean =>
    shared.has(topic) || placesOf(username).some((place) => holds(place, topic.replace(/\/#$/, '')));
  return {
    topicsOf,
    owns,
    loaded: (): Promise<void> =>
      (loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      })),
    mayOwn(username: string, topic: string): boolean {
      if (owns(username, topic)) return true;
      const place = placeOf(topic);
      if (place === undefined || placesOf(username).length >= mostTopics) return false;
      for (const [other, owner] of owners)
        if (owner !== username && (holds(other, place) || holds(place, other))) return false;
      owners.set(place, username);
      // Not kept, it would be learned again after the next start.
      save(username).catch(() => undefined);
      return true;
    },
    drop(username: string): void {
      for (const place of placesOf(username)) owners.delete(place);
    },
  };
}

/** Passwords that were right since the start, as digests under a key that is nowhere else. */
function rightPasswords() {
  const key = randomBytes(32);
  const none = Buffer.alloc(32);
  const known = new Map<string, { readonly digest: Buffer; readonly passwordHash: string }>();
  const digestOf = (username: string, password: string): Buffer =>
    createHmac('sha256', key)
      .update(JSON.stringify([username, password]))
      .digest();
  return {
    keep(username: string, password: string, passwordHash: string): void {
      known.delete(username);
      known.set(username, { digest: digestOf(username, password), passwordHash });
      const oldest = known.keys().next().value;
      if (known.size > mostAccounts && oldest !== undefined) known.delete(oldest);
    },
    /** The hash that this password was right for; takes as long for any name. */
    hashOf(username: string, password: string): string | undefined {
      const right = known.get(username);
      return timingSafeEqual(digestOf(username, password), right?.digest ?? none) ? right?.passwordHash : undefined;
    },
    drop: (username: string) => void known.delete(username),
  };
}

/** The accounts over the records; `ended` is called with those that are gone, so that their connections end. */
export function makeBrokerAccounts(
  records: Pick<RecordStore, 'brokerAccounts'>,
  ended: (username: string) => void = () => undefined,
): BrokerAccounts {
  const { brokerAccounts } = records;
  const owners = topicOwners(records);
  const right = rightPasswords();
  const accountOf = (username: string): CheckedAccount => ({
    topics: [],
    mayOwn: (topic) => owners.mayOwn(username, topic),
    owns: (topic) => owners.owns(username, topic),
    insteadOf: (filter) => {
      const [first = ''] = filter.split('/');
      return sharedPrefixes.has(first) && placeOf(filter) === undefined ? `${first}/<device>/#` : undefined;
    },
  });
  let decoy: Promise<string> | undefined;
  return {
    async check(username, password) {
      await owners.loaded();
      const account = await brokerAccounts.byUsername(username);
      const decoyHash = await (decoy ??= hashPassword(randomBytes(16).toString('hex')));
      const isRight = await isPassword(account?.passwordHash ?? decoyHash, password);
      if (account === undefined || !isRight) return undefined;
      right.keep(username, password, account.passwordHash);
      return accountOf(username);
    },
    async recall(username, password) {
      const passwordHash = right.hashOf(username, password);
      if (passwordHash === undefined) return undefined;
      // The account may be gone, or have another password, since.
      const account = await brokerAccounts.byUsername(username);
      return account?.passwordHash === passwordHash ? accountOf(username) : undefined;
    },
    async add(username) {
      if ((await brokerAccounts.list()).length >= mostAccounts)
        throw new SolsteadError('input.invalid', {
          at: 'username',
          why: because('broker.many', { most: mostAccounts }),
        });
      if ((await brokerAccounts.byUsername(username)) !== undefined)
        throw new SolsteadError('input.invalid', { at: 'username', why: because('name.taken', { name: username }) });
      const password = randomBytes(15).toString('base64url');
      await brokerAccounts.save({ username, passwordHash: await hashPassword(password), topics: [] });
      return { username, password };
    },
    async list() {
      await owners.loaded();
      return (await brokerAccounts.list()).map(({ username }) => ({ username, topics: owners.topicsOf(username) }));
    },
    async remove(username) {
      await owners.loaded();
      if ((await brokerAccounts.byUsername(username)) === undefined)
        throw new SolsteadError('input.invalid', { at: 'username', why: because('name.unknown', { name: username }) });
      await brokerAccounts.remove(username);
      owners.drop(username);
      right.drop(username);
      ended(username);
    },
  };
}
