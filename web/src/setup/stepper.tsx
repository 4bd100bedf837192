// The progress of a device that is added.
import type { ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';

/** The names of the steps. */
const stepNames = (): readonly string[] => ([1, 2, 3] as const).map((step) => t(`setup.steps.${step}`));

/** The steps of a device, `current` counted from 0; all are done at their count. */
export function Stepper({ current }: { readonly current: number }): ReactNode {
  return (
    <ol className="stepper">
      {stepNames().map((name, at) => {
        const state = at < current ? 'done' : at === current ? 'now' : 'later';
        return (
          <li key={name} className={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            <span className="step-mark" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size={16} /> : at + 1}
            </span>
            {name}
          </li>
        );
      })}
    </ol>
  );
}
