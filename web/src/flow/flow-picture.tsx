// The power-flow picture: sun, grid, battery and home around a joint, with dots that move as the power does.
// The picture is for the eyes; a list beside it has the same content for screen readers.
import { useId, type ReactNode } from 'react';
import type { Flow } from '#api/contract.ts';
import { armsOf, supplyMix, trustOf, type ArmName, type Trust } from './flow-arms.ts';
import { FlowBranchLine } from './flow-branch-line.tsx';
import { hubRadius, tallLayout, wideLayout, type FlowLayout } from './flow-geometry.ts';
import { FlowList } from './flow-list.tsx';
import { FlowNode } from './flow-node.tsx';
import { useNarrow } from '../ui/use-narrow.ts';

/** Sky, glow of the sun and ground, behind the picture. */
function Landscape({ layout, glow }: { readonly layout: FlowLayout; readonly glow: number }): ReactNode {
  const id = useId();
  const { width, height, groundY, nodes } = layout;
  // Drawn past the edges: the card cuts it off, whatever its shape.
  const [left, right, bottom] = [-width, width * 2, height * 2];
  const ground = `M ${left} ${groundY} H 0 C ${width * 0.22} ${groundY - 34} ${width * 0.34} ${groundY + 26} ${width * 0.56} ${groundY + 8} S ${width * 0.86} ${groundY - 40} ${width} ${groundY - 12} H ${right} V ${bottom} H ${left} Z`;
  const hills = `M ${left} ${groundY - 20} H 0 C ${width * 0.14} ${groundY - 62} ${width * 0.3} ${groundY - 30} ${width * 0.5} ${groundY - 6} S ${width * 0.82} ${groundY - 78} ${width} ${groundY - 58} H ${right} V ${bottom} H ${left} Z`;
  return (
    <g className="landscape">
      <defs>
        <radialGradient id={id} gradientUnits="userSpaceOnUse" cx={nodes.pv.x} cy={nodes.pv.y} r={layout.radius * 4.2}>
          <stop offset="0" className="glow-inner" />
          <stop offset="1" className="glow-outer" />
        </radialGradient>
      </defs>
      <rect
        x={left}
        y={-height}
        width={width * 3}
        height={height * 3}
        fill={`url(#${id})`}
        style={{ opacity: glow }}
        className="glow"
      />
      <path d={hills} className="hills" />
      <path d={ground} className="ground" />
    </g>
  );
}

interface FlowPictureProps {
  readonly flow: Flow;
  /** Server time. */
  readonly nowMs: number;
  /** The connection is gone: everything shown is old. */
  readonly lost: boolean;
}

/** The power flow of a home. */
export function FlowPicture({ flow, nowMs, lost }: FlowPictureProps): ReactNode {
  const layout = useNarrow() ? tallLayout : wideLayout;
  const arms = armsOf(flow);
  const trust = (name: ArmName): Trust => {
    const own = trustOf(flow[name], nowMs);
    return lost && own !== 'unknown' ? 'old' : own;
  };
  const glow = trust('pv') === 'old' ? 0 : Math.min(1, Math.sqrt(Math.max(0, flow.pv.powerW ?? 0) / 5000));
  return (
    <>
      <svg className="flow" viewBox={`0 0 ${layout.width} ${layout.height}`} aria-hidden="true" focusable="false">
        <Landscape layout={layout} glow={glow} />
        {arms.map((name) => (
          <FlowBranchLine key={name} name={name} layout={layout} powerW={flow[name].powerW} trust={trust(name)} />
        ))}
        <circle className="hub" cx={layout.hub.x} cy={layout.hub.y} r={hubRadius} />
        <path
          className="hub-wave"
          d="M -8 0 C -5.4 -7.5 -2.7 -7.5 0 0 S 5.4 7.5 8 0"
          transform={`translate(${layout.hub.x} ${layout.hub.y})`}
        />
        {arms.map((name) => (
          <FlowNode
            key={name}
            name={name}
            layout={layout}
            arm={flow[name]}
            trust={trust(name)}
            nowMs={nowMs}
            soc={name === 'battery' ? flow.soc : undefined}
            mix={name === 'load' ? supplyMix(flow) : undefined}
          />
        ))}
      </svg>
      <FlowList flow={flow} nowMs={nowMs} trustOf={trust} />
    </>
  );
}
