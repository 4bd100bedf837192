// Beginnings for common wishes, made for the devices of a home: what is written is what a person would have written.
import type { ForecastId } from '#core/forecast.ts';
import type { Target } from '../claim.ts';
import type { FileAutomation, FileSet } from './words.ts';

/** The recipes there are. */
export const recipeNames = [
  'sun-load',
  'night-charge',
  'dark-day',
  'evening',
  'limits',
  'battery-low',
  'scene-now',
] as const;
export type RecipeName = (typeof recipeNames)[number];

/** A device as recipes see it. */
export interface RecipeDevice {
  readonly id: string;
  /** What can be set on it without a confirmation. */
  readonly points: readonly {
    readonly setPoint: Target['setPoint'];
    readonly words: readonly string[];
    /** What it shows now; absent: not known. */
    readonly shows?: string | number | undefined;
  }[];
  /** What it gives. */
  readonly metrics: ReadonlySet<string>;
}

/** A recipe for a set-point; a name in the words of who asks, also told as a message. */
export interface RecipeWish {
  readonly recipe: RecipeName;
  readonly name: string;
  /** Absent for one that sets nothing. */
  readonly target?: Target | undefined;
}

/** What a recipe adds. */
export type RecipePart = Pick<FileAutomation, 'rules' | 'limits' | 'loads' | 'scenes'>;

/** Power that a load is taken to need until somebody says it better, W. */
const usualLoadW = 2000;

const isRelay = ({ setPoint }: Target): boolean => setPoint.startsWith('relay.on.');

/** The set-points of a home a recipe could be for. */
export function recipeTargets(recipe: RecipeName, devices: readonly RecipeDevice[]): readonly Target[] {
  const all = devices.flatMap(({ id, points }) => points.map((point) => ({ device: id, ...point })));
  const fitting = all.filter((point) => {
    if (recipe === 'night-charge' || recipe === 'dark-day')
      return point.setPoint === 'battery.mode' && point.words.includes('charge');
    if (recipe === 'sun-load') return isRelay(point) || point.setPoint === 'heater.power.target';
    return recipe !== 'battery-low' && recipe !== 'scene-now' && isRelay(point);
  });
  return fitting.map(({ device, setPoint }) => ({ device, setPoint }));
}

const tomorrow = 'forecast.pv.energy.tomorrow' satisfies ForecastId;
const hasForecast = ({ metrics }: RecipeDevice): boolean => metrics.has(tomorrow);

/** Whether a recipe is of use in a home. */
export const isPossible = (recipe: RecipeName, devices: readonly RecipeDevice[]): boolean =>
  recipe === 'battery-low'
    ? devices.some(({ metrics }) => metrics.has('battery.soc'))
    : recipe === 'scene-now'
      ? sceneNow(devices).length > 0
      : recipeTargets(recipe, devices).length > 0 && (recipe !== 'dark-day' || devices.some(hasForecast));

/** Set-points that are part of how a home is set for an hour of the day; limits of devices are not. */
const isOfScene = (setPoint: string): boolean => /^(?:relay\.on\.|heater\.|battery\.mode$)/.test(setPoint);
const mostOfScene = 100;

/** How the home is set now. */
const sceneNow = (devices: readonly RecipeDevice[]): readonly FileSet[] =>
  devices
    .flatMap(({ id, points }) =>
      points.flatMap(({ setPoint, shows }): FileSet[] => {
        if (!isOfScene(setPoint) || shows === undefined) return [];
        const isSwitch = setPoint.startsWith('relay.on.');
        return [{ device: id, point: setPoint, value: isSwitch ? (shows === 0 ? 'off' : 'on') : shows }];
      }),
    )
    .slice(0, mostOfScene);

function sunLoad(name: string, { device, setPoint }: Target, devices: readonly RecipeDevice[]): RecipePart {
  const gives = devices.find(({ id }) => id === device)?.metrics;
  const power = setPoint.replace('relay.on.', 'relay.power.');
  const isSwitched = power !== setPoint;
  const measured = isSwitched && gives?.has(power) === true ? { measured: `${power} of ${device}` } : {};
  const limits = isSwitched ? { min_on: '10 min' } : {};
  return { loads: [{ name, device, point: setPoint, power: usualLoadW, ...measured, ...limits }] };
}

/** What a recipe adds to a text. */
export function recipePart({ recipe, name, target }: RecipeWish, devices: readonly RecipeDevice[]): RecipePart {
  if (recipe === 'battery-low')
    return {
      rules: [
        {
          name,
          when: [{ kind: 'becomes', that: 'battery.soc < 20 %', for: '1 min' }],
          do: [{ kind: 'notify', title: name, text: '{battery.soc}', severity: 'warning' }],
        },
      ],
    };
  if (recipe === 'scene-now') return { scenes: [{ name, set: sceneNow(devices) }] };
  if (target === undefined) return {};
  const { device, setPoint: point } = target;
  switch (recipe) {
    case 'sun-load':
      return sunLoad(name, target, devices);
    case 'night-charge':
      return {
        rules: [
          {
            name,
            when: [{ kind: 'time', at: '01:00' }],
            if: 'battery.soc < 40 %',
            do: [{ kind: 'set', device, point, value: 'charge', for: '3 h' }],
          },
        ],
      };
    case 'dark-day':
      return {
        rules: [
          {
            name,
            when: [{ kind: 'time', at: '23:00' }],
            if: `${tomorrow} < 5 kWh and battery.soc < 60 %`,
            do: [{ kind: 'set', device, point, value: 'charge', for: '4 h' }],
          },
        ],
      };
    case 'evening':
      return {
        rules: [{ name, when: [{ kind: 'called', by: 'scene', name }], do: [{ kind: 'scene', name, for: '4 h' }] }],
        scenes: [{ name, set: [{ device, point, value: 'on' }] }],
      };
    case 'limits':
      return { limits: [{ device, point, min_on: '10 min', min_off: '5 min', most_per_hour: 4 }] };
  }
}
