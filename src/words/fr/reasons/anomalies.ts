// French: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** French, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind':
    '{metric} donne {loss, number, percent} de moins qu’avant, comparé aux autres strings sous le même soleil.',
  'anomaly.under-production':
    'Même les heures les plus claires de {days, plural, one {# jour clair} many {# jours clairs} other {# jours clairs}} ont donné {loss, number, percent} de puissance solaire de moins que le même soleil auparavant.',
  'anomaly.no-production':
    'Le soleil est haut depuis {hours, plural, one {# heure} many {# heures} other {# heures}} et les panneaux donnent {value} ; leur maximum était {peak}.',
  'anomaly.jump': '{metric} est passé de {was} à {is} plus vite que possible.',
  'anomaly.spikes':
    '{metric} a sauté puis est revenu {count, plural, one {# fois} many {# fois} other {# fois}} en un jour, la dernière fois de {was} à {is}.',
  'anomaly.stuck':
    '{metric} montre exactement {value} depuis {hours, plural, one {# heure} many {# heures} other {# heures}}.',
  'anomaly.drift':
    '{metric} ne concorde plus avec les autres compteurs : le bilan d’énergie de la maison s’est décalé de {share, number, percent} de cette valeur.',
  'anomaly.unusual':
    '{metric} est très {side, select, above {au-dessus} other {en dessous}} de l’habituel à cette heure du jour depuis {hours, plural, one {# heure} many {# heures} other {# heures}} : {observed} au lieu d’environ {expected}.',
  'anomaly.cell-spread':
    'Les cellules s’écartent de {observed}, plus que les {most} permis par cet état de charge ; {metric} est la plus basse.',
  'anomaly.cell-weak':
    '{metric} est la cellule la plus {place, select, low {basse} other {haute}} depuis {days, plural, one {# jour} many {# jours} other {# jours}}, à environ {by} de la médiane.',
  'anomaly.cell-growing':
    'Les cellules s’écartent depuis {weeks, plural, one {# semaine} many {# semaines} other {# semaines}}, de {growth} par semaine, et l’écart est maintenant de {value}.',
  'advice.string': 'Cherchez sur ce string de l’ombre ou de la saleté, un fusible grillé ou un connecteur desserré.',
  'advice.panels':
    'Cherchez de la saleté, des feuilles, de la neige ou une nouvelle ombre sur les panneaux, et un string à l’arrêt.',
  'advice.inverter':
    'Regardez l’onduleur : est-il allumé, montre-t-il un défaut, l’interrupteur DC est-il fermé, y a-t-il de la neige sur les panneaux ?',
  'advice.wiring':
    'Vérifiez les fiches et câbles du capteur ; si un état de charge saute, chargez la batterie une fois à fond pour le corriger.',
  'advice.sensor':
    'Vérifiez le capteur et son câble ; redémarrez l’appareil si ses autres valeurs ne changent pas non plus.',
  'advice.clamp':
    'Vérifiez que la pince est fermée et sur le bon fil, et comparez avec le compteur du gestionnaire de réseau.',
  'advice.fans': 'Vérifiez que les ventilateurs tournent et que l’air circule librement.',
  'advice.consumers':
    'Quelqu’un est peut-être là ou absent, ou quelque chose est resté allumé : regardez ce qui est en marche.',
  'advice.balance':
    'Chargez à fond et laissez la batterie s’équilibrer quelques heures ; vérifiez les vis de cette cellule.',
  'advice.weak-cell':
    'Laissez la batterie s’équilibrer pleine ; si cela n’aide pas, la cellule ou sa connexion vieillit plus vite que les autres.',
  'advice.charge-weekly':
    'Chargez à fond une fois par semaine, assez longtemps pour l’équilibrage, et observez quelle cellule est en tête.',
};
