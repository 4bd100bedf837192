// The contract of what a home does by itself: the text people write, who holds what and why, and what people do about it.
import Type, { type Static } from 'typebox';
import type { Frozen } from './frozen.ts';
import { line } from './line.ts';
import { Reason } from './reason.ts';

const atMs = Type.Number({ description: 'Epoch milliseconds, UTC' });
const value = Type.Union([Type.Number(), line({ maxLength: 200 })], {
  description: 'In the unit or the words of the set-point',
});
const device = line({ minLength: 1, maxLength: 100, description: 'Id of a device' });
const setPoint = line({ minLength: 1, maxLength: 64, description: 'Set-point of the catalogue, such as relay.on.1' });

/** Something that is wrong with a text, and where. */
const Problem = Type.Object({
  line: Type.Integer({ minimum: 1 }),
  column: Type.Integer({ minimum: 1 }),
  why: Reason,
});

/** A set-point of a device. */
const AutomationTarget = Type.Object({ device: Type.String(), setPoint: Type.String() });

const Call = Type.Union([Type.Literal('scene'), Type.Literal('webhook')]);

/** One entry of a text, for people who do not read YAML. */
const OutlineEntry = Type.Object({
  section: Type.Union([
    Type.Literal('rules'),
    Type.Literal('limits'),
    Type.Literal('circuits'),
    Type.Literal('loads'),
    Type.Literal('chargers'),
    Type.Literal('scenes'),
  ]),
  index: Type.Integer({ minimum: 0, description: 'Its place in its list' }),
  id: Type.String(),
  name: Type.String(),
  isOn: Type.Boolean(),
  line: Type.Integer({ minimum: 1 }),
  isHeld: Type.Boolean({ description: 'It holds as long as it is so; otherwise each of `begins` begins it' }),
  begins: Type.Array(Reason, { description: 'One of these' }),
  only: Type.Array(Reason, { description: 'Only when all of these are so' }),
  does: Type.Array(Reason, { description: 'One after another' }),
  targets: Type.Array(AutomationTarget),
  calls: Type.Array(Type.Object({ what: Call, name: Type.String() }), { description: 'What begins it by a call' }),
});

/** The automation of a home. */
export const Automation = Type.Object({
  text: Type.String({ description: 'YAML, see docs/automation.md' }),
  changedMs: Type.Optional(atMs),
  changedBy: Type.Optional(Type.String()),
  problems: Type.Array(Problem),
  outline: Type.Array(OutlineEntry, { description: 'Empty while the text cannot be read' }),
});
export type Automation = Frozen<Static<typeof Automation>>;

/** YAML has no NUL, and PostgreSQL keeps none. */
const Yaml = Type.String({
  maxLength: 200_000,
  pattern: '^[^\\u0000]*$',
  description: 'YAML, see docs/automation.md',
});

/** A text to be checked or saved. */
export const AutomationText = Type.Object({
  text: Yaml,
});

/** What is wrong with a text, and what it says. */
export const AutomationProblems = Type.Object({
  problems: Type.Array(Problem),
  outline: Type.Optional(Type.Array(OutlineEntry, { description: 'Absent while the text cannot be read' })),
});
export type AutomationProblems = Frozen<Static<typeof AutomationProblems>>;

const RecipeName = Type.Union([
  Type.Literal('sun-load'),
  Type.Literal('night-charge'),
  Type.Literal('dark-day'),
  Type.Literal('evening'),
  Type.Literal('limits'),
  Type.Literal('battery-low'),
  Type.Literal('scene-now'),
]);

/** Beginnings that are of use in a home, each with the set-points it could be for. */
export const AutomationRecipes = Type.Array(Type.Object({ recipe: RecipeName, targets: Type.Array(AutomationTarget) }));
export type AutomationRecipes = Frozen<Static<typeof AutomationRecipes>>;

/** A change of a text by a button. */
export const AutomationEdit = Type.Object({
  text: Yaml,
  edit: Type.Union([
    Type.Object({
      kind: Type.Literal('switch'),
      section: Type.Union([Type.Literal('rules'), Type.Literal('loads')]),
      index: Type.Integer({ minimum: 0, maximum: 1000 }),
      on: Type.Boolean(),
    }),
    Type.Object({
      kind: Type.Literal('recipe'),
      recipe: RecipeName,
      name: line({ minLength: 1, maxLength: 80, description: 'What people call it' }),
      target: Type.Optional(Type.Object({ device, setPoint })),
    }),
  ]),
});

/** A text after a change. */
export const AutomationEdited = Type.Object({ text: Type.String() });

const By = Type.Object({
  kind: Type.Union([
    Type.Literal('person'),
    Type.Literal('protection'),
    Type.Literal('plan'),
    Type.Literal('rule'),
    Type.Literal('surplus'),
  ]),
  id: Type.String(),
  name: Type.String(),
});

const Wish = Type.Union([
  Type.Object({ value }),
  Type.Object({ words: Type.Array(Type.String()) }),
  Type.Object({ from: Type.Optional(Type.Number()), to: Type.Optional(Type.Number()) }),
]);

/** A set-point, who holds it, and what became of everybody else who wanted something of it. */
const Holding = Type.Object({
  device: Type.String(),
  setPoint: Type.String(),
  /** Absent: what the device shows is within what is claimed. */
  value: Type.Optional(value),
  holder: Type.Optional(By),
  untilMs: atMs,
  /** When Solstead stops: the device puts it back by itself at this time, or it stays as it is; absent where nothing is put back. */
  ifStopped: Type.Optional(Type.Union([Type.Object({ backMs: atMs }), Type.Literal('stays')])),
  claims: Type.Array(
    Type.Object({
      by: By,
      wish: Wish,
      outcome: Type.Union([
        Type.Literal('holds'),
        Type.Literal('narrowed'),
        Type.Literal('narrows'),
        Type.Literal('agrees'),
        Type.Literal('beaten'),
      ]),
      sinceMs: atMs,
      untilMs: atMs,
      why: Reason,
    }),
  ),
});

const Variable = Type.Union([Type.Boolean(), Type.Number(), Type.String()]);

const DiaryLine = Type.Object({ atMs, by: Type.String({ description: 'Id of a rule or a load' }), why: Reason });

/** What the automation does now, and did lately. */
export const AutomationBoard = Type.Object({
  atMs,
  holdings: Type.Array(Holding),
  /** The oldest first. */
  commands: Type.Array(
    Type.Object({
      atMs,
      device: Type.String(),
      setPoint: Type.String(),
      value,
      /** Absent: the home put it back, as nobody holds it any more. */
      by: Type.Optional(By),
      why: Type.Optional(Reason),
      end: Type.Optional(
        Type.Union([
          Type.Literal('confirmed'),
          Type.Literal('acknowledged'),
          Type.Literal('refused'),
          Type.Literal('failed'),
          Type.Literal('expired'),
        ]),
      ),
      failure: Type.Optional(Reason),
    }),
  ),
  /** Loads on the surplus, in the order in which they are served. */
  loads: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      device: Type.String(),
      setPoint: Type.String(),
      state: Type.Union(
        [
          Type.Literal('runs'),
          Type.Literal('waits'),
          Type.Literal('held'),
          Type.Literal('off'),
          Type.Literal('unknown'),
        ],
        { description: '`held`: somebody else has it; `off`: it is switched off in the text' },
      ),
      why: Type.Optional(Reason),
      untilMs: Type.Optional(
        Type.Number({ description: 'When it comes on or goes off if it stays as it is, epoch milliseconds' }),
      ),
      leftW: Type.Optional(Type.Number({ description: 'What those before it leave for it; absent: not known' })),
      neededW: Type.Number(),
      takesW: Type.Optional(Type.Number()),
      ranSeconds: Type.Number({ description: 'Today, by the clocks of the home' }),
      ranWh: Type.Number(),
      leastSeconds: Type.Optional(Type.Number({ description: 'It runs so long in a day at least' })),
      leastWh: Type.Optional(Type.Number()),
      mostSeconds: Type.Optional(Type.Number()),
    }),
  ),
  /** Circuits with limits. */
  circuits: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      unit: Type.String({ description: 'Of what is measured' }),
      limit: Type.Number(),
      state: Type.Union(
        [
          Type.Literal('keeps'),
          Type.Literal('over'),
          Type.Literal('gives'),
          Type.Literal('blind'),
          Type.Literal('unseen'),
          Type.Literal('off'),
        ],
        {
          description:
            '`over`: too much flows; `gives`: something gave way and waits for room; `blind`: nobody knows what flows, and what may give way has fallen back; `unseen`: nobody knows; `off`: its limit does not hold now',
        },
      ),
      flows: Type.Array(Type.Object({ what: Type.String(), value: Type.Optional(Type.Number()) }), {
        description: 'What is measured, such as each phase; without a value it is not known',
      }),
      mayFlow: Type.Optional(Type.Number({ description: 'Where a mean is kept: what may flow now' })),
      given: Type.Array(Type.Object({ device: Type.String(), setPoint: Type.String(), to: Type.Number() }), {
        description: 'What gave way, and what it may be set to at most',
      }),
      backMs: Type.Optional(
        Type.Number({ description: 'When the last of them comes back if it stays as it is, epoch milliseconds' }),
      ),
    }),
  ),
  variables: Type.Array(Type.Object({ name: Type.String(), value: Variable }), {
    description: 'Values of the owner’s own',
  }),
  diary: Type.Array(DiaryLine),
});
export type AutomationBoard = Frozen<Static<typeof AutomationBoard>>;

/** Calls what waits for a scene or a web hook. */
export const AutomationCall = Type.Object({
  what: Call,
  name: line({ minLength: 1, maxLength: 200, description: 'Name of the scene or the web hook' }),
  text: Type.Optional(line({ maxLength: 500 })),
});

/** A value for a variable of the text. */
export const AutomationVariable = Type.Object({
  value: Type.Union([Type.Boolean(), Type.Number(), line({ maxLength: 200 })], {
    description: 'Of the kind that the variable has in the text',
  }),
});

/** A text to be tried over the past. */
export const AutomationTrialRequest = Type.Object({
  text: Yaml,
  from: Type.Number({ description: 'Beginning, epoch milliseconds' }),
  to: Type.Number({ description: 'End, epoch milliseconds; at most 31 days later' }),
});

/** What an automation would have done. */
export const AutomationTrial = Type.Object({
  fromMs: atMs,
  toMs: atMs,
  stepMs: Type.Number({ description: 'It was decided so often' }),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed')]),
  share: Type.Number({ minimum: 0, maximum: 1, description: 'How far it is' }),
  failure: Type.Optional(Reason),
  outcome: Type.Optional(
    Type.Object({
      commands: Type.Array(
        Type.Object({
          atMs,
          device: Type.String(),
          setPoint: Type.String(),
          value,
          by: Type.Optional(Type.String({ description: 'Id of a rule or a load; absent: it is put back' })),
          why: Type.Optional(Reason),
        }),
        { description: 'The first 500' },
      ),
      commandCount: Type.Integer(),
      diary: Type.Array(
        Type.Object({
          by: Type.String({ description: 'Id of a rule or a load' }),
          count: Type.Integer(),
          lines: Type.Array(DiaryLine, { description: 'The first 100' }),
        }),
      ),
      notices: Type.Array(Type.Object({ atMs, by: Type.String(), text: Type.String() }), {
        description: 'What would have been told, published or called: the first 500',
      }),
      noticeCount: Type.Integer(),
      loads: Type.Array(
        Type.Object({
          id: Type.String(),
          name: Type.String(),
          ranSeconds: Type.Number(),
          energyWh: Type.Number(),
          sunWh: Type.Number({ description: 'Of that from what went into the grid then' }),
          gridWh: Type.Number({ description: 'Of that from the grid' }),
          starts: Type.Integer(),
        }),
      ),
    }),
  ),
});
export type AutomationTrial = Frozen<Static<typeof AutomationTrial>>;

/** The last trial; empty while nothing has been tried. */
export const LastTrial = Type.Object({ trial: Type.Optional(AutomationTrial) });

/** A value that holds against everything else for a while. */
export const AutomationHold = Type.Object({
  device,
  setPoint,
  value,
  forSeconds: Type.Integer({ minimum: 1, maximum: 604_800, description: 'How long, at most a week' }),
});
