// Sunlight on the panels: the sun's position (suncalc), a clear sky, the clouds before it. First part of the plant.
import { getPosition } from 'suncalc';
import type { Clouds } from './clouds.ts';
import type { Place } from './place.ts';

/** What the panels could give at a moment, W at the inverter's output, before its limit. */
export type SolarSource = (atMs: number) => number;

/** A field of panels. */
export interface PanelField {
  /** Power at 1000 W/m² and 25 °C, W. */
  readonly peakW: number;
  /** Degrees from horizontal. */
  readonly tilt: number;
  /** Direction the panels face, degrees clockwise from north (180 is south). */
  readonly azimuth: number;
  /** Share of the light that becomes AC power: dirt, cables, inverter. */
  readonly efficiency: number;
}

/** 16 panels of 410 W on a roof that faces south-south-east. */
export const defaultPanels: PanelField = { peakW: 6560, tilt: 32, azimuth: 165, efficiency: 0.9 };

const degree = Math.PI / 180;

/**
 * Direct and diffuse sunlight of a clear sky, W/m². Direct: 1353 × 0.7^(AM^0.678) (Meinel 1976) with the air mass of
 * Kasten and Young 1989; diffuse: a tenth of the direct light, falling to nothing with the sun.
 */
export function clearSky(altitudeDegrees: number): { readonly direct: number; readonly diffuse: number } {
  if (altitudeDegrees <= 0) return { direct: 0, diffuse: 0 };
  const airMass = 1 / (Math.sin(altitudeDegrees * degree) + 0.505_72 * (altitudeDegrees + 6.079_95) ** -1.6364);
  const direct = 1353 * 0.7 ** (airMass ** 0.678);
  return { direct, diffuse: 0.12 * direct * Math.min(1, 0.35 + altitudeDegrees / 45) };
}

/** Sunlight on a tilted surface, W/m²; `clearness` 0–1 is the share of the direct light that passes the clouds. */
function lightOn(
  field: PanelField,
  sun: { readonly altitude: number; readonly azimuth: number },
  clearness: number,
): number {
  const { direct, diffuse } = clearSky(sun.altitude);
  const altitude = sun.altitude * degree;
  const tilt = field.tilt * degree;
  const facing =
    Math.sin(altitude) * Math.cos(tilt) +
    Math.cos(altitude) * Math.sin(tilt) * Math.cos((sun.azimuth - field.azimuth) * degree);
  // Half of the light that clouds hold back arrives from all sides, up to a limit.
  const scattered = diffuse + 0.28 * direct * (1 - clearness) * Math.sin(altitude) * (0.3 + 0.7 * clearness);
  return direct * clearness * Math.max(0, facing) + (scattered * (1 + Math.cos(tilt))) / 2;
}

/** Panels at a place, under clouds. */
export function sunSource({
  place,
  panels,
  clouds,
}: {
  readonly place: Place;
  readonly panels: PanelField;
  readonly clouds: Clouds;
}): SolarSource {
  return (atMs) => {
    const sun = getPosition(new Date(atMs), place.latitude, place.longitude);
    if (sun.altitude <= 0) return 0;
    const light = lightOn(panels, sun, clouds(atMs));
    // Panels in full sun run about 25 K above the air and lose 0.35 % per kelvin.
    const warmth = 1 - 0.0035 * Math.max(0, 25 * (light / 800) - 5);
    return panels.peakW * (light / 1000) * warmth * panels.efficiency;
  };
}
