// A goal for a car: how much by when.
import { useState, type ReactNode } from 'react';
import type { Chargers } from '#api/charging.ts';
import { nextMoment } from '../automation/hold-time.ts';
import { useServerNow } from '../live-hooks.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Choice, optionsOf } from '../ui/choice.tsx';
import { Button, Field } from '../ui/parts.tsx';

/** What is chosen. */
export interface PlanGoal {
  readonly energyWh?: number;
  readonly soc?: number;
  readonly byMs: number;
}

interface PlanProps {
  readonly charger: Chargers['chargers'][number];
  readonly isBusy: boolean;
  readonly onPlan: (goal: PlanGoal) => void;
}

const whats = ['energy', 'soc'] as const;

/** The form; a state of charge only where the car is known. */
export function PlanForm({ charger, isBusy, onPlan }: PlanProps): ReactNode {
  const { timeZone } = useSite();
  const nowMs = useServerNow();
  const [what, setWhat] = useState<(typeof whats)[number]>('energy');
  const [amount, setAmount] = useState('20');
  const [time, setTime] = useState('07:00');
  const [problem, setProblem] = useState<{ readonly amount?: string; readonly time?: string }>({});
  const submit = (): void => {
    const number = Number(amount.replace(',', '.'));
    const byMs = nextMoment(time, nowMs, timeZone);
    if (!(number > 0)) return setProblem({ amount: t('charging.plan-no-amount') });
    if (byMs === undefined) return setProblem({ time: t('charging.plan-no-time') });
    setProblem({});
    onPlan({ ...(what === 'soc' ? { soc: Math.min(100, number) } : { energyWh: number * 1000 }), byMs });
  };
  return (
    <form
      className="hold-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBusy) submit();
      }}
    >
      {charger.carWh !== undefined && (
        <Choice
          label={t('charging.plan-what')}
          options={optionsOf(whats, (one) => t(`charging.plan-what.${one}`))}
          value={what}
          onChange={setWhat}
        />
      )}
      <Field
        label={what === 'soc' ? t('charging.plan-soc') : t('charging.plan-energy')}
        problem={problem.amount}
        autoComplete="off"
        inputMode="decimal"
        value={amount}
        onChange={({ target }) => setAmount(target.value)}
      />
      <Field
        label={t('charging.plan-by')}
        type="time"
        problem={problem.time}
        value={time}
        onChange={({ target }) => setTime(target.value)}
      />
      <Button type="submit" busy={isBusy ? t('charging.choosing') : undefined}>
        {t('charging.plan-go')}
      </Button>
    </form>
  );
}
