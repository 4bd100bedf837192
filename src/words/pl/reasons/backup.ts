// Polish: why a backup cannot be made or used.
import type { backupReasons as english } from '#core/reasons/backup.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const backupReasons: Texts<typeof english> = {
  'backup.not-one': 'to nie jest kopia zapasowa Solsteada',
  'backup.cut': 'plik kończy się za wcześnie: brakuje jego części',
  'backup.passphrase': 'hasło szyfrujące jest błędne lub początek pliku jest uszkodzony',
  'backup.needs-passphrase': 'jest zaszyfrowana: należy podać hasło szyfrujące',
  'backup.sealed-otherwise': 'jest zaszyfrowana kluczem, a nie hasłem',
  'backup.work-factor': 'otwarcie zajęłoby więcej pamięci, niż wolno (work factor {found}; najwyżej {most})',
  'backup.part': 'część {part} jest uszkodzona',
  'backup.changed': 'bajty od około {at, number} nie są tymi, które zapisano',
  'backup.version': 'jest w wersji {version}; ten Solstead zna {known}',
  'backup.form': 'zawiera {part} w postaci {form}, której ten Solstead nie zna',
  'backup.name': 'zawiera część o nazwie {name}, której nie ma żadna kopia',
  'backup.order': 'część {part} nie jest tam, gdzie powinna',
  'backup.too-large': 'część {part} ma {bytes, number} bajtów; dozwolone jest najwyżej {most, number}',
  'backup.swells': 'puchnie ponad {ratio, number} razy: to nie jest kopia zapasowa',
  'backup.too-many': 'ma więcej niż {most, number} części jednego rodzaju',
  'backup.counts': 'powinna zawierać {known} z {part}, a zawiera {found}',
  'backup.room': 'potrzebuje {needed, number} bajtów, a wolne jest {free, number}',
  'backup.has-data': 'tamtejszy dom ma już dane',
  'backup.short-passphrase': 'hasło szyfrujące wymaga co najmniej {least} znaków',
  'backup.no-passphrase':
    'nie podano hasła szyfrującego: należy użyć --passphrase-file lub SOLSTEAD_BACKUP_PASSPHRASE albo uruchomić to w terminalu, gdzie padnie o nie pytanie',
  'backup.not-arrived': 'nie dotarło to, co wysłano ({sent, number} bajtów)',
  'backup.place-answer': 'odpowiedź {status} na {method}',
  'backup.place-metadata': 'ten adres należy do centrum danych i nie przyjmuje kopii',
  'help.place-metadata': 'Należy podać adres serwera, który trzyma kopie.',
  'backup.place-said': 'odpowiedź {status} na {method}: {said}',
  'backup.host-key': 'klucz hosta to {found}; wcześniej był to {known}',
  'backup.absolute': 'ścieżka folderu musi być pełna, od katalogu głównego',
  'backup.no-folder': 'nie ma takiego folderu: należy go utworzyć lub zamontować dysk albo udział, na którym jest',
  'backup.not-mounted':
    'to nie jest folder używany wcześniej, bo nie ma w nim {file}: należy zamontować dysk lub udział; jeśli to teraz inny folder, usunąć miejsce, zapisać i dodać je ponownie',
  'backup.host-key-new':
    'host okazuje klucz {found}, którego nikt nie podał: należy porównać go z kluczem samego hosta i podać w --host-key',
  'backup.place-address':
    'miejsce należy zapisać jako {forms}; hasła i klucze pochodzą z --secret-file lub SOLSTEAD_BACKUP_SECRET',
  'backup.last-failed': 'ostatnia kopia się nie udała: {reason}',
  'backup.see-page': 'nie dotarła do każdego miejsca; strona Kopie zapasowe mówi dlaczego',
  'backup.exists': 'jest już plik o tej nazwie; zostaje, jaki jest',
  'backup.running': 'jedno już trwa',
  'backup.no-such': 'nie ma {name}',
  'backup.set-passphrase': 'hasło szyfrujące kopii nie zostało jeszcze ustawione',
  'backup.place-field': 'brakuje {field} lub jest błędne',
  'backup.no-desk': 'kopie tego domu nie powstają: jest symulowany',
  'backup.no-upload': 'pod tą nazwą nic nie wysłano',
  'backup.uploading':
    'ktoś inny przesyła kopię; jeśli nic więcej nie przyjdzie, kolejną można przesłać za {minutes, plural, one {# minutę} few {# minuty} many {# minut} other {# minuty}}',
  'backup.upload-offset': 'następny bajt należy do {at, number}',
  'backup.history-folder': 'przywrócona historia trafia do samego folderu danych lub na serwer',
  'backup.servers':
    'najpierw trzeba dokończyć przywracanie: uruchomić z tymi samymi adresami rekordów i historii, jakie miało',
};
