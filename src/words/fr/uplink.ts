// French: readings to and from another Solstead.
import type { Texts } from '../language.ts';
import type { uplinkWords as english } from '../en/uplink.ts';

/** French, by code. */
export const uplinkWords: Texts<typeof english> = {
  'uplink.title': 'Envoyer les mesures à un autre Solstead',
  'uplink.text':
    'Tout ce que mesure cette maison, et les noms de ses appareils, va aussi à un autre Solstead : à la cave, dans la famille, chez qui s’en occupe. Personnes, mots de passe, argent et journal restent ici. Quand la ligne est coupée, rien ne se perd : tout est envoyé à son retour.',
  'uplink.address': 'Adresse',
  'uplink.address-hint':
    'Comme wss://hub.example.com:8000, ou wss://hub.example.com/api/v1/uplink pour son port principal.',
  'uplink.client-id': 'Id client',
  'uplink.client-id-hint': 'L’autre Solstead l’affiche, avec le secret, quand il laisse cette maison envoyer.',
  'uplink.secret': 'Secret',
  'uplink.secret-kept': 'Un secret est enregistré. Laissez vide pour le garder.',
  'uplink.ca': 'Autorité de certification (PEM)',
  'uplink.ca-hint': 'Seulement si l’autre Solstead a un certificat de sa fabrication ; sinon, laissez vide.',
  'uplink.form': 'Forme des messages',
  'uplink.form.solstead': 'Solstead',
  'uplink.form.documented': 'SolarAutopilot : pas d’acquittements, pas de commandes',
  'uplink.commands': 'Commandes de là-bas',
  'uplink.commands.no': 'Aucune',
  'uplink.commands.yes': 'Les personnes là-bas peuvent régler ici ce qui n’est pas dangereux',
  'uplink.test': 'Tester',
  'uplink.testing': 'Test…',
  'uplink.works': 'Cela fonctionne : {hub} a répondu en {ms, number} ms. Rien n’a été envoyé.',
  'uplink.works-clock': 'Son horloge et celle de cette maison diffèrent de {seconds, number} s.',
  'uplink.save': 'Enregistrer et envoyer',
  'uplink.saving': 'Enregistrement…',
  'uplink.end': 'Mettre fin à l’uplink',
  'uplink.given': 'Il est défini là où Solstead est démarré, par des options ou l’environnement.',
  'uplink.state.connected': 'Connecté à {hub} depuis le {time}',
  'uplink.state.connecting': 'Non connecté depuis le {time} ; nouvel essai en cours',
  'uplink.state.refused': 'Refusé depuis le {time} : vérifiez l’id client et le secret',
  'uplink.sent': '{sent, number} envoyés et conservés là-bas, {waiting, number} en attente ici',
  'uplink.dropped': '{count, number} perdus, car trop devaient attendre',
  'uplink.not-taken': '{count, number} valeurs n’y ont pas été acceptées',
  'uplink.trouble': '{time} : {reason}',
  'far-homes.title': 'Maisons qui envoient ici',
  'far-homes.text':
    'D’autres maisons envoient leurs mesures ici, chacune avec son propre compte ; leurs appareils apparaissent dans la maison à laquelle le compte est destiné.',
  'far-homes.none': 'Aucune maison n’envoie encore ici.',
  'far-homes.add': 'Laisser une maison envoyer ici',
  'far-homes.name': 'Nom de la maison',
  'far-homes.site': 'Reçoit ses mesures',
  'far-homes.make': 'Créer le compte',
  'far-homes.making': 'Création du compte…',
  'far-homes.made':
    'Saisissez ceci dans l’autre maison. L’adresse est celle qu’utilise votre navigateur ; le secret n’est affiché que cette fois.',
  'far-homes.connected': 'Connectée depuis le {time}, depuis {from}',
  'far-homes.away': 'Non connectée',
  'far-homes.heard': 'Non connectée ; dernier signe le {time}',
  'far-homes.counts':
    '{devices, plural, one {# appareil} many {# appareils} other {# appareils}}, {taken, number} messages acceptés, {refused, number} valeurs refusées',
  'far-homes.into': 'Dans {home}',
  'far-homes.renew': 'Nouveau secret',
  'far-homes.renew-of': 'Nouveau secret pour {name}',
};
