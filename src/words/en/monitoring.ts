// What the page says about monitoring from outside.

/** Monitoring of a home. */
export const monitoringWords = {
  'monitoring.title': 'Monitoring from outside',
  'monitoring.text': 'Clients of the monitoring interface watch this home at /ws/monitoring/{system}.',
  'monitoring.on':
    'It is monitored. {count, plural, =0 {Nobody watches now.} one {# client watches now.} other {# clients watch now.}}',
  'monitoring.on-until':
    'It is monitored until {when}. {count, plural, =0 {Nobody watches now.} one {# client watches now.} other {# clients watch now.}}',
  'monitoring.off': 'The subscription ended on {when}: clients get no data.',
  'monitoring.maintenance': 'Clients see that it is being maintained: {text}',
  'monitoring.end': 'End the subscription',
  'monitoring.renew': 'Renew it',
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
