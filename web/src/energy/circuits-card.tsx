// Where the load of a period went: its circuits by their energy, and what no circuit accounts for.
import type { ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { energy, inWords, share } from '../format.ts';
import { t } from '../words.ts';
import { Card, Value } from '../ui/parts.tsx';
import { levelOf } from './quality-bar.tsx';
import { circuitParts, type CircuitPart } from './circuit-parts.ts';

function Part({ part }: { readonly part: CircuitPart }): ReactNode {
  const { name, energyWh, part: ofLoad, estimated = 0, missing = 0 } = part;
  return (
    <li>
      <div className="source-head">
        <strong>{name ?? t('energy.circuits.rest')}</strong>
        <Value of={energy(energyWh)} />
      </div>
      {ofLoad !== undefined && (
        <>
          <div className="share-track" aria-hidden="true">
            <div className="share-fill" style={{ inlineSize: `${Math.min(100, ofLoad * 100)}%` }} />
          </div>
          <p className="hint">{t('energy.circuits.part', { share: inWords(share(ofLoad)) })}</p>
        </>
      )}
      {estimated >= worthTelling && (
        <p className="hint">{t('energy.circuits.estimated', { share: levelOf(estimated) })}</p>
      )}
      {missing >= worthTelling && <p className="hint">{t('energy.circuits.missing', { share: levelOf(missing) })}</p>}
    </li>
  );
}

/** A share of a period below this needs no line. */
const worthTelling = 0.01;

/** The circuits of a period; nothing if there is none. */
export function CircuitsCard({ report }: { readonly report: EnergyReport }): ReactNode {
  const parts = circuitParts(report);
  if (parts.length === 0) return null;
  const { circuitsOverWh } = report.total;
  return (
    <Card title={t('energy.circuits.title')}>
      <ul className="sources">
        {parts.map((part) => (
          <Part key={part.device ?? ''} part={part} />
        ))}
      </ul>
      {circuitsOverWh !== undefined && (
        <p className="note">{t('energy.circuits.over', { amount: inWords(energy(circuitsOverWh)) })}</p>
      )}
    </Card>
  );
}
