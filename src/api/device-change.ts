// A change of a device before it is made.
import Type from 'typebox';

/** What a change of a device would do to its history, before it is made. */
export const DeviceChangePreview = Type.Object({
  device: Type.String(),
  /** The protocol it has now, and the one it would have. */
  from: Type.String(),
  to: Type.String(),
  address: Type.String(),
  topic: Type.Optional(Type.String()),
  /** Metrics that go on; that begin; that get no further values, and whose past stays. */
  keeps: Type.Array(Type.String()),
  begins: Type.Array(Type.String()),
  ends: Type.Array(Type.String()),
});
