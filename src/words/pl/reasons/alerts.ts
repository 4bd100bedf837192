// Polish: what alerts say, and why a message was not taken.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} nie odpowiada',
  'alert.offline-why': '{device} nie odpowiada: {reason}',
  'alert.gap': '{device} nie podaje nowych wartości',
  'alert.errors': '{share} zapytań do {device} się nie udaje',
  'alert.implausible': '{device} podało w ciągu godziny {count, number} wartości, które nie mogą być prawdziwe',
  'alert.battery-low': 'akumulator ma {soc}, poniżej {limit}',
  'alert.cell-drift': 'ogniwa {device} różnią się o {spread}, więcej niż {limit}',
  'alert.no-production': 'brak mocy ze słońca od {hours, number, one} godz., choć jest na niebie',
  'alert.under-production':
    'najlepszy z ostatnich {days, number} dni dał {share} tego, co tutaj daje pogodny dzień (± {uncertainty})',
  'alert.budget': 'zużyto {used} budżetu {name}',
  'alert.refused': 'w ciągu godziny odrzucono {count, number} prób zalogowania do brokera',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'to jest test: tu docierają wiadomości domu {home}',
  'alert.over': 'minęło, zanim udało się powiadomić',
  'alert.old': 'przez cały dzień nie dało się tego dostarczyć',
  'alert.many': 'w to samo miejsce czekało za wiele wiadomości',
  'alert.gone': 'jego kanału już nie ma lub jest wyłączony',
  'alert.may-not': 'osoba, dla której to jest, nie może już widzieć tego domu',
  'alert.no-secret': 'potrzebuje sekretu, a żaden nie jest zachowany',
  'alert.answered': 'odpowiedź {status}: {said}',
  'alert.mail-said': 'serwer poczty powiedział: {said}',
  'alert.push-host': 'to nie jest usługa push, z której korzystają przeglądarki',
  'alert.push-key': 'klucze subskrypcji nie są właściwe',
  'alert.push-gone': 'przeglądarka nie przyjmuje już wiadomości: należy tam ponownie je włączyć',
  'alert.topic': 'temat musi być pod {prefix}, bez symboli wieloznacznych',
  'alert.address': 'to nie jest adres e-mail, taki jak name@example.org',
  'alert.own-push': 'własne kanały, które nie są przeglądarką, wymagają prawa do zmiany alertów',
  'alert.reports-mail': 'raporty idą tylko e-mailem',
  'alert.many-channels': 'jest już {most, number} kanałów',
  'alert.range': 'musi być między {least} a {most}',
  'alert.no-threshold': 'ten rodzaj nie ma progu',
  'alert.no-language': 'nie ma takiego języka: są {known}',
  'alert.template-word': 'nic, co można by uzupełnić, nie nazywa się tu {word}, w kolumnie {column, number}',
  'alert.template-brace':
    'nawias klamrowy w kolumnie {column, number} jest sam: nazwa między dwoma jest uzupełniana, a dwa obok siebie to nawias z tekstu',
  'alert.template-twice': 'dla tego rodzaju w tym języku są już słowa',
  'alert.no-day': 'to nie jest dzień, taki jak 2026-06-30',
  'mail.code': 'serwer poczty odpowiedział {code}',
  'mail.no-server': 'to, co tam odpowiada, nie jest serwerem poczty',
  'mail.address':
    'to nie jest adres serwera poczty: smtps://host:465, smtp://host:587 lub smtp+plain://host:25 bez TLS',
  'alert.row': 'jego wiersza nie można odczytać',
  'alert.none': 'tutaj nie ma alertów',
};
