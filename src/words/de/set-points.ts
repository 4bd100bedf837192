// German: labels of set-points, and what their words mean.
import type { Language } from '../language.ts';

/** German, by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Betriebsart der Batterie',
    words: {
      'self-consumption': 'lädt mit Solarüberschuss, versorgt das Haus',
      hold: 'entlädt nicht, solange das Netz da ist; die Sonne darf sie laden',
      charge: 'lädt so schnell, wie ihre Grenzen erlauben, auch aus dem Netz',
      discharge: 'entlädt so schnell, wie ihre Grenzen erlauben, auch ins Netz',
      off: 'lädt und entlädt nicht',
    },
  },
  'battery.power.target': { label: 'Batterieleistung' },
  'battery.power.limit.charge': { label: 'Maximale Ladeleistung' },
  'battery.power.limit.discharge': { label: 'Maximale Entladeleistung' },
  'battery.current.limit.charge': { label: 'Maximaler Ladestrom' },
  'battery.current.limit.charge.from_grid': { label: 'Maximaler Ladestrom aus dem Netz' },
  'battery.current.limit.discharge': { label: 'Maximaler Entladestrom' },
  'battery.soc.min': { label: 'Niedrigster Ladezustand' },
  'battery.soc.max': { label: 'Höchster Ladezustand' },
  'battery.soc.target': { label: 'Aus dem Netz zu erreichender Ladezustand' },
  'battery.charge.enabled': { label: 'Laden erlaubt' },
  'battery.discharge.enabled': { label: 'Entladen erlaubt' },
  'battery.charge.from_grid': { label: 'Laden aus dem Netz erlaubt' },
  'inverter.priority.output': {
    label: 'Was zuerst das Haus versorgt',
    words: {
      'grid-first': 'das Netz; Sonne und Batterie nur, wenn es weg ist',
      'solar-first': 'die Sonne, dann Netz oder Batterie, je nach Modell',
      'battery-first': 'die Sonne, dann die Batterie; das Netz, wenn beide nicht reichen',
      'solar-and-grid': 'Sonne und Netz zusammen; die Batterie nur, wenn beide weg sind',
    },
  },
  'inverter.priority.charge': {
    label: 'Was zuerst die Batterie lädt',
    words: {
      'grid-first': 'das Netz; die Sonne nur, wenn das Netz weg ist',
      'solar-first': 'die Sonne; das Netz nur ohne sie',
      'solar-and-grid': 'Sonne und Netz zusammen',
      'solar-only': 'nur die Sonne',
    },
  },
  'inverter.priority.solar': {
    label: 'Was die Sonne zuerst bedient',
    words: {
      'battery-load-grid': 'die Batterie, dann das Haus, dann das Netz',
      'load-battery-grid': 'das Haus, dann die Batterie, dann das Netz',
      'load-grid-battery': 'das Haus, dann das Netz, dann die Batterie',
    },
  },
  'inverter.enabled': { label: 'Wechselrichter ein' },
  'grid.export.limit': { label: 'Maximale Einspeiseleistung' },
  'grid.export.enabled': { label: 'Einspeisung erlaubt' },
  'grid.import.limit': { label: 'Maximale Leistung aus dem Netz' },
  'pv.power.limit': { label: 'Maximale Solarleistung' },
  'relay.on.#': { label: 'Relais' },
  'charger.enabled': { label: 'Laden des Autos erlaubt' },
  'charger.current.limit': { label: 'Maximaler Ladestrom des Autos' },
  'charger.phases': { label: 'Phasen der Ladestation' },
  'heater.level.target': { label: 'Stufe des Heizstabs' },
  'heater.power.target': { label: 'Leistung des Heizstabs' },
};
