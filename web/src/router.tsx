// The pages and their addresses, kept behind the # so that they hold under any path prefix.
import { createHashHistory, createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router';
import { useEffect, type ComponentType, type ReactNode } from 'react';
import { partSearch } from './account/part-search.ts';
import { auditSearch } from './audit/audit-search.ts';
import { chartSearch } from './charts/view.ts';
import { Chart } from './chart/lazy-chart.tsx';
import { fleetSearch } from './fleet/fleet-search.ts';
import { NotFound } from './first-run/not-found.tsx';
import { Refused } from './first-run/refused.tsx';
import { HomePage, HomeSkeleton } from './home/home-page.tsx';
import { useMay, useSession, useSite } from './session.ts';
import { kioskSearch } from './kiosk/search.ts';
import { spanSearch } from './energy/span-search.ts';
import { Gate } from './shell/gate.tsx';
import { lazyPage, preloadWhenIdle } from './shell/lazy-page.tsx';
import { topicSearch } from './topics/topic-search.ts';
import { settingsSearch } from './settings/part-search.ts';
import { chooseTheme } from './theme.ts';
import type { EntryWindow } from './ui/back-closes.ts';
import { FailureNote } from './ui/parts.tsx';
import { failureWords } from './words.ts';

const AccountPage = lazyPage(async () => (await import('./account/account-page.tsx')).AccountPage);
const AlertsPage = lazyPage(async () => (await import('./alerts/alerts-page.tsx')).AlertsPage);
const AuditPage = lazyPage(async () => (await import('./audit/audit-page.tsx')).AuditPage);
const ChartsPage = lazyPage(async () => (await import('./charts/charts-page.tsx')).ChartsPage);
const ChargingPage = lazyPage(async () => (await import('./charging/charging-page.tsx')).ChargingPage);
const AutomationPage = lazyPage(async () => (await import('./automation/automation-page.tsx')).AutomationPage);
const DevicePage = lazyPage(async () => (await import('./device/device-page.tsx')).DevicePage);
const DashboardsPage = lazyPage(async () => (await import('./dashboards/dashboards-page.tsx')).DashboardsPage);
const Doors = lazyPage(async () => (await import('./first-run/doors.tsx')).Doors);
const EnergyPage = lazyPage(async () => (await import('./energy/energy-page.tsx')).EnergyPage);
const FleetPage = lazyPage(async () => (await import('./fleet/fleet-page.tsx')).FleetPage);
const MetersPage = lazyPage(async () => (await import('./meters/meters-page.tsx')).MetersPage);
const RestorePage = lazyPage(async () => (await import('./first-run/restore-page.tsx')).RestorePage);
const SettingsPage = lazyPage(async () => (await import('./settings/settings-page.tsx')).SettingsPage);
const StoryPage = lazyPage(async () => (await import('./first-run/story-page.tsx')).StoryPage);
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

/** Pages of a home that have a short address too. */
type HomePageName = 'energy' | 'charts' | 'meters' | 'alerts' | 'charging' | 'automation' | 'settings';

/** Leads to a page of the home that is shown: the shortcuts of the installed app, and people who type an address, know no home. */
function shortcut(to: `/sites/$site/${HomePageName}`) {
  return inHome(function Shortcut(): ReactNode {
    return <Navigate to={to} params={{ site: useSite().id }} replace />;
  });
}

/** The address of a look: it is chosen, and stays until another is. */
function LcarsHome(): ReactNode {
  useEffect(() => chooseTheme('lcars'), []);
  return <Navigate to="/" replace />;
}

function LcarsCharts(): ReactNode {
  const site = useSite();
  useEffect(() => chooseTheme('lcars'), []);
  return <Navigate to="/sites/$site/charts" params={{ site: site.id }} replace />;
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
  createRoute({ getParentRoute: () => rootRoute, path: '/start/$step', component: inHome(StoryPage) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/sites/$site', component: inHome(HomePage) }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/fleet',
    validateSearch: fleetSearch,
    component: Object.assign(inHome(FleetPage), { preload: FleetPage.preload }),
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/lcars', component: inHome(LcarsHome) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/charts/lcars', component: inHome(LcarsCharts) }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/energy',
    component: Object.assign(shortcut('/sites/$site/energy'), { preload: EnergyPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/charts',
    component: Object.assign(shortcut('/sites/$site/charts'), { preload: ChartsPage.preload }),
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/meters', component: shortcut('/sites/$site/meters') }),
  createRoute({ getParentRoute: () => rootRoute, path: '/alerts', component: shortcut('/sites/$site/alerts') }),
  createRoute({ getParentRoute: () => rootRoute, path: '/charging', component: shortcut('/sites/$site/charging') }),
  createRoute({ getParentRoute: () => rootRoute, path: '/automation', component: shortcut('/sites/$site/automation') }),
  createRoute({ getParentRoute: () => rootRoute, path: '/settings', component: shortcut('/sites/$site/settings') }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/energy',
    validateSearch: spanSearch,
    component: Object.assign(ofWholeHome(EnergyPage), { preload: EnergyPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/charts',
    validateSearch: chartSearch,
    component: Object.assign(ofWholeHome(ChartsPage), { preload: ChartsPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/meters',
    component: Object.assign(ofWholeHome(MetersPage), { preload: MetersPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/alerts',
    component: Object.assign(ofWholeHome(AlertsPage), { preload: AlertsPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/charging',
    component: Object.assign(ofWholeHome(ChargingPage), { preload: ChargingPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/automation',
    component: Object.assign(ofWholeHome(AutomationPage), { preload: AutomationPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/dashboards',
    component: Object.assign(ofWholeHome(DashboardsPage), { preload: DashboardsPage.preload }),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/settings',
    validateSearch: settingsSearch,
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
  // The gate shows them.
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/kiosk',
    validateSearch: kioskSearch,
    component: inHome(HomePage),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/kiosk/$secret',
    validateSearch: kioskSearch,
    component: inHome(HomePage),
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/join/$code', component: inHome(HomePage) }),
  createRoute({ getParentRoute: () => rootRoute, path: '/restore', component: RestorePage }),
] as const;

/** The router of the app, which keeps its place in the history of this window. */
export function createAppRouter(window: EntryWindow) {
  preloadWhenIdle([
    EnergyPage,
    DevicePage,
    SettingsPage,
    ChartsPage,
    AutomationPage,
    AlertsPage,
    MetersPage,
    SetupPage,
  ]);
  const router = createRouter({
    routeTree: rootRoute.addChildren(pages),
    history: createHashHistory({ window }),
    defaultPendingComponent: HomeSkeleton,
    defaultErrorComponent: PageFailed,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });
  // The library of charts is as large as all else: the page that was opened comes first.
  const stop = router.subscribe('onResolved', () => {
    stop();
    void Chart.preload();
  });
  return router;
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
