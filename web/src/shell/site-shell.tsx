// The page frame of a home: who and where, the demo's mark, the state of the connection, the page.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Site } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { roughly } from '../format.ts';
import { useLinkPhase, useLive, useLiveState, useServerNow } from '../live-hooks.ts';
import { NewVersionBar } from '../offline/new-version-bar.tsx';
import { WaitingBar } from '../offline/waiting-bar.tsx';
import { enterSession } from '../queries.ts';
import { SiteContext, useSession } from '../session.ts';
import { t } from '../words.ts';
import { NotFound } from '../first-run/not-found.tsx';
import { Icon } from '../ui/icons.tsx';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote } from '../ui/parts.tsx';
import { AccountMenu } from './account-menu.tsx';
import { AsOf } from './as-of.tsx';
import { LiveProvider } from './live-provider.tsx';
import { focusMain, Main } from './main-part.tsx';
import { Pages } from './pages.tsx';
import { Plain } from './plain.tsx';
import { SitePicker } from './site-picker.tsx';

/** The mark of the demo, with the way out. */
function DemoBar(): ReactNode {
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: () => call('leaveDemo'),
    onSuccess: async (next) => {
      await navigate({ to: '/setup' });
      enterSession(client, next);
    },
  });
  return (
    <section className="bar demo" aria-label={t('demo.mark')}>
      <Icon name="sun" size={20} />
      <p>
        <strong>{t('demo.mark')}.</strong> {t('demo.text')}
      </p>
      <Button look="quiet" busy={leave.isPending ? t('app.loading') : undefined} onClick={() => leave.mutate()}>
        {t('demo.leave')}
      </Button>
      {leave.isError && <FailureNote failure={failureOf(leave.error)} />}
    </section>
  );
}

/** Says that the connection is gone and how old the values are. */
export function LinkBar(): ReactNode {
  const live = useLive();
  const phase = useLinkPhase();
  const nowMs = useServerNow();
  const heardMs = useLiveState((state) => state.atMs);
  if (phase !== 'lost') return null;
  const words = t('link.lost', { span: roughly(Math.max(1000, nowMs - (heardMs ?? nowMs))) });
  return (
    <section className="bar lost" aria-label={t('link.region')}>
      <Icon name="unplugged" size={20} />
      <p>
        <strong>{words}</strong> <span aria-live="polite">{t('link.lost-hint')}</span>
      </p>
      <Button look="quiet" onClick={live.wake}>
        {t('link.now')}
      </Button>
    </section>
  );
}

function Frame({
  site,
  sites,
  onPick,
}: {
  site: Site;
  sites: readonly Site[];
  onPick: (id: string) => void;
}): ReactNode {
  const session = useSession();
  const isDemo = session?.state === 'demo' || site.demo;
  return (
    <div className="shell">
      <button type="button" className="skip" onClick={focusMain}>
        {t('menu.skip')}
      </button>
      {isDemo && <DemoBar />}
      <header className="top">
        <Link to="/" className="brand">
          <Logo size={36} />
          <span className="hidden">{`${t('app.name')}: `}</span>
          {site.name}
        </Link>
        <div className="top-end">
          {sites.length > 1 && <SitePicker sites={sites} site={site} onPick={onPick} />}
          <AsOf timeZone={site.timeZone} />
          <AccountMenu />
        </div>
      </header>
      <Pages site={site} hasOthers={sites.length > 1} />
      <NewVersionBar />
      <LinkBar />
      <WaitingBar />
      <Main>
        <Outlet />
      </Main>
      <footer className="foot">{t('app.version', { version: session?.version ?? '' })}</footer>
    </div>
  );
}

/** The frame around the pages of a home. */
export function SiteShell({ sites }: { readonly sites: readonly Site[] }): ReactNode {
  const [picked, pick] = useState<string>();
  const navigate = useNavigate();
  const { site: addressed } = useParams({ strict: false });
  const site =
    addressed === undefined
      ? (sites.find((each) => each.id === picked) ?? sites[0])
      : sites.find((each) => each.id === addressed);
  // The home that was looked at last stays the one that pages without a home in their address are of.
  if (addressed !== undefined && site !== undefined && picked !== addressed) pick(addressed);
  // A home in the address takes precedence over one that was picked, so that a link opens what it names.
  const onPick = (id: string): void => {
    pick(id);
    void navigate({ to: '/sites/$site', params: { site: id } });
  };
  if (site === undefined) {
    return (
      <Plain>
        <NotFound />
      </Plain>
    );
  }
  return (
    <SiteContext value={site}>
      <LiveProvider key={site.id} site={site}>
        <Frame site={site} sites={sites} onPick={onPick} />
      </LiveProvider>
    </SiteContext>
  );
}
