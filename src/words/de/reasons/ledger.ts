// German: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Ein Messwert wurde ausgelassen: {why}.',
  'power.left-out': 'Eine Leistung wurde ausgelassen: {why}.',
  'value.no-number': 'er ist keine Zahl',
  'counter.no-reading': '{wh} Wh ist kein Zählerstand',
  'counter.unknowing': '{wh} Wh melden Geräte, wenn sie keinen Wert haben',
  'power.unknowing': '{watts} melden Geräte, wenn sie keinen Wert haben',
  'power.too-much': '{watts} W ist mehr als möglich',
  'meter.exchanged':
    'Der Zähler wurde getauscht; {oldKwh, number, three} kWh des alten wurden addiert, und der neue zählt ab {newKwh} kWh.',
  'counter.glitch': 'Der Zähler zeigte kurz {kwh, number, three} kWh und kam zurück; dafür wurde nichts gebucht.',
  'counter.gap':
    '{minutes} min lang war kein Messwert brauchbar; die in dieser Zeit gezählten {kwh, number, three} kWh wurden darüber verteilt.',
  'power.gap': '{seconds} s lang wurde nichts gelesen; jenseits der Lückengrenze wurde nichts gebucht.',
  'power.gap-stood-in':
    '{seconds} s lang wurde nichts gelesen; jenseits der Lückengrenze wurde stattdessen ein Ersatz gebucht, wo einer bekannt war.',
  'role.alike':
    '{device} zeigt dasselbe wie {other}: Es wird einmal gezählt und springt ein, während {other} schweigt. Was es misst, lässt sich wählen.',
  'role.same-serial':
    '{device} hat die Seriennummer von {other}: Es wird einmal gezählt und springt ein, während {other} schweigt.',
  'role.sums-phases':
    'Die Zähler von {device} addieren, was jede Phase zählt, und kennen den Saldo nicht: Gebucht werden seine Leistungen, und die Zähler springen ein. Sagt eine Person, was es misst, werden seine Zähler gebucht, soweit sie zu seiner Leistung passen.',
  'role.itself': 'ein Gerät kann keine Kopie von sich selbst sein',
  'role.unknown': '{device} ist kein Gerät dieses Zuhauses',
  'role.ring': '{device} ist selbst eine Kopie davon',
  'side.silent':
    '{side, select, pv {Die Sonne wird} grid {Das Netz wird} battery {Die Batterie wird} load {Der Verbrauch des Zuhauses wird} other {Der Generator wird}} nicht mehr gemessen: {devices} sagte seither nichts, und keine andere Quelle springt ein. Nichts wird gebucht; kommt wieder ein Messwert, sagt ein Zähler, was inzwischen geflossen ist.',
  'source.stood-in': '{source} schwieg; stattdessen wurde {instead} gebucht, als Schätzung.',
  'counter.jump-booked':
    'Der Zähler ging auf einmal um {kwh, number, three} kWh weiter; {readings} Messwerte stimmten überein, daher wurde es gebucht.',
  'counter.other':
    'Das Gerät läuft mit einem anderen Protokoll oder anderen Topics weiter, und sein Zähler, zuvor bei {fromKwh, number, three} kWh, zeigte {toKwh, number, three} kWh: Er gilt als ein anderer Zähler und zählt von dort weiter.',
  'counter.jump-left-out':
    'Der Zähler sprang um {kwh, number, three} kWh, mehr als geflossen sein kann; er zählt von dort weiter, und nichts wurde gebucht.',
  'counter.fall-believed':
    'Der Zähler fiel von {fromKwh, number, three} kWh auf {toKwh, number, three} kWh; eine Person hat das bestätigt, und er zählt von dort weiter.',
  'counter.no-new-day':
    'Der Zähler fiel um Mitternacht; eine Person sagt, dass kein neuer Tag begann, und dafür wird nichts gebucht.',
  'counter.not-trusted':
    'Der Zähler passte wieder zu seiner Leistung; eine Person glaubt ihm nicht, und gebucht wird die Leistung.',
  'counter.came-back':
    'Der Zähler kam auf {kwh, number, three} kWh zurück, nachdem er neu begonnen hatte; {missingKwh, number, three} kWh fehlten und wurden gebucht.',
  'counter.rolled-over': 'Der Zähler erreichte sein Ende und begann neu; {kwh, number, three} kWh wurden gebucht.',
  'counter.began-again':
    'Der Zähler begann neu: Er fiel von {fromKwh, number, three} kWh auf {toKwh, number, three} kWh und wuchs; was er zeigt, wurde gebucht.',
  'counter.fell-back':
    'Der Zähler fiel von {fromKwh, number, three} kWh zurück auf {toKwh, number, three} kWh; gebucht wurde nur, was er seither gezählt hat.',
  'counter.new-day': 'Ein neuer Tag: Der Zähler begann um {atMs, date, moment} neu; gestern bleibt, wie es war.',
  'clock.set':
    'Die Uhr wurde um {seconds} s verstellt; {batches, plural, one {# Paket wartete und bekam seine} other {# Pakete warteten und bekamen ihre}} richtige Zeit.',
  'clock.unknown':
    'Die Uhr war noch nicht bekannt; {batches, plural, one {# Paket wartete und bekam seine} other {# Pakete warteten und bekamen ihre}} richtige Zeit.',
};
