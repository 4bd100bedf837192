// The pages and their addresses, kept behind the # so that they hold under any path prefix.
import { createHashHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import { partSearch } from './account/part-search.ts';
import { auditSearch } from './audit/audit-search.ts';
import { Chart } from './chart/lazy-chart.tsx';
import { Doors } from './first-run/doors.tsx';
import { NotFound } from './first-run/not-found.tsx';
import { Refused } from './first-run/refused.tsx';
import { RestorePage } from './first-run/restore-page.tsx';
import { HomePage, HomeSkeleton } from './home/home-page.tsx';
import { useMay, useSession } from './session.ts';
import { spanSearch } from './energy/span-search.ts';
import { Gate } from './shell/gate.tsx';
import { lazyPage, preloadWhenIdle } from './shell/lazy-page.tsx';
import { topicSearch } from './topics/topic-search.ts';
import { FailureNote } from './ui/parts.tsx';
import { failureWords } from './words.ts';

const AccountPage = lazyPage(async () => (await import('./account/account-page.tsx')).AccountPage);
const AuditPage = lazyPage(async () => (await import('./audit/audit-page.tsx')).AuditPage);
const DevicePage = lazyPage(async () => (await import('./device/device-page.tsx')).DevicePage);
const EnergyPage = lazyPage(async () => (await import('./energy/energy-page.tsx')).EnergyPage);
const MetersPage = lazyPage(async () => (await import('./meters/meters-page.tsx')).MetersPage);
const SettingsPage = lazyPage(async () => (await import('./settings/settings-page.tsx')).SettingsPage);
const TopicsPage = lazyPage(async () => (await import('./topics/topics-page.tsx')).TopicsPage);
const SetupPage = lazyPage(async () => (await import('./setup/setup-page.tsx')).SetupPage);

/** A page of a home; while there is none, the doors are shown instead. */
function inHome(Page: ComponentType) {
  function InHome(): ReactNode {
    return useSession()?.state === 'unclaimed' ? <Doors /> : <Page />;
  }
  return InHome;
}

/** A page of the home as a whole: told to those who see only some devices of it. */
function ofWholeHome(Page: ComponentType) {
  function OfWholeHome(): ReactNode {
    return useMay('site.read') ? <Page /> : <Refused failure="pages.denied" />;
  }
  return inHome(OfWholeHome);
}

function PageFailed() {
  return <FailureNote failure={failureWords('failure.page')} onRetry={() => location.reload()} />;
}

const rootRoute = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFailed });
const pages = [
  createRoute({ getParentRoute: () => rootRoute, path: '/', component: inHome(HomePage) }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/devices/$id',
    component: Object.assign(inHome(DevicePage), { preload: DevicePage.preload }),
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/setup', component: SetupPage }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/energy',
    validateSearch: spanSearch,
    component: Object.assign(ofWholeHome(EnergyPage), { preload: EnergyPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/meters',
    component: Object.assign(ofWholeHome(MetersPage), { preload: MetersPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/settings',
    component: Object.assign(ofWholeHome(SettingsPage), { preload: SettingsPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/topics',
    validateSearch: topicSearch,
    component: Object.assign(ofWholeHome(TopicsPage), { preload: TopicsPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/account',
    validateSearch: partSearch,
    component: Object.assign(inHome(AccountPage), { preload: AccountPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/audit',
    validateSearch: auditSearch,
    component: Object.assign(inHome(AuditPage), { preload: AuditPage.preload }),
  }),
  // The gate shows it.
  createRoute({ getParentRoute: () => rootRoute, path: '/join/$code', component: inHome(HomePage) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/restore', component: RestorePage }),
] as const;

/** The router of the app. */
export function createAppRouter() {
  void Chart.preload();
  preloadWhenIdle([EnergyPage, DevicePage, SettingsPage, MetersPage, SetupPage]);
  return createRouter({
    routeTree: rootRoute.addChildren(pages),
    history: createHashHistory(),
    defaultPendingComponent: HomeSkeleton,
    defaultErrorComponent: PageFailed,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
