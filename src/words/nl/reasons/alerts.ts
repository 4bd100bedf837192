// Dutch: what alerts say, and why a message was not taken.
import type { alertReasons as english } from '#core/reasons/alerts.ts';
import type { Texts } from '../../language.ts';

/** Dutch, by code. */
export const alertReasons: Texts<typeof english> = {
  'alert.offline': '{device} antwoordt niet',
  'alert.offline-why': '{device} antwoordt niet: {reason}',
  'alert.gap': '{device} geeft geen nieuwe waarden',
  'alert.errors': '{share} van de verzoeken aan {device} mislukt',
  'alert.implausible': '{device} gaf binnen een uur {count, number} waarden die niet kunnen kloppen',
  'alert.battery-low': 'de batterij zit op {soc}, onder {limit}',
  'alert.cell-drift': 'de cellen van {device} liggen {spread} uiteen, meer dan {limit}',
  'alert.no-production': 'al {hours, number, one} uur geen vermogen van de zon, hoewel die op is',
  'alert.under-production':
    'de beste van de laatste {days, number} dagen gaf {share} van wat een heldere dag hier geeft (± {uncertainty})',
  'alert.budget': '{used} van het budget {name} is gebruikt',
  'alert.refused': '{count, number} inlogpogingen bij de broker zijn binnen een uur geweigerd',
  'alert.rule': '{title}',
  'alert.rule-text': '{title}: {text}',
  'alert.unusual': '{device}: {reason}',
  'alert.test': 'dit is een test: berichten van {home} komen hier aan',
  'alert.over': 'het was voorbij voordat het gemeld kon worden',
  'alert.old': 'het kon een dag lang niet worden bezorgd',
  'alert.many': 'te veel berichten wachtten op dezelfde plek',
  'alert.gone': 'het kanaal is weg, of uitgeschakeld',
  'alert.may-not': 'wie het krijgt, mag dit huis niet meer zien',
  'alert.no-secret': 'er is een geheim nodig, en er is geen bewaard',
  'alert.answered': 'het antwoordde {status}: {said}',
  'alert.mail-said': 'de mailserver zei: {said}',
  'alert.push-host': 'het is geen pushdienst die browsers gebruiken',
  'alert.push-key': 'de sleutels van het abonnement kloppen niet',
  'alert.push-gone': 'de browser neemt geen berichten meer aan: abonneer je daar opnieuw',
  'alert.topic': 'het topic moet onder {prefix} liggen, zonder jokertekens',
  'alert.address': 'het is geen mailadres, zoals name@example.org',
  'alert.own-push': 'eigen kanalen die geen browser zijn, vragen het recht om meldingen te wijzigen',
  'alert.reports-mail': 'rapporten gaan alleen per e-mail',
  'alert.many-channels': 'er zijn al {most, number} kanalen',
  'alert.range': 'het moet tussen {least} en {most} liggen',
  'alert.no-threshold': 'deze soort heeft geen drempel',
  'alert.no-language': 'die taal is er niet: wel {known}',
  'alert.template-word': 'in kolom {column, number} staat {word}, en zo heet hier niets wat ingevuld kan worden',
  'alert.template-brace':
    'de accolade in kolom {column, number} staat alleen: een naam tussen twee accolades wordt ingevuld, en twee naast elkaar zijn een accolade van de tekst',
  'alert.template-twice': 'voor deze soort is er in deze taal al een tekst',
  'alert.no-day': 'het is geen dag, zoals 2026-06-30',
  'mail.code': 'de mailserver antwoordde {code}',
  'mail.no-server': 'wat daar antwoordt, is geen mailserver',
  'mail.address':
    'het is geen adres van een mailserver: smtps://host:465, smtp://host:587, of smtp+plain://host:25 zonder TLS',
  'alert.row': 'de rij is niet te lezen',
  'alert.none': 'hier zijn geen meldingen',
};
