// Numbers of GoodWe hybrids that one word does not say alone: whether a phase is there, the sign of a wide power, whether a meter or a
// battery answers the inverter. Source: the frames recorded in marcelblijleven/goodwe (tests/sample/et), OpenEMS AbstractGoodWe (pairs of
// words from 35137 on) and GoodWeGridMeterImpl (36004).
import type { RegisterRow } from '#codec/register-rows.ts';

type Read = Pick<RegisterRow, 'together'>;

/** A word as a number with its sign. */
export const signed = (word: number): number => (word >= 0x8000 ? word - 0x1_0000 : word);
const isThere = (word: number): boolean => word !== 0xffff;

/** Voltages and currents of the three phases, in tenths. */
const phases = [
  [35_121, 35_122],
  [35_126, 35_127],
  [35_131, 35_132],
] as const;

/** What the inverter's phases carry, VA. */
function apparentVa(words: readonly number[]): number {
  return phases.reduce((sum, _, index) => {
    const [volts = 0, amperes = 0] = words.slice(2 * index, 2 * index + 2);
    return isThere(volts) && isThere(amperes) ? sum + (volts * amperes) / 100 : sum;
  }, 0);
}

/**
 * A power whose word in front is its high word: all ones with a negative number, on units of three phases. Single-phase units leave it 0,
 * so that a low word above 32 767 behind a 0 is negative, unless the phases carry as much.
 */
export function widePower(register: number): Read {
  return {
    together: {
      registers: [register - 1, ...phases.flat()],
      number(own, [high = 0, ...words]) {
        if (high === 0x7fff && !isThere(own)) return undefined;
        if (high === 0xffff) return own - 0x1_0000;
        if (high !== 0) return high * 0x1_0000 + own;
        return own >= 0x8000 && apparentVa(words) >= own * 0.9 ? own : signed(own);
      },
    },
  };
}

/** A power of a phase; units without the phase send 7FFF FFFF from the word in front on. */
export function phasePower(register: number): Read {
  return {
    together: {
      registers: [register - 1],
      number: (own, [high = 0]) => (high === 0x7fff && !isThere(own) ? undefined : signed(own)),
    },
  };
}

/** What the meter says, while the inverter hears it: 36004 is 0 where it does not. */
export const byMeter: Read = {
  together: { registers: [36_004], number: (own, [isHeard = 0]) => (isHeard === 0 ? undefined : signed(own)) },
};

/** What the battery says, unsigned or not; one that is not there has state, charge and health 0. */
export function byBattery(read: (word: number) => number = (word) => word): Read {
  return {
    together: {
      registers: [37_002, 37_007, 37_008],
      number: (own, words) => (words.every((word) => word === 0) ? undefined : read(own)),
    },
  };
}
