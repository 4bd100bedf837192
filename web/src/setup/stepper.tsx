// The progress through the set-up.
import type { ReactNode } from 'react';
import { t } from '../words.ts';
import { Icon } from '../ui/icons.tsx';

/** The names of the steps. */
const stepNames = (): readonly string[] => ([0, 1, 2, 3] as const).map((step) => t(`setup.steps.${step}`));

/** The steps, `current` counted from 0; all are done at their count. */
export function Stepper({ current, from = 0 }: { readonly current: number; readonly from?: number }): ReactNode {
  const steps = stepNames().slice(from);
  return (
    <ol className="stepper">
      {steps.map((name, index) => {
        const at = index + from;
        const state = at < current ? 'done' : at === current ? 'now' : 'later';
        return (
          <li key={name} className={state} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            <span className="step-mark" aria-hidden="true">
              {state === 'done' ? <Icon name="check" size={16} /> : index + 1}
            </span>
            {name}
          </li>
        );
      })}
    </ol>
  );
}
