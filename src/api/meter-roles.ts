// What the devices of a home measure, and how the phases of its grid are counted.
import Type, { type Static } from 'typebox';
import { partPattern } from '#core/meter-part.ts';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';

/** How the phases of the grid become one import and one export. */
export const PhaseRule = Type.Union([
  Type.Literal('net'),
  Type.Literal('net-minute'),
  Type.Literal('net-quarter'),
  Type.Literal('each'),
]);

const device = Type.String({
  pattern: `^[a-z0-9][a-z0-9-]{0,62}(\\.${partPattern})?$`,
  maxLength: 80,
  description: 'Id of a device, or of a part of it: `em.channel-2`, `plug.relay-1`, `meter.phase-3`',
});
const reversed = Type.Optional(Type.Boolean({ description: 'Its positive power means the opposite; absent: false' }));

/** What a device measures. */
export const MeterRole = Type.Union([
  /** `own`: each of its values is of the side it names; `generator`: a source beside the grid; `nothing`: nothing of the home. */
  Type.Object({ kind: Type.Union([Type.Literal('own'), Type.Literal('generator'), Type.Literal('nothing')]) }),
  /** The connection to the grid, or all that the home uses. */
  Type.Object({ kind: Type.Union([Type.Literal('grid'), Type.Literal('home')]), reversed }),
  /** `of`: the device whose side it measures, too; `apart`: nobody else measures it, so it is added to the others. */
  Type.Object({
    kind: Type.Union([Type.Literal('pv'), Type.Literal('battery')]),
    of: Type.Optional(device),
    apart: Type.Optional(Type.Boolean()),
    reversed,
  }),
  /** A part of what the home uses; never a second grid. */
  Type.Object({ kind: Type.Literal('circuit'), name: Type.Optional(line({ minLength: 1, maxLength: 80 })) }),
  /** The same as another device measures, or its grid alone, `reversed` with the opposite sign: it stands in while that one is silent. */
  Type.Object({ kind: Type.Union([Type.Literal('copy'), Type.Literal('same-grid')]), of: device, reversed }),
]);
export type MeterRole = Frozen<Static<typeof MeterRole>>;

/**
 * Why a role was guessed: by its name, by powers that are alike, a part of another, another thing, the same serial, a second meter, it
 * gives what the meter of the grid sends, all the same powers as another, the grid of another alone, the same with the opposite sign, or as
 * the home has it that it comes from.
 */
const guessReason = Type.Union([
  Type.Literal('name'),
  Type.Literal('likeness'),
  Type.Literal('part'),
  Type.Literal('unlike'),
  Type.Literal('serial'),
  Type.Literal('second'),
  Type.Literal('sun'),
  Type.Literal('twins'),
  Type.Literal('shared-grid'),
  Type.Literal('mirrored'),
  Type.Literal('home'),
]);

const sideName = Type.Union([
  Type.Literal('pv'),
  Type.Literal('grid'),
  Type.Literal('battery'),
  Type.Literal('load'),
  Type.Literal('generator'),
]);

/** What the devices of a home measure, and who speaks for each side now. */
export const MeterRoles = Type.Object({
  devices: Type.Array(
    Type.Object({
      device: Type.String(),
      deviceName: Type.Optional(Type.String()),
      /** Which part of which device it is; absent: a whole device. */
      part: Type.Optional(
        Type.Object({
          of: Type.String(),
          kind: Type.Union([Type.Literal('channel'), Type.Literal('relay'), Type.Literal('phase')]),
          index: Type.Integer(),
        }),
      ),
      kind: Type.String(),
      role: MeterRole,
      /** From when on, epoch ms; absent: always. */
      fromMs: Type.Optional(Type.Number()),
      /** Absent: a person said it, or it is as usual. */
      why: Type.Optional(guessReason),
      /** Whether nobody has said or guessed anything. */
      isUsual: Type.Boolean(),
      /** What it seems to measure, where that is something else. */
      guess: Type.Optional(Type.Object({ role: MeterRole, why: guessReason, beside: Type.Optional(Type.String()) })),
    }),
  ),
  sides: Type.Array(
    Type.Object({
      side: sideName,
      /** Several are added up; `standsIn` are booked only while another is silent. */
      speakers: Type.Array(Type.Object({ device: Type.String(), standsIn: Type.Boolean() })),
    }),
  ),
  changed: Type.Optional(Type.Object({ by: Type.String(), atMs: Type.Number() })),
});
export type MeterRoles = Frozen<Static<typeof MeterRoles>>;

/**
 * What a device, or a part of it, measures from a moment on; absent: always. All hours whose readings are still there are settled again.
 */
export const RoleChange = Type.Object({
  /** The part that is meant; absent: the whole device, or what no part has a role for. */
  part: Type.Optional(Type.String({ pattern: `^${partPattern}$`, maxLength: 12 })),
  role: MeterRole,
  fromMs: Type.Optional(Type.Number({ minimum: 0 })),
});
export type RoleChange = Frozen<Static<typeof RoleChange>>;

/** Circuits are added to hours that were settled before there were any; no other figure changes. */
export const CircuitCount = Type.Object({
  isRunning: Type.Boolean(),
  /** How far it is, 0 to 1. */
  part: Type.Optional(Type.Number()),
  /** How many hours got circuits when it was done last. */
  hours: Type.Optional(Type.Integer()),
});
export type CircuitCount = Frozen<Static<typeof CircuitCount>>;
