// How a home's energy is counted, as people see and change it.
import { because } from '#core/reason.ts';
import { SolsteadError } from '#core/errors.ts';
import type { DeskParts } from './energy-figures.ts';
import { keyOfChoices, usualChoices } from './choices.ts';
import type { EnergyChoices } from './records.ts';
import type { ChoiceDesk } from './desk-types.ts';
import type { EnergyChoicesView } from '#api/ledger.ts';

function viewOf({ ledger, deviceName }: DeskParts): EnergyChoicesView {
  const { saved } = ledger.choices;
  return {
    ...(saved?.choices ?? usualChoices),
    counters: ledger.rules.counters().map(({ device, metric }) => {
      const name = deviceName(device);
      return { device, metric, ...(name === undefined ? {} : { deviceName: name }) };
    }),
    ...(saved === undefined ? {} : { changed: { by: saved.by, atMs: saved.atMs } }),
  };
}

/** Checks choices against the counters of the home. */
function checked({ ledger }: DeskParts, given: EnergyChoices): EnergyChoices {
  const known = new Set(ledger.rules.counters().map(({ device, metric }) => `${device} ${metric}`));
  for (const [index, { device, metric }] of given.daily.entries()) {
    if (known.has(`${device} ${metric}`)) continue;
    throw new SolsteadError('input.invalid', {
      at: `daily.${index}`,
      why: because('choices.counter', { device, metric }),
    });
  }
  return given;
}

/** The choices of a home. */
export function makeChoiceDesk(parts: DeskParts): ChoiceDesk {
  const { ledger } = parts;
  return {
    choices: () => viewOf(parts),
    async saveChoices(given, by) {
      const choices = checked(parts, given);
      const key = keyOfChoices(choices);
      // The same again would settle the whole past for nothing.
      if (key === keyOfChoices(ledger.choices.saved?.choices ?? usualChoices)) return viewOf(parts);
      await ledger.choices.choose(choices, by.name);
      return viewOf(parts);
    },
  };
}
