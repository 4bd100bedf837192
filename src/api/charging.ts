// The contract of chargers: how they come in, what they do and what they did.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });

/** What a person enters at a charge point. */
export const ChargerKey = Type.Object({
  path: Type.String({ description: 'Path below the address of this computer: ws://<host>:<port>/ocpp/<id>' }),
  username: Type.String({ description: 'The id of the charge point, which most give by themselves' }),
  password: Type.String({ description: 'Shown this once' }),
});
export type ChargerKey = Frozen<Static<typeof ChargerKey>>;

/** How a car is charged. */
const ChargeMode = Type.Union(
  [Type.Literal('off'), Type.Literal('sun'), Type.Literal('sun-first'), Type.Literal('now'), Type.Literal('plan')],
  { description: '`sun`: from the sun alone; `sun-first`: slowly at least; `plan`: ready by a time' },
);

/** A charge that is under way. */
const OpenCharge = Type.Object({
  id: Type.String(),
  device: Type.String(),
  startMs: atMs,
  energyWh: Type.Number(),
  tag: Type.Optional(Type.String({ description: 'The card or app that began it' })),
});

/** A charger that the automation steers. */
const SteeredCharger = Type.Object({
  id: Type.String(),
  name: Type.String(),
  device: Type.String(),
  mode: ChargeMode,
  isChosen: Type.Boolean({ description: 'Somebody chose the mode; otherwise it is as written' }),
  state: Type.Union(
    [
      Type.Literal('charges'),
      Type.Literal('waits'),
      Type.Literal('held'),
      Type.Literal('no-car'),
      Type.Literal('off'),
      Type.Literal('away'),
      Type.Literal('unknown'),
    ],
    { description: '`held`: somebody else has it; `away`: it does not answer' },
  ),
  takesW: Type.Optional(Type.Number()),
  leftW: Type.Optional(Type.Number({ description: 'What the sun leaves for it; absent: not known' })),
  currentA: Type.Optional(Type.Number({ description: 'What it may take of each phase; 0: paused' })),
  phases: Type.Optional(Type.Number()),
  why: Type.Optional(Reason),
  untilMs: Type.Optional(Type.Number({ description: 'When that changes if it stays as it is, epoch milliseconds' })),
  goal: Type.Optional(
    Type.Object({
      byMs: atMs,
      needWh: Type.Number({ description: 'Still to come' }),
      latestMs: Type.Number({ description: 'When it begins at the latest, epoch milliseconds' }),
      isReached: Type.Boolean(),
    }),
  ),
  doneWh: Type.Optional(Type.Number({ description: 'Since the car came' })),
  leastA: Type.Number(),
  mostA: Type.Number(),
  carWh: Type.Optional(
    Type.Number({ description: 'Usable energy of the car: what a state of charge as a goal needs' }),
  ),
});

/** Chargers that are steered, and what is under way. */
export const Chargers = Type.Object({ chargers: Type.Array(SteeredCharger), open: Type.Array(OpenCharge) });
export type Chargers = Frozen<Static<typeof Chargers>>;

/** A charge with its figures; what is not known is absent. */
export const Charge = Type.Object({
  id: Type.String(),
  device: Type.String(),
  startMs: atMs,
  endMs: Type.Optional(Type.Number({ description: 'Absent: it is under way' })),
  energyWh: Type.Number(),
  sunWh: Type.Optional(Type.Number({ description: 'Straight from the sun' })),
  batteryWh: Type.Optional(Type.Number({ description: 'From the battery of the home' })),
  gridWh: Type.Optional(Type.Number()),
  cost: Type.Optional(Type.Number({ description: 'Of the part from the grid' })),
  gridCost: Type.Optional(Type.Number({ description: 'What all of it would have cost from the grid' })),
  co2Kg: Type.Optional(Type.Number({ description: 'Of the part from the grid' })),
  tag: Type.Optional(Type.String()),
  who: Type.Optional(Type.String({ description: 'What the card is called' })),
  reason: Type.Optional(Type.String({ description: 'Why it ended, in the words of the charger' })),
  socStart: Type.Optional(Type.Number()),
  socEnd: Type.Optional(Type.Number()),
});
export type Charge = Frozen<Static<typeof Charge>>;

/** Charges, the newest first. */
export const Charges = Type.Object({
  charges: Type.Array(Charge),
  currency: Type.Optional(Type.String({ description: 'ISO 4217; absent without a tariff' })),
});
export type Charges = Frozen<Static<typeof Charges>>;

/** Which charges. */
export const ChargesQuery = Type.Object({
  from: Type.Optional(Type.Integer({ minimum: 0, description: 'Began at or after, epoch milliseconds; 31 days ago' })),
  to: Type.Optional(Type.Integer({ minimum: 0, description: 'Began before; now' })),
  device: Type.Optional(line({ minLength: 1, maxLength: 100 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: '100' })),
});

/** How a car is charged from now on. */
export const ChargeChoice = Type.Object({
  mode: Type.Optional(ChargeMode),
  goal: Type.Optional(
    Type.Object({
      energyWh: Type.Optional(Type.Number({ minimum: 0, maximum: 1e6, description: 'Since the car came' })),
      soc: Type.Optional(Type.Number({ minimum: 1, maximum: 100 })),
      byMs: Type.Number({ minimum: 0, description: 'Epoch milliseconds' }),
    }),
  ),
});

/** Who may charge. */
export const ChargeSettings = Type.Object({
  tags: Type.Array(
    Type.Object({
      tag: line({ minLength: 1, maxLength: 36, description: 'What the card says' }),
      name: line({ minLength: 1, maxLength: 80 }),
    }),
    { maxItems: 200 },
  ),
  isOpen: Type.Boolean({ description: 'Any card may begin, and a car without one' }),
});
export type ChargeSettings = Frozen<Static<typeof ChargeSettings>>;
