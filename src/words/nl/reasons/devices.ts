// Dutch: what a device has not, and what a value may be.
import type { devicesReasons as english } from '#core/reasons/devices.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const devicesReasons: Texts<typeof english> = {
  'device.no-reason': 'het gaf geen reden',
  'word.near': '{reason}; bedoel je {near}?',
  'word.known': '{reason}; het heeft {known}',
  'device.no-setting': '{id} heeft die instelling niet',
  'device.query-sets':
    '{id} heeft {setting} als instelling, en een vraag stelt niets in: gebruik `solstead set {setting}`',
  'device.no-query': '{id} heeft die vraag niet',
  'device.no-set-point': '{id} heeft die instelwaarde niet',
  'device.no-set-points': 'geen instelwaarde van de catalogus kan op {id} worden ingesteld',
  'device.no-command': '{id} heeft die opdracht of dat rapport niet',
  'device.no-report': '{id} heeft dat rapport niet',
  'protocol.none': 'dat protocol bestaat niet',
  'protocol.broken':
    'het bestand heeft problemen: {problem}{more, plural, =0 {} one { (en nog een)} other { (en nog #)}}',
  'value.missing': '“{title}” vraagt {limits}, en er is geen waarde gegeven',
  'value.not-taken': '“{title}” vraagt {limits}, niet {given}',
  'value.between': '“{title}” vraagt {limits}, niet {given}; niet elke waarde ertussen is toegestaan',
  'value.text': '“{title}” vraagt een getal, {limits}; “{given}” is een tekst',
  'value.comma': '{reason}; schrijf decimalen met een punt: {example}',
  'limits.switch': '1 voor aan, 0 voor uit',
  'limits.choices': 'een van {choices}',
  'limits.number': '{min} tot {max}{unit, select, none {} other { {unit}}} in stappen van {step}',
  'limits.ranges': '{ranges}{unit, select, none {} other { {unit}}} in stappen van {step}',
  'limits.values': '{values}{unit, select, none {} other { {unit}}}',
  'limits.text': 'een tekst zoals {example}',
  'limits.action': 'geen waarde: het is een actie',
  'own.below': 'een deel van alle topics wordt genoemd zonder + en #',
  'own.none': 'dit huis bewaart geen eigen apparaten',
  'own.unknown': 'geen apparaat dat hier is samengesteld, heet {id}',
  'own.in-use': '{name} is er een van: verwijder dat apparaat eerst',
  'own.many': 'er zijn er al {most, number}: verwijder er eerst een',
  'own.not-heard': 'op dit topic is nog niets gehoord',
  'own.no-value': 'het laatste bericht heeft die waarde niet',
};
