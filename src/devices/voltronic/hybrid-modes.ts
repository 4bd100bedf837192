// What the battery of an InfiniSolar does follows from seven permissions that PI15, PI16 and PI17 share letter by letter.
// Source: "Voltronic Power SUNNY Protocol" v1.2 (ENF, QENF) and [mpp-solar] pi17 (ED, HECS), which agree.
import type { ComposedSetPoint, Composition } from '../definition.ts';

/** A the sun charges, B the grid charges, D and E the battery feeds the loads with and without sun, F and G the grid. */
type Letter = 'A' | 'B' | 'D' | 'E' | 'F' | 'G';

/** How a family writes them. */
export interface Permissions {
  /** Name of the writer of a letter. */
  readonly write: (letter: Letter) => string;
  readonly on: string;
  readonly off: string;
}

/**
 * The modes. What lets the battery feed goes off before what charges it goes on, and the other way round, so that a mode made by
 * half moves no energy in a circle. `charge` is bound to the charging times of the device (ACCT, PKT), `discharge` to its permission to feed the grid (C).
 */
export function hybridModes({ write, on, off }: Permissions): readonly ComposedSetPoint[] {
  const turn = (letters: readonly Letter[], value: string): Composition['steps'] =>
    letters.map((letter) => ({ write: write(letter), value }));
  return [
    {
      setPoint: 'battery.mode',
      ways: [
        { value: 'self-consumption', steps: [...turn(['B', 'F', 'G'], off), ...turn(['A', 'D', 'E'], on)] },
        { value: 'hold', steps: [...turn(['B', 'D', 'E', 'F', 'G'], off), ...turn(['A'], on)] },
        { value: 'charge', steps: [...turn(['D', 'E', 'F', 'G'], off), ...turn(['A', 'B'], on)] },
        { value: 'discharge', steps: [...turn(['B'], off), ...turn(['D', 'E', 'F', 'G'], on)] },
        { value: 'off', steps: turn(['A', 'B', 'D', 'E', 'F', 'G'], off) },
      ],
    },
    {
      setPoint: 'battery.discharge.enabled',
      ways: [
        { value: 1, steps: turn(['D', 'E'], on) },
        { value: 0, steps: turn(['D', 'E'], off) },
      ],
    },
  ];
}
