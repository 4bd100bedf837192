// The sign of the grid's meter, checked by switching something on: a live picture, a judgement, and the repair beside it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import type { Flow } from '#api/contract.ts';
import type { MeterRole, MeterRoles } from '#api/meter-roles.ts';
import { wholeOf } from '#core/meter-part.ts';
import { call, failureOf } from '../api.ts';
import { forgetLedger, rolesQuery } from '../energy/ledger.ts';
import { inWords, power } from '../format.ts';
import { useLinkPhase, useLive, useServerNow } from '../live-hooks.ts';
import { MeterLink } from '../meters/meter-link.tsx';
import { useMay, useSite } from '../session.ts';
import { t } from '../words.ts';
import { Button, FailureNote, Loading, Skeleton, Value } from '../ui/parts.tsx';
import { beginCheck, type GridSample, judge, type SignCheck, type SignVerdict } from './sign-check.ts';
import { SignPicture } from './sign-picture.tsx';

/** What is kept for the picture. */
const mostSamples = 120;

type Measuring = MeterRoles['devices'][number];

/** The values of the grid since the step is open, each with the moment at which it was heard. */
function useSamples(): readonly GridSample[] {
  const live = useLive();
  const [kept, keep] = useState<readonly GridSample[]>([]);
  useEffect(() => {
    let last: Flow['grid'] | undefined;
    const look = (): void => {
      const grid = live.state()?.flow.grid;
      const { powerW } = grid ?? {};
      if (powerW === undefined || (grid?.atMs === last?.atMs && powerW === last?.powerW)) return;
      last = grid;
      const sample = { atMs: live.serverNowMs(), powerW };
      keep((before) => [...before, sample].slice(-mostSamples));
    };
    look();
    return live.subscribe(look);
  }, [live]);
  return kept;
}

/** The role with the opposite sign, of what can have one: a meter of the grid. */
function turned({ kind, role }: Measuring): MeterRole | undefined {
  if (role.kind === 'own') return kind === 'meter' ? { kind: 'grid', reversed: true } : undefined;
  if (role.kind !== 'grid') return undefined;
  return role.reversed === true ? { kind: 'grid' } : { kind: 'grid', reversed: true };
}

interface RepairProps {
  readonly meter: Measuring;
  readonly onTurned: () => void;
}

function Repair({ meter, onTurned }: RepairProps): ReactNode {
  const { id: site } = useSite();
  const client = useQueryClient();
  const mayChange = useMay('energy.manage');
  const role = turned(meter);
  const turn = useMutation({
    mutationFn: (next: MeterRole) => {
      const device = wholeOf(meter.device);
      const part = meter.device.slice(device.length + 1);
      const body = { role: next, ...(part === '' ? {} : { part }) };
      return call('saveMeterRole', { params: { site, device }, body });
    },
    onSuccess: (roles) => {
      client.setQueryData(rolesQuery(site).queryKey, roles);
      void forgetLedger(client, site);
      onTurned();
    },
  });
  return (
    <>
      {turn.isError && <FailureNote failure={failureOf(turn.error)} />}
      <div className="actions">
        <MeterLink />
        {mayChange && role !== undefined && (
          <Button
            look="primary"
            busy={turn.isPending ? t('meters.saving') : undefined}
            onClick={() => turn.mutate(role)}
          >
            {t('story.sign.reverse')}
          </Button>
        )}
      </div>
    </>
  );
}

function Verdict({ verdict }: { readonly verdict: SignVerdict }): ReactNode {
  if (verdict.say === 'watching' || verdict.say === 'unmoved')
    return <p className="note">{t(`story.sign.${verdict.say}`)}</p>;
  const words = t(`story.sign.${verdict.say}`, { power: inWords(power(verdict.byW)) });
  return <p className={verdict.say === 'good' ? 'good' : 'problem'}>{words}</p>;
}

const watching: SignVerdict = { say: 'watching' };

/** The check of one meter, as far as it has come. */
function useCheck(samples: readonly GridSample[], isLost: boolean) {
  const live = useLive();
  const nowMs = useServerNow();
  const [check, setCheck] = useState<SignCheck>();
  const [ended, setEnded] = useState<SignVerdict>();
  const isRunning = check !== undefined && ended === undefined;
  // While nothing is heard, what stands says nothing.
  const running = isRunning ? (isLost ? watching : judge(check, samples, nowMs)) : undefined;
  // What was found stays, whatever is switched off again.
  if (running !== undefined && running.say !== 'watching') setEnded(running);
  return {
    check,
    verdict: ended ?? running,
    start: (): void => {
      setEnded(undefined);
      setCheck(beginCheck(samples, live.serverNowMs()));
    },
  };
}

interface CheckProps {
  readonly meter: Measuring;
  readonly name: string;
  readonly isTurned: boolean;
  readonly onTurned: () => void;
}

function Check({ meter, name, isTurned, onTurned }: CheckProps): ReactNode {
  const samples = useSamples();
  const isLost = useLinkPhase() === 'lost';
  const { check, verdict, start } = useCheck(samples, isLost);
  const now = samples.at(-1)?.powerW;
  return (
    <>
      <div className="sign-now">
        <span className="muted">{t('story.sign.now')}</span>
        <Value of={power(now)} className="done-value" />
        <span className="muted">{t('story.sign.by', { name })}</span>
      </div>
      <SignPicture samples={samples} check={check} />
      <div aria-live="polite">
        {isLost && <p className="note">{t('story.sign.lost')}</p>}
        {isTurned && check === undefined && <p className="note">{t('story.sign.turned')}</p>}
        {verdict !== undefined && <Verdict verdict={verdict} />}
      </div>
      {(verdict?.say === 'reversed' || verdict?.say === 'unmoved') && <Repair meter={meter} onTurned={onTurned} />}
      <div className="actions">
        <Button
          look={verdict === undefined ? 'primary' : 'plain'}
          disabled={isLost || samples.length === 0 || verdict?.say === 'watching'}
          onClick={start}
        >
          {t('story.sign.start')}
        </Button>
      </div>
    </>
  );
}

/** The step. */
export function SignStep(): ReactNode {
  const { id } = useSite();
  const { data: roles, error, isError, refetch } = useQuery(rolesQuery(id));
  // After a turn what was shown before says nothing any more.
  const [turns, setTurns] = useState(0);
  const speakers = roles?.sides.find(({ side }) => side === 'grid')?.speakers ?? [];
  const speaker = speakers.find(({ standsIn }) => !standsIn)?.device ?? speakers[0]?.device;
  const meter = roles?.devices.find(({ device }) => device === speaker);
  return (
    <section className="card">
      <h1>{t('story.sign.title')}</h1>
      <p className="muted">{t('story.sign.text')}</p>
      {isError && <FailureNote failure={failureOf(error)} onRetry={() => void refetch()} />}
      {roles === undefined && !isError && (
        <Loading>
          <Skeleton height={200} />
        </Loading>
      )}
      {roles !== undefined && meter === undefined && (
        <>
          <p className="note">{t('story.sign.none')}</p>
          <div className="actions">
            <MeterLink />
          </div>
        </>
      )}
      {meter !== undefined && (
        <Check
          key={`${meter.device} ${turns}`}
          meter={meter}
          name={meter.deviceName ?? meter.device}
          isTurned={turns > 0}
          onTurned={() => setTurns(turns + 1)}
        />
      )}
    </section>
  );
}
