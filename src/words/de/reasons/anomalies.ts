// German: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** German, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} liefert {loss, number, percent} weniger als früher, gemessen an den anderen Strings unter derselben Sonne.',
  'anomaly.under-production':
    'Selbst die klarsten Stunden von {days, plural, one {# klaren Tag} other {# klaren Tagen}} lieferten {loss, number, percent} weniger Solarleistung als dieselbe Sonne früher.',
  'anomaly.no-production':
    'Die Sonne steht seit {hours, plural, one {# Stunde} other {# Stunden}} hoch, und die Module liefern {value}; ihr Bestwert war {peak}.',
  'anomaly.jump': '{metric} ging schneller von {was} auf {is}, als es möglich ist.',
  'anomaly.spikes':
    '{metric} sprang an einem Tag {count, plural, one {#-mal} other {#-mal}} weg und zurück, zuletzt von {was} auf {is}.',
  'anomaly.stuck': '{metric} zeigt seit {hours, plural, one {# Stunde} other {# Stunden}} genau {value}.',
  'anomaly.drift':
    '{metric} passt nicht mehr zu den anderen Zählern: Die Energiebilanz des Zuhauses hat sich um {share, number, percent} dieses Werts verschoben.',
  'anomaly.unusual':
    '{metric} liegt seit {hours, plural, one {# Stunde} other {# Stunden}} weit {side, select, above {über} other {unter}} dem zu dieser Tageszeit Üblichen: {observed} statt etwa {expected}.',
  'anomaly.cell-spread':
    'Die Zellen liegen {observed} auseinander, mehr als die {most}, die dieser Ladezustand zulässt; {metric} ist die niedrigste.',
  'anomaly.cell-weak':
    '{metric} ist seit {days, plural, one {# Tag} other {# Tagen}} die {place, select, low {niedrigste} other {höchste}} Zelle, etwa {by} von der mittleren entfernt.',
  'anomaly.cell-growing':
    'Die Zellen driften seit {weeks, plural, one {# Woche} other {# Wochen}} auseinander, um {growth} pro Woche, und liegen jetzt {value} auseinander.',
  'advice.string':
    'Suchen Sie an diesem String nach Schatten oder Schmutz, einer durchgebrannten Sicherung oder einem losen Stecker.',
  'advice.panels':
    'Suchen Sie nach Schmutz, Laub, Schnee oder neuem Schatten auf den Modulen und nach einem String, der ausgefallen ist.',
  'advice.inverter':
    'Sehen Sie nach dem Wechselrichter: Ist er eingeschaltet, zeigt er einen Fehler, ist der DC-Schalter geschlossen, liegt Schnee auf den Modulen?',
  'advice.wiring':
    'Prüfen Sie Stecker und Kabel des Sensors; springt ein Ladezustand, laden Sie die Batterie einmal ganz voll, um ihn zu berichtigen.',
  'advice.sensor':
    'Prüfen Sie den Sensor und sein Kabel; starten Sie das Gerät neu, wenn sich auch seine anderen Werte nicht ändern.',
  'advice.clamp':
    'Prüfen Sie, ob die Stromklemme geschlossen ist und auf dem richtigen Leiter sitzt, und vergleichen Sie mit dem Zähler des Netzbetreibers.',
  'advice.fans': 'Prüfen Sie, ob die Lüfter laufen und die Luft frei strömen kann.',
  'advice.consumers':
    'Vielleicht ist jemand zu Hause oder verreist, oder etwas blieb an: Prüfen Sie, was eingeschaltet ist.',
  'advice.balance':
    'Laden Sie ganz voll und lassen Sie die Batterie einige Stunden balancieren; prüfen Sie die Schrauben dieser Zelle.',
  'advice.weak-cell':
    'Lassen Sie die Batterie ganz oben balancieren; hilft das nicht, altert die Zelle oder ihre Verbindung schneller als die anderen.',
  'advice.charge-weekly':
    'Laden Sie einmal pro Woche ganz voll, lange genug zum Balancieren, und beobachten Sie, welche Zelle vorausläuft.',
};
