// Lets a principal through, or says why not.
import {
  type Action,
  actions,
  everySite,
  isPermitted,
  isPermittedSomewhere,
  mayKnow,
  type Permission,
  type Principal,
  type Reach,
  reaches,
  reachOf,
} from './access.ts';
import { because } from './reason.ts';
import { external } from './message-params.ts';
import { SolsteadError } from './errors.ts';

/** Whether it was given a role for a site; otherwise single actions alone, which a role would not be the answer to. */
const hasRole = ({ grants }: Principal, site: string): boolean =>
  grants
    .filter((grant) => site === everySite || grant.site === everySite || grant.site === site)
    .every(({ may }) => typeof may === 'string');

function refusal(principal: Principal, { action, site }: Permission): SolsteadError {
  if (site !== everySite && !mayKnow(principal, site)) return new SolsteadError('site.unknown', { at: site });
  const why =
    principal.kind === 'visitor'
      ? because('demo.no-set-up')
      : hasRole(principal, site)
        ? because('access.role', { who: external(principal.name), action, role: actions[action] })
        : because('access.single', { who: external(principal.name), action });
  const help = principal.kind === 'visitor' ? { help: because('help.demo') } : {};
  return new SolsteadError('access.denied', { at: site === everySite ? 'account' : site, why, ...help });
}

/**
 * Lets a principal through. Errors: `site.unknown` if it may not even know the site, so that the homes of others answer
 * as if they did not exist; `access.denied` if its role does not suffice.
 */
export function permit(principal: Principal, asked: Permission): void {
  if (!isPermitted(principal, asked)) throw refusal(principal, asked);
}

/** Lets a principal through to those devices of a site that it may do something with. Errors: those of {@link permit}. */
export function permitSome(principal: Principal, asked: Permission): Reach {
  const reach = reachOf(principal, asked);
  if (!reaches(reach)) throw refusal(principal, asked);
  return reach;
}

/** Lets a principal through that may do something at any whole site. Errors: `access.denied`. */
export function permitSomewhere(principal: Principal, action: Action): void {
  if (!isPermittedSomewhere(principal, action)) throw refusal(principal, { action, site: everySite });
}
