// Endpoints of readings: as they came, in steps, and the latest.
import Type from 'typebox';
import { Latest, LatestQuery, ReadingPage, ReadingsQuery } from '../readings.ts';
import type { EndpointRows } from './row.ts';

/** Readings. */
export const readingEndpoints = {
  listReadings: {
    action: 'site.read',
    summary: 'Readings of a home in pages: as they were stored, with their quality, or in equal steps.',
    query: ReadingsQuery,
    answers: { 200: ReadingPage },
    errors: ['site.unknown'],
  },
  listReadingsShort: {
    action: 'site.read',
    summary: 'The same at the shorter path that earlier clients ask.',
    query: ReadingsQuery,
    answers: { 200: ReadingPage },
    errors: ['site.unknown'],
  },
  readLatest: {
    action: 'site.read',
    summary: 'The latest value of every metric of a home, with its unit, age and quality.',
    query: LatestQuery,
    answers: { 200: Latest },
    errors: ['site.unknown'],
  },
  readReadingsText: {
    action: 'site.read',
    summary: 'The readings of now of the homes of the caller in the text format of Prometheus, to be scraped.',
    query: LatestQuery,
    answers: { 200: Type.Unknown() },
    files: ['text/plain'],
    errors: ['site.unknown'],
  },
} as const satisfies EndpointRows;
