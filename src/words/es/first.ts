// Spanish: what the first view of the app says.
export * from './shell.ts';
export * from './live.ts';
export * from './account.ts';
export * from './credentials.ts';
export * from './alerts.ts';
export * from './metrics.ts';
export * from './set-points.ts';
