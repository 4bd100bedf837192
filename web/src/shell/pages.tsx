// The pages of a home, side by side.
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, type ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { openAlertsQuery } from '../alerts/queries.ts';
import { useLiveState } from '../live-hooks.ts';
import { useMay, useSession } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';

/** How many alerts nobody has acknowledged; nothing where there are none. */
function OpenCount({ site }: { readonly site: string }): ReactNode {
  const open = useQuery(openAlertsQuery(site)).data?.open ?? 0;
  if (open === 0) return null;
  return (
    <span className="count">
      <span aria-hidden="true">{open}</span>
      <span className="hidden">{t('alerts.badge', { count: open })}</span>
    </span>
  );
}

const Live = (): ReactNode => (
  <>
    <Icon name="home" size={18} />
    {t('pages.home')}
  </>
);

/** Links to the pages; the present one is marked. Who sees some devices alone has no energy or settings of the home. */
export function Pages({ site, hasOthers }: { readonly site: Site; readonly hasOthers: boolean }): ReactNode {
  const seesAll = useMay('site.read');
  const hasGrafana = useSession()?.grafana !== undefined;
  const hasCharger = useLiveState((state) => state.devices?.some(({ kind }) => kind === 'charger') ?? false);
  const row = useRef<HTMLElement>(null);
  useLocation();
  // Where the row is wider than the window, the link of the present page is brought into view.
  useEffect(() => {
    const current = row.current?.querySelector<HTMLElement>('[aria-current="page"]');
    if (current === null || current === undefined || row.current === null) return;
    row.current.scrollLeft = current.offsetLeft - (row.current.clientWidth - current.offsetWidth) / 2;
  });
  return (
    <nav className="pages" ref={row} aria-label={t('pages.label')}>
      {hasOthers && (
        <Link to="/fleet">
          <Icon name="network" size={18} />
          {t('pages.fleet')}
        </Link>
      )}
      {hasOthers ? (
        <Link to="/sites/$site" params={{ site: site.id }} activeOptions={{ exact: true }}>
          <Live />
        </Link>
      ) : (
        <Link to="/" activeOptions={{ exact: true }}>
          <Live />
        </Link>
      )}
      {seesAll && (
        <>
          <Link to="/sites/$site/energy" params={{ site: site.id }}>
            <Icon name="chart" size={18} />
            {t('pages.energy')}
          </Link>
          <Link to="/sites/$site/charts" params={{ site: site.id }}>
            <Icon name="lines" size={18} />
            {t('pages.charts')}
          </Link>
          <Link to="/sites/$site/automation" params={{ site: site.id }}>
            <Icon name="auto" size={18} />
            {t('pages.automation')}
          </Link>
          <Link to="/sites/$site/alerts" params={{ site: site.id }}>
            <Icon name="alert" size={18} />
            {t('pages.alerts')}
            <OpenCount site={site.id} />
          </Link>
          {hasCharger && (
            <Link to="/sites/$site/charging" params={{ site: site.id }}>
              <Icon name="relay" size={18} />
              {t('pages.charging')}
            </Link>
          )}
          {hasGrafana && (
            <Link to="/sites/$site/dashboards" params={{ site: site.id }}>
              <Icon name="chart" size={18} />
              {t('pages.dashboards')}
            </Link>
          )}
          <Link to="/sites/$site/settings" params={{ site: site.id }}>
            <Icon name="sliders" size={18} />
            {t('pages.settings')}
          </Link>
        </>
      )}
    </nav>
  );
}
