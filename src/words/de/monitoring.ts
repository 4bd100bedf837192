// German: data for dashboards of one's own.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** German, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Für eigene Dashboards',
  'monitoring.text':
    'Nichts verlässt Ihr Zuhause von selbst. Programme, denen Sie ein Token gegeben haben, können es unter /ws/monitoring/{system} beobachten; ohne ein solches ist das hier ohne Belang.',
  'monitoring.on':
    'Es ist für sie bereit. {count, plural, =0 {Gerade beobachtet niemand.} one {# Programm beobachtet gerade.} other {# Programme beobachten gerade.}}',
  'monitoring.on-until':
    'Es ist bis {when} für sie bereit. {count, plural, =0 {Gerade beobachtet niemand.} one {# Programm beobachtet gerade.} other {# Programme beobachten gerade.}}',
  'monitoring.off': 'Es endete am {when}: Programme bekommen keine Daten.',
  'monitoring.maintenance': 'Clients sehen, dass es gewartet wird: {text}',
  'monitoring.end': 'Ausschalten',
  'monitoring.renew': 'Wieder einschalten',
  'monitoring.factors': 'Faktoren',
  'monitoring.money': 'Geld, das eine kWh spart',
  'monitoring.co2': 'CO₂, das eine kWh vermeidet, kg',
  'monitoring.tree': 'CO₂, das ein Baum im Jahr aufnimmt, kg',
  'monitoring.usual': 'Leer: nach dem Tarif des Zuhauses.',
  'monitoring.wrong': 'Eine Zahl ab 0, etwa 0.85.',
  'monitoring.save': 'Faktoren speichern',
  'monitoring.announce': 'Ankündigung',
  'monitoring.status': 'Status',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Wartung',
  'monitoring.message': 'Nachricht an alle, die beobachten',
  'monitoring.send': 'Ankündigen',
  'monitoring.all': 'Hinweis an alle Zuhause',
  'monitoring.all-text': 'Kündigt allen, die ein Zuhause dieser Installation beobachten, eine geplante Wartung an.',
  'monitoring.all-message': 'Was getan wird',
  'monitoring.all-start': 'Beginnt um (Ihre Zeit)',
  'monitoring.all-minutes': 'Dauer in Minuten',
  'monitoring.all-minutes-wrong': 'Eine ganze Zahl von 1 bis 100.000.',
  'monitoring.all-start-wrong': 'Wählen Sie Tag und Uhrzeit.',
  'monitoring.all-send': 'Allen Zuhause melden',
  'monitoring.sent': 'Alle, die beobachten, wurden benachrichtigt.',
};
