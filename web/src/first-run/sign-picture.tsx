// The grid's power over the last minutes as a line, with what it was before the check. The number above and the judgement below say the same in words.
import type { ReactNode } from 'react';
import type { GridSample, SignCheck } from './sign-check.ts';

const [width, height] = [600, 120];
const shownMs = 120_000;
const edge = 8;

interface PictureProps {
  readonly samples: readonly GridSample[];
  readonly check: SignCheck | undefined;
}

/** The line; nothing until there are two values. */
export function SignPicture({ samples, check }: PictureProps): ReactNode {
  const last = samples.at(-1);
  const shown = samples.filter(({ atMs }) => last !== undefined && last.atMs - atMs <= shownMs);
  if (last === undefined || shown.length < 2) return null;
  const powers = [0, ...shown.map(({ powerW }) => powerW)];
  const [least, most] = [Math.min(...powers), Math.max(...powers)];
  const x = (atMs: number): number => width - ((last.atMs - atMs) / shownMs) * width;
  const y = (powerW: number): number => edge + ((most - powerW) / Math.max(1, most - least)) * (height - 2 * edge);
  const line = shown.map(({ atMs, powerW }) => `${x(atMs).toFixed(1)} ${y(powerW).toFixed(1)}`).join('L');
  return (
    <svg className="sign-picture" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path className="zero" d={`M0 ${y(0)}H${width}`} />
      {check !== undefined && <path className="begun" d={`M${Math.max(0, x(check.sinceMs))} 0V${height}`} />}
      <path className="line" d={`M${line}`} />
    </svg>
  );
}
