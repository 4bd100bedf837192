// All typical tariffs.
import { europe } from './europe.ts';
import type { Preset } from './preset.ts';
import { world } from './world.ts';

/** Every preset, Europe first. */
export const presets: readonly Preset[] = [...europe, ...world];
