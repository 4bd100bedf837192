// Where the load of a period went: its circuits by their energy, what fed each, and what no circuit accounts for.
import type { ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { energy, inWords, share } from '../format.ts';
import { t } from '../words.ts';
import { Card, Value } from '../ui/parts.tsx';
import { levelOf } from './quality-bar.tsx';
import { circuitParts, feedName, type CircuitPart } from './circuit-parts.ts';

/** What fed a part, as a list beside the colours of its bar. */
function Feeds({ feeds }: Pick<CircuitPart, 'feeds'>): ReactNode {
  return (
    <ul className="feeds">
      {feeds.map(({ id, energyWh, part }) => (
        <li key={id}>
          <span className={`swatch ${id}`} aria-hidden="true" />
          <span>{feedName(id)}</span>
          <span className="feed-amount">{inWords(energy(energyWh))}</span>
          <span className="muted">{inWords(share(part))}</span>
        </li>
      ))}
    </ul>
  );
}

function Part({ part }: { readonly part: CircuitPart }): ReactNode {
  const { name, energyWh, part: ofLoad, feeds, estimated = 0, missing = 0 } = part;
  return (
    <li>
      <div className="source-head">
        <strong>{name ?? t('energy.circuits.rest')}</strong>
        <Value of={energy(energyWh)} />
      </div>
      {ofLoad !== undefined && (
        <>
          <div className="share-track" aria-hidden="true">
            <div className="share-fill" style={{ inlineSize: `${Math.min(100, ofLoad * 100)}%` }}>
              {feeds.map(({ id, part: of }) => (
                <span key={id} className={`feed ${id}`} style={{ inlineSize: `${of * 100}%` }} />
              ))}
            </div>
          </div>
          <p className="hint">{t('energy.circuits.part', { share: inWords(share(ofLoad)) })}</p>
        </>
      )}
      {feeds.length > 0 && <Feeds feeds={feeds} />}
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
      <ul className="sources circuits">
        {parts.map((part) => (
          <Part key={part.device ?? ''} part={part} />
        ))}
      </ul>
      {parts.some(({ feeds }) => feeds.length > 0) && <p className="hint">{t('energy.circuits.how')}</p>}
      {circuitsOverWh !== undefined && (
        <p className="note">{t('energy.circuits.over', { amount: inWords(energy(circuitsOverWh)) })}</p>
      )}
    </Card>
  );
}
