// Italian: what set-points and their words are called.
import type { Language } from '../language.ts';

/** Labels and words by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Modalità della batteria',
    words: {
      'self-consumption': 'si carica col surplus solare, alimenta la casa',
      hold: 'non si scarica finché c’è la rete; il sole può caricarla',
      charge: 'si carica alla massima velocità ammessa dai suoi limiti, anche dalla rete',
      discharge: 'si scarica alla massima velocità ammessa dai suoi limiti, anche in rete',
      off: 'non si carica né si scarica',
    },
  },
  'battery.power.target': { label: 'Potenza della batteria' },
  'battery.power.limit.charge': { label: 'Potenza massima di carica' },
  'battery.power.limit.discharge': { label: 'Potenza massima di scarica' },
  'battery.current.limit.charge': { label: 'Corrente massima di carica' },
  'battery.current.limit.charge.from_grid': { label: 'Corrente massima di carica dalla rete' },
  'battery.current.limit.discharge': { label: 'Corrente massima di scarica' },
  'battery.soc.min': { label: 'Stato di carica minimo' },
  'battery.soc.max': { label: 'Stato di carica massimo' },
  'battery.soc.target': { label: 'Stato di carica da raggiungere dalla rete' },
  'battery.charge.enabled': { label: 'Carica consentita' },
  'battery.discharge.enabled': { label: 'Scarica consentita' },
  'battery.charge.from_grid': { label: 'Carica dalla rete consentita' },
  'inverter.priority.output': {
    label: 'Cosa alimenta prima la casa',
    words: {
      'grid-first': 'la rete; sole e batteria solo quando manca',
      'solar-first': 'il sole, poi la rete o la batteria, secondo il modello',
      'battery-first': 'il sole, poi la batteria; la rete quando entrambi non bastano',
      'solar-and-grid': 'sole e rete insieme; la batteria solo quando mancano entrambi',
    },
  },
  'inverter.priority.charge': {
    label: 'Cosa carica prima la batteria',
    words: {
      'grid-first': 'la rete; il sole solo quando manca la rete',
      'solar-first': 'il sole; la rete solo senza di esso',
      'solar-and-grid': 'sole e rete insieme',
      'solar-only': 'solo il sole',
    },
  },
  'inverter.priority.solar': {
    label: 'Cosa serve prima il sole',
    words: {
      'battery-load-grid': 'la batteria, poi la casa, poi la rete',
      'load-battery-grid': 'la casa, poi la batteria, poi la rete',
      'load-grid-battery': 'la casa, poi la rete, poi la batteria',
    },
  },
  'inverter.enabled': { label: 'Inverter acceso' },
  'grid.export.limit': { label: 'Potenza massima in rete' },
  'grid.export.enabled': { label: 'Immissione in rete consentita' },
  'grid.import.limit': { label: 'Potenza massima dalla rete' },
  'pv.power.limit': { label: 'Potenza solare massima' },
  'relay.on.#': { label: 'Relè' },
  'charger.enabled': { label: 'Ricarica dell’auto consentita' },
  'charger.current.limit': { label: 'Corrente massima di ricarica dell’auto' },
  'charger.phases': { label: 'Fasi del caricatore' },
  'heater.level.target': { label: 'Livello del riscaldatore' },
  'heater.power.target': { label: 'Potenza del riscaldatore' },
};
