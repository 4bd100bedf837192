// German: why a counter or a balance is doubted.
import type { suspicionReasons as english } from '#core/reasons/suspicion.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const suspicionReasons: Texts<typeof english> = {
  'counter.jump-against-power':
    'Der Zähler sprang um {kwh, number, three} kWh, während seine Leistung {powerKwh, number, three} kWh ergab; gebucht wurde die Leistung.',
  'counter.stood-still':
    'Der Zähler stand still, während seine Leistung {powerKwh, number, three} kWh ergab; gebucht wird die Leistung, bis der Zähler sich bewährt hat.',
  'counter.too-fast':
    'Der Zähler zählte {kwh, number, three} kWh, während seine Leistung {powerKwh, number, three} kWh ergab; gebucht wird die Leistung, bis der Zähler sich bewährt hat.',
  'counter.too-slow':
    'Der Zähler zählte nur {kwh, number, three} kWh, während seine Leistung {powerKwh, number, three} kWh ergab; gebucht wird die Leistung, bis der Zähler sich bewährt hat.',
  'counter.proved':
    'Der Zähler passt wieder zu seiner Leistung, und ihm wird ab hier geglaubt; {kwh, number, three} kWh wurden inzwischen aus der Leistung gebucht.',
  'counter.caught-up':
    'Der Zähler hat seine Leistung eingeholt, und ihm wird wieder geglaubt; {kwh, number, three} kWh wurden inzwischen aus der Leistung gebucht.',
  'counter.began-again-power':
    'Der Zähler fiel von {fromKwh, number, three} kWh auf {toKwh, number, three} kWh und zählt von dort weiter; inzwischen wurde seine Leistung gebucht.',
  'counter.spike':
    'Der Zähler zeigte eine Zeit lang {kwh, number, three} kWh zu viel und kam zurück; was dafür gebucht war, wurde wieder herausgenommen.',
  'counter.new-day-filled':
    'Ein neuer Tag: Der Zähler begann um {atMs, date, moment} neu; {kwh, number, three} kWh der Minuten davor stammen aus seiner Leistung.',
  'balance.off':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: Die Zähler des Zuhauses widersprechen sich.',
  'balance.sign':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: {side} und die anderen Zähler widersprechen sich, als wäre das Vorzeichen umgekehrt.',
  'balance.mirrored':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: Zwei Netzzähler zeigen dasselbe mit entgegengesetzten Vorzeichen und heben sich auf. Sagen Sie von dem, der verkehrt herum ist, dass er eine Kopie des anderen mit umgekehrtem Vorzeichen ist.',
  'balance.duplicate':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: {side} und die anderen Zähler widersprechen sich, als würde doppelt gezählt.',
  'balance.phase':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: {side} und die anderen Zähler widersprechen sich, als stünde eine Phase für drei, drei für eine, oder als wäre bei einer das Vorzeichen umgekehrt.',
  'balance.scale':
    'Was hereinkam und was hinausging, weicht um {kwh, number, three} kWh ab: {side} und die anderen Zähler widersprechen sich, als wäre die Einheit falsch.',
  'balance.circuits':
    'Die Stromkreise haben {kwh, number, three} kWh mehr verbraucht als das ganze Zuhause: Einer davon liegt nicht darin oder wird doppelt gezählt.',
  'balance.charge':
    'Die Batterie gab ab, während ihr Ladezustand stieg, oder nahm auf, während er fiel: Leistung und Ladezustand weichen um {kwh, number, three} kWh ab, als wäre das Vorzeichen der Leistung umgekehrt.',
};
