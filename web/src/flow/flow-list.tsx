// The power flow as a list, for screen readers.
import { entriesOf } from '#core/entries.ts';
import type { ReactNode } from 'react';
import type { Flow } from '#api/contract.ts';
import { inWords, percent, power, share } from '../format.ts';
import { t } from '../words.ts';
import { armsOf, supplyMix, type ArmName, type Trust } from './flow-arms.ts';
import { armWay } from './flow-node.tsx';

interface FlowListProps {
  readonly flow: Flow;
  readonly nowMs: number;
  readonly trustOf: (name: ArmName) => Trust;
}

/** Says what the picture shows. */
export function FlowList({ flow, nowMs, trustOf }: FlowListProps): ReactNode {
  const mix = entriesOf(supplyMix(flow)).map(([name, part]) =>
    t('flow.part', { level: inWords(share(part)), from: t(`flow.${name}`) }),
  );
  return (
    <ul className="hidden" aria-label={t('flow.list')}>
      {armsOf(flow).map((name) => {
        const arm = flow[name];
        const trust = trustOf(name);
        const level =
          name === 'battery' && flow.soc !== undefined
            ? `, ${t('flow.soc', { level: inWords(percent(flow.soc)) })}`
            : '';
        const amount = arm.powerW === undefined ? '' : `${inWords(power(Math.abs(arm.powerW)))}, `;
        return <li key={name}>{`${t(`flow.${name}`)}: ${amount}${armWay(name, arm, { trust, nowMs })}${level}`}</li>;
      })}
      {mix.length > 0 && <li>{t('flow.mix', { parts: mix.join(', ') })}</li>}
    </ul>
  );
}
