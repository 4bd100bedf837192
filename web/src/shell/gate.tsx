// Decides by the session what a visitor sees: the doors, the sign-in, the home, or that nothing answers.
import { useQuery } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { failureOf } from '../api.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { useRecall } from '../offline/kept.ts';
import { sessionQuery, sitesQuery } from '../queries.ts';
import { t, wholeWords } from '../words.ts';
import { lazyPart } from '../ui/lazy-part.tsx';
import { FailureNote, PageTitle } from '../ui/parts.tsx';
import { createArrivals } from './arrivals.ts';
import { ArrivalsContext } from './main-part.tsx';
import { Plain } from './plain.tsx';
import { SignIn } from './sign-in.tsx';
import { SiteShell } from './site-shell.tsx';

/** What an invitation leads to, with the texts it has beyond the first view's. */
const join = async () => (await Promise.all([import('../account/join.tsx'), wholeWords()]))[0];
const Join = lazyPart(async () => (await join()).Join, HomeSkeleton);
/** The screen of a tablet on a wall. */
const Kiosk = lazyPart(async () => (await Promise.all([import('../kiosk/kiosk.tsx'), wholeWords()]))[0].Kiosk, Waiting);
const JoinInstead = lazyPart(async () => (await join()).JoinInstead, HomeSkeleton);

/** Pause between tries while the server is away, ms. */
const retryMs = 1500;

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

/** What went wrong last; it stands while it is tried again. */
function useTrouble(error: unknown): unknown {
  const [trouble, setTrouble] = useState<unknown>(null);
  if (error !== null && error !== trouble) setTrouble(error);
  return error ?? trouble;
}

function Home(): ReactNode {
  const sites = useQuery({
    ...sitesQuery,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : false),
  });
  const trouble = useTrouble(sites.error);
  if (sites.data === undefined && trouble !== null)
    return <Broken thrown={trouble} onRetry={() => void sites.refetch()} />;
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
  const isWall = useRouterState({ select: ({ location }) => /^\/kiosk(\/|$)/.test(location.pathname) });
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === 'error' ? retryMs : false),
  });
  const trouble = useTrouble(session.error);
  useRecall({ isKnown: session.data !== undefined, error: trouble });
  if (session.data === undefined) {
    return trouble === null ? <Waiting /> : <Broken thrown={trouble} onRetry={() => void session.refetch()} />;
  }
  // A tablet sees nothing else, whatever its address.
  if (session.data.kiosk === true || (isWall && session.data.state !== 'unclaimed'))
    return <Kiosk session={session.data} />;
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
