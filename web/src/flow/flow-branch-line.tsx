// One branch of the picture: a band whose width follows the power, dots that run with it, and an arrow head.
import { useEffect, useRef, type ReactNode } from 'react';
import { directionOf, type ArmName, type Trust } from './flow-arms.ts';
import { armEnds, armWidth, dotGap, dotSpeed, type FlowLayout, type Point } from './flow-geometry.ts';

/** Speed the animation is written for, px a second; the playback rate does the rest. */
const writtenSpeed = 20;

interface DotsProps {
  readonly start: Point;
  readonly end: Point;
  readonly width: number;
  readonly speed: number;
}

/**
 * Dots are the dashes of a line with round ends, which is moved from one dot to the next and again: a browser moves it without
 * asking the page, which it does for dashes that run. A change of speed keeps their places. Give it the path as key.
 */
function Dots({ start, end, width, speed }: DotsProps): ReactNode {
  const line = useRef<SVGPathElement>(null);
  const running = useRef<Animation>(undefined);
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const step = { x: ((end.x - start.x) / length) * dotGap, y: ((end.y - start.y) / length) * dotGap };
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined;
    const animation = line.current?.animate(
      [{ transform: 'none' }, { transform: `translate(${step.x}px, ${step.y}px)` }],
      {
        duration: (dotGap / writtenSpeed) * 1000,
        iterations: Infinity,
      },
    );
    running.current = animation;
    return () => animation?.cancel();
  }, [step.x, step.y]);
  useEffect(() => {
    running.current?.updatePlaybackRate(speed / writtenSpeed);
  }, [speed]);
  const d = `M ${start.x} ${start.y} L ${end.x - step.x} ${end.y - step.y}`;
  return <path ref={line} className="dots" d={d} strokeWidth={width} strokeDasharray={`0 ${dotGap}`} />;
}

interface FlowBranchLineProps {
  readonly name: ArmName;
  readonly layout: FlowLayout;
  readonly powerW: number | undefined;
  readonly trust: Trust;
}

/** The line between a node and the joint. */
export function FlowBranchLine({ name, layout, powerW, trust }: FlowBranchLineProps): ReactNode {
  const { from, to } = armEnds(layout, name);
  const direction = directionOf(name, powerW);
  const moving = direction === 'in' || direction === 'out';
  const [start, end] = direction === 'out' ? [to, from] : [from, to];
  const d = `M ${start.x} ${start.y} L ${end.x} ${end.y}`;
  const width = armWidth(powerW);
  const angle = (Math.atan2(end.y - start.y, end.x - start.x) * 180) / Math.PI;
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
  return (
    <g className={`arm ${name} ${trust} ${moving ? 'moving' : 'resting'}`}>
      <path className="band" d={d} strokeWidth={moving ? width + 6 : 3} />
      {moving && trust !== 'old' && (
        <Dots key={d} start={start} end={end} width={Math.max(5, width * 0.75)} speed={dotSpeed(powerW)} />
      )}
      {moving && (
        <path
          className="head"
          d="M -5 -7 L 5 0 L -5 7"
          transform={`translate(${middle.x} ${middle.y}) rotate(${angle})`}
        />
      )}
    </g>
  );
}
