// Dutch: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** Dutch, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Wie wat deed, wanneer, en wat ervan kwam.',
  'audit.who': 'Persoon of programma',
  'audit.action': 'Actie',
  'audit.filter': 'Tonen',
  'audit.clear': 'Alles tonen',
  'audit.none': 'Zo’n regel staat niet in het logboek.',
  'audit.more': 'Meer laden',
  'audit.export': 'Exporteren',
  'audit.checking': 'Nagaan of het logboek compleet is …',
  'audit.whole': 'Het logboek is compleet: er ontbreekt geen regel en er is niets gewijzigd.',
  'audit.broken':
    'Het logboek is niet compleet: bij {chain, select, changes {wijzigingen} commands {opdrachten} entries {inlogpogingen} other {weigeringen}} ontbreekt regel {line, number} of is die gewijzigd.',
  'audit.denied.message': 'Je mag het auditlogboek niet lezen.',
  'audit.denied.repair': 'Vraag het de eigenaar van dit huis.',
};
