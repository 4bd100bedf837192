// Where the link of a tablet leads: it signs this browser in, once, and shows the home from then on. The secret leaves the address at once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import type { Session } from '#api/contract.ts';
import { call, failureOf } from '../api.ts';
import { isAway } from '../ask-again.ts';
import { HomeSkeleton } from '../home/home-page.tsx';
import { enterSession, sitesQuery } from '../queries.ts';
import { Plain } from '../shell/plain.tsx';
import { wearTheme } from '../theme.ts';
import { Logo } from '../ui/logo.tsx';
import { Button, FailureNote, PageTitle } from '../ui/parts.tsx';
import { t } from '../words.ts';
import { KioskScreen } from './kiosk-screen.tsx';
import { type KioskSearch, kioskSearch } from './search.ts';
import './kiosk.css';

function Note({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <Plain>
      <div className="card narrow sign-in stack">
        <PageTitle title={t('app.title-plain', { page: title })} />
        <Logo size={64} />
        <h1>{title}</h1>
        {children}
      </div>
    </Plain>
  );
}

/** Exchanges the secret for a session. */
function Opening({ secret, onOpen }: { readonly secret: string; readonly onOpen: () => void }): ReactNode {
  const client = useQueryClient();
  const { data, error, isError } = useQuery({
    queryKey: ['kiosk', secret],
    queryFn: () => call('openKiosk', { body: { secret } }),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    retry: (_count, thrown) => isAway(thrown),
    refetchInterval: false,
  });
  useEffect(() => {
    if (data === undefined) return;
    onOpen();
    enterSession(client, data);
  }, [client, data, onOpen]);
  if (!isError)
    return (
      <Plain>
        <HomeSkeleton />
      </Plain>
    );
  return (
    <Note title={t('join.over')}>
      <FailureNote failure={failureOf(error)} />
    </Note>
  );
}

/** The link is opened where somebody is signed in: what is theirs must not stay on a wall. */
function Instead({ name, onStay }: { readonly name: string; readonly onStay: () => void }): ReactNode {
  const client = useQueryClient();
  const leave = useMutation({ mutationFn: () => call('signOut'), onSuccess: (next) => enterSession(client, next) });
  return (
    <Note title={t('kiosks.title')}>
      <p>{t('join.signed-in', { name })}</p>
      <p className="muted">{t('kiosk.show')}</p>
      {leave.isError && <FailureNote failure={failureOf(leave.error)} />}
      <Button look="primary" busy={leave.isPending ? t('app.loading') : undefined} onClick={() => leave.mutate()}>
        {t('kiosk.switch', { name })}
      </Button>
      <Link to="/" replace className="button plain" onClick={onStay}>
        {t('join.stay', { name })}
      </Link>
    </Note>
  );
}

function Shown({ search }: { readonly search: KioskSearch }): ReactNode {
  const { data } = useQuery(sitesQuery);
  const [site] = data ?? [];
  return site === undefined ? (
    <Plain>
      <HomeSkeleton />
    </Plain>
  ) : (
    <KioskScreen site={site} search={search} />
  );
}

/** The secret of the address, kept here alone: the address is without it from then on. */
function useSecret(search: KioskSearch): readonly [string | undefined, () => void] {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const navigate = useNavigate();
  const named = /^\/kiosk\/([\w-]{1,100})$/.exec(path)?.[1];
  const [secret, setSecret] = useState(named);
  if (named !== undefined && named !== secret) setSecret(named);
  useEffect(() => {
    if (named !== undefined) void navigate({ to: '/kiosk', search, replace: true });
  }, [named, navigate, search]);
  return [secret, () => setSecret(undefined)];
}

/** What the address of a tablet shows, by who is signed in. */
export function Kiosk({ session }: { readonly session: Session }): ReactNode {
  const asked = useRouterState({ select: ({ location }) => location.search as Record<string, unknown> });
  const search = kioskSearch(asked);
  const [secret, forget] = useSecret(search);
  const { look } = search;
  useEffect(() => (look === undefined ? undefined : wearTheme(look)), [look]);
  const isKiosk = session.kiosk === true;
  if (session.state === 'signed-out')
    return secret === undefined ? (
      <Note title={t('kiosk.ended')}>
        <p>{t('kiosk.ended-text')}</p>
        <Link to="/" replace className="button plain">
          {t('join.home')}
        </Link>
      </Note>
    ) : (
      <Opening secret={secret} onOpen={forget} />
    );
  if (session.state === 'signed-in' && !isKiosk && secret !== undefined)
    return <Instead name={session.account?.name ?? ''} onStay={forget} />;
  return <Shown search={search} />;
}
