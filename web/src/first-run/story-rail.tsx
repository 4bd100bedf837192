// How far the first run is: names beside the step on a desktop, dots above it on a phone.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Icon } from '../ui/icons.tsx';
import { t } from '../words.ts';
import { type StoryStep, storySteps } from './story.ts';

interface RailProps {
  readonly now: StoryStep | 'account';
  /** Steps whose matter is set up, whenever that was. */
  readonly done: ReadonlySet<StoryStep | 'account'>;
}

function Mark({ number, isDone }: { readonly number: number; readonly isDone: boolean }): ReactNode {
  return (
    <>
      <span className="step-mark" aria-hidden="true">
        {isDone ? <Icon name="check" size={16} /> : number}
      </span>
      {isDone && <span className="hidden">{`${t('story.there')}: `}</span>}
    </>
  );
}

/** The rail. Before there is an account, its steps lead nowhere. */
export function StoryRail({ now, done }: RailProps): ReactNode {
  return (
    <nav className="story-rail" aria-label={t('story.rail')}>
      <ol>
        {(['account', ...storySteps] as const).map((step, index) => {
          const inner = (
            <>
              <Mark number={index + 1} isDone={done.has(step)} />
              <span className="step-name">{t(`story.step.${step}`)}</span>
            </>
          );
          const state = step === now ? 'now' : done.has(step) ? 'done' : 'later';
          return (
            <li key={step} className={state} {...(step === now ? { 'aria-current': 'step' as const } : {})}>
              {now === 'account' || step === 'account' ? (
                <span>{inner}</span>
              ) : (
                <Link to="/start/$step" params={{ step }}>
                  {inner}
                </Link>
              )}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
