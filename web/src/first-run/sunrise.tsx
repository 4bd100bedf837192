// The picture above the doors: a sun that rises over a homestead.
import { useId, type ReactNode } from 'react';

/** Decoration. */
export function Sunrise(): ReactNode {
  const id = useId();
  return (
    <svg className="sunrise" viewBox="0 0 640 220" aria-hidden="true" focusable="false">
      <defs>
        <radialGradient id={id} gradientUnits="userSpaceOnUse" cx="320" cy="150" r="230">
          <stop offset="0" className="glow-inner" />
          <stop offset="1" className="glow-outer" />
        </radialGradient>
      </defs>
      <rect y="-60" width="640" height="280" fill={`url(#${id})`} />
      <circle className="sunrise-sun" cx="320" cy="138" r="62" />
      <path className="hills" d="M0 172C40 150 80 140 160 160S330 176 400 158 560 130 640 168V220H0Z" />
      <path className="ground" d="M0 196C90 176 190 190 290 194S520 172 640 192V220H0Z" />
      <g className="sunrise-house">
        <path d="M438 190V154L478 126 518 154V190Z" />
        <path className="sunrise-panels" d="M433 153 477 122" />
        <path className="sunrise-door" d="M471 190V170H485V190Z" />
      </g>
    </svg>
  );
}
