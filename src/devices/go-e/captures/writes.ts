// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [go-e] /api/set, keys frc (0 neutral, 1 off, 2 on), amp, psm (1 one phase, 2 three phases), su (simulate unplugging)
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const goEWrites: readonly LiteralWrites[] = [
  {
    of: ['go-e'],
    writes: [
      ['frc', 'on', 'frc=2'],
      ['frc', 'off', 'frc=1'],
      ['frc', 'neutral', 'frc=0'],
      ['amp', '16 A', 'amp=16'],
      ['psm', '3', 'psm=2'],
      ['su', 'on', 'su=true'],
      ['su', 'off', 'su=false'],
    ],
  },
];
