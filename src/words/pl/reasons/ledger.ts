// Polish: what was booked, and why.
import type { ledgerReasons as english } from '#core/reasons/ledger.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const ledgerReasons: Texts<typeof english> = {
  'reading.left-out': 'Pominięto odczyt: {why}.',
  'power.left-out': 'Pominięto moc: {why}.',
  'value.no-number': 'to nie jest liczba',
  'counter.no-reading': '{wh} Wh nie jest stanem licznika',
  'counter.unknowing': '{wh} Wh to to, co urządzenia podają, gdy nie mają wartości',
  'power.unknowing': '{watts} to to, co urządzenia podają, gdy nie mają wartości',
  'power.too-much': '{watts} W to więcej, niż możliwe',
  'meter.exchanged': 'Licznik wymieniono; dodano {oldKwh, number, three} kWh starego, a nowy liczy od {newKwh} kWh.',
  'counter.glitch': 'Licznik pokazał przez chwilę {kwh, number, three} kWh i wrócił; nic za to nie zaksięgowano.',
  'counter.gap':
    'Przez {minutes} min nie dało się użyć żadnego odczytu; {kwh, number, three} kWh zliczone w tym czasie rozłożono na niego.',
  'power.gap': 'Przez {seconds} s nic nie odczytano; poza granicą luki nic nie zaksięgowano.',
  'power.gap-stood-in':
    'Przez {seconds} s nic nie odczytano; poza granicą luki zaksięgowano zamiast tego zastępcze źródło, gdzie było znane.',
  'role.alike':
    '{device} pokazuje to samo co {other}: liczy się raz i zastępuje, gdy {other} milczy. Można wybrać, co mierzy.',
  'role.same-serial': '{device} ma numer seryjny {other}: liczy się raz i zastępuje, gdy {other} milczy.',
  'role.sums-phases':
    'Liczniki {device} sumują to, co liczy każda faza, i nie mogą podać salda: księgowane są jego moce, a liczniki zastępują. Jeśli osoba powie, co mierzy, jego liczniki są księgowane, o ile zgadzają się z mocą.',
  'role.itself': 'urządzenie nie może być kopią samego siebie',
  'role.unknown': '{device} nie jest urządzeniem tego domu',
  'role.ring': '{device} samo jest jego kopią',
  'side.silent':
    '{side, select, pv {Słońce} grid {Sieć} battery {Akumulator} load {Zużycie domu} other {Agregat}}: brak pomiaru; {devices} od tego czasu nic nie powiedziało, a inne źródło nie zastępuje. Nic nie jest księgowane; gdy przyjdzie odczyt, licznik powie, ile w tym czasie zużyto.',
  'source.stood-in': '{source} milczało; zamiast tego zaksięgowano {instead}, jako szacunek.',
  'counter.jump-booked':
    'Licznik poszedł naraz o {kwh, number, three} kWh do przodu; odczyty zgodziły się ({readings}), więc zaksięgowano to.',
  'counter.other':
    'Urządzenie działa dalej z innym protokołem lub innymi tematami, a jego licznik, wcześniej {fromKwh, number, three} kWh, pokazał {toKwh, number, three} kWh: uznano go za inny licznik, który liczy dalej od tego miejsca.',
  'counter.jump-left-out':
    'Licznik skoczył o {kwh, number, three} kWh, więcej, niż mogło popłynąć; liczy dalej od tego miejsca i nic nie zaksięgowano.',
  'counter.fall-believed':
    'Licznik spadł z {fromKwh, number, three} kWh na {toKwh, number, three} kWh; osoba to potwierdziła i liczy dalej od tego miejsca.',
  'counter.no-new-day':
    'Licznik spadł około północy; osoba mówi, że nie zaczął się nowy dzień, i nic za to nie zaksięgowano.',
  'counter.not-trusted': 'Licznik znów zgadzał się ze swoją mocą; osoba mu nie wierzy i księgowana jest moc.',
  'counter.came-back':
    'Licznik wrócił do {kwh, number, three} kWh, choć zaczął od nowa; brakowało {missingKwh, number, three} kWh i je zaksięgowano.',
  'counter.rolled-over': 'Licznik doszedł do końca i zaczął od nowa; zaksięgowano {kwh, number, three} kWh.',
  'counter.began-again':
    'Licznik zaczął od nowa: spadł z {fromKwh, number, three} kWh na {toKwh, number, three} kWh i rósł; zaksięgowano to, co pokazuje.',
  'counter.fell-back':
    'Licznik cofnął się z {fromKwh, number, three} kWh na {toKwh, number, three} kWh; zaksięgowano tylko to, co zliczył od tego czasu.',
  'counter.new-day': 'Nowy dzień: licznik zaczął od nowa {atMs, date, moment}; wczoraj zostaje, jakie było.',
  'clock.set':
    'Zegar przestawiono o {seconds} s; {batches, plural, one {# paczka czekała i dostała swój} few {# paczki czekały i dostały swój} many {# paczek czekało i dostało swój} other {# paczki czekało i dostało swój}} właściwy czas.',
  'clock.unknown':
    'Zegar nie był jeszcze znany; {batches, plural, one {# paczka czekała i dostała swój} few {# paczki czekały i dostały swój} many {# paczek czekało i dostało swój} other {# paczki czekało i dostało swój}} właściwy czas.',
};
