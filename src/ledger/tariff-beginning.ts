// What a home has before it has a tariff of its own: a text to start from, with which no money is computed.
import { stringify } from 'yaml';
import { neutralPreset, neutralText, placeOf } from '#energy/money/presets/neutral.ts';
import { type Preset, presetNotice } from '#energy/money/presets/preset.ts';
import { presets } from '#energy/money/presets/presets.ts';

/** The text of a preset for a person to edit. */
export const presetText = ({ tariff }: Preset): string => stringify(tariff, { aliasDuplicateObjects: false });

/** What a home without a tariff begins with: the typical one of its zone or its country, or one without prices, in the currency of its country. */
export interface Beginning {
  readonly preset: Preset;
  readonly text: string;
  /** Absent: there is no typical tariff, and a person has to put in the price. */
  readonly notice?: string;
}

/** The one of a zone. */
export function beginningOf(timeZone: string): Beginning {
  const typical = (preset: Preset): Beginning => ({ preset, text: presetText(preset), notice: presetNotice(preset) });
  const fitting = presets.find(({ zone }) => zone === timeZone);
  if (fitting !== undefined) return typical(fitting);
  const { country, currency } = placeOf(timeZone) ?? {};
  const ofCountry = presets.find((each) => each.country === country && each.isRegional !== true);
  if (ofCountry !== undefined) return typical(ofCountry);
  const preset = neutralPreset(timeZone, currency);
  return { preset, text: neutralText(preset) };
}
