// Polish: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Polish, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Kto co zrobił, kiedy i co z tego wyszło.',
  'audit.who': 'Osoba lub program',
  'audit.action': 'Działanie',
  'audit.filter': 'Pokaż',
  'audit.clear': 'Pokaż wszystko',
  'audit.none': 'W dzienniku nie ma takiego wiersza.',
  'audit.more': 'Wczytaj więcej',
  'audit.export': 'Eksportuj',
  'audit.checking': 'Czytanie dziennika, czy jest cały…',
  'audit.whole': 'Dziennik jest cały: żadnego wiersza nie brakuje i żaden nie został zmieniony.',
  'audit.broken':
    'Dziennik nie jest cały: w łańcuchu {chain, select, changes {zmian} commands {poleceń} entries {logowań} other {odmów}} brakuje wiersza {line, number} lub został on zmieniony.',
  'audit.denied.message': 'Nie wolno tu czytać dziennika audytu.',
  'audit.denied.repair': 'Należy zapytać właściciela tego domu.',
};
