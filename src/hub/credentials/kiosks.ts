// Links for tablets on a wall: each signs one browser in, for looking at one home alone. A link is worth nothing once it was opened, so that
// what a history or a camera keeps of it opens nothing; what the browser gets instead ends when the link is withdrawn.
import { randomBytes, randomUUID } from 'node:crypto';
import type { Principal } from '#core/access.ts';
import type { AuditStore } from '#core/audit.ts';
import type { Clock } from '#core/clock.ts';
import { SolsteadError } from '#core/errors.ts';
import { networkOf } from '#core/network-of.ts';
import { because } from '#core/reason.ts';
import type { RecordStore, TokenRecord } from '#core/records.ts';
import { dayMs } from '#core/time.ts';
import { type Client, tokenHash } from '../sessions.ts';
import type { SignInAudit } from '../sign-in-audit.ts';
import { throttledCode, type Tries } from './tries.ts';

/** How long a link waits to be opened. */
const linkMs = 7 * dayMs;
/** Links and tablets of one home. */
const mostKiosks = 50;

/** A tablet, or a link that waits for one, as people see it. */
export interface KioskView extends Pick<TokenRecord, 'id' | 'name' | 'createdMs' | 'usedMs' | 'from'> {
  /** Until when the link waits to be opened; absent: it was. */
  readonly expiresMs?: number;
}

/** A new link; its secret is told once. */
export interface MadeKiosk extends KioskView {
  readonly secret: string;
}

/** The tablets of homes, for whoever was permitted to manage them. */
export interface Kiosks {
  list(site: string): Promise<readonly KioskView[]>;
  /** Errors: `input.invalid`. */
  add(site: string, name: string): Promise<MadeKiosk>;
  /** Ends one at once. Errors: `input.invalid` if the home has none such. */
  remove(site: string, id: string): Promise<KioskView>;
}

type Records = Pick<RecordStore, 'tokens'>;

const secretText = (): string => `sol_${randomBytes(32).toString('base64url')}`;
const isOf =
  (site: string) =>
  ({ kind, grants }: TokenRecord): boolean =>
    kind === 'kiosk' && grants.every((grant) => grant.site === site);

function viewOf({ id, name, createdMs, expiresMs, usedMs, from }: TokenRecord): KioskView {
  return {
    id,
    name,
    createdMs,
    ...(expiresMs === undefined ? {} : { expiresMs }),
    ...(usedMs === undefined ? {} : { usedMs }),
    ...(from === undefined ? {} : { from }),
  };
}

/** Makes them; `changed` announces that somebody may do less from now on. */
export function makeKiosks({ tokens }: Records, clock: Pick<Clock, 'nowMs'>, { changed }: { changed(): void }): Kiosks {
  /** Those of a home; links that nobody opened in time are forgotten. */
  const here = async (site: string): Promise<readonly TokenRecord[]> => {
    const all = (await tokens.ofInstallation()).filter(isOf(site));
    const isOver = ({ expiresMs }: TokenRecord): boolean => (expiresMs ?? Infinity) <= clock.nowMs();
    for (const { id } of all.filter(isOver)) await tokens.remove(id);
    return all.filter((one) => !isOver(one));
  };
  return {
    list: async (site) => (await here(site)).map(viewOf),
    async add(site, name) {
      if (name.trim() === '') throw new SolsteadError('input.invalid', { at: 'name', why: because('kiosk.name') });
      if ((await here(site)).length >= mostKiosks)
        throw new SolsteadError('input.invalid', { at: 'kiosk', why: because('kiosk.many', { most: mostKiosks }) });
      const secret = secretText();
      const createdMs = clock.nowMs();
      const record: TokenRecord = {
        id: randomUUID(),
        name: name.trim(),
        kind: 'kiosk',
        tokenHash: tokenHash(secret),
        grants: [{ site, may: 'viewer' }],
        createdMs,
        expiresMs: createdMs + linkMs,
      };
      await tokens.save(record);
      return { ...viewOf(record), secret };
    },
    async remove(site, id) {
      const found = (await here(site)).find((one) => one.id === id);
      if (found === undefined) throw new SolsteadError('input.invalid', { at: 'kiosk', why: because('kiosk.unknown') });
      await tokens.remove(id);
      changed();
      return viewOf(found);
    },
  };
}

/** What a browser gets for a link. */
interface Opened {
  readonly principal: Principal;
  readonly token: string;
}

/** Signs a browser in by a link, once. Errors: `input.invalid` for one that was opened or withdrawn, or is too old; `access.throttled`. */
export type OpenKiosk = (secret: string, client: Client) => Promise<Opened>;

interface EntryParts {
  readonly records: Records & { readonly audit: Pick<AuditStore, 'append'> };
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly signIns: Pick<SignInAudit, 'linkRefused'>;
  readonly wrongCodes: Tries;
}

/** Makes what opens links. */
export function makeKioskEntry({ records, clock, signIns, wrongCodes }: EntryParts): OpenKiosk {
  const refused = async (from: string): Promise<SolsteadError> => {
    await signIns.linkRefused(from);
    const waitMs = wrongCodes.begin(networkOf(from));
    if (waitMs > 0) return throttledCode(waitMs);
    return new SolsteadError('input.invalid', { at: 'link', why: because('kiosk.over') });
  };
  const open = async (secret: string, { from }: Client): Promise<Opened> => {
    const link = await records.tokens.byHash(tokenHash(secret));
    if (link?.kind !== 'kiosk' || link.expiresMs === undefined || link.expiresMs <= clock.nowMs())
      throw await refused(from);
    const { expiresMs: _, ...kept } = link;
    const { id, name, kind, grants } = link;
    const token = secretText();
    const tablet = { ...kept, tokenHash: tokenHash(token), usedMs: clock.nowMs(), from };
    // It may have been withdrawn, or opened by another process, since it was looked at.
    if (!(await records.tokens.replace(link.tokenHash, tablet))) throw await refused(from);
    await records.audit.append({
      atMs: clock.nowMs(),
      principal: { id, kind, name },
      action: 'open kiosk link',
      subject: from,
      outcome: 'done',
    });
    return { principal: { id, name, kind, grants }, token };
  };
  let last: Promise<unknown> = Promise.resolve();
  // One at a time: of two browsers with one link the first uses it up.
  return (secret, client) => {
    const opened = last.then(() => open(secret, client));
    last = opened.catch(() => undefined);
    return opened;
  };
}
