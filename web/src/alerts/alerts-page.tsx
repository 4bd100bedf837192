// What of a home wants attention, what it is alerted of, and who is told.
import type { ReactNode } from 'react';
import { useSite } from '../session.ts';
import { PageTitle } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { ChannelsCard } from './channels-card.tsx';
import { InboxCard } from './inbox-card.tsx';
import { KindsCard } from './kinds-card.tsx';
import { QuietCard, ReportCard } from './personal-cards.tsx';
import { WordsCard } from './words-card.tsx';

/** The page. */
export function AlertsPage(): ReactNode {
  const site = useSite();
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${t('alerts.title')} · ${site.name}` })} />
      <div className="page-head">
        <h1>{t('alerts.title')}</h1>
        <p className="muted">{t('alerts.text', { home: site.name })}</p>
      </div>
      <div className="alerts-page" key={site.id}>
        <InboxCard />
        <ChannelsCard />
        <QuietCard />
        <KindsCard />
        <WordsCard />
        <ReportCard />
      </div>
    </>
  );
}
