// Dutch: labels of set-points, and what their words mean.
import type { Language } from '../language.ts';

/** Dutch, by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Batterijmodus',
    words: {
      'self-consumption': 'laadt met zonne-overschot, voedt het huis',
      hold: 'ontlaadt niet zolang het net er is; de zon mag haar laden',
      charge: 'laadt zo snel als de grenzen toestaan, ook van het net',
      discharge: 'ontlaadt zo snel als de grenzen toestaan, ook naar het net',
      off: 'laadt en ontlaadt niet',
    },
  },
  'battery.power.target': { label: 'Batterijvermogen' },
  'battery.power.limit.charge': { label: 'Maximaal laadvermogen' },
  'battery.power.limit.discharge': { label: 'Maximaal ontlaadvermogen' },
  'battery.current.limit.charge': { label: 'Maximale laadstroom' },
  'battery.current.limit.charge.from_grid': { label: 'Maximale laadstroom van het net' },
  'battery.current.limit.discharge': { label: 'Maximale ontlaadstroom' },
  'battery.soc.min': { label: 'Laagste laadniveau' },
  'battery.soc.max': { label: 'Hoogste laadniveau' },
  'battery.soc.target': { label: 'Van het net te bereiken laadniveau' },
  'battery.charge.enabled': { label: 'Laden toegestaan' },
  'battery.discharge.enabled': { label: 'Ontladen toegestaan' },
  'battery.charge.from_grid': { label: 'Laden van het net toegestaan' },
  'inverter.priority.output': {
    label: 'Wat het huis eerst voedt',
    words: {
      'grid-first': 'het net; zon en batterij alleen als het weg is',
      'solar-first': 'de zon, dan het net of de batterij, afhankelijk van het model',
      'battery-first': 'de zon, dan de batterij; het net als beide tekortschieten',
      'solar-and-grid': 'zon en net samen; de batterij alleen als beide weg zijn',
    },
  },
  'inverter.priority.charge': {
    label: 'Wat de batterij eerst laadt',
    words: {
      'grid-first': 'het net; de zon alleen als het net weg is',
      'solar-first': 'de zon; het net alleen zonder haar',
      'solar-and-grid': 'zon en net samen',
      'solar-only': 'alleen de zon',
    },
  },
  'inverter.priority.solar': {
    label: 'Wat de zon eerst bedient',
    words: {
      'battery-load-grid': 'de batterij, dan het huis, dan het net',
      'load-battery-grid': 'het huis, dan de batterij, dan het net',
      'load-grid-battery': 'het huis, dan het net, dan de batterij',
    },
  },
  'inverter.enabled': { label: 'Omvormer aan' },
  'grid.export.limit': { label: 'Maximaal vermogen naar het net' },
  'grid.export.enabled': { label: 'Terugleveren toegestaan' },
  'grid.import.limit': { label: 'Maximaal vermogen van het net' },
  'pv.power.limit': { label: 'Maximaal zonnevermogen' },
  'relay.on.#': { label: 'Relais' },
  'charger.enabled': { label: 'Laden van de auto toegestaan' },
  'charger.current.limit': { label: 'Maximale laadstroom van de auto' },
  'charger.phases': { label: 'Fasen van de laadpaal' },
  'heater.level.target': { label: 'Verwarmingsniveau' },
  'heater.power.target': { label: 'Verwarmingsvermogen' },
};
