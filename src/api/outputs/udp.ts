// What is set of an output that sends datagrams.
import Type, { type Static } from 'typebox';
import type { Frozen } from '../frozen.ts';
import { line } from '../line.ts';

/** A program that listens to datagrams. */
export const UdpOutput = Type.Object({
  kind: Type.Literal('udp'),
  server: line({ minLength: 1, maxLength: 300, description: 'udp://host:port' }),
});
export type UdpOutput = Frozen<Static<typeof UdpOutput>>;
