// One's own account, the people of the homes, and the installation's tasks that need a person.
import type { ReactNode } from 'react';
import { useMay, useSession } from '../session.ts';
import { t } from '../words.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { PageTitle } from '../ui/parts.tsx';
import { BackupSettingsCard } from '../backup/settings-card.tsx';
import { BackupsCard } from '../backup/backups-card.tsx';
import { RestoreCard } from '../backup/restore-form.tsx';
import { CredentialsCard } from './credentials-card.tsx';
import { PasswordCard, SessionsCard } from './own-account.tsx';
import { PeopleCard } from './people-cards.tsx';
import { ProgramsCard } from './programs-card.tsx';
import { TokensCard } from './tokens-card.tsx';
import { BrokerAccountsCard, ClockCard } from './upkeep-cards.tsx';

/** The page of accounts; visitors of the demo have none. */
export function AccountPage(): ReactNode {
  const isPerson = useSession()?.state === 'signed-in';
  const managesPeople = useMay('people.manage');
  const managesDevices = useMay('broker.manage');
  const managesBackups = useMay('backup.manage') && isPerson;
  const cards = [
    ...(isPerson ? [PasswordCard, CredentialsCard, SessionsCard, TokensCard, ProgramsCard] : []),
    ...(managesPeople ? [PeopleCard] : []),
    ...(managesBackups ? [BackupsCard, BackupSettingsCard, RestoreCard] : []),
    ...(managesDevices ? [BrokerAccountsCard, ClockCard] : []),
  ];
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: t('account.title') })} />
      <div className="page-head">
        <h1>{t('account.title')}</h1>
      </div>
      {cards.length === 0 && <p className="muted">{t('account.none-here')}</p>}
      <div className="settings-page">
        {cards.map((Each) => (
          <FailureBoundary key={Each.name}>
            <Each />
          </FailureBoundary>
        ))}
      </div>
    </>
  );
}
