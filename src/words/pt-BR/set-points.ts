// Portuguese of Brazil: what set-points and their words are called.
import type { Language } from '../language.ts';

/** Labels and words by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Modo da bateria',
    words: {
      'self-consumption': 'carrega com o excedente solar, alimenta a casa',
      hold: 'não descarrega enquanto há rede; o sol pode carregá-la',
      charge: 'carrega o mais rápido que os limites permitem, também da rede',
      discharge: 'descarrega o mais rápido que os limites permitem, também para a rede',
      off: 'não carrega nem descarrega',
    },
  },
  'battery.power.target': { label: 'Potência da bateria' },
  'battery.power.limit.charge': { label: 'Potência máxima de carga' },
  'battery.power.limit.discharge': { label: 'Potência máxima de descarga' },
  'battery.current.limit.charge': { label: 'Corrente máxima de carga' },
  'battery.current.limit.charge.from_grid': { label: 'Corrente máxima de carga pela rede' },
  'battery.current.limit.discharge': { label: 'Corrente máxima de descarga' },
  'battery.soc.min': { label: 'Estado de carga mínimo' },
  'battery.soc.max': { label: 'Estado de carga máximo' },
  'battery.soc.target': { label: 'Estado de carga a atingir pela rede' },
  'battery.charge.enabled': { label: 'Carga permitida' },
  'battery.discharge.enabled': { label: 'Descarga permitida' },
  'battery.charge.from_grid': { label: 'Carga pela rede permitida' },
  'inverter.priority.output': {
    label: 'O que alimenta a casa primeiro',
    words: {
      'grid-first': 'a rede; sol e bateria só quando ela falta',
      'solar-first': 'o sol, depois a rede ou a bateria, conforme o modelo',
      'battery-first': 'o sol, depois a bateria; a rede quando ambos faltam',
      'solar-and-grid': 'sol e rede juntos; a bateria só quando ambos faltam',
    },
  },
  'inverter.priority.charge': {
    label: 'O que carrega a bateria primeiro',
    words: {
      'grid-first': 'a rede; o sol só quando falta a rede',
      'solar-first': 'o sol; a rede só sem ele',
      'solar-and-grid': 'sol e rede juntos',
      'solar-only': 'só o sol',
    },
  },
  'inverter.priority.solar': {
    label: 'O que o sol atende primeiro',
    words: {
      'battery-load-grid': 'a bateria, depois a casa, depois a rede',
      'load-battery-grid': 'a casa, depois a bateria, depois a rede',
      'load-grid-battery': 'a casa, depois a rede, depois a bateria',
    },
  },
  'inverter.enabled': { label: 'Inversor ligado' },
  'grid.export.limit': { label: 'Potência máxima para a rede' },
  'grid.export.enabled': { label: 'Injeção na rede permitida' },
  'grid.import.limit': { label: 'Potência máxima da rede' },
  'pv.power.limit': { label: 'Potência solar máxima' },
  'relay.on.#': { label: 'Relé' },
  'charger.enabled': { label: 'Recarga do carro permitida' },
  'charger.current.limit': { label: 'Corrente máxima de recarga do carro' },
  'charger.phases': { label: 'Fases do carregador' },
  'heater.level.target': { label: 'Nível do aquecedor' },
  'heater.power.target': { label: 'Potência do aquecedor' },
};
