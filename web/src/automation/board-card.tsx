// Who holds which set-point, why and until when, and what became of everybody else who wants something of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { AutomationBoard } from '#api/automation.ts';
import { call, failureOf } from '../api.ts';
import { capabilitiesQuery } from '../queries.ts';
import { useMay, useSite } from '../session.ts';
import { reasonText, t } from '../words.ts';
import { Button, Card, FailureNote } from '../ui/parts.tsx';
import { HoldAnother } from './hold-another.tsx';
import { HoldFor } from './hold-form.tsx';
import { renewBoard } from './queries.ts';
import { leftBy, pointText, stoppedText, untilText, valueText, whoText, wishText } from './told.ts';
import { useDeviceName } from './use-device-name.ts';

type Holding = AutomationBoard['holdings'][number];

function Release({ held }: { readonly held: Holding }): ReactNode {
  const site = useSite();
  const client = useQueryClient();
  const nameOf = useDeviceName();
  const mayRelease = useMay('device.command', held.device);
  const release = useMutation({
    mutationFn: () =>
      call('releaseSetPoint', { params: { site: site.id, device: held.device, setPoint: held.setPoint } }),
    onSuccess: () => renewBoard(client, site.id),
  });
  if (!mayRelease || !held.claims.some(({ by }) => by.kind === 'person')) return null;
  return (
    <>
      <Button
        aria-label={t('automation.release-of', { what: pointText(held.setPoint, nameOf(held.device)) })}
        busy={release.isPending ? t('automation.releasing') : undefined}
        onClick={() => release.mutate()}
      >
        {t('automation.release')}
      </Button>
      {release.isError && <FailureNote failure={failureOf(release.error)} />}
    </>
  );
}

interface RowProps {
  readonly held: Holding;
  /** When the board was made, epoch ms. */
  readonly atMs: number;
}

function Claims({ held: { claims, setPoint }, atMs }: RowProps): ReactNode {
  const { timeZone } = useSite();
  return (
    <details className="more">
      <summary>{t('automation.claims', { count: claims.length })}</summary>
      <ul className="claims">
        {claims.map(({ by, wish, outcome, untilMs, why }) => (
          <li key={`${by.kind} ${by.id} ${JSON.stringify(wish)}`}>
            <span className={`outcome ${outcome}`}>{t(`automation.outcome.${outcome}`)}</span>{' '}
            {t('automation.claim', {
              who: whoText(by),
              wish: wishText(setPoint, wish),
              why: reasonText(why, timeZone),
            })}{' '}
            <span className="muted">{untilText({ by, untilMs }, { nowMs: atMs, timeZone })}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function HoldHere({ held }: { readonly held: Holding }): ReactNode {
  const site = useSite();
  const nameOf = useDeviceName();
  const { data = [] } = useQuery(capabilitiesQuery(site.id, held.device));
  const setting = data.find(({ setPoint }) => setPoint === held.setPoint);
  if (setting === undefined) return null;
  return <HoldFor device={{ id: held.device, name: nameOf(held.device) }} setting={setting} />;
}

function Row({ held, atMs }: RowProps): ReactNode {
  const { timeZone } = useSite();
  const nameOf = useDeviceName();
  const { claims, untilMs } = held;
  // Where nobody's value is needed, who leaves it as it is.
  const left = held.holder === undefined ? leftBy(held) : undefined;
  const holder = held.holder ?? left?.by;
  const why = left?.why ?? claims.find(({ by, outcome }) => by.id === holder?.id && outcome !== 'beaten')?.why;
  return (
    <li className="holding">
      <p className="holding-head">
        <strong>{pointText(held.setPoint, nameOf(held.device))}</strong>
        <span className="holding-value">{valueText(held.setPoint, held.value)}</span>
      </p>
      <p>
        <strong className={`who ${holder?.kind ?? ''}`}>
          {holder === undefined ? t('automation.free') : whoText(holder)}
        </strong>{' '}
        {why !== undefined && <span>{reasonText(why, timeZone)}</span>}{' '}
        {holder !== undefined && (
          <span className="muted">{untilText({ by: holder, untilMs }, { nowMs: atMs, timeZone })}</span>
        )}
      </p>
      {held.ifStopped !== undefined && <p className="muted">{stoppedText(held, timeZone)}</p>}
      <Claims held={held} atMs={atMs} />
      <HoldHere held={held} />
      <Release held={held} />
    </li>
  );
}

/** The board. */
export function BoardCard({ board }: { readonly board: AutomationBoard }): ReactNode {
  const { holdings } = board;
  return (
    <Card title={t('automation.board')} className="automation-card">
      {holdings.length === 0 ? (
        <p className="note">{t('automation.board-none')}</p>
      ) : (
        <ul className="holdings">
          {holdings.map((held) => (
            <Row key={`${held.device} ${held.setPoint}`} held={held} atMs={board.atMs} />
          ))}
        </ul>
      )}
      <HoldAnother />
    </Card>
  );
}
