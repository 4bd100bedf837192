// Spanish: what set-points and their words are called.
import type { Language } from '../language.ts';

/** Labels and words by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Modo de la batería',
    words: {
      'self-consumption': 'se carga con el excedente solar, alimenta la casa',
      hold: 'no se descarga mientras haya red; el sol puede cargarla',
      charge: 'se carga tan rápido como permiten sus límites, también de la red',
      discharge: 'se descarga tan rápido como permiten sus límites, también a la red',
      off: 'ni se carga ni se descarga',
    },
  },
  'battery.power.target': { label: 'Potencia de la batería' },
  'battery.power.limit.charge': { label: 'Potencia máxima de carga' },
  'battery.power.limit.discharge': { label: 'Potencia máxima de descarga' },
  'battery.current.limit.charge': { label: 'Corriente máxima de carga' },
  'battery.current.limit.charge.from_grid': { label: 'Corriente máxima de carga desde la red' },
  'battery.current.limit.discharge': { label: 'Corriente máxima de descarga' },
  'battery.soc.min': { label: 'Estado de carga mínimo' },
  'battery.soc.max': { label: 'Estado de carga máximo' },
  'battery.soc.target': { label: 'Estado de carga que alcanzar desde la red' },
  'battery.charge.enabled': { label: 'Carga permitida' },
  'battery.discharge.enabled': { label: 'Descarga permitida' },
  'battery.charge.from_grid': { label: 'Carga desde la red permitida' },
  'inverter.priority.output': {
    label: 'Qué alimenta primero la casa',
    words: {
      'grid-first': 'la red; sol y batería solo cuando falta',
      'solar-first': 'el sol, luego la red o la batería, según el modelo',
      'battery-first': 'el sol, luego la batería; la red cuando ambos se quedan cortos',
      'solar-and-grid': 'sol y red juntos; la batería solo cuando faltan ambos',
    },
  },
  'inverter.priority.charge': {
    label: 'Qué carga primero la batería',
    words: {
      'grid-first': 'la red; el sol solo cuando falta la red',
      'solar-first': 'el sol; la red solo sin él',
      'solar-and-grid': 'sol y red juntos',
      'solar-only': 'solo el sol',
    },
  },
  'inverter.priority.solar': {
    label: 'A qué sirve primero el sol',
    words: {
      'battery-load-grid': 'a la batería, luego a la casa, luego a la red',
      'load-battery-grid': 'a la casa, luego a la batería, luego a la red',
      'load-grid-battery': 'a la casa, luego a la red, luego a la batería',
    },
  },
  'inverter.enabled': { label: 'Inversor encendido' },
  'grid.export.limit': { label: 'Potencia máxima a la red' },
  'grid.export.enabled': { label: 'Vertido a la red permitido' },
  'grid.import.limit': { label: 'Potencia máxima de la red' },
  'pv.power.limit': { label: 'Potencia solar máxima' },
  'relay.on.#': { label: 'Relé' },
  'charger.enabled': { label: 'Recarga del coche permitida' },
  'charger.current.limit': { label: 'Corriente máxima de recarga del coche' },
  'charger.phases': { label: 'Fases del cargador' },
  'heater.level.target': { label: 'Nivel del calentador' },
  'heater.power.target': { label: 'Potencia del calentador' },
};
