// Where the sun stands, and how much light a clear sky lets through on level ground.
import { getPosition } from 'suncalc';
import type { Place } from './types.ts';

/** A place whose sun is known. */
export type SunnyPlace = Place & { readonly latitude: number; readonly longitude: number };

/** Whether a place has coordinates. */
export function isSunny(place: Place): place is SunnyPlace {
  return place.latitude !== undefined && place.longitude !== undefined;
}

/** The sun over a place: degrees above the horizon, degrees clockwise from north. */
export function sunAt(
  atMs: number,
  { latitude, longitude }: SunnyPlace,
): { readonly altitude: number; readonly azimuth: number } {
  return getPosition(new Date(atMs), latitude, longitude);
}

/** Light of a clear sky on level ground as a share of 1000 W/m² (Haurwitz 1945: 1098 × sin h × e^(−0.057 / sin h)). */
export function clearSkyShare(altitude: number): number {
  if (altitude <= 0) return 0;
  const sine = Math.sin((altitude * Math.PI) / 180);
  return 1.098 * sine * Math.exp(-0.057 / sine);
}
