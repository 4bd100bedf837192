// All typical tariffs.
import { counting } from './counting.ts';
import { europe } from './europe.ts';
import type { Preset } from './preset.ts';
import { world } from './world.ts';

/** Every preset, Europe first, and last those that count over more than a moment. */
export const presets: readonly Preset[] = [...europe, ...world, ...counting];
