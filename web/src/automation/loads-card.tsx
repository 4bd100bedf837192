// Loads on the surplus in the order in which they are served: what each does, what it waits for, and how long it ran today.
import type { ReactNode } from 'react';
import type { AutomationBoard } from '#api/automation.ts';
import { duration, energy, inWords, power } from '../format.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { timeText } from '../zone.ts';

type Load = AutomationBoard['loads'][number];

function Ran({ load: { ranSeconds, ranWh, leastSeconds, takesW, state } }: { readonly load: Load }): ReactNode {
  const parts = [
    t('automation.load-ran', { time: duration(ranSeconds), energy: inWords(energy(ranWh)) }),
    ...(leastSeconds === undefined ? [] : [t('automation.load-least', { time: duration(leastSeconds) })]),
  ].join(' ');
  const takes =
    state !== 'runs' || takesW === undefined ? [] : [t('automation.load-takes', { power: inWords(power(takesW)) })];
  return <p className="muted">{[...takes, parts].join(' · ')}</p>;
}

/** The loads; nothing in a home without any. */
export function LoadsCard({ board: { loads } }: { readonly board: AutomationBoard }): ReactNode {
  const { timeZone } = useSite();
  if (loads.length === 0) return null;
  return (
    <Card title={t('automation.loads')} className="automation-card">
      <p className="muted">{t('automation.loads-text')}</p>
      <ol className="loads">
        {loads.map((load) => (
          <li key={load.id}>
            <p>
              <strong>{load.name}</strong>{' '}
              <span className={`outcome load-${load.state}`}>{t(`automation.load.${load.state}`)}</span>
            </p>
            {load.why !== undefined && (
              <p>
                {reasonText(load.why, timeZone)}
                {load.untilMs !== undefined && `, ${t('automation.load-at', { at: timeText(load.untilMs, timeZone) })}`}
              </p>
            )}
            <Ran load={load} />
          </li>
        ))}
      </ol>
    </Card>
  );
}
