// The steps of the first run after the owner's account, each with an address of its own: #/start/tariff. Pure.

/** In their order. */
export const storySteps = ['place', 'devices', 'sign', 'tariff', 'outputs', 'done'] as const;

/** One of {@link storySteps}. */
export type StoryStep = (typeof storySteps)[number];

/** The step an address names; absent for what is none. */
export const storyStep = (name: string): StoryStep | undefined => storySteps.find((step) => step === name);

/** The step before and the one after; absent at the ends. */
export function around(step: StoryStep): { readonly before?: StoryStep; readonly after?: StoryStep } {
  const index = storySteps.indexOf(step);
  const [before, after] = [storySteps[index - 1], storySteps[index + 1]];
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
