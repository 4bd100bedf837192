// A home on a wall: one page over the whole screen, without menu, turned by itself where the link says so.
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { FlowCard, HomeSkeleton } from '../home/home-page.tsx';
import { PowerChartCard } from '../home/power-chart-card.tsx';
import { TodayCard } from '../home/today-card.tsx';
import { useLiveState, useServerNow } from '../live-hooks.ts';
import { SiteContext, useSite } from '../session.ts';
import { LiveProvider } from '../shell/live-provider.tsx';
import { AsOf } from '../shell/as-of.tsx';
import { LinkBar } from '../shell/site-shell.tsx';
import { Main } from '../shell/main-part.tsx';
import { activeTheme, onTheme } from '../theme.ts';
import { FailureBoundary } from '../ui/failure-boundary.tsx';
import { Logo } from '../ui/logo.tsx';
import { PageTitle } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { timeText } from '../zone.ts';
import { KioskEnergy } from './kiosk-energy.tsx';
import { type KioskPage, type KioskSearch, pagesOf } from './search.ts';
import { useAwake, useNewest, usePointerHidden, useTurning } from './wall.ts';

/** What the head and the edges take, px of a page at its usual size. */
const aroundPx = 96;
/** What title, legend and edges of a card take beside its chart, px. */
const besideChartPx = 138;
const besideBarsPx = 176;
/** A page that changes sooner is not drawn before it goes on a slow screen, s. */
const slowTurn = 30;

/** How much larger than usual everything is. */
const scaleOf = (): number => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;

const onResize = (listener: () => void): (() => void) => {
  window.addEventListener('resize', listener);
  return () => window.removeEventListener('resize', listener);
};

/** Height that is left for a page, px. */
const useRoom = (): number => useSyncExternalStore(onResize, () => window.innerHeight - aroundPx * scaleOf());

const nameOf = { live: 'pages.home', energy: 'pages.energy', charts: 'pages.charts' } as const;

function LivePage(): ReactNode {
  const flow = useLiveState((state) => state.flow);
  const day = useLiveState((state) => state.energy);
  if (flow === undefined) return <HomeSkeleton />;
  return (
    <div className="home-grid">
      <FlowCard flow={flow} />
      {day !== undefined && <TodayCard day={day} />}
    </div>
  );
}

function Page({ page }: { readonly page: KioskPage }): ReactNode {
  const site = useSite();
  const room = useRoom();
  switch (page) {
    case 'live':
      return <LivePage />;
    case 'energy':
      return <KioskEnergy height={Math.max(140, room - besideBarsPx * scaleOf())} />;
    case 'charts':
      return <PowerChartCard site={site} height={Math.max(220, room - besideChartPx * scaleOf())} />;
  }
}

function Clock({ timeZone }: { readonly timeZone: string }): ReactNode {
  const { isSlow } = useSyncExternalStore(onTheme, activeTheme);
  const nowMs = useServerNow();
  return isSlow ? <AsOf timeZone={timeZone} /> : <time>{timeText(nowMs, timeZone)}</time>;
}

function Screen({ search }: { readonly search: KioskSearch }): ReactNode {
  const site = useSite();
  const [pages] = useState(() => pagesOf(search));
  const { isSlow } = useSyncExternalStore(onTheme, activeTheme);
  const { every } = search;
  const pause = isSlow && every !== undefined ? Math.max(slowTurn, every) : every;
  const [index, turnTo] = useTurning(pages.length, pause);
  const isHidden = usePointerHidden();
  useAwake();
  useNewest();
  const page = pages[index] ?? 'live';
  return (
    <div className={`kiosk ${isHidden ? 'without-pointer' : ''}`}>
      <PageTitle title={t('app.title-plain', { page: site.name })} />
      <header className="kiosk-head">
        <h1>
          <Logo size={32} />
          {site.name}
        </h1>
        {pages.length > 1 && (
          <nav aria-label={t('pages.label')}>
            {pages.map((each, at) => (
              <button
                key={each}
                type="button"
                aria-current={each === page ? 'page' : undefined}
                onClick={() => turnTo(at)}
              >
                {t(nameOf[each])}
              </button>
            ))}
          </nav>
        )}
        <Clock timeZone={site.timeZone} />
      </header>
      <LinkBar />
      <Main>
        <FailureBoundary key={page}>
          <Page page={page} />
        </FailureBoundary>
      </Main>
    </div>
  );
}

/** The screen of a home. */
export function KioskScreen({ site, search }: { readonly site: Site; readonly search: KioskSearch }): ReactNode {
  return (
    <SiteContext value={site}>
      <LiveProvider key={site.id} site={site}>
        <Screen search={search} />
      </LiveProvider>
    </SiteContext>
  );
}
