// French: labels of set-points, and what their words mean.
import type { Language } from '../language.ts';

/** French, by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Mode de la batterie',
    words: {
      'self-consumption': 'se charge du surplus solaire, alimente la maison',
      hold: 'ne se décharge pas tant que le réseau est là ; le soleil peut la charger',
      charge: 'se charge aussi vite que ses limites le permettent, du réseau aussi',
      discharge: 'se décharge aussi vite que ses limites le permettent, vers le réseau aussi',
      off: 'ne se charge ni ne se décharge',
    },
  },
  'battery.power.target': { label: 'Puissance de la batterie' },
  'battery.power.limit.charge': { label: 'Puissance maximale de charge' },
  'battery.power.limit.discharge': { label: 'Puissance maximale de décharge' },
  'battery.current.limit.charge': { label: 'Courant maximal de charge' },
  'battery.current.limit.charge.from_grid': { label: 'Courant maximal de charge depuis le réseau' },
  'battery.current.limit.discharge': { label: 'Courant maximal de décharge' },
  'battery.soc.min': { label: 'État de charge minimal' },
  'battery.soc.max': { label: 'État de charge maximal' },
  'battery.soc.target': { label: 'État de charge à atteindre depuis le réseau' },
  'battery.charge.enabled': { label: 'Charge autorisée' },
  'battery.discharge.enabled': { label: 'Décharge autorisée' },
  'battery.charge.from_grid': { label: 'Charge depuis le réseau autorisée' },
  'inverter.priority.output': {
    label: 'Ce qui alimente d’abord la maison',
    words: {
      'grid-first': 'le réseau ; soleil et batterie seulement s’il est absent',
      'solar-first': 'le soleil, puis le réseau ou la batterie, selon le modèle',
      'battery-first': 'le soleil, puis la batterie ; le réseau quand les deux ne suffisent pas',
      'solar-and-grid': 'soleil et réseau ensemble ; la batterie seulement si les deux sont absents',
    },
  },
  'inverter.priority.charge': {
    label: 'Ce qui charge d’abord la batterie',
    words: {
      'grid-first': 'le réseau ; le soleil seulement si le réseau est absent',
      'solar-first': 'le soleil ; le réseau seulement sans lui',
      'solar-and-grid': 'soleil et réseau ensemble',
      'solar-only': 'le soleil seul',
    },
  },
  'inverter.priority.solar': {
    label: 'Ce que le soleil sert d’abord',
    words: {
      'battery-load-grid': 'la batterie, puis la maison, puis le réseau',
      'load-battery-grid': 'la maison, puis la batterie, puis le réseau',
      'load-grid-battery': 'la maison, puis le réseau, puis la batterie',
    },
  },
  'inverter.enabled': { label: 'Onduleur en marche' },
  'grid.export.limit': { label: 'Puissance maximale vers le réseau' },
  'grid.export.enabled': { label: 'Injection autorisée' },
  'grid.import.limit': { label: 'Puissance maximale du réseau' },
  'pv.power.limit': { label: 'Puissance solaire maximale' },
  'relay.on.#': { label: 'Relais' },
  'charger.enabled': { label: 'Recharge de la voiture autorisée' },
  'charger.current.limit': { label: 'Courant maximal de recharge de la voiture' },
  'charger.phases': { label: 'Phases de la borne' },
  'heater.level.target': { label: 'Niveau de chauffage' },
  'heater.power.target': { label: 'Puissance de chauffage' },
};
