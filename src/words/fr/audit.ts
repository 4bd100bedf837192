// French: the audit log.
import type { Texts } from '../language.ts';
import type { auditWords as english } from '../en/audit.ts';

/** French, by code. */
export const auditWords: Texts<typeof english> = {
  'audit.text': 'Qui a fait quoi, quand, et ce qu’il en est advenu.',
  'audit.who': 'Personne ou programme',
  'audit.action': 'Action',
  'audit.filter': 'Afficher',
  'audit.clear': 'Tout afficher',
  'audit.none': 'Le journal n’a aucune ligne de ce genre.',
  'audit.more': 'Charger la suite',
  'audit.export': 'Exporter',
  'audit.checking': 'Vérification que le journal est complet…',
  'audit.whole': 'Le journal est complet : aucune ligne ne manque ni n’a été modifiée.',
  'audit.broken':
    'Le journal n’est pas complet : dans {chain, select, changes {les modifications} commands {les commandes} entries {les connexions} other {les refus}}, la ligne {line, number} manque ou a été modifiée.',
  'audit.denied.message': 'Vous ne pouvez pas lire le journal d’audit.',
  'audit.denied.repair': 'Demandez au propriétaire de cette maison.',
};
