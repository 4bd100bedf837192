// Grafana in a frame, where whoever runs this home has named one. The frame may not lead the page away.
import type { ReactNode } from 'react';
import { NotFound } from '../first-run/not-found.tsx';
import { useSession, useSite } from '../session.ts';
import { PageTitle } from '../ui/parts.tsx';
import { t } from '../words.ts';

/** The page; none where there is no Grafana. */
export function DashboardsPage(): ReactNode {
  const site = useSite();
  const grafana = useSession()?.grafana;
  if (grafana === undefined) return <NotFound />;
  const title = t('pages.dashboards');
  return (
    <>
      <PageTitle title={t('app.title-plain', { page: `${title} · ${site.name}` })} />
      <div className="page-head">
        <h1>{title}</h1>
        <p className="muted">
          <a href={grafana} target="_blank" rel="noreferrer">
            {t('dashboards.open')}
          </a>
        </p>
      </div>
      <iframe
        className="dashboards"
        title={title}
        src={grafana}
        // oxlint-disable-next-line react/iframe-missing-sandbox -- Grafana needs both; what is left out is leading the page away
        sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-downloads"
        referrerPolicy="no-referrer"
      />
    </>
  );
}
