// German: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** German, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Wer was wann getan hat, und was daraus wurde.',
  'audit.who': 'Person oder Programm',
  'audit.action': 'Aktion',
  'audit.filter': 'Zeigen',
  'audit.clear': 'Alle zeigen',
  'audit.none': 'Das Logbuch hat keine solche Zeile.',
  'audit.more': 'Mehr laden',
  'audit.export': 'Exportieren',
  'audit.checking': 'Das Logbuch wird auf Vollständigkeit geprüft …',
  'audit.whole': 'Das Logbuch ist vollständig: Keine Zeile fehlt oder wurde geändert.',
  'audit.broken':
    'Das Logbuch ist nicht vollständig: Bei {chain, select, changes {Änderungen} commands {Befehlen} entries {Anmeldungen} other {Abweisungen}} fehlt Zeile {line, number} oder wurde geändert.',
  'audit.denied.message': 'Sie dürfen das Logbuch nicht lesen.',
  'audit.denied.repair': 'Fragen Sie den Eigentümer dieses Zuhauses.',
};
