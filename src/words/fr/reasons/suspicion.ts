// French: why a counter or a balance is doubted.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'Le compteur a sauté de {kwh, number, three} kWh alors que sa puissance totalisait {powerKwh, number, three} kWh ; la puissance a été comptabilisée.',
  'counter.stood-still':
    'Le compteur est resté immobile alors que sa puissance totalisait {powerKwh, number, three} kWh ; la puissance est comptabilisée jusqu’à ce que le compteur ait fait ses preuves.',
  'counter.too-fast':
    'Le compteur a compté {kwh, number, three} kWh alors que sa puissance totalisait {powerKwh, number, three} kWh ; la puissance est comptabilisée jusqu’à ce que le compteur ait fait ses preuves.',
  'counter.too-slow':
    'Le compteur n’a compté que {kwh, number, three} kWh alors que sa puissance totalisait {powerKwh, number, three} kWh ; la puissance est comptabilisée jusqu’à ce que le compteur ait fait ses preuves.',
  'counter.proved':
    'Le compteur concorde à nouveau avec sa puissance et est cru désormais ; {kwh, number, three} kWh ont été comptabilisés d’après la puissance entre-temps.',
  'counter.caught-up':
    'Le compteur a rattrapé sa puissance et est cru à nouveau ; {kwh, number, three} kWh ont été comptabilisés d’après la puissance entre-temps.',
  'counter.began-again-power':
    'Le compteur est tombé de {fromKwh, number, three} kWh à {toKwh, number, three} kWh et compte à partir de là ; sa puissance a été comptabilisée entre-temps.',
  'counter.spike':
    'Le compteur a indiqué {kwh, number, three} kWh de trop un moment puis est revenu ; ce qui avait été comptabilisé pour cela a été retiré.',
  'counter.new-day-filled':
    'Un nouveau jour : le compteur a recommencé le {atMs, date, moment} ; {kwh, number, three} kWh des minutes précédentes viennent de sa puissance.',
  'balance.off':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : les compteurs de la maison se contredisent.',
  'balance.sign':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : {side} et les autres compteurs se contredisent, comme si son signe était inversé.',
  'balance.mirrored':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : deux compteurs du réseau montrent la même chose avec des signes opposés et s’annulent. Dites de celui qui est à l’envers qu’il est une copie de l’autre avec le signe opposé.',
  'balance.duplicate':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : {side} et les autres compteurs se contredisent, comme s’il était compté deux fois.',
  'balance.phase':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : {side} et les autres compteurs se contredisent, comme si une phase valait pour trois, trois pour une, ou que l’une d’elles avait son signe inversé.',
  'balance.scale':
    'Ce qui est entré et ce qui est sorti diffèrent de {kwh, number, three} kWh : {side} et les autres compteurs se contredisent, comme si son unité était fausse.',
  'balance.circuits':
    'Les circuits ont consommé {kwh, number, three} kWh de plus que toute la maison : l’un d’eux n’est pas à l’intérieur, ou compte deux fois.',
  'balance.charge':
    'La batterie a fourni alors que son état de charge montait, ou absorbé alors qu’il descendait : puissance et charge divergent de {kwh, number, three} kWh, comme si le signe de la puissance était inversé.',
};
