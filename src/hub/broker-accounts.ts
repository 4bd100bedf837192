// Accounts of the built-in MQTT broker: devices sign in with a name and a password of their own, and each has its own topics.
// Which those are, is said when the account is made, or the device shows it by using them first: from then on nobody else may write
// there, or listen.
import { because } from '#core/reason.ts';
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SolsteadError } from '#core/errors.ts';
import type { BrokerAccountRecord, RecordStore } from '#core/records.ts';
import {
  allPlaces,
  type BrokerAccess,
  holds,
  inOnePlace,
  insteadOf,
  isPlace,
  placeOf,
  placesOf,
  sharedAccess,
} from './broker-places.ts';
import { mosquittoHash } from './mosquitto-files.ts';
import { fingerprintIn } from './client-certificate.ts';
import { hashPassword, isPassword } from './passwords.ts';

/** An account as the broker sees it. */
export interface CheckedAccount {
  readonly topics: readonly string[];
  /** What it may do and nothing besides; absent: its own place, which it shows by use. */
  readonly only?: BrokerAccess;
  /** What it may do besides, as others may. */
  readonly shared?: BrokerAccess;
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
  /** When a client signed in with it last, epoch ms; absent: not since the start. */
  readonly cameMs?: number;
  /** Fingerprint of the certificate that its clients have to show; absent: a password is enough. */
  readonly certificate?: string;
}

/** What an account is bound to besides its password. */
export interface AccountProof {
  /** A certificate of its clients: its fingerprint, or itself as PEM. They come over TLS then, and need no password. */
  readonly certificate?: string | undefined;
}

/** The accounts of a broker. */
export interface BrokerAccounts {
  /**
   * The account of a name and password, or of a name and the fingerprint of the certificate that was shown; undefined for strangers. Takes
   * equally long for names that do not exist.
   */
  readonly check: (
    username: string,
    password: string,
    shown?: { readonly certificate: string | undefined },
  ) => Promise<CheckedAccount | undefined>;
  /** The same without the slow hash, for a password that was right since the start; undefined says nothing about it. */
  readonly recall: BrokerAccounts['check'];
  /** Whether clients are asked for certificates: some account needs one. */
  wantsCertificates(): boolean;
  /**
   * Makes an account with a random password, shown only once; with `only` it may do that and nothing besides, and nobody else there.
   * Errors: `input.invalid` when the name is taken, or what is given as a certificate is none.
   */
  add(
    username: string,
    only?: BrokerAccess,
    proof?: AccountProof,
  ): Promise<{ readonly username: string; readonly password: string }>;
  list(): Promise<readonly BrokerAccountView[]>;
  /** Removes an account and closes its connections. Errors: `input.invalid` if there is none of that name. */
  remove(username: string): Promise<void>;
  /** Removes the account that was made for a device which is gone; any other stays. */
  removeOf(device: string): Promise<void>;
}

/** Accounts, each for a device or a gateway. */
const mostAccounts = 500;
/** Topics of one account: a gateway may carry some dozens of devices. */
const mostTopics = 64;
/** What an account from an earlier version had: everything. It counts as nothing yet. */
const everything = '#';

/**
 * The places of accounts, those of one device as one. In versions before this one another account could have the place of a device's
 * commands: the device is who speaks, so what it speaks in comes first.
 */
function keptPlaces(all: readonly BrokerAccountRecord[]) {
  const kept = all.flatMap(({ username, topics }) =>
    topics.flatMap((topic) => {
      const used = topic.replace(/\/#$/, '');
      const place = inOnePlace(used);
      return topic === everything || !isPlace(used) ? [] : [{ username, place, isSpoken: used === place }];
    }),
  );
  return kept.toSorted((one, other) => Number(other.isSpoken) - Number(one.isSpoken));
}

const overlaps = (one: string, other: string): boolean => holds(one, other) || holds(other, one);

/** Who owns which place of topics; learned from use and kept with the accounts. */
function topicOwners(records: Pick<RecordStore, 'brokerAccounts'>) {
  /** By place, those of one device as one. */
  const owners = new Map<string, string>();
  const isAnothers = (username: string, place: string): boolean =>
    [...owners].some(([other, owner]) => owner !== username && overlaps(other, place));
  /** Those of accounts that were given theirs. */
  const given = new Map<string, string>();
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    const all = await records.brokerAccounts.list();
    for (const { username, place } of keptPlaces(all)) if (!isAnothers(username, place)) owners.set(place, username);
    for (const { username, only } of all) if (only !== undefined) reserve(username, only);
  };
  /** What was given to an account takes precedence over what another one used first. */
  const reserve = (username: string, only: BrokerAccess): void => {
    for (const place of placesOf(only)) {
      for (const [other] of owners) if (overlaps(other, place)) owners.delete(other);
      owners.set(place, username);
      given.set(place, username);
    }
  };
  const ownedBy = (username: string): readonly string[] =>
    [...owners].filter(([, owner]) => owner === username).map(([place]) => place);
  const topicsOf = (username: string): readonly string[] =>
    ownedBy(username).flatMap((place) => allPlaces(place).map((one) => `${one}/#`));
  const save = async (username: string): Promise<void> => {
    const account = await records.brokerAccounts.byUsername(username);
    if (account !== undefined && account.only === undefined)
      await records.brokerAccounts.save({ ...account, topics: topicsOf(username) });
  };
  const owns = (username: string, topic: string): boolean => {
    const within = inOnePlace(topic).replace(/\/#$/, '');
    return ownedBy(username).some((place) => holds(place, within));
  };
  return {
    topicsOf,
    owns,
    reserve,
    /** A place of another account that was given it. */
    given: (only: BrokerAccess): string | undefined =>
      placesOf(only).find((place) => [...given.keys()].some((other) => overlaps(other, place))),
    loaded: (): Promise<void> =>
      (loading ??= load().catch((error: unknown) => {
        loading = undefined;
        throw error;
      })),
    mayOwn(username: string, topic: string): boolean {
      if (owns(username, topic)) return true;
      const found = placeOf(topic);
      if (found === undefined || ownedBy(username).length >= mostTopics) return false;
      const place = inOnePlace(found);
      if (isAnothers(username, place)) return false;
      owners.set(place, username);
      // Not kept, it would be learned again after the next start.
      save(username).catch(() => undefined);
      return true;
    },
    drop(username: string): void {
      for (const place of ownedBy(username)) {
        owners.delete(place);
        given.delete(place);
      }
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
    delete: (username: string) => void known.delete(username),
  };
}

/** Whether a client showed what its account needs. */
const isShown = (
  { certificate }: BrokerAccountRecord,
  shown: { readonly certificate: string | undefined } | undefined,
): boolean => certificate === undefined || certificate === shown?.certificate;

/** An account whose password was right, as the broker sees it. */
function checkedOf({ username, only }: BrokerAccountRecord, owners: ReturnType<typeof topicOwners>): CheckedAccount {
  if (only === undefined)
    return {
      topics: [],
      shared: sharedAccess,
      mayOwn: (topic) => owners.mayOwn(username, topic),
      owns: (topic) => owners.owns(username, topic),
      insteadOf,
    };
  return { topics: [], only, mayOwn: () => false, owns: () => false, insteadOf: () => only.subscribe.join(', ') };
}

function viewOf(
  { username, only, certificate }: BrokerAccountRecord,
  owners: ReturnType<typeof topicOwners>,
  cameMs: number | undefined,
): BrokerAccountView {
  const topics = only === undefined ? owners.topicsOf(username) : [...only.publish, ...only.subscribe];
  return {
    username,
    topics,
    ...(cameMs === undefined ? {} : { cameMs }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}

/** Names of accounts that need a certificate. Who comes before it is known is not asked for one, and comes again. */
function certifiedNames(brokerAccounts: RecordStore['brokerAccounts']): Set<string> {
  const names = new Set<string>();
  const load = async (): Promise<void> => {
    for (const { username, certificate } of await brokerAccounts.list())
      if (certificate !== undefined) names.add(username);
  };
  void load().catch(() => undefined);
  return names;
}

interface CheckParts {
  readonly brokerAccounts: RecordStore['brokerAccounts'];
  readonly owners: ReturnType<typeof topicOwners>;
  readonly right: ReturnType<typeof rightPasswords>;
  enter(record: BrokerAccountRecord): CheckedAccount;
}

function makeChecks({ brokerAccounts, owners, right, enter }: CheckParts): Pick<BrokerAccounts, 'check' | 'recall'> {
  let decoy: Promise<string> | undefined;
  return {
    async check(username, password, shown) {
      await owners.loaded();
      const account = await brokerAccounts.byUsername(username);
      // Its key was proved in the handshake; a password that is given all the same has to be right.
      if (account?.certificate !== undefined && password === '')
        return account.certificate === shown?.certificate ? enter(account) : undefined;
      const decoyHash = await (decoy ??= hashPassword(randomBytes(16).toString('hex')));
      const isRight = await isPassword(account?.passwordHash ?? decoyHash, password);
      if (account === undefined || !isRight || !isShown(account, shown)) return undefined;
      right.keep(username, password, account.passwordHash);
      return enter(account);
    },
    async recall(username, password, shown) {
      const passwordHash = right.hashOf(username, password);
      if (passwordHash === undefined) return undefined;
      // The account may be gone, or have another password, since.
      const account = await brokerAccounts.byUsername(username);
      return account?.passwordHash === passwordHash && isShown(account, shown) ? enter(account) : undefined;
    },
  };
}

/** What happens around accounts. */
export interface AccountEvents {
  /** An account is gone: its connections end. */
  ended?(username: string): void;
  nowMs?(): number;
}

/** The accounts over the records. */
export function makeBrokerAccounts(
  records: Pick<RecordStore, 'brokerAccounts'>,
  { ended, nowMs }: AccountEvents = {},
): BrokerAccounts {
  const { brokerAccounts } = records;
  const owners = topicOwners(records);
  const right = rightPasswords();
  const came = new Map<string, number>();
  const enter = (record: BrokerAccountRecord): CheckedAccount => {
    if (nowMs !== undefined) came.set(record.username, nowMs());
    return checkedOf(record, owners);
  };
  const certified = certifiedNames(brokerAccounts);
  const remove = async (username: string): Promise<void> => {
    await brokerAccounts.remove(username);
    owners.drop(username);
    for (const known of [right, came, certified]) known.delete(username);
    ended?.(username);
  };
  return {
    wantsCertificates: () => certified.size > 0,
    ...makeChecks({ brokerAccounts, owners, right, enter }),
    async add(username, only, { certificate: given } = {}) {
      const certificate = given === undefined ? undefined : fingerprintIn(given);
      await owners.loaded();
      if ((await brokerAccounts.list()).length >= mostAccounts)
        throw new SolsteadError('input.invalid', {
          at: 'username',
          why: because('broker.many', { most: mostAccounts }),
        });
      if ((await brokerAccounts.byUsername(username)) !== undefined)
        throw new SolsteadError('input.invalid', { at: 'username', why: because('name.taken', { name: username }) });
      const password = randomBytes(15).toString('base64url');
      const held = only === undefined ? undefined : owners.given(only);
      if (held !== undefined)
        throw new SolsteadError('input.invalid', { at: 'topic', why: because('name.taken', { name: held }) });
      const hashes = { passwordHash: await hashPassword(password), mosquittoHash: mosquittoHash(password) };
      const proof = certificate === undefined ? {} : { certificate };
      await brokerAccounts.save({ username, ...hashes, ...proof, topics: [], ...(only === undefined ? {} : { only }) });
      if (certificate !== undefined) certified.add(username);
      if (only !== undefined) owners.reserve(username, only);
      return { username, password };
    },
    async list() {
      await owners.loaded();
      return (await brokerAccounts.list()).map((record) => viewOf(record, owners, came.get(record.username)));
    },
    async remove(username) {
      await owners.loaded();
      if ((await brokerAccounts.byUsername(username)) === undefined)
        throw new SolsteadError('input.invalid', { at: 'username', why: because('name.unknown', { name: username }) });
      await remove(username);
    },
    async removeOf(device) {
      await owners.loaded();
      if ((await brokerAccounts.byUsername(device))?.only !== undefined) await remove(device);
    },
  };
}
