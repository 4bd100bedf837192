// Polish: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** Polish, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} daje o {loss, number, percent} mniej niż wcześniej, w porównaniu z pozostałymi stringami pod tym samym słońcem.',
  'anomaly.under-production':
    'Nawet najpogodniejsze godziny {days, plural, one {# pogodnego dnia} few {# pogodnych dni} many {# pogodnych dni} other {# pogodnego dnia}} dały o {loss, number, percent} mniej mocy słonecznej niż wcześniej to samo słońce.',
  'anomaly.no-production':
    'Słońce jest wysoko od {hours, plural, one {# godziny} few {# godzin} many {# godzin} other {# godziny}}, a panele dają {value}; ich maksimum było {peak}.',
  'anomaly.jump': '{metric}: skok z {was} na {is}, szybszy, niż to możliwe.',
  'anomaly.spikes':
    '{metric}: w ciągu dnia skok i powrót {count, plural, one {# raz} few {# razy} many {# razy} other {# razy}}, ostatnio z {was} na {is}.',
  'anomaly.stuck':
    '{metric} pokazuje dokładnie {value} od {hours, plural, one {# godziny} few {# godzin} many {# godzin} other {# godziny}}.',
  'anomaly.drift':
    '{metric} nie zgadza się już z innymi licznikami: bilans energii domu przesunął się o {share, number, percent} tej wartości.',
  'anomaly.unusual':
    '{metric} jest od {hours, plural, one {# godziny} few {# godzin} many {# godzin} other {# godziny}} dużo {side, select, above {powyżej} other {poniżej}} tego, co zwykłe o tej porze: {observed} zamiast około {expected}.',
  'anomaly.cell-spread':
    'Ogniwa różnią się o {observed}, więcej niż {most}, na które pozwala ten stan naładowania; najniższe jest {metric}.',
  'anomaly.cell-weak':
    '{metric} jest {place, select, low {najniższym} other {najwyższym}} ogniwem od {days, plural, one {# dnia} few {# dni} many {# dni} other {# dnia}}, około {by} od ogniwa środkowego.',
  'anomaly.cell-growing':
    'Napięcia ogniw rozchodzą się od {weeks, plural, one {# tygodnia} few {# tygodni} many {# tygodni} other {# tygodnia}}, o {growth} na tydzień, i różnią się teraz o {value}.',
  'advice.string': 'Warto poszukać cienia lub brudu na tym stringu, przepalonego bezpiecznika lub luźnej wtyczki.',
  'advice.panels':
    'Warto poszukać brudu, liści, śniegu lub nowego cienia na panelach oraz stringu, który jest wyłączony.',
  'advice.inverter':
    'Warto spojrzeć na falownik: czy jest włączony, czy pokazuje usterkę, czy rozłącznik DC jest zamknięty, czy na panelach leży śnieg?',
  'advice.wiring':
    'Należy sprawdzić wtyczki i kable czujnika; jeśli skacze stan naładowania, raz w pełni naładować akumulator, aby go skorygować.',
  'advice.sensor':
    'Należy sprawdzić czujnik i jego kabel; jeśli inne wartości też się nie zmieniają, uruchomić urządzenie ponownie.',
  'advice.clamp':
    'Należy sprawdzić, czy przekładnik jest zamknięty i na właściwym przewodzie, i porównać z licznikiem operatora sieci.',
  'advice.fans': 'Należy sprawdzić, czy wentylatory działają i powietrze może swobodnie przepływać.',
  'advice.consumers':
    'Ktoś może być w domu lub poza nim albo coś zostało włączone: należy sprawdzić, co jest włączone.',
  'advice.balance':
    'Należy naładować do pełna i przez kilka godzin pozwolić akumulatorowi się balansować; sprawdzić śruby tego ogniwa.',
  'advice.weak-cell':
    'Należy pozwolić akumulatorowi balansować się przy pełnym naładowaniu; jeśli to nie pomoże, ogniwo lub jego połączenie starzeje się szybciej niż inne.',
  'advice.charge-weekly':
    'Należy raz w tygodniu ładować do pełna, wystarczająco długo na balansowanie, i obserwować, które ogniwo prowadzi.',
};
