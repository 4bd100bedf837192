// Italian: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Italian, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Chi ha fatto cosa, quando, e con quale esito.',
  'audit.who': 'Persona o programma',
  'audit.action': 'Azione',
  'audit.filter': 'Mostra',
  'audit.clear': 'Mostra tutto',
  'audit.none': 'Il log non ha una riga simile.',
  'audit.more': 'Carica altro',
  'audit.export': 'Esporta',
  'audit.checking': 'Lettura del log per vedere se è integro…',
  'audit.whole': 'Il log è integro: nessuna riga manca o è stata modificata.',
  'audit.broken':
    'Il log non è integro: in {chain, select, changes {modifiche} commands {comandi} entries {accessi} other {rifiuti}} la riga {line, number} manca o è stata modificata.',
  'audit.denied.message': 'Il log di audit non è consultabile con questo account.',
  'audit.denied.repair': 'Chiedere al proprietario di questa casa.',
};
