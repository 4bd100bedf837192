// Polish: data for dashboards of one's own.
import type { Texts } from '../language.ts';
import type { monitoringWords as english } from '../en/monitoring.ts';

/** Polish, by code. */
export const monitoringWords: Texts<typeof english> = {
  'monitoring.title': 'Dla własnych pulpitów',
  'monitoring.text':
    'Nic samo nie opuszcza domu. Programy, które dostały token, mogą go śledzić pod /ws/monitoring/{system}; bez tokena nie ma to znaczenia.',
  'monitoring.on':
    'Jest dla nich gotowe. {count, plural, =0 {Nikt teraz nie śledzi.} one {# program teraz śledzi.} few {# programy teraz śledzą.} many {# programów teraz śledzi.} other {# programu teraz śledzi.}}',
  'monitoring.on-until':
    'Jest dla nich gotowe do {when}. {count, plural, =0 {Nikt teraz nie śledzi.} one {# program teraz śledzi.} few {# programy teraz śledzą.} many {# programów teraz śledzi.} other {# programu teraz śledzi.}}',
  'monitoring.off': 'Skończyło się {when}: programy nie dostają danych.',
  'monitoring.maintenance': 'Klienty widzą, że trwa konserwacja: {text}',
  'monitoring.end': 'Wyłącz',
  'monitoring.renew': 'Włącz ponownie',
  'monitoring.factors': 'Współczynniki',
  'monitoring.money': 'Pieniądze, które oszczędza kWh',
  'monitoring.co2': 'CO₂, którego unika kWh, kg',
  'monitoring.tree': 'CO₂, które drzewo pochłania w rok, kg',
  'monitoring.usual': 'Puste: według taryfy domu.',
  'monitoring.wrong': 'Liczba co najmniej 0, na przykład 0.85.',
  'monitoring.save': 'Zapisz współczynniki',
  'monitoring.announce': 'Ogłoszenie',
  'monitoring.status': 'Stan',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Konserwacja',
  'monitoring.message': 'Wiadomość do śledzących',
  'monitoring.send': 'Ogłoś',
  'monitoring.all': 'Ogłoszenie do wszystkich domów',
  'monitoring.all-text': 'Mówi wszystkim, którzy śledzą którykolwiek dom tej instalacji, o planowanej konserwacji.',
  'monitoring.all-message': 'Co będzie robione',
  'monitoring.all-start': 'Początek (czas lokalny)',
  'monitoring.all-minutes': 'Ile minut potrwa',
  'monitoring.all-minutes-wrong': 'Liczba całkowita od 1 do 100 000.',
  'monitoring.all-start-wrong': 'Proszę wybrać dzień i godzinę.',
  'monitoring.all-send': 'Powiadom wszystkie domy',
  'monitoring.sent': 'Powiadomiono wszystkich, którzy śledzą.',
};
