// Live values of one group, in the maker's order; pressing one shows its history.
import type { ReactNode } from 'react';
import type { LiveValue } from '#api/contract.ts';
import { age } from '../format.ts';
import { useServerNow } from '../live-hooks.ts';
import { t } from '../words.ts';
import { Card, Value } from '../ui/parts.tsx';
import { hasHistory, labelOf, quantityOf, type ValueGroup } from './device-values.ts';

interface ValueGroupCardProps {
  readonly group: ValueGroup;
  readonly picked: string | undefined;
  readonly onPick: (metric: string) => void;
}

/** Above this the age of a value is shown beside it, ms. */
const oldMs = 60_000;

function Doubt({ value, nowMs }: { readonly value: LiveValue; readonly nowMs: number }): ReactNode {
  const quality = value.quality === 'good' ? undefined : t(`device.quality.${value.quality}`);
  const old = nowMs - value.atMs > oldMs ? age(nowMs - value.atMs) : undefined;
  const words = [quality, old].filter((word) => word !== undefined).join(', ');
  return words === '' ? null : <small className="doubt">{words}</small>;
}

/** A card of live values. */
export function ValueGroupCard({ group, picked, onPick }: ValueGroupCardProps): ReactNode {
  const nowMs = useServerNow();
  return (
    <Card title={t(`device.groups.${group.name}`)} className="value-group">
      <ul className="value-rows">
        {group.values.map((value) => {
          const label = labelOf(value.metric);
          const shown = <Value of={quantityOf(value)} />;
          const doubt = <Doubt value={value} nowMs={nowMs} />;
          return (
            <li key={value.metric} className={value.quality === 'stale' ? 'stale' : ''}>
              {hasHistory(value) ? (
                <button type="button" aria-pressed={picked === value.metric} onClick={() => onPick(value.metric)}>
                  <span className="value-label">
                    {label} {doubt}
                  </span>
                  {shown}
                </button>
              ) : (
                <div>
                  <span className="value-label">
                    {label} {doubt}
                  </span>
                  {shown}
                </div>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
