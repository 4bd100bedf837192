// A charger: how it charges, what it waits for, and the buttons that choose.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { Chargers } from '#api/charging.ts';
import { call, failureOf } from '../api.ts';
import { energy, inWords, power } from '../format.ts';
import { useMay, useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { momentText, timeText } from '../zone.ts';
import { PlanForm, type PlanGoal } from './plan-form.tsx';
import { renewChargers } from './queries.ts';

type Charger = Chargers['chargers'][number];
type Mode = Charger['mode'];
const modes: readonly Mode[] = ['off', 'sun', 'sun-first', 'now', 'plan'];

function Goal({
  goal,
  timeZone,
}: {
  readonly goal: NonNullable<Charger['goal']>;
  readonly timeZone: string;
}): ReactNode {
  const at = momentText(goal.byMs, timeZone);
  if (goal.isReached) return <p>{t('charging.goal-reached', { at })}</p>;
  const latest = momentText(goal.latestMs, timeZone);
  return <p>{t('charging.goal', { energy: inWords(energy(goal.needWh)), at, latest })}</p>;
}

function Now({ charger, timeZone }: { readonly charger: Charger; readonly timeZone: string }): ReactNode {
  const { takesW, currentA = 0, phases = 1, doneWh, leftW, why, untilMs, goal } = charger;
  const parts = [
    ...(takesW !== undefined && takesW > 0 ? [inWords(power(takesW))] : []),
    ...(currentA > 0 ? [t('charging.current', { current: currentA, phases })] : []),
    ...(doneWh === undefined ? [] : [t('charging.done', { energy: inWords(energy(doneWh)) })]),
    // Less than nothing is what the house takes: that is no sun for a car.
    ...(leftW === undefined || leftW < 0 ? [] : [t('charging.left', { power: inWords(power(leftW)) })]),
  ];
  const reason = why === undefined ? undefined : reasonText(why, timeZone);
  return (
    <>
      {reason !== undefined && (
        <p className="charger-why">
          {untilMs === undefined ? reason : t('charging.at', { reason, at: timeText(untilMs, timeZone) })}
        </p>
      )}
      {goal !== undefined && <Goal goal={goal} timeZone={timeZone} />}
      {parts.length > 0 && <p className="muted">{parts.join(' · ')}</p>}
    </>
  );
}

/** A charger. */
export function ChargerCard({ charger }: { readonly charger: Charger }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const mayChoose = useMay('device.command', charger.device);
  const [isPlanning, setIsPlanning] = useState(false);
  const choose = useMutation({
    mutationFn: (body: { readonly mode?: Mode; readonly goal?: PlanGoal }) =>
      call('chooseCharging', { params: { site: site.id, charger: charger.id }, body }),
    onSuccess: () => renewChargers(client, site.id),
  });
  const onMode = (mode: Mode): void => {
    setIsPlanning(mode === 'plan');
    if (mode !== 'plan') choose.mutate({ mode });
  };
  const state = <span className={`outcome charger-${charger.state}`}>{t(`charging.state.${charger.state}`)}</span>;
  return (
    <Card title={charger.name} aside={state} className="automation-card">
      {mayChoose && (
        <Segments
          label={t('charging.mode', { name: charger.name })}
          options={modes.map((value) => ({ value, label: t(`charging.mode.${value}`) }))}
          value={isPlanning ? 'plan' : charger.mode}
          onChange={onMode}
        />
      )}
      <Now charger={charger} timeZone={site.timeZone} />
      {isPlanning && (
        <PlanForm
          charger={charger}
          isBusy={choose.isPending}
          onPlan={(goal) => choose.mutate({ mode: 'plan', goal }, { onSuccess: () => setIsPlanning(false) })}
        />
      )}
      {mayChoose && charger.isChosen && !isPlanning && (
        <Button
          look="quiet"
          busy={choose.isPending ? t('charging.choosing') : undefined}
          onClick={() => choose.mutate({})}
        >
          {t('charging.as-written')}
        </Button>
      )}
      <div aria-live="polite">{choose.isError && <FailureNote failure={failureOf(choose.error)} />}</div>
    </Card>
  );
}
