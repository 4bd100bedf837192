// Chargers of cars: how each charges, and what was charged.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { failureOf } from '../api.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card, FailureNote, Loading, PageTitle, Skeleton } from '../ui/parts.tsx';
import { ChargerCard } from './charger-card.tsx';
import { ChargesCard } from './charges-card.tsx';
import { KeyCard } from './key-card.tsx';
import { chargersQuery, chargesQuery } from './queries.ts';

function NoCharger({ site }: { readonly site: string }): ReactNode {
  return (
    <Card title={t('charging.none')} className="automation-card">
      <p className="muted">{t('charging.none-text')}</p>
      <p>
        <Link to="/sites/$site/automation" params={{ site }}>
          {t('pages.automation')}
        </Link>
      </p>
    </Card>
  );
}

/** The page. */
export function ChargingPage(): ReactNode {
  const site = useSite();
  const chargers = useQuery(chargersQuery(site.id));
  const charges = useQuery(chargesQuery(site.id));
  const failed = chargers.error ?? charges.error;
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('charging.title')} · ${site.name}` })} />
      <div className="page-head">
        <h1>{t('charging.title')}</h1>
        <p className="muted">{t('charging.text')}</p>
      </div>
      {failed !== null && <FailureNote failure={failureOf(failed)} />}
      <div className="automation-page">
        {chargers.data === undefined && failed === null && (
          <Loading>
            <Skeleton height={180} />
          </Loading>
        )}
        {chargers.data?.chargers.length === 0 && <NoCharger site={site.id} />}
        {chargers.data?.chargers.map((charger) => (
          <ChargerCard key={charger.id} charger={charger} />
        ))}
        {charges.data !== undefined && <ChargesCard charges={charges.data} />}
        <KeyCard />
      </div>
    </>
  );
}
