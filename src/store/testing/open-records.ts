// A program for tests: opens records on PostgreSQL that others open too, and saves a site there.
// Arguments: address, schema, number.
import { writeSync } from 'node:fs';
import { openPostgresRecords } from '../postgres-records.ts';

const [url = '', schema = '', number = ''] = process.argv.slice(2);
const store = await openPostgresRecords({ url, schema, isShared: true });
await store.sites.save({ id: `site ${number}`, name: 'Home', timeZone: 'UTC' });
await store.close();
writeSync(1, 'opened\n');
