// What goes out for each setting, literally, kept apart from tables and emulators.
// Source: [mpp-solar] jk02, setChargingOn and its like; [jk-ttl] command 02, tags AB and AC; [jk-pb] registers 1070 and 1074
import type { LiteralWrites } from '../../testing.ts';

/** By definition: the setting, what a person says, and the request. */
export const jikongWrites: readonly LiteralWrites[] = [
  {
    of: ['jk-serial'],
    writes: [
      ['AB', 'on', 'AB=01', '4e57001400000000020302ab010000000068000001d4'],
      ['AB', 'off', 'AB=00', '4e57001400000000020302ab000000000068000001d3'],
      ['AC', 'on', 'AC=01', '4e57001400000000020302ac010000000068000001d5'],
      ['AC', 'off', 'AC=00', '4e57001400000000020302ac000000000068000001d4'],
    ],
  },
  {
    of: ['jk02'],
    writes: [
      ['1D', 'on', '1D=01', 'aa5590eb1d04010000000000000000000000009c'],
      ['1D', 'off', '1D=00', 'aa5590eb1d04000000000000000000000000009b'],
      ['1E', 'on', '1E=01', 'aa5590eb1e04010000000000000000000000009d'],
      ['1E', 'off', '1E=00', 'aa5590eb1e04000000000000000000000000009c'],
    ],
  },
  {
    of: ['jk-pb'],
    writes: [
      ['1070', 'on', '1070=01', '0110107000020400000001f88b'],
      ['1070', 'off', '1070=00', '0110107000020400000000394b'],
      ['1074', 'on', '1074=01', '0110107400020400000001f978'],
      ['1074', 'off', '1074=00', '011010740002040000000038b8'],
    ],
  },
];
