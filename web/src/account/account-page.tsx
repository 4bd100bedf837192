// One's own account, the people of the homes, and the installation's tasks that need a person.
import { Link, useSearch } from '@tanstack/react-router';
import { useEffect, type ComponentType, type ReactNode } from 'react';
import { t } from '../words.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { PageTitle } from '../ui/parts.tsx';
import { BackupSettingsCard } from '../backup/settings-card.tsx';
import { BackupsCard } from '../backup/backups-card.tsx';
import { RestoreCard } from '../backup/restore-form.tsx';
import { FarHomesCard } from '../uplink/far-homes-card.tsx';
import { UplinkCard } from '../uplink/uplink-card.tsx';
import { CredentialsCard } from './credentials-card.tsx';
import { DoctorCard } from './doctor-card.tsx';
import { PasswordCard, SessionsCard } from './own-account.tsx';
import type { AccountPart } from './part-search.ts';
import { PeopleCard } from './people-cards.tsx';
import { ProgramsCard } from './programs-card.tsx';
import { TokensCard } from './tokens-card.tsx';
import { PlugInsCard } from './plug-ins-card.tsx';
import { BrokerAccountsCard, ClockCard } from './upkeep-cards.tsx';
import { useAccountParts, useAccountPowers } from './use-account-parts.ts';

/** The cards of each part that this person has. */
function useParts(): Readonly<Record<AccountPart, readonly ComponentType[]>> {
  const { isPerson, managesPeople, managesDevices, managesHome, managesPlugIns, looksAtAll, managesBackups } =
    useAccountPowers();
  return {
    own: isPerson ? [PasswordCard, CredentialsCard, SessionsCard] : [],
    programs: isPerson ? [TokensCard, ProgramsCard] : [],
    people: managesPeople ? [PeopleCard] : [],
    uplink: managesHome ? [UplinkCard, FarHomesCard] : [],
    backups: managesBackups ? [BackupsCard, BackupSettingsCard, RestoreCard] : [],
    installation: [
      ...(looksAtAll ? [DoctorCard] : []),
      ...(managesDevices ? [BrokerAccountsCard, ClockCard] : []),
      ...(managesPlugIns ? [PlugInsCard] : []),
    ],
  };
}

const idOf = (part: AccountPart): string => `part-${part}`;

/** Shows the part that the address names. */
function useNamedPart(): void {
  const { part } = useSearch({ from: '/account' });
  useEffect(() => {
    if (part !== undefined) document.getElementById(idOf(part))?.scrollIntoView();
  }, [part]);
}

/** The page of accounts; visitors of the demo have none. */
export function AccountPage(): ReactNode {
  const cards = useParts();
  useNamedPart();
  const parts = useAccountParts();
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('account.title') })} />
      <div className="page-head">
        <h1>{t('account.title')}</h1>
      </div>
      {parts.length === 0 && <p className="muted">{t('account.none-here')}</p>}
      {parts.length > 1 && (
        <nav className="parts" aria-label={t('account.parts')}>
          {parts.map((part) => (
            <Link
              key={part}
              to="/account"
              search={{ part }}
              onClick={() => document.getElementById(idOf(part))?.scrollIntoView()}
            >
              {t(`account.part.${part}`)}
            </Link>
          ))}
        </nav>
      )}
      {parts.map((part) => (
        <div key={part} id={idOf(part)} className="account-part">
          <h2 className="part-title">{t(`account.part.${part}`)}</h2>
          <div className="settings-page">
            {cards[part].map((Each) => (
              <FailureBoundary key={Each.name}>
                <Each />
              </FailureBoundary>
            ))}
          </div>
        </div>
      ))}
    </>
  );
}
