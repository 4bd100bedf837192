// Which parts of the account page a person has; the page itself brings the cards.
import { useMay, useSession } from '../session.ts';
import { type AccountPart, accountParts } from './part-search.ts';

/** What a person may look after there. */
export interface AccountPowers {
  readonly isPerson: boolean;
  readonly managesPeople: boolean;
  readonly managesDevices: boolean;
  readonly managesHome: boolean;
  readonly managesPlugIns: boolean;
  readonly looksAtAll: boolean;
  readonly managesBackups: boolean;
}

/** What this person may. */
export function useAccountPowers(): AccountPowers {
  const isPerson = useSession()?.state === 'signed-in';
  return {
    isPerson,
    managesPeople: useMay('people.manage'),
    managesDevices: useMay('broker.manage'),
    managesHome: useMay('site.manage') && isPerson,
    managesPlugIns: useMay('plugin.manage') && isPerson,
    looksAtAll: useMay('system.examine') && isPerson,
    managesBackups: useMay('backup.manage') && isPerson,
  };
}

/** The parts that this person has, in order. */
export function useAccountParts(): readonly AccountPart[] {
  const powers = useAccountPowers();
  const { isPerson, managesPeople, managesHome, managesBackups } = powers;
  const has: Readonly<Record<AccountPart, boolean>> = {
    own: isPerson,
    programs: isPerson,
    people: managesPeople,
    uplink: managesHome,
    backups: managesBackups,
    installation: powers.looksAtAll || powers.managesDevices || powers.managesPlugIns,
  };
  return accountParts.filter((part) => has[part]);
}
