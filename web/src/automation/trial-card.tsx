// The text tried over the recorded past: how far it is, what would have been decided and set, and what loads would have taken of the sun.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import type { AutomationTrial } from '#api/automation.ts';
import { call, failureOf } from '../api.ts';
import { clock } from '../clock.ts';
import { duration, energy, inWords } from '../format.ts';
import { useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { Segments } from '../ui/segments.tsx';
import { dayText, momentText, startOfDay } from '../zone.ts';
import { trialQuery } from './queries.ts';
import { pointText, valueText } from './told.ts';
import { useDeviceName } from './use-device-name.ts';
import type { Draft } from './use-draft.ts';

const stretches = ['day', 'week', 'month'] as const;
type Stretch = (typeof stretches)[number];
const daysOf: Readonly<Record<Stretch, number>> = { day: 1, week: 7, month: 31 };

/** Lines that never change their places, with keys: several may be of one moment. */
const keyed = <Line extends { readonly atMs: number }>(lines: readonly Line[]) =>
  lines.map((one, index) => ({ key: `${index} ${one.atMs}`, one }));

type Outcome = NonNullable<AutomationTrial['outcome']>;

function Loads({ loads }: Pick<Outcome, 'loads'>): ReactNode {
  if (loads.length === 0) return null;
  return (
    <section>
      <h3>{t('automation.trial-loads')}</h3>
      <ul className="entries">
        {loads.map(({ id, name, ranSeconds, energyWh, sunWh, gridWh, starts }) => (
          <li key={id} className="entry">
            <strong>{name}</strong>
            <span>
              {t('automation.trial-load', {
                time: duration(ranSeconds),
                starts,
                energy: inWords(energy(energyWh)),
              })}
            </span>
            {energyWh > 0 && (
              <>
                <span className="sun-share" aria-hidden="true">
                  <span style={{ inlineSize: `${(100 * sunWh) / energyWh}%` }} />
                </span>
                <span className="muted">
                  {t('automation.trial-sun', { energy: inWords(energy(sunWh)) })} ·{' '}
                  {t('automation.trial-grid', { energy: inWords(energy(gridWh)) })}
                </span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Decided({ diary, nameOf }: Pick<Outcome, 'diary'> & { readonly nameOf: (id: string) => string }): ReactNode {
  const { timeZone } = useSite();
  if (diary.length === 0) return <p className="note">{t('automation.trial-nothing')}</p>;
  return (
    <section>
      <h3>{t('automation.trial-rules')}</h3>
      {diary.map(({ by, count, lines }) => (
        <details key={by}>
          <summary>{t('automation.trial-count', { name: nameOf(by), count })}</summary>
          {lines.length < count && <p className="muted">{t('automation.trial-first', { count: lines.length })}</p>}
          <ul className="past">
            {keyed(lines).map(({ key, one: { atMs, why } }) => (
              <li key={key}>
                <span className="muted">{momentText(atMs, timeZone)}</span> {reasonText(why, timeZone)}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function Commands({ commands, commandCount }: Pick<Outcome, 'commands' | 'commandCount'>): ReactNode {
  const { timeZone } = useSite();
  const nameOf = useDeviceName();
  if (commands.length === 0) return null;
  return (
    <details>
      <summary>{t('automation.trial-commands')}</summary>
      {commands.length < commandCount && (
        <p className="muted">{t('automation.trial-first', { count: commands.length })}</p>
      )}
      <ul className="past">
        {keyed(commands).map(({ key, one: { atMs, device, setPoint, value, why } }) => (
          <li key={key}>
            <span className="muted">{momentText(atMs, timeZone)}</span>{' '}
            {t('automation.command', { what: pointText(setPoint, nameOf(device)), value: valueText(setPoint, value) })}{' '}
            <span className="muted">{why === undefined ? t('automation.put-back') : reasonText(why, timeZone)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Told({ trial, draft }: { readonly trial: AutomationTrial; readonly draft: Draft }): ReactNode {
  const { timeZone } = useSite();
  const { fromMs, toMs, outcome, failure, state } = trial;
  const names = new Map(draft.lastSeen.map(({ id, name }) => [id, name]));
  if (state === 'failed')
    return (
      <p className="problem" role="alert">
        {t('automation.trial-failed', { why: failure === undefined ? '' : reasonText(failure, timeZone) })}
      </p>
    );
  if (outcome === undefined) return null;
  const { commandCount, noticeCount } = outcome;
  return (
    <div className="trial">
      <p>
        <strong>
          {t('automation.trial-span', { from: dayText(fromMs, timeZone), to: momentText(toMs, timeZone) })}
        </strong>{' '}
        {t('automation.trial-sum', { commands: commandCount, notices: noticeCount })}
      </p>
      <Loads loads={outcome.loads} />
      <Decided diary={outcome.diary} nameOf={(id) => names.get(id) ?? id} />
      <Commands commands={outcome.commands} commandCount={commandCount} />
    </div>
  );
}

/** The card. */
export function TrialCard({ draft }: { readonly draft: Draft }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const [stretch, setStretch] = useState<Stretch>('day');
  const last = useQuery(trialQuery(site.id));
  const renew = (): Promise<void> => client.invalidateQueries({ queryKey: trialQuery(site.id).queryKey });
  const begin = useMutation({
    mutationFn: () => {
      const today = startOfDay(clock.nowMs(), site.timeZone);
      const from = startOfDay(clock.nowMs(), site.timeZone, -daysOf[stretch]);
      return call('beginAutomationTrial', { params: { site: site.id }, body: { text: draft.text, from, to: today } });
    },
    onSuccess: renew,
  });
  const stop = useMutation({
    mutationFn: () => call('endAutomationTrial', { params: { site: site.id } }),
    onSuccess: renew,
  });
  const trial = last.data?.trial;
  const isRunning = trial?.state === 'running';
  const isWrong = draft.state.kind === 'wrong';
  return (
    <Card title={t('automation.trial')} className="automation-card">
      <p className="muted">{t('automation.trial-text')}</p>
      <div className="trial-ask">
        <Segments
          label={t('automation.trial-days')}
          options={stretches.map((value) => ({ value, label: t(`automation.trial-${value}`) }))}
          value={stretch}
          onChange={setStretch}
        />
        {isRunning ? (
          <Button busy={stop.isPending ? t('automation.trial-stopping') : undefined} onClick={() => stop.mutate()}>
            {t('automation.trial-stop')}
          </Button>
        ) : (
          <Button
            disabled={isWrong}
            busy={begin.isPending ? t('automation.trial-begins') : undefined}
            onClick={() => begin.mutate()}
          >
            {t('automation.trial-go')}
          </Button>
        )}
      </div>
      {isWrong && <p className="note">{t('automation.trial-mistakes')}</p>}
      {begin.isError && <FailureNote failure={failureOf(begin.error)} />}
      {stop.isError && <FailureNote failure={failureOf(stop.error)} />}
      <div aria-live="polite">
        {isRunning && (
          <p>
            {t('automation.trial-runs')}{' '}
            <progress aria-label={t('automation.trial-runs')} value={trial.share} max={1} />
          </p>
        )}
        {trial !== undefined && <Told trial={trial} draft={draft} />}
      </div>
    </Card>
  );
}
