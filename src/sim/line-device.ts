// An emulated device that is asked in a line of text and answers in one: what it knows is a list of questions. How lines end and
// are guarded is said here from the device's side, with checksums of its own.
import type { Emulator, ReadPlant } from './emulator.ts';
import type { PlantSnapshot } from './plant.ts';

/** How a line is guarded: what follows the text before the end of the line. */
export type LineGuard = (text: string) => string;

const hexDigits = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
const codes = (text: string): readonly number[] => Array.from(text, (letter) => letter.charCodeAt(0));

/** No guard. */
export const unguarded: LineGuard = () => '';
/** All letters combined by exclusive or, as two hexadecimal digits. */
export const xorGuard: LineGuard = (text) => hexDigits(codes(text).reduce((sum, code) => sum ^ code, 0));
/** The sum of all letters modulo 256, as two hexadecimal digits. */
export const sumGuard: LineGuard = (text) => hexDigits(codes(text).reduce((sum, code) => sum + code, 0) % 256);

/** A device that speaks in lines. */
export interface LineDevice {
  readonly name: string;
  readonly baud: number;
  /** What ends a line, both ways. */
  readonly end: '\r' | '\n' | '\r\n';
  readonly guard: LineGuard;
  /** What every answer begins with; nothing where it is not given. */
  readonly start?: string;
  /** The text of an answer, without start, guard and end, by question. */
  readonly answers: Readonly<Record<string, (plant: PlantSnapshot) => string>>;
  /** What it says to anything else; silence where it is not given. A guard that is wrong is met with silence. */
  readonly otherwise?: (question: string) => string;
}

/** Longest line it takes, bytes. */
const longest = 512;

/** A maker of emulators of such a device. */
export function lineDevice(device: LineDevice): (read: ReadPlant) => Emulator {
  const { name, baud, end, guard, start = '', answers, otherwise } = device;
  const lastByte = end.charCodeAt(end.length - 1);
  const textOf = (line: Uint8Array): string | undefined => {
    const whole = String.fromCharCode(...line);
    if (!whole.endsWith(end)) return undefined;
    const body = whole.slice(0, -end.length);
    const text = body.slice(0, body.length - guard('').length);
    return body === text + guard(text) ? text : undefined;
  };
  return (read) => ({
    name,
    baud,
    takeRequest(held) {
      const at = held.indexOf(lastByte);
      if (at < 0) return { used: held.length > longest ? held.length : 0 };
      return { request: held.slice(0, at + 1), used: at + 1 };
    },
    respond(request) {
      const question = textOf(request);
      if (question === undefined) return undefined;
      const known = Object.hasOwn(answers, question) ? answers[question]?.(read()) : undefined;
      const answer = known ?? otherwise?.(question);
      if (answer === undefined) return undefined;
      const text = start + answer;
      return Uint8Array.from(codes(text + guard(text) + end));
    },
  });
}
