// Endpoints of setting up devices: ports, definitions, what the broker saw, a test, accounts of the broker.
import {
  BrokerPlace,
  BrokerAccount,
  BrokerAccounts,
  FoundPrograms,
  Founds,
  NewBrokerAccount,
  Protocols,
} from '../set-up.ts';
import { Ports } from '../ports.ts';
import { OwnDevices, OwnDraft, OwnPreview, SavedOwnDevice, TopicsQuery, UnknownTopics } from '../own-devices.ts';
import { TestProgress, TestRequest, TestResult } from '../device-test.ts';
import { type EndpointRows, linkErrors, Nothing } from './row.ts';

/** Finding and testing devices. */
export const setupEndpoints = {
  listPorts: {
    action: 'device.manage',
    summary: 'Ports of this computer that a device may hang on.',
    answers: { 200: Ports },
    errors: [],
  },
  listFound: {
    action: 'site.read',
    summary: 'MQTT devices that showed themselves on the broker and are not set up yet.',
    answers: { 200: Founds },
    errors: [],
  },
  listFoundPrograms: {
    action: 'site.manage',
    summary: 'Programs that showed themselves, to which a home may give its readings: Home Assistant.',
    answers: { 200: FoundPrograms },
    errors: [],
  },
  testDevice: {
    action: 'device.manage',
    summary: 'Reads a device once and saves nothing; without a protocol it finds out, by harmless queries only.',
    body: TestRequest,
    answers: { 200: TestResult },
    errors: ['address.invalid', 'protocol.unknown', ...linkErrors],
  },
  readTestProgress: {
    action: 'device.manage',
    summary: 'What a running test asks for, by the name it was started with.',
    answers: { 200: TestProgress },
    errors: [],
  },
  readBroker: {
    action: 'site.read',
    summary: 'Which MQTT broker devices have to be pointed to.',
    answers: { 200: BrokerPlace },
    errors: [],
  },
  addBrokerAccount: {
    action: 'broker.manage',
    summary: 'Makes an account of the built-in broker; the password is shown this once.',
    body: NewBrokerAccount,
    answers: { 201: BrokerAccount },
    errors: ['access.step-up', 'command.refused', 'input.invalid'],
  },
  listBrokerAccounts: {
    action: 'broker.manage',
    summary: 'Accounts of the built-in broker and the topics that are their own.',
    answers: { 200: BrokerAccounts },
    errors: [],
  },
  removeBrokerAccount: {
    action: 'broker.manage',
    summary: 'Takes an account of the built-in broker away and ends its connections.',
    answers: { 204: Nothing },
    errors: ['input.invalid'],
  },
  listProtocols: {
    action: 'site.read',
    summary: 'Definitions of devices a person may choose.',
    answers: { 200: Protocols },
    errors: [],
  },
  listUnknownTopics: {
    action: 'device.draft',
    summary:
      'Topics at the broker that nobody understands, with their last values; listening begins with the first question.',
    query: TopicsQuery,
    answers: { 200: UnknownTopics },
    errors: ['device.unknown'],
  },
  listOwnDevices: {
    action: 'device.draft',
    summary: 'Devices that were put together from topics here; files with more than that are written by hand.',
    answers: { 200: OwnDevices },
    errors: ['folder.missing'],
  },
  previewOwnDevice: {
    action: 'device.draft',
    summary: 'What a device put together from topics gives of what is said now; nothing is saved.',
    body: OwnDraft,
    answers: { 200: OwnPreview },
    errors: [],
  },
  addOwnDevice: {
    action: 'broker.manage',
    summary: 'Saves a device put together from topics as a file; its id is a protocol at once.',
    body: OwnDraft,
    answers: { 201: SavedOwnDevice },
    errors: ['command.refused', 'folder.unwritable', 'folder.missing'],
  },
  changeOwnDevice: {
    action: 'broker.manage',
    summary: 'Replaces one; its devices go on with what it says now, under their ids and with their history.',
    body: OwnDraft,
    answers: { 200: SavedOwnDevice },
    errors: ['command.refused', 'folder.unwritable', 'folder.missing'],
  },
  removeOwnDevice: {
    action: 'broker.manage',
    summary: 'Takes the file of one away that no device uses.',
    answers: { 204: Nothing },
    errors: ['command.refused', 'folder.missing'],
  },
} as const satisfies EndpointRows;
