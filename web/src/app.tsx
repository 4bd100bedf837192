// What surrounds every page: the query cache, the router, and the error boundary.
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { StepUp } from './account/step-up.tsx';
import { createQueryClient } from './queries.ts';
import { createAppRouter } from './router.tsx';
import { FailureBoundary } from './ui/failure-boundary.tsx';

/** The app. */
export function App(): ReactNode {
  const [client] = useState(createQueryClient);
  const [router] = useState(createAppRouter);
  return (
    <FailureBoundary>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
        <StepUp />
      </QueryClientProvider>
    </FailureBoundary>
  );
}
