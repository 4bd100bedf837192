// The first run as a story: one thing after another, each to be skipped, gone back to, and continued after a reload at its own address.
import { Link, Navigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, type ComponentType, type ReactNode } from 'react';
import { AddDevice } from '../setup/add-device.tsx';
import { LeaveDemo } from '../setup/setup-page.tsx';
import { useMay, useSession } from '../session.ts';
import { t } from '../words.ts';
import { PageTitle } from '../ui/parts.tsx';
import { DoneStory } from './done-story.tsx';
import { OutputsStep } from './outputs-step.tsx';
import { PlaceStep } from './place-step.tsx';
import { Refused } from './refused.tsx';
import { SignStep } from './sign-step.tsx';
import { around, type StoryStep, storyStep } from './story.ts';
import { StoryRail } from './story-rail.tsx';
import { TariffStep } from './tariff-step.tsx';
import { useProgress } from './use-progress.ts';

const pages: Readonly<Record<Exclude<StoryStep, 'devices' | 'done'>, ComponentType>> = {
  place: PlaceStep,
  sign: SignStep,
  tariff: TariffStep,
  outputs: OutputsStep,
};

/** Puts the focus on a step that comes after another. */
function useStepFocus(step: StoryStep) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current !== step) place.current?.focus();
    shown.current = step;
  }, [step]);
  return place;
}

/** Back, and on: a step that is not set up is left for later. */
function Ways({ step, isDone }: { readonly step: StoryStep; readonly isDone: boolean }): ReactNode {
  const { before, after } = around(step);
  return (
    <nav className="actions" aria-label={t('story.rail')}>
      {before !== undefined && (
        <Link to="/start/$step" params={{ step: before }} className="button plain">
          {t('word.back')}
        </Link>
      )}
      {after !== undefined && (
        <Link to="/start/$step" params={{ step: after }} className={isDone ? 'button primary' : 'button plain'}>
          {t(isDone ? 'story.next' : 'story.later')}
        </Link>
      )}
    </nav>
  );
}

function Story({ step }: { readonly step: StoryStep }): ReactNode {
  const done = useProgress();
  const place = useStepFocus(step);
  const Page = step === 'devices' || step === 'done' ? undefined : pages[step];
  return (
    <div className="first-run">
      <PageTitle title={t('app.title-plain', { page: `${t(`story.step.${step}`)} · ${t('setup.title')}` })} />
      <StoryRail now={step} done={done} />
      <div className="story-step" ref={place} tabIndex={-1}>
        {step === 'devices' && <AddDevice isInStory />}
        {step === 'done' && <DoneStory done={done} />}
        {Page !== undefined && <Page />}
        {step !== 'done' && <Ways step={step} isDone={done.has(step)} />}
      </div>
    </div>
  );
}

/** The page at `/start/…`. */
export function StoryPage(): ReactNode {
  const { step: named } = useParams({ from: '/start/$step' });
  const session = useSession();
  const mayAdd = useMay('device.manage');
  if (session?.state === 'demo') return <LeaveDemo />;
  if (!mayAdd) return <Refused failure="setup.viewer-only" />;
  const step = storyStep(named);
  return step === undefined ? <Navigate to="/start/$step" params={{ step: 'place' }} replace /> : <Story step={step} />;
}
