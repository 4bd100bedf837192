// French: data for dashboards of one's own.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** French, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Pour vos propres tableaux de bord',
  'monitoring.text':
    'Rien ne quitte votre maison tout seul. Les programmes à qui vous avez donné un jeton peuvent la suivre à /ws/monitoring/{system} ; sans jeton, cela ne vous concerne pas.',
  'monitoring.on':
    'C’est prêt pour eux. {count, plural, =0 {Personne ne suit en ce moment.} one {# programme suit en ce moment.} many {# programmes suivent en ce moment.} other {# programmes suivent en ce moment.}}',
  'monitoring.on-until':
    'C’est prêt pour eux jusqu’au {when}. {count, plural, =0 {Personne ne suit en ce moment.} one {# programme suit en ce moment.} many {# programmes suivent en ce moment.} other {# programmes suivent en ce moment.}}',
  'monitoring.off': 'Cela a pris fin le {when} : les programmes ne reçoivent pas de données.',
  'monitoring.maintenance': 'Les clients voient qu’une maintenance est en cours : {text}',
  'monitoring.end': 'Désactiver',
  'monitoring.renew': 'Réactiver',
  'monitoring.factors': 'Facteurs',
  'monitoring.money': 'Argent économisé par kWh',
  'monitoring.co2': 'CO₂ évité par kWh, kg',
  'monitoring.tree': 'CO₂ qu’un arbre absorbe en un an, kg',
  'monitoring.usual': 'Vide : selon le tarif de la maison.',
  'monitoring.wrong': 'Un nombre d’au moins 0, comme 0.85.',
  'monitoring.save': 'Enregistrer les facteurs',
  'monitoring.announce': 'Annonce',
  'monitoring.status': 'État',
  'monitoring.status-of.online': 'En ligne',
  'monitoring.status-of.offline': 'Hors ligne',
  'monitoring.status-of.maintenance': 'Maintenance',
  'monitoring.message': 'Message à ceux qui suivent',
  'monitoring.send': 'Annoncer',
  'monitoring.all': 'Avis à toutes les maisons',
  'monitoring.all-text': 'Prévient d’une maintenance prévue tous ceux qui suivent une maison de cette installation.',
  'monitoring.all-message': 'Ce qui sera fait',
  'monitoring.all-start': 'Commence à (votre heure)',
  'monitoring.all-minutes': 'Durée en minutes',
  'monitoring.all-minutes-wrong': 'Un nombre entier de 1 à 100 000.',
  'monitoring.all-start-wrong': 'Choisissez un jour et une heure.',
  'monitoring.all-send': 'Prévenir toutes les maisons',
  'monitoring.sent': 'Tous ceux qui suivent ont été prévenus.',
};
