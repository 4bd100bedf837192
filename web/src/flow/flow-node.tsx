// One node of the picture: a ring, an icon, a big number, and a word for its state beneath.
import type { ReactNode } from 'react';
import type { FlowBranch } from '#api/contract.ts';
import { age, inWords, percent, power } from '../format.ts';
import { t } from '../words.ts';
import { directionOf, type ArmName, type Trust } from './flow-arms.ts';
import { ringPart, wordsAt, type FlowLayout, type Point } from './flow-geometry.ts';

/** What a branch does, in a word; its age if the value is old. */
export function armWay(name: ArmName, arm: FlowBranch, { trust, nowMs }: { trust: Trust; nowMs: number }): string {
  if (trust === 'old') return t('flow.old', { age: age(nowMs - (arm.atMs ?? nowMs)) });
  const direction = directionOf(name, arm.powerW);
  if (direction === 'unknown') return t('flow.unknown');
  const way = t(`flow.way.${name}.${direction}`);
  return trust === 'estimated' ? t('flow.doubtful', { way }) : way;
}

function SunIcon(): ReactNode {
  const rays = Array.from({ length: 8 }, (_, index) => index * 45);
  return (
    <>
      <circle r="5.6" className="solid" />
      {rays.map((angle) => (
        <path key={angle} d="M 0 -9 V -12" transform={`rotate(${angle})`} />
      ))}
    </>
  );
}

function BatteryIcon({ soc }: { readonly soc: number | undefined }): ReactNode {
  const fill = soc === undefined ? 0 : (Math.min(100, Math.max(0, soc)) / 100) * 16;
  return (
    <>
      <rect x="-6.5" y="-9.5" width="13" height="21" rx="2.5" />
      <path d="M -2.5 -12.5 H 2.5" />
      <rect x="-4" y={9 - fill} width="8" height={fill} rx="1" className="solid" />
    </>
  );
}

const icons: Readonly<Record<Exclude<ArmName, 'battery'>, ReactNode>> = {
  pv: <SunIcon />,
  grid: (
    <path d="M -3.5 12 L -1 -12 H 1 L 3.5 12 M -8 -6.5 H 8 M -9.5 -1 H 9.5 M -8 -6.5 V -4 M 8 -6.5 V -4 M -9.5 -1 V 1.5 M 9.5 -1 V 1.5 M -1.9 3 L 3.3 11 M 1.9 3 L -3.3 11" />
  ),
  load: (
    <path d="M -12 0.5 L 0 -10.5 L 12 0.5 M -8.5 -2.5 V 10 A 1.2 1.2 0 0 0 -7.3 11 H 7.3 A 1.2 1.2 0 0 0 8.5 10 V -2.5 M -2.6 11 V 4 H 2.6 V 11" />
  ),
};

type Mix = Partial<Record<'pv' | 'battery' | 'grid', number>>;

/** The ring around a node: how full the battery is, or where the home's power comes from. */
function Ring({
  center,
  radius,
  soc,
  mix,
}: {
  center: Point;
  radius: number;
  soc?: number | undefined;
  mix?: Mix | undefined;
}): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const name of ['pv', 'battery', 'grid'] as const) {
    const part = mix?.[name] ?? 0;
    if (part < 0.005) continue;
    parts.push(
      <path key={name} className={`ring-part ${name}`} d={ringPart(center, radius, { from, to: from + part })} />,
    );
    from += part;
  }
  return (
    <>
      <circle className="ring" cx={center.x} cy={center.y} r={radius} />
      {soc !== undefined && soc > 0 && (
        <path className="ring-part battery" d={ringPart(center, radius, { from: 0, to: soc / 100 })} />
      )}
      {parts}
    </>
  );
}

interface FlowNodeProps {
  readonly name: ArmName;
  readonly layout: FlowLayout;
  readonly arm: FlowBranch;
  readonly trust: Trust;
  readonly nowMs: number;
  /** Of the battery, %. */
  readonly soc?: number | undefined;
  /** Of the home: shares of its sources. */
  readonly mix?: Mix | undefined;
}

/** A node with its value. */
export function FlowNode({ name, layout, arm, trust, nowMs, soc, mix }: FlowNodeProps): ReactNode {
  const { radius } = layout;
  const center = layout.nodes[name];
  const small = radius < 60;
  const words = wordsAt(layout, name);
  const shown = power(arm.powerW === undefined ? undefined : Math.abs(arm.powerW));
  const label =
    name === 'battery' && soc !== undefined ? `${t('flow.battery')} ${inWords(percent(soc))}` : t(`flow.${name}`);
  const resting = directionOf(name, arm.powerW) === 'idle';
  const ringed = name === 'battery' || name === 'load';
  return (
    <g className={`node ${name} ${trust} ${resting ? 'resting' : ''} ${ringed ? 'ringed' : ''}`}>
      <circle className="disc" cx={center.x} cy={center.y} r={radius} />
      <Ring center={center} radius={radius} soc={soc} mix={mix} />
      <g
        className="node-icon"
        transform={`translate(${center.x} ${center.y - radius * 0.36}) scale(${small ? 0.95 : 1.25})`}
      >
        {name === 'battery' ? <BatteryIcon soc={soc} /> : icons[name]}
      </g>
      <text className="node-value" x={center.x} y={center.y + radius * 0.38} fontSize={small ? 21 : 27}>
        {shown.value}
        <tspan className="node-unit" dx="3" fontSize={small ? 12 : 14}>
          {shown.unit}
        </tspan>
      </text>
      <text className="node-label" x={words.x} y={words.y} textAnchor={words.anchor} fontSize={small ? 13 : 16}>
        {label}
      </text>
      <text
        className="node-way"
        x={words.x}
        y={words.y + (small ? 16 : 20)}
        textAnchor={words.anchor}
        fontSize={small ? 11.5 : 13.5}
      >
        {armWay(name, arm, { trust, nowMs })}
      </text>
    </g>
  );
}
