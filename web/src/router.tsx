// The pages and their addresses, kept behind the # so that they hold under any path prefix.
import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Doors } from './first-run/doors.tsx';
import { NotFound } from './first-run/not-found.tsx';
import { RestorePage } from './first-run/restore-page.tsx';
import { HomePage, HomeSkeleton } from './home/home-page.tsx';
import { useSession } from './session.ts';
import { spanSearch } from './energy/span-search.ts';
import { Gate } from './shell/gate.tsx';
import { FailureNote } from './ui/parts.tsx';
import { failureWords } from './words.ts';

function Start() {
  return useSession()?.state === 'unclaimed' ? <Doors /> : <HomePage />;
}

function PageFailed() {
  return <FailureNote failure={failureWords('failure.page')} onRetry={() => location.reload()} />;
}

const rootRoute = createRootRoute({ component: Gate, notFoundComponent: NotFound, errorComponent: PageFailed });
const pages = [
  createRoute({ getParentRoute: () => rootRoute, path: '/', component: Start }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/devices/$id',
    component: lazyRouteComponent(() => import('./device/device-page.tsx'), 'DevicePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/setup',
    component: lazyRouteComponent(() => import('./setup/setup-page.tsx'), 'SetupPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/sites/$site/energy',
    validateSearch: spanSearch,
    component: lazyRouteComponent(() => import('./energy/energy-page.tsx'), 'EnergyPage'),
  }),
  createRoute({ getParentRoute: () => rootRoute, path: '/restore', component: RestorePage }),
] as const;

/** The router of the app. */
export function createAppRouter() {
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
