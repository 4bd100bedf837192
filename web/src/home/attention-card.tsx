// What wants attention of a home, on its first page; without it nothing is shown.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { AlertRow } from '../alerts/alert-row.tsx';
import { openAlertsQuery } from '../alerts/queries.ts';
import { useMay } from '../session.ts';
import { Card } from '../ui/parts.tsx';
import { t } from '../words.ts';

/** Alerts that are shown here; the page has all of them. */
const mostShown = 3;

/** The card. A server that does not answer is reported elsewhere. */
export function AttentionCard({ site }: { readonly site: Site }): ReactNode {
  const seesAll = useMay('site.read');
  const { data } = useQuery({ ...openAlertsQuery(site.id), enabled: seesAll });
  if (data === undefined || data.alerts.length === 0) return null;
  return (
    <Card
      title={t('alerts.attention')}
      className="alerts-card attention"
      aside={
        <Link to="/sites/$site/alerts" params={{ site: site.id }}>
          {t('alerts.attention-all')}
        </Link>
      }
    >
      <ul className="alert-list">
        {data.alerts.slice(0, mostShown).map((alert) => (
          <AlertRow key={alert.id} alert={alert} />
        ))}
      </ul>
    </Card>
  );
}
