// Polish: labels of set-points, and what their words mean.
import type { Language } from '../language.ts';

/** Polish, by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'Tryb akumulatora',
    words: {
      'self-consumption': 'ładuje nadwyżką ze słońca, zasila dom',
      hold: 'nie rozładowuje się, dopóki jest sieć; słońce może go ładować',
      charge: 'ładuje tak szybko, jak pozwalają limity, także z sieci',
      discharge: 'rozładowuje się tak szybko, jak pozwalają limity, także do sieci',
      off: 'nie ładuje się ani nie rozładowuje',
    },
  },
  'battery.power.target': { label: 'Moc akumulatora' },
  'battery.power.limit.charge': { label: 'Maksymalna moc ładowania' },
  'battery.power.limit.discharge': { label: 'Maksymalna moc rozładowania' },
  'battery.current.limit.charge': { label: 'Maksymalny prąd ładowania' },
  'battery.current.limit.charge.from_grid': { label: 'Maksymalny prąd ładowania z sieci' },
  'battery.current.limit.discharge': { label: 'Maksymalny prąd rozładowania' },
  'battery.soc.min': { label: 'Najniższy stan naładowania' },
  'battery.soc.max': { label: 'Najwyższy stan naładowania' },
  'battery.soc.target': { label: 'Stan naładowania do osiągnięcia z sieci' },
  'battery.charge.enabled': { label: 'Ładowanie dozwolone' },
  'battery.discharge.enabled': { label: 'Rozładowanie dozwolone' },
  'battery.charge.from_grid': { label: 'Ładowanie z sieci dozwolone' },
  'inverter.priority.output': {
    label: 'Co najpierw zasila dom',
    words: {
      'grid-first': 'sieć; słońce i akumulator tylko wtedy, gdy jej nie ma',
      'solar-first': 'słońce, potem sieć lub akumulator, zależnie od modelu',
      'battery-first': 'słońce, potem akumulator; sieć, gdy obu nie wystarcza',
      'solar-and-grid': 'słońce i sieć razem; akumulator tylko wtedy, gdy obu nie ma',
    },
  },
  'inverter.priority.charge': {
    label: 'Co najpierw ładuje akumulator',
    words: {
      'grid-first': 'sieć; słońce tylko wtedy, gdy sieci nie ma',
      'solar-first': 'słońce; sieć tylko bez niego',
      'solar-and-grid': 'słońce i sieć razem',
      'solar-only': 'tylko słońce',
    },
  },
  'inverter.priority.solar': {
    label: 'Co słońce zasila najpierw',
    words: {
      'battery-load-grid': 'akumulator, potem dom, potem sieć',
      'load-battery-grid': 'dom, potem akumulator, potem sieć',
      'load-grid-battery': 'dom, potem sieć, potem akumulator',
    },
  },
  'inverter.enabled': { label: 'Falownik włączony' },
  'grid.export.limit': { label: 'Maksymalna moc do sieci' },
  'grid.export.enabled': { label: 'Oddawanie do sieci dozwolone' },
  'grid.import.limit': { label: 'Maksymalna moc z sieci' },
  'pv.power.limit': { label: 'Maksymalna moc fotowoltaiki' },
  'relay.on.#': { label: 'Przekaźnik' },
  'charger.enabled': { label: 'Ładowanie auta dozwolone' },
  'charger.current.limit': { label: 'Maksymalny prąd ładowania auta' },
  'charger.phases': { label: 'Fazy ładowarki' },
  'heater.level.target': { label: 'Stopień grzałki' },
  'heater.power.target': { label: 'Moc grzałki' },
};
