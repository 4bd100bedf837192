// Gives what `solstead read` heard to outputs; loaded where some are named.
import { systemClock as clock } from '#core/clock.ts';
import { isSolsteadError, SolsteadError } from '#core/errors.ts';
import { because } from '#core/reason.ts';
import type { Secret } from '#core/secrets.ts';
import { answerOutputs, screenServer } from '#outputs/answers/settings.ts';
import { answerFor } from './answer-for.ts';
import type { Heard } from './ask-device.ts';
import { flagOf } from './flag-of.ts';
import { giveOut, type OpenOutput } from './give-out.ts';
import { chosenOutputs, placeOf } from './places.ts';
import type { Reading } from './reading.ts';

/** The secret of an output by the way it goes. */
function secretFor(name: string, { context }: Reading): Secret | undefined {
  return context.secret(/mqtt|domoticz/.test(name) ? 'SOLSTEAD_MQTT_PASSWORD' : 'SOLSTEAD_OUTPUT_PASSWORD');
}

type Chosen = ReturnType<typeof chosenOutputs>;

/** With `--json` the document stands alone on the standard output. Errors: `input.usage`. */
function refuseTwoTexts(chosen: Chosen): void {
  const text = chosen.find(
    ({ name, settings }) => answerOutputs[name].way === 'screen' || settings.server === screenServer,
  );
  if (text !== undefined)
    throw new SolsteadError('input.usage', { at: `--output ${text.name}`, why: because('read.two-texts') });
}

/** What an output says is wrong with a setting, at the flag that sets it. */
function byFlag(error: unknown): unknown {
  if (!isSolsteadError(error) || error.code !== 'input.invalid' || error.reason === undefined) return error;
  const setting = error.at.replace('settings.', '');
  const flag = ['server', 'url', 'folder', 'host', 'port'].includes(setting) ? '--to' : flagOf(setting);
  return new SolsteadError('input.usage', { at: flag, why: error.reason });
}

/** Gives the answers to outputs. */
export async function toOutputs(reading: Reading, ask: (onHeard: (heard: Heard) => Promise<void>) => Promise<void>) {
  const { definition, flags, context, tellError } = reading;
  const chosen = chosenOutputs({ ...flags, output: flags.output ?? [] });
  if (flags.json === true) refuseTwoTexts(chosen);
  const outputs: OpenOutput[] = [];
  try {
    for (const { name, settings } of chosen)
      outputs.push({
        name,
        place: placeOf(settings),
        sink: await context.openAnswers(name, settings, {
          secret: secretFor(name, reading),
          waitMs: flags.wait * 1000,
        }),
      });
  } catch (error) {
    // One that is open would keep the program from ending.
    await Promise.all(outputs.map(({ sink }) => sink.close()));
    throw byFlag(error);
  }
  const given = giveOut(outputs, { clock, seconds: flags.wait, tellError });
  try {
    await ask(async ({ asking, answers, failed }) => {
      const about = { device: flags.name, tag: flags.tag ?? asking.word, atMs: clock.nowMs(), identity: {} };
      for (const answer of answerFor(definition, asking, { answers, failed, about })) await given.give(answer);
    });
  } finally {
    await given.end();
  }
}
