// The end of the first run: what is set up, what is open, and where each of them is from now on.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';
import { type StoryStep, storySteps } from './story.ts';

function Row({ step, isDone }: { readonly step: Exclude<StoryStep, 'done'>; readonly isDone: boolean }): ReactNode {
  const { id } = useSite();
  const params = { site: id };
  return (
    <li>
      <span className={isDone ? 'badge battery' : 'badge plain'}>
        <Icon name={isDone ? 'check' : 'minus'} size={20} />
      </span>
      <div>
        <Link to="/start/$step" params={{ step }}>
          {t(`story.step.${step}`)}
        </Link>
        <p className="muted">{t(isDone ? 'story.there' : 'story.open')}</p>
      </div>
      {step === 'devices' && <Link to="/">{t('pages.home')}</Link>}
      {step === 'sign' && (
        <Link to="/sites/$site/meters" params={params}>
          {t('meters.title')}
        </Link>
      )}
      {step === 'tariff' && (
        <Link to="/sites/$site/settings" params={params} search={{ part: 'energy' }}>
          {t('pages.settings')}
        </Link>
      )}
      {step === 'outputs' && (
        <Link to="/sites/$site/settings" params={params} search={{ part: 'connections' }}>
          {t('pages.settings')}
        </Link>
      )}
    </li>
  );
}

/** The last step. */
export function DoneStory({ done }: { readonly done: ReadonlySet<StoryStep | 'account'> }): ReactNode {
  const { id } = useSite();
  return (
    <section className="card">
      <h1>{t('story.done.title')}</h1>
      <p className="muted">{t('story.done.text')}</p>
      <ul className="story-rows">
        {storySteps.map((step) => step !== 'done' && <Row key={step} step={step} isDone={done.has(step)} />)}
      </ul>
      <p>
        <Link to="/sites/$site/settings" params={{ site: id }} search={{ part: 'history' }}>
          {t('story.done.move')}
        </Link>
      </p>
      <div className="actions">
        <Link to="/" className="button primary">
          {t('save.home')}
        </Link>
      </div>
    </section>
  );
}
