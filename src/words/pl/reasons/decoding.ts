// Polish: why a value cannot be read from an answer.
import type { decodingReasons as english } from '#core/reasons/decoding.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const decodingReasons: Texts<typeof english> = {
  'decode.no-number': '„{said}” nie jest liczbą',
  'decode.no-whole': '„{said}” nie jest liczbą całkowitą',
  'decode.no-bits': '„{said}” nie jest liczbą bitów',
  'decode.no-text': '„{said}” nie jest tekstem drukowalnym',
  'decode.empty': 'jest puste',
  'decode.form': '„{said}” nie ma oczekiwanej postaci',
  'decode.no-choice': '„{said}” nie jest znaną możliwością',
  'decode.no-known': '{raw} nie jest znaną możliwością',
  'decode.no-switch': '„{said}” to ani ON, ani OFF',
  'decode.no-flag': 'znak {place} w „{said}” nie jest 0 ani 1',
  'decode.no-flags': '„{said}” ma inne znaki niż 0 i 1',
  'decode.letters-form': '„{said}” nie ma postaci E…D…',
  'decode.stray-letters': '„{strays}” w „{said}” nie jest przełącznikiem',
  'decode.letter-twice': '„{said}” wymienia {letter} dwa razy',
  'decode.no-binary': '{raw} nie jest 0 ani 1',
  'decode.not-finite': 'to nie jest liczba',
  'decode.outside': '{raw} jest poza zakresem od {min} do {max}',
  'decode.no-clock': '{raw} nie jest porą dnia',
  'decode.scale': 'jego współczynnik skali {factor} jest poza zakresem od −10 do 10',
  'decode.cells':
    '{bytes, plural, one {# bajt nie jest} few {# bajty nie są} many {# bajtów nie jest} other {# bajta nie jest}} pełną liczbą ogniw',
  'decode.label-twice': 'pojawia się w bloku dwa razy',
  'decode.other-size':
    'ma {bytes, plural, one {# bajt} few {# bajty} many {# bajtów} other {# bajta}}; odpowiedź na to ma {expected, plural, one {# bajt} few {# bajty} many {# bajtów} other {# bajta}}',
  'decode.fields':
    'ma {count, plural, one {# pole} few {# pola} many {# pól} other {# pola}}, a odpowiedź na to ma {expected}: to może być odpowiedź na inne pytanie',
  'decode.few-fields':
    'ma {count, plural, one {# pole} few {# pola} many {# pól} other {# pola}}, a odpowiedź na to ma co najmniej {least}: to może być odpowiedź na inne pytanie',
  'decode.many-fields':
    'ma {count, plural, one {# pole} few {# pola} many {# pól} other {# pola}}, a odpowiedź na to ma najwyżej {most}: to może być odpowiedź na inne pytanie',
  'decode.word-form': '„{said}” nie wygląda na odpowiedź na to: to może być odpowiedź na inne pytanie',
  'decode.place-width':
    'pole {place} to „{said}”, gdzie odpowiedź na to ma {width, plural, one {# znak} few {# znaki} many {# znaków} other {# znaku}}: to może być odpowiedź na inne pytanie',
  'decode.too-short':
    '{bytes, plural, one {przyszedł # bajt} few {przyszły # bajty} many {przyszło # bajtów} other {przyszło # bajta}}; {needed, plural, one {potrzebny jest #} few {potrzebne są #} many {potrzebnych jest #} other {potrzeba #}}',
  'decode.ends-before-count': 'odpowiedź kończy się przed liczbą elementów',
  'decode.entries':
    '{count, plural, one {# wpis} few {# wpisy} many {# wpisów} other {# wpisu}} po {bytes, plural, one {# bajcie} few {# bajty} many {# bajtów} other {# bajta}} nie mieści się w odpowiedzi',
  'decode.rest':
    '{bytes, plural, one {# bajt następuje} few {# bajty następują} many {# bajtów następuje} other {# bajta następuje}} po policzonych częściach: za mało lub za dużo',
  'decode.unknown-tag': 'tag {tag} jest nieznany, a więc i jego długość: reszta nie jest czytana',
  'decode.tag-cut': 'tag {tag} jest ucięty',
  'decode.tag-twice': 'tag {tag} pojawia się dwa razy',
  'decode.no-protocol': 'brakuje wersji protokołu (tag {tag}), która mówi, jak to czytać',
  'decode.no-alarms': 'odpowiedź kończy się przed alarmami',
  'decode.no-date': '{raw} nie jest datą',
  'decode.counts': 'jego liczby nie pasują do długości',
  'decode.packs': '{count, plural, one {# moduł} few {# moduły} many {# modułów} other {# modułu}} w jednej odpowiedzi',
  'decode.pack-cut': 'odpowiedź kończy się w module {pack} z {count}',
  'decode.after-packs':
    '{bytes, plural, one {# bajt następuje} few {# bajty następują} many {# bajtów następuje} other {# bajta następuje}} po modułach',
  'decode.no-name': '„{said}” nie jest drukowalną nazwą: to może być odpowiedź na inne pytanie',
  'decode.unprintable': 'to nie jest tekst drukowalny',
  'decode.other-unit': '{path} nie jest {unit}',
  'decode.type-number': '{path} nie jest liczbą',
  'decode.type-boolean': '{path} to ani prawda, ani fałsz',
  'decode.type-string': '{path} nie jest tekstem',
  'decode.type-option': '{path} nie jest znaną liczbą',
  'decode.no-object': 'to nie jest obiekt JSON',
  'decode.no-layout': 'napięcia ogniw nie sumują się do napięcia modułu, czy ma 24, czy 32 ogniwa',
  'frame.bad-checksum': 'suma kontrolna się nie zgadza',
  'frame.not-of-protocol': 'te bajty nie są ramką tego protokołu',
  'frame.no-truth': 'ani prawda, ani fałsz',
  'frame.no-presence': 'ani {online}, ani {offline}',
  'json.too-long':
    '{bytes, plural, one {# bajt to} few {# bajty to} many {# bajtów to} other {# bajta to}} więcej niż {most}',
  'json.broken': 'to nie JSON: {said}',
  'json.no-object': 'JSON, ale nie obiekt',
  'rpc.no-sender': '{method} bez src',
  'rpc.no-params': '{method} bez params',
  'rpc.no-kind': 'ani metoda, ani id, które jest liczbą całkowitą',
  'rpc.invalid': 'nie przyjmuje tej wartości: {said}',
  'rpc.deadline': 'nie skończyło na czas i może to jeszcze zrobić: {said}',
  'rpc.not-found': 'nie ma takiej części: {said}',
  'rpc.exhausted': 'nie ma na to pamięci lub czasu: {said}',
  'rpc.precondition': 'jego obecny stan na to nie pozwala: {said}',
  'rpc.unavailable': 'ta część nie jest teraz dostępna: {said}',
  'rpc.unauthorized': 'chce hasła: {said}',
  'rpc.no-handler': 'jego firmware tego nie zna: {said}',
  'rpc.too-many': 'miało za wiele złych haseł i czeka: {said}',
  'rpc.no-result': 'ani wynik, ani błąd',
};
