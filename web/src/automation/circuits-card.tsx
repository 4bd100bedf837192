// Circuits with limits: what flows in each phase as a bar up to the fuse, how the circuit stands, and what gave way for it.
import type { ReactNode } from 'react';
import type { AutomationBoard } from '#api/automation.ts';
import { inWords, reading } from '../format.ts';
import { useSite } from '../session.ts';
import { t } from '../words.ts';
import { Card } from '../ui/parts.tsx';
import { timeText } from '../zone.ts';
import { fillOf, phaseName } from './circuit-words.ts';
import { pointText, valueText } from './told.ts';
import { useDeviceName } from './use-device-name.ts';

type Circuit = AutomationBoard['circuits'][number];

/** One phase: its bar is full at the limit, and what is beyond it is told by its colour and its number. */
function Phase({ circuit, at }: { readonly circuit: Circuit; readonly at: number }): ReactNode {
  const { unit, limit, mayFlow = limit, flows } = circuit;
  const { what = '', value } = flows[at] ?? {};
  const name = phaseName(what);
  const { share, level } = fillOf(value, Math.min(limit, mayFlow));
  const told =
    value === undefined
      ? t('automation.circuit-no-flow', { what: name })
      : t('automation.circuit-flow', {
          what: name,
          value: inWords(reading(value, unit)),
          limit: inWords(reading(limit, unit)),
        });
  return (
    <li className="phase" aria-label={told}>
      <span aria-hidden>{name}</span>
      <span className={`phase-bar ${level}`} aria-hidden>
        <i style={{ inlineSize: `${share * 100}%` }} />
      </span>
      <span className="phase-value" aria-hidden>
        {value === undefined ? '–' : inWords(reading(value, unit))}
      </span>
    </li>
  );
}

function limitText({ unit, limit, mayFlow }: Circuit): string {
  const most = inWords(reading(limit, unit));
  if (mayFlow === undefined) return t('automation.circuit-limit', { limit: most });
  return t('automation.circuit-mean', { limit: most, now: inWords(reading(mayFlow, unit)) });
}

function Given({ circuit: { given, backMs } }: { readonly circuit: Circuit }): ReactNode {
  const { timeZone } = useSite();
  const nameOf = useDeviceName();
  if (given.length === 0) return null;
  return (
    <>
      <ul className="circuit-given">
        {given.map(({ device, setPoint, to }) => {
          const what = pointText(setPoint, nameOf(device));
          return (
            <li key={`${device} ${setPoint}`}>
              {to === 0
                ? t('automation.circuit-paused', { what })
                : t('automation.circuit-given', { what, to: valueText(setPoint, to) })}
            </li>
          );
        })}
      </ul>
      {backMs !== undefined && (
        <p className="muted">{t('automation.circuit-back', { at: timeText(backMs, timeZone) })}</p>
      )}
    </>
  );
}

const explained = { blind: 'blind', unseen: 'unseen', off: 'off' } as const;

function Row({ circuit }: { readonly circuit: Circuit }): ReactNode {
  const { name, state, flows } = circuit;
  const why = state in explained ? explained[state as keyof typeof explained] : undefined;
  return (
    <li className={`circuit circuit-${state}`}>
      <p className="holding-head">
        <strong>{name}</strong>
        <span className={`outcome circuit-is-${state}`}>{t(`automation.circuit.${state}`)}</span>
        <span className="holding-value muted">{limitText(circuit)}</span>
      </p>
      {state !== 'off' && (
        <ul className="phases">
          {flows.map(({ what }, at) => (
            <Phase key={what} circuit={circuit} at={at} />
          ))}
        </ul>
      )}
      {why !== undefined && (
        <p className={why === 'blind' ? 'note warning' : 'muted'}>{t(`automation.circuit-${why}`)}</p>
      )}
      <Given circuit={circuit} />
    </li>
  );
}

/** The circuits; nothing in a home without any. */
export function CircuitsCard({ board: { circuits } }: { readonly board: AutomationBoard }): ReactNode {
  if (circuits.length === 0) return null;
  return (
    <Card title={t('automation.circuits')} className="automation-card">
      <p className="muted">{t('automation.circuits-text')}</p>
      <ul className="circuit-list">
        {circuits.map((circuit) => (
          <Row key={circuit.id} circuit={circuit} />
        ))}
      </ul>
    </Card>
  );
}
