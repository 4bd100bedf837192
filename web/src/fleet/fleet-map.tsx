// A map of homes without tiles from outside: a grid of degrees, and a dot for each home in the colour of its state. The list beside it says all
// of it in words and is what is pressed.
import type { ReactNode } from 'react';
import type { FleetHome } from '#api/fleet.ts';
import { decimal } from '../format.ts';
import { t } from '../words.ts';
import { type Place, projectionOf } from './projection.ts';

/** Beyond so many the names would lie over each other. */
const mostNamed = 12;
const labelHeight = 16;

type Placed = FleetHome & Place;

const isPlaced = (home: FleetHome): home is Placed => home.latitude !== undefined && home.longitude !== undefined;

/** The map; nothing for fewer than two homes that have a place. */
export function FleetMap({ homes }: { readonly homes: readonly FleetHome[] }): ReactNode {
  const placed = homes.filter(isPlaced);
  const map = projectionOf(placed);
  if (map === undefined || placed.length < 2) return null;
  const { width, height, meridians, parallels, point } = map;
  return (
    <svg className="fleet-map" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t('fleet.map')}>
      <g className="grid-lines" aria-hidden="true">
        {meridians.map(({ degrees, x }) => (
          <g key={degrees}>
            <path d={`M${x} 0V${height}`} />
            <text x={x + 4} y={height - 6}>{`${decimal(degrees, degrees % 1 === 0 ? 0 : 2)}°`}</text>
          </g>
        ))}
        {parallels.map(({ degrees, y }) => (
          <g key={degrees}>
            <path d={`M0 ${y}H${width}`} />
            {y > labelHeight && <text x={4} y={y - 4}>{`${decimal(degrees, degrees % 1 === 0 ? 0 : 2)}°`}</text>}
          </g>
        ))}
      </g>
      {placed.toReversed().map((home) => {
        const { x, y } = point(home);
        return (
          <g key={home.id} className={`place ${home.state}`}>
            <circle cx={x} cy={y} r={7}>
              <title>{`${home.name}: ${t(`fleet.state.${home.state}`)}`}</title>
            </circle>
            {placed.length <= mostNamed && (
              <text x={x > width * 0.75 ? x - 12 : x + 12} y={y + 5} textAnchor={x > width * 0.75 ? 'end' : 'start'}>
                {home.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
