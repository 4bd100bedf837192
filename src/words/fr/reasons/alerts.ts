// French: what alerts say, and why a message was not taken.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} ne répond pas',
  'alert.offline-why': '{device} ne répond pas : {reason}',
  'alert.gap': '{device} ne donne plus de nouvelles valeurs',
  'alert.errors': '{share} des requêtes à {device} échouent',
  'alert.implausible': '{device} a donné {count, number} valeurs impossibles en une heure',
  'alert.battery-low': 'la batterie est à {soc}, sous {limit}',
  'alert.cell-drift': 'les cellules de {device} s’écartent de {spread}, plus que {limit}',
  'alert.no-production': 'pas de puissance solaire depuis {hours, number, one} heures, bien que le soleil soit levé',
  'alert.under-production':
    'le meilleur des {days, number} derniers jours a donné {share} de ce qu’un jour clair donne ici (± {uncertainty})',
  'alert.budget': '{used} du budget {name} sont utilisés',
  'alert.refused': '{count, number} tentatives de connexion au broker ont été refusées en une heure',
  'alert.rule': '{title}',
  'alert.rule-text': '{title} : {text}',
  'alert.unusual': '{device} : {reason}',
  'alert.test': 'ceci est un test : les messages de {home} arrivent ici',
  'alert.over': 'c’était terminé avant de pouvoir être signalé',
  'alert.old': 'il n’a pas pu être remis pendant un jour',
  'alert.many': 'trop de messages attendaient pour le même endroit',
  'alert.gone': 'son canal a disparu, ou est désactivé',
  'alert.may-not': 'son destinataire ne peut plus voir cette maison',
  'alert.no-secret': 'un secret est nécessaire, et aucun n’est conservé',
  'alert.answered': 'la réponse a été {status} : {said}',
  'alert.mail-said': 'le serveur de messagerie a dit : {said}',
  'alert.push-host': 'ce n’est pas un service push utilisé par des navigateurs',
  'alert.push-key': 'les clés de l’abonnement ne sont pas correctes',
  'alert.push-gone': 'le navigateur n’accepte plus de messages : réabonnez-vous là-bas',
  'alert.topic': 'son topic doit être sous {prefix}, sans caractères génériques',
  'alert.address': 'ce n’est pas une adresse e-mail, comme name@example.org',
  'alert.own-push': 'des canaux personnels autres qu’un navigateur demandent le droit de modifier les alertes',
  'alert.reports-mail': 'les rapports ne partent que par e-mail',
  'alert.many-channels': 'il y a déjà {most, number} canaux',
  'alert.range': 'la valeur doit être entre {least} et {most}',
  'alert.no-threshold': 'ce type n’a pas de seuil',
  'alert.no-language': 'cette langue n’existe pas : il y a {known}',
  'alert.template-word': 'rien ne s’appelle {word} ici, à la colonne {column, number}, qui puisse être rempli',
  'alert.template-brace':
    'l’accolade à la colonne {column, number} est seule : un nom entre deux accolades est rempli, et deux côte à côte sont une accolade du texte',
  'alert.template-twice': 'il y a déjà un texte pour ce type dans cette langue',
  'alert.no-day': 'ce n’est pas un jour, comme 2026-06-30',
  'mail.code': 'le serveur de messagerie a répondu {code}',
  'mail.no-server': 'ce qui répond là n’est pas un serveur de messagerie',
  'mail.address':
    'ce n’est pas une adresse de serveur de messagerie : smtps://host:465, smtp://host:587, ou smtp+plain://host:25 sans TLS',
  'alert.row': 'sa ligne ne peut pas être lue',
  'alert.none': 'il n’y a pas d’alertes ici',
};
