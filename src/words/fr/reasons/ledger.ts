// French: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Une mesure a été écartée : {why}.',
  'power.left-out': 'Une puissance a été écartée : {why}.',
  'value.no-number': 'ce n’est pas un nombre',
  'counter.no-reading': '{wh} Wh n’est pas un relevé de compteur',
  'counter.unknowing': '{wh} Wh est ce qu’indiquent des appareils quand ils n’ont pas de valeur',
  'power.unknowing': '{watts} est ce qu’indiquent des appareils quand ils n’ont pas de valeur',
  'power.too-much': '{watts} W est plus que possible',
  'meter.exchanged':
    'Le compteur a été échangé ; {oldKwh, number, three} kWh de l’ancien ont été ajoutés et le nouveau compte à partir de {newKwh} kWh.',
  'counter.glitch':
    'Le compteur a indiqué {kwh, number, three} kWh un instant puis est revenu ; rien n’a été comptabilisé pour cela.',
  'counter.gap':
    'Aucune mesure n’a été utilisable pendant {minutes} min ; les {kwh, number, three} kWh comptés dans ce temps y ont été répartis.',
  'power.gap': 'Rien n’a été lu pendant {seconds} s ; rien n’a été comptabilisé au-delà de la limite de lacune.',
  'power.gap-stood-in':
    'Rien n’a été lu pendant {seconds} s ; au-delà de la limite de lacune, une source de remplacement a été comptabilisée, là où elle était connue.',
  'role.alike':
    '{device} montre la même chose que {other} : il est compté une fois, et prend le relais quand {other} est muet. Ce qu’il mesure peut être choisi.',
  'role.same-serial':
    '{device} a le numéro de série de {other} : il est compté une fois, et prend le relais quand {other} est muet.',
  'role.sums-phases':
    'Les compteurs de {device} additionnent ce que compte chaque phase, et ne peuvent pas dire le solde : ses puissances sont comptabilisées, et les compteurs prennent le relais. Si une personne dit ce qu’il mesure, ses compteurs sont comptabilisés tant qu’ils concordent avec sa puissance.',
  'role.itself': 'un appareil ne peut pas être une copie de lui-même',
  'role.unknown': '{device} n’est pas un appareil de cette maison',
  'role.ring': '{device} en est lui-même une copie',
  'side.silent':
    '{side, select, pv {Le soleil n’est plus mesuré} grid {Le réseau n’est plus mesuré} battery {La batterie n’est plus mesurée} load {La consommation de la maison n’est plus mesurée} other {Le générateur n’est plus mesuré}} : {devices} n’a rien dit depuis, et aucune autre source ne prend le relais. Rien n’est comptabilisé ; dès qu’une mesure arrive, un compteur dit ce qui a été consommé entre-temps.',
  'source.stood-in': '{source} était muet ; {instead} a été comptabilisé à la place, comme estimation.',
  'counter.jump-booked':
    'Le compteur a avancé de {kwh, number, three} kWh d’un coup ; {readings} mesures concordaient, c’est donc comptabilisé.',
  'counter.other':
    'L’appareil a continué avec un autre protocole ou d’autres topics, et son compteur, à {fromKwh, number, three} kWh auparavant, a affiché {toKwh, number, three} kWh : il est pris pour un autre compteur, qui compte à partir de là.',
  'counter.jump-left-out':
    'Le compteur a sauté de {kwh, number, three} kWh, plus que ce qui a pu passer ; il compte à partir de là, et rien n’a été comptabilisé.',
  'counter.fall-believed':
    'Le compteur est tombé de {fromKwh, number, three} kWh à {toKwh, number, three} kWh ; une personne l’a confirmé, et il compte à partir de là.',
  'counter.no-new-day':
    'Le compteur est tombé vers minuit ; une personne dit qu’aucun nouveau jour n’a commencé, et rien n’est comptabilisé pour cela.',
  'counter.not-trusted':
    'Le compteur concordait à nouveau avec sa puissance ; une personne ne le croit pas, et la puissance est comptabilisée.',
  'counter.came-back':
    'Le compteur est revenu à {kwh, number, three} kWh après avoir recommencé ; {missingKwh, number, three} kWh manquaient et ont été comptabilisés.',
  'counter.rolled-over': 'Le compteur a atteint sa fin et recommencé ; {kwh, number, three} kWh ont été comptabilisés.',
  'counter.began-again':
    'Le compteur a recommencé : il est tombé de {fromKwh, number, three} kWh à {toKwh, number, three} kWh et a grandi ; ce qu’il montre a été comptabilisé.',
  'counter.fell-back':
    'Le compteur est retombé de {fromKwh, number, three} kWh à {toKwh, number, three} kWh ; seul ce qu’il a compté depuis a été comptabilisé.',
  'counter.new-day': 'Un nouveau jour : le compteur a recommencé le {atMs, date, moment} ; hier reste comme c’était.',
  'clock.set':
    'L’horloge a été réglée de {seconds} s ; {batches, plural, one {# lot attendait et a reçu son} many {# lots attendaient et ont reçu leur} other {# lots attendaient et ont reçu leur}} heure exacte.',
  'clock.unknown':
    'L’horloge n’était pas encore connue ; {batches, plural, one {# lot attendait et a reçu son} many {# lots attendaient et ont reçu leur} other {# lots attendaient et ont reçu leur}} heure exacte.',
};
