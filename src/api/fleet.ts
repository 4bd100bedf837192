// The contract of the fleet: the homes that the caller sees, worst first, a page at a time.
import Type, { type Static } from 'typebox';
import { EnergyDay } from './contract.ts';
import type { Frozen } from './frozen.ts';
import { Home } from './homes.ts';
import { line } from './line.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

/** Which homes, in which order. */
export const FleetQuery = Type.Object({
  search: Type.Optional(line({ maxLength: 80, description: 'Part of the name or id' })),
  sort: Type.Optional(
    Type.Union([Type.Literal('worst'), Type.Literal('name'), Type.Literal('heard')], {
      description: 'worst (absent): what needs somebody first; heard: the longest silent first',
    }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, description: 'Homes a page; default 50' })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Homes before the page' })),
});
export type FleetQuery = Frozen<Static<typeof FleetQuery>>;

/** A home among others. */
export const FleetHome = Type.Object({
  ...Home.properties,
  state: Type.Union(
    [
      Type.Literal('silent'),
      Type.Literal('attention'),
      Type.Literal('waiting'),
      Type.Literal('good'),
      Type.Literal('empty'),
    ],
    {
      description:
        'silent: none of its devices is heard; attention: one is not, or an alert is open; waiting: all of them are only starting; empty: no devices',
    },
  ),
  devices: count('Devices that the caller sees'),
  lost: count('Those of them that are not heard or cannot be started'),
  alerts: Type.Optional(count('Alerts that nobody has acknowledged; absent for who sees some devices alone')),
  heardMs: Type.Optional(Type.Number({ description: 'When a device was heard last, epoch ms; absent: none was' })),
  /** Energy of today; absent for who sees some devices alone. */
  today: Type.Optional(EnergyDay),
});
export type FleetHome = Frozen<Static<typeof FleetHome>>;

/** A page of homes. */
export const Fleet = Type.Object({
  homes: Type.Array(FleetHome),
  /** Homes that fit what was searched, and those of them that are not well. */
  count: count('Homes on all pages'),
  unwell: count('Those of them that are silent or want attention'),
});
export type Fleet = Frozen<Static<typeof Fleet>>;
