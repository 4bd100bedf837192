// Decides by the session what a visitor sees: the doors, the sign-in, the home, or that nothing answers.
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { Join, JoinInstead } from '../account/join.tsx';
import { failureOf } from '../api.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { sessionQuery, sitesQuery } from '../queries.ts';
import { t } from '../words.ts';
import { FailureNote, PageTitle } from '../ui/parts.tsx';
import { createArrivals } from './arrivals.ts';
import { ArrivalsContext } from './main-part.tsx';
import { Plain } from './plain.tsx';
import { SignIn } from './sign-in.tsx';
import { SiteShell } from './site-shell.tsx';

/** Pause between tries while the server is away, ms. */
const retryMs = 4000;

function Broken({ thrown, onRetry }: { readonly thrown: unknown; readonly onRetry: () => void }): ReactNode {
  return (
    <Plain>
      <PageTitle title={t('app.name')} />
      <div className="narrow broken">
        <h1>{t('failure.broken-title')}</h1>
        <FailureNote failure={failureOf(thrown)} onRetry={onRetry} />
        <p className="muted">{t('failure.retrying')}</p>
      </div>
    </Plain>
  );
}

function Home(): ReactNode {
  const sites = useQuery({
    ...sitesQuery,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : false),
  });
  if (sites.data === undefined && sites.isError)
    return <Broken thrown={sites.error} onRetry={() => void sites.refetch()} />;
  if (sites.data === undefined) return <Waiting />;
  return <SiteShell sites={sites.data} />;
}

function Waiting(): ReactNode {
  return (
    <Plain>
      <HomeSkeleton />
    </Plain>
  );
}

/** What the visitor sees. */
function Entry(): ReactNode {
  const code = useRouterState({ select: ({ location }) => /^\/join\/([\w-]{1,100})$/.exec(location.pathname)?.[1] });
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : false),
  });
  if (session.data === undefined) {
    return session.isError ? <Broken thrown={session.error} onRetry={() => void session.refetch()} /> : <Waiting />;
  }
  switch (session.data.state) {
    case 'unclaimed':
      return (
        <Plain version={session.data.version}>
          <Outlet />
        </Plain>
      );
    case 'signed-out':
      return <Plain version={session.data.version}>{code === undefined ? <SignIn /> : <Join code={code} />}</Plain>;
    case 'signed-in':
      if (code === undefined) return <Home />;
      return (
        <Plain version={session.data.version}>
          <JoinInstead name={session.data.account?.name ?? ''} />
        </Plain>
      );
    case 'demo':
      return <Home />;
  }
}

/** The root of all pages. */
export function Gate(): ReactNode {
  const [arrivals] = useState(createArrivals);
  return (
    <ArrivalsContext value={arrivals}>
      <Entry />
    </ArrivalsContext>
  );
}
