// What surrounds every page: the query cache, the router, and the error boundary.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, useSyncExternalStore, type ReactNode } from 'react';
import { StepUp } from './account/step-up.tsx';
import { keepWhoIsHere, keptHome } from './offline/kept.ts';
import { createQueryClient } from './queries.ts';
import { createAppRouter } from './router.tsx';
import type { BackCloses } from './ui/back-closes.ts';
import { FailureBoundary } from './ui/failure-boundary.tsx';
import { BackClosesContext } from './ui/use-back-closes.ts';
import { textArrivals } from './words.ts';

function startClient() {
  const client = createQueryClient({ onSignedOut: keptHome.forget });
  keepWhoIsHere(client);
  return client;
}

/** The app. */
export function App({ backCloses }: { readonly backCloses: BackCloses }): ReactNode {
  const [client] = useState(startClient);
  const [router] = useState(() => createAppRouter(backCloses.window));
  // What was shown without a text is shown anew with it.
  const texts = useSyncExternalStore(textArrivals.subscribe, textArrivals.count);
  return (
    <FailureBoundary>
      <QueryClientProvider client={client}>
        <BackClosesContext value={backCloses}>
          <RouterProvider key={texts} router={router} />
          <StepUp />
        </BackClosesContext>
      </QueryClientProvider>
    </FailureBoundary>
  );
}
