// The flow picture of a period: bars that can be asked why, bands that say what they are when touched, and the same as a table.
import { useMemo, useState, type ReactNode } from 'react';
import type { EnergyReport } from '#api/ledger.ts';
import { energy, inWords, share } from '../format.ts';
import { t } from '../words.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { useNarrow } from '../ui/use-narrow.ts';
import { Value } from '../ui/parts.tsx';
import { placedSankey, type PlacedNode } from './sankey-layout.ts';
import { linkWords, sankeyOf, type Sankey, type SankeyLink } from './sankey.ts';
import { useSwipe } from './span-gestures.ts';
import type { WhyTarget } from './why-sheet.tsx';

/** A band in a sentence. */
function linkText(link: SankeyLink, sankey: Sankey): string {
  const { from, to, ofFrom, ofTo } = linkWords(link, sankey);
  const partOf = (part: number, name: string): string => t('energy.sankey.of', { share: inWords(share(part)), name });
  return [
    t('energy.sankey.link', { from, to, amount: inWords(energy(link.energyWh)) }),
    ...(ofFrom === undefined ? [] : [partOf(ofFrom, from)]),
    partOf(ofTo, to),
  ].join(' · ');
}

function Node({
  node,
  isLast,
  onWhy,
}: {
  readonly node: PlacedNode;
  readonly isLast: boolean;
  readonly onWhy: (target: WhyTarget) => void;
}): ReactNode {
  const { x, top, height, label, tone, leaves, energyWh, channel } = node;
  const text = (
    <>
      <span className="sankey-name">{label}</span>
      <Value of={energy(energyWh)} />
    </>
  );
  const side = isLast ? 'sankey-label end' : 'sankey-label';
  const across = isLast ? { insetInlineEnd: 0 } : { insetInlineStart: `${x * 100}%` };
  const place = { ...across, insetBlockStart: top + height / 2 };
  return (
    <>
      <span
        className={`sankey-bar ${tone} ${leaves ? 'leaves' : ''}`}
        style={{ insetInlineStart: `${x * 100}%`, insetBlockStart: top, blockSize: height }}
        aria-hidden="true"
      />
      {channel === undefined ? (
        <span className={side} style={place}>
          {text}
        </span>
      ) : (
        <button
          type="button"
          className={side}
          style={place}
          title={t('energy.why.ask')}
          onClick={() => onWhy({ kind: 'channel', channel, label: t(`energy.channel.${channel}`) })}
        >
          {text}
        </button>
      )}
    </>
  );
}

/** The bands as a table, for whoever does not see them. */
function LinkTable({ sankey }: { readonly sankey: Sankey }): ReactNode {
  const rows = sankey.links.map((link) => ({ ...link, words: linkWords(link, sankey) }));
  return (
    <details className="sankey-table">
      <summary>{t('energy.chart.table')}</summary>
      <TableScroll label={t('energy.chart.title')}>
        <thead>
          <tr>
            <th scope="col">{t('energy.sankey.from')}</th>
            <th scope="col">{t('energy.sankey.to')}</th>
            <th scope="col">{t('energy.figures.energy')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ from, to, tone, energyWh, words }) => (
            <tr key={`${from} ${to} ${tone}`}>
              <th scope="row">{words.from}</th>
              <td>{words.to}</td>
              <td>{inWords(energy(energyWh))}</td>
            </tr>
          ))}
        </tbody>
      </TableScroll>
    </details>
  );
}

interface SankeyPartProps {
  readonly report: EnergyReport;
  readonly title: string;
  readonly onWhy: (target: WhyTarget) => void;
  readonly onStep: (step: 1 | -1) => void;
}

/** The picture. */
export function SankeyPart({ report, title, onWhy, onStep }: SankeyPartProps): ReactNode {
  // There is no room for a third column; the circuits are listed below.
  const slim = useNarrow();
  const sankey = useMemo(() => sankeyOf(report, { circuits: !slim }), [report, slim]);
  const { height, nodes, links } = useMemo(() => placedSankey(sankey), [sankey]);
  const [touched, setTouched] = useState<number>();
  const swipe = useSwipe(onStep);
  if (nodes.length === 0) return <p className="note">{t('energy.sankey.empty')}</p>;
  const link = touched === undefined ? undefined : links[touched];
  return (
    <>
      <figure className="sankey" aria-label={t('energy.chart.describe', { title })} {...swipe}>
        <div className="sankey-picture" style={{ blockSize: height }}>
          <svg viewBox={`0 0 1000 ${height}`} preserveAspectRatio="none" aria-hidden="true">
            {links.map(({ from, to, tone, path }, index) => (
              <path
                key={`${from} ${to} ${tone}`}
                className={`sankey-link ${tone} ${touched === index ? 'touched' : ''} ${touched !== undefined && touched !== index ? 'faded' : ''}`}
                d={path}
                onPointerEnter={() => setTouched(index)}
                onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setTouched(undefined)}
                onClick={() => setTouched(index)}
              />
            ))}
          </svg>
          {nodes.map((node) => (
            <Node key={node.id} node={node} isLast={node.x === 1} onWhy={onWhy} />
          ))}
        </div>
      </figure>
      <p className="hint sankey-told">{link === undefined ? t('energy.sankey.hint') : linkText(link, sankey)}</p>
      <LinkTable sankey={sankey} />
    </>
  );
}
