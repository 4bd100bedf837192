// `solstead token`: tokens of programs and wall tablets in a home that is not running – for machines on which nobody opens a page.
import { type Action, actions, type Grant, grantText, type Principal, type Role, roles } from '#core/access.ts';
import { systemClock as clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { RecordStore } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import type { Secret } from '#core/secrets.ts';
import { type KioskView, makeKiosks } from '#hub/credentials/kiosks.ts';
import { makeProgramTokens, type TokenView } from '#hub/credentials/program-tokens.ts';
import type { CommandContext } from '../context.ts';
import { printDone, printJson, printTable } from '../print.ts';
import { tell } from '../tell-addresses.ts';

/** Where the tokens are, and whose. */
export interface TokenFlags {
  readonly data: string;
  readonly records?: Secret;
  /** Name of an account: its personal ones; absent: those of the installation. */
  readonly account?: string;
  readonly json?: boolean;
}

/** Flags of `solstead token add`. */
export interface TokenAddFlags extends TokenFlags {
  readonly name: string;
  readonly site: string;
  /** A role, or actions between commas. */
  readonly may: string;
  readonly devices?: readonly string[];
  readonly days?: number;
}

const instead = 'Make, list and remove tokens on its page "Account and people" instead, or stop it.';

function mayOf(text: string, devices: readonly string[] | undefined): Grant['may'] {
  const role = roles.find((one): one is Role => one === text);
  if (role !== undefined && devices === undefined) return role;
  const asked = role === undefined ? text.split(',').map((one) => one.trim()) : ['site.read'];
  const known = asked.filter((one): one is Action => Object.hasOwn(actions, one));
  if (known.length < asked.length || (role !== undefined && role !== 'viewer'))
    throw new SolsteadError('input.usage', {
      at: '--may',
      why: because('token.may', { roles: [...roles], actions: Object.keys(actions) }),
    });
  return { actions: known, ...(devices === undefined ? {} : { devices }) };
}

async function principalOf(records: RecordStore, name: string | undefined): Promise<Principal> {
  const here = { name: 'command line', kind: 'person' } as const;
  if (name === undefined) return { ...here, id: 'command-line', grants: [{ site: '*', may: 'owner' }] };
  const account = await records.accounts.byName(name);
  if (account === undefined) throw new SolsteadError('input.usage', { at: '--account', why: because('token.account') });
  return { ...here, id: account.id, grants: await records.grants.of(account.id) };
}

/** A wall tablet, or a link that waits for one, and the home it looks at. */
interface Tablet extends KioskView {
  readonly kind: 'kiosk';
  readonly site: string;
}

/** The wall tablets of all homes. */
interface Tablets {
  list(): Promise<readonly Tablet[]>;
  /** Ends one at once; undefined if there is none such. */
  remove(id: string): Promise<Tablet | undefined>;
}

function tabletsOf(records: RecordStore): Tablets {
  // Nobody is signed in to a home at rest.
  const kiosks = makeKiosks(records, clock, { changed: () => undefined });
  const list: Tablets['list'] = async () => {
    const all: Tablet[] = [];
    for (const { id: site } of await records.sites.list())
      for (const kiosk of await kiosks.list(site)) all.push({ ...kiosk, kind: 'kiosk', site });
    return all;
  };
  return {
    list,
    async remove(id) {
      const found = (await list()).find((one) => one.id === id);
      if (found !== undefined) await kiosks.remove(found.site, id);
      return found;
    },
  };
}

/** What a command on tokens works with. */
interface TokenWork {
  readonly tokens: ReturnType<typeof makeProgramTokens>;
  readonly tablets: Tablets;
  readonly by: Principal;
  note(action: string, subject: string): Promise<void>;
}

/** Runs something with the tokens of a home at rest. Errors: `input.usage`, `folder.locked`, `store.*`. */
async function withTokens(
  { data, records: place, account }: TokenFlags,
  context: CommandContext,
  act: (work: TokenWork) => Promise<void>,
): Promise<void> {
  const records = await context.openRecords({ folder: data, instead, ...(place === undefined ? {} : { place }) });
  try {
    await act({
      tokens: makeProgramTokens(records, clock),
      tablets: tabletsOf(records),
      by: await principalOf(records, account),
      note: (action, subject) =>
        records.audit.append({
          atMs: clock.nowMs(),
          principal: { kind: 'home', name: 'command line' },
          action,
          subject,
          outcome: 'done',
        }),
    });
  } finally {
    await records.close();
  }
}

const dateOf = (atMs: number | undefined): string =>
  atMs === undefined ? '' : new Date(atMs).toISOString().slice(0, 10);

const rowOf = ({ id, name, kind, grants, expiresMs, usedMs }: TokenView) => ({
  id,
  name,
  kind,
  may: grants.map(({ site, may }) => `${site}: ${grantText(may)}`).join('; '),
  until: dateOf(expiresMs),
  used: dateOf(usedMs),
});

/** A tablet looks at one home; a link that nobody has opened yet ends by itself. */
const tabletRow = ({ id, name, site, expiresMs, usedMs }: Tablet) => ({
  id,
  name,
  kind: usedMs === undefined ? 'wall tablet, link not opened' : 'wall tablet',
  may: `${site}: ${grantText('viewer')}`,
  until: dateOf(expiresMs),
  used: dateOf(usedMs),
});

/** Makes a token and prints it once. */
export async function addToken(flags: TokenAddFlags, context: CommandContext): Promise<void> {
  const { name, site, may, devices, days, account } = flags;
  const kind = account === undefined ? 'integration' : 'personal';
  const grants = [{ site, may: mayOf(may, devices) }];
  await withTokens(flags, context, async ({ tokens, by, note }) => {
    const expiresMs = days === undefined ? undefined : clock.nowMs() + days * dayMs;
    const made = await tokens.add(by, { name, kind, grants, expiresMs });
    await note(
      `add ${kind} token`,
      `${made.name}: ${grants.map((one) => `${one.site} ${grantText(one.may)}`).join(', ')}`,
    );
    printDone(flags.json, made, `The token of ${made.name} is`, '', `  ${made.token}`, '', 'It is shown only once.');
  });
}

/** Lists them; what a token is, is not known any more. */
export async function listTokens(flags: TokenFlags, context: CommandContext): Promise<void> {
  await withTokens(flags, context, async ({ tokens, tablets, by }) => {
    const own = await tokens.list(by);
    // A tablet belongs to its home, not to an account.
    const walls = flags.account === undefined ? await tablets.list() : [];
    if (flags.json === true) printJson([...own, ...walls]);
    else if (own.length + walls.length === 0) tell('There are no tokens.');
    else printTable([...own.map(rowOf), ...walls.map(tabletRow)]);
    if (flags.json !== true && flags.account === undefined)
      tell('Personal tokens are listed by whoever owns them, and here with --account <name>.');
  });
}

/** Ends one. */
export async function removeToken(id: string, flags: TokenFlags, context: CommandContext): Promise<void> {
  await withTokens(flags, context, async ({ tokens, tablets, by, note }) => {
    const tablet = flags.account === undefined ? await tablets.remove(id) : undefined;
    const { kind, name } = tablet ?? (await tokens.remove(by, id));
    await note(kind === 'kiosk' ? 'remove kiosk link' : `remove ${kind} token`, name);
    printDone(flags.json, { id, name, kind, removed: true }, `${name} is worth nothing any more.`);
  });
}
