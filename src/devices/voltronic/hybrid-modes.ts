// What the battery of an InfiniSolar does follows from seven permissions that PI15, PI16 and PI17 share letter by letter.
// Source: "Voltronic Power SUNNY Protocol" v1.2 (ENF, QENF) and [mpp-solar] pi17 (ED, HECS), which agree.
import type { Mode, ModeWay } from '../definition.ts';

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
export function hybridModes({ write, on, off }: Permissions): readonly Mode[] {
  const turn = (letters: string, value: string): ModeWay['steps'] =>
    [...letters].map((letter) => ({ write: write(letter as Letter), value }));
  return [
    {
      setPoint: 'battery.mode',
      ways: [
        { value: 'self-consumption', steps: [...turn('BFG', off), ...turn('ADE', on)] },
        { value: 'hold', steps: [...turn('BDEFG', off), ...turn('A', on)] },
        { value: 'charge', steps: [...turn('DEFG', off), ...turn('AB', on)] },
        { value: 'discharge', steps: [...turn('B', off), ...turn('DEFG', on)] },
        { value: 'off', steps: turn('ABDEFG', off) },
      ],
    },
    {
      setPoint: 'battery.discharge.enabled',
      ways: [
        { value: 1, steps: turn('DE', on) },
        { value: 0, steps: turn('DE', off) },
      ],
    },
  ];
}
