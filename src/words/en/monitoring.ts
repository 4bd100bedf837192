// What the page says about monitoring from outside.

/** Monitoring of a home. */
export const monitoringWords = {
  'monitoring.title': 'For dashboards of your own',
  'monitoring.text':
    'Nothing leaves your home by itself. Programs that you gave a token can watch it at /ws/monitoring/{system}; without one this is of no concern.',
  'monitoring.on':
    'It is ready for them. {count, plural, =0 {Nobody watches now.} one {# program watches now.} other {# programs watch now.}}',
  'monitoring.on-until':
    'It is ready for them until {when}. {count, plural, =0 {Nobody watches now.} one {# program watches now.} other {# programs watch now.}}',
  'monitoring.off': 'It ended on {when}: programs get no data.',
  'monitoring.maintenance': 'Clients see that it is being maintained: {text}',
  'monitoring.end': 'Switch it off',
  'monitoring.renew': 'Switch it on again',
  'monitoring.factors': 'Factors',
  'monitoring.money': 'Money a kWh saves',
  'monitoring.co2': 'CO₂ a kWh avoids, kg',
  'monitoring.tree': 'CO₂ a tree takes up in a year, kg',
  'monitoring.usual': 'Empty: by the tariff of the home.',
  'monitoring.wrong': 'A number of at least 0, such as 0.85.',
  'monitoring.save': 'Save factors',
  'monitoring.announce': 'Announcement',
  'monitoring.status': 'Status',
  'monitoring.status-of.online': 'Online',
  'monitoring.status-of.offline': 'Offline',
  'monitoring.status-of.maintenance': 'Maintenance',
  'monitoring.message': 'Message to those who watch',
  'monitoring.send': 'Announce',
  'monitoring.all': 'Notice to all homes',
  'monitoring.all-text': 'Tells everybody who watches any home of this installation of planned maintenance.',
  'monitoring.all-message': 'What will be done',
  'monitoring.all-start': 'Begins at (your time)',
  'monitoring.all-minutes': 'Minutes it takes',
  'monitoring.all-minutes-wrong': 'A whole number from 1 to 100,000.',
  'monitoring.all-start-wrong': 'Choose a day and a time.',
  'monitoring.all-send': 'Tell all homes',
  'monitoring.sent': 'All who watch were told.',
} as const;
