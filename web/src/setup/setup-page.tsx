// The set-up: account and home for the first visitor, devices for the owner.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call, failureOf } from '../api.ts';
import { enterSession } from '../queries.ts';
import { Refused } from '../first-run/refused.tsx';
import { StoryRail } from '../first-run/story-rail.tsx';
import { useMay, useSession } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, PageTitle } from '../ui/parts.tsx';
import { AddDevice } from './add-device.tsx';
import { OwnerStep } from './owner-step.tsx';

/** Leads out of the demo first: what is set up there would not stay. */
export function LeaveDemo(): ReactNode {
  const client = useQueryClient();
  const leave = useMutation({ mutationFn: () => call('leaveDemo'), onSuccess: (next) => enterSession(client, next) });
  return (
    <section className="card narrow">
      <h1>{t('demo.in-the-way')}</h1>
      <p>{t('demo.leave-text')}</p>
      {leave.isError && <FailureNote failure={failureOf(leave.error)} />}
      <div className="actions">
        <Button look="primary" busy={leave.isPending ? t('app.loading') : undefined} onClick={() => leave.mutate()}>
          {t('demo.leave')}
        </Button>
      </div>
    </section>
  );
}

/** The page at `/setup`. */
export function SetupPage(): ReactNode {
  const session = useSession();
  const mayAdd = useMay('device.manage');
  if (session === undefined) return null;
  if (session.state === 'demo') return <LeaveDemo />;
  if (session.state === 'signed-in') {
    if (mayAdd) return <AddDevice />;
    return <Refused failure="setup.viewer-only" />;
  }
  return (
    <div className="first-run">
      <PageTitle title={t('app.title-plain', { page: t('setup.title') })} />
      <StoryRail now="account" done={new Set()} />
      <OwnerStep />
    </div>
  );
}
