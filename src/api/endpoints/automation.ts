// Endpoints of what a home does by itself.
import Type from 'typebox';
import {
  Automation,
  AutomationBoard,
  AutomationCall,
  AutomationEdit,
  AutomationEdited,
  AutomationHold,
  AutomationProblems,
  AutomationRecipes,
  AutomationText,
  AutomationTrial,
  AutomationTrialRequest,
  AutomationVariable,
  LastTrial,
} from '../automation.ts';
import type { EndpointRows } from './row.ts';

const Nothing = Type.Object({});

/** Rules, limits, loads, and who holds what. */
export const automationEndpoints = {
  readAutomation: {
    action: 'site.read',
    summary: 'What a home does by itself, as people wrote it, and what is not right any more.',
    answers: { 200: Automation },
    errors: ['site.unknown', 'automation.invalid'],
  },
  saveAutomation: {
    action: 'automation.manage',
    summary: 'Changes what a home does by itself; what it does not hold any more is put back.',
    body: AutomationText,
    headers: ['if-match'],
    answers: { 200: Automation },
    errors: ['request.outdated', 'site.unknown', 'automation.invalid'],
  },
  checkAutomation: {
    action: 'automation.manage',
    summary: 'Tells every mistake of a text with its place; saves nothing.',
    body: AutomationText,
    answers: { 200: AutomationProblems },
    errors: ['site.unknown', 'automation.invalid'],
  },
  listAutomationRecipes: {
    action: 'automation.manage',
    summary: 'Beginnings for common wishes that are of use in this home.',
    answers: { 200: AutomationRecipes },
    errors: ['site.unknown', 'automation.invalid'],
  },
  editAutomation: {
    action: 'automation.manage',
    summary: 'A text with a rule switched on or off, or a recipe added, its comments as they were; saves nothing.',
    body: AutomationEdit,
    answers: { 200: AutomationEdited },
    errors: ['site.unknown', 'automation.invalid', 'input.invalid'],
  },
  readAutomationBoard: {
    action: 'site.read',
    summary: 'Who holds which set-point, why and until when; what was commanded, and what was decided.',
    answers: { 200: AutomationBoard },
    errors: ['site.unknown', 'automation.invalid'],
  },
  callAutomation: {
    action: 'device.command',
    summary: 'Calls a scene or a web hook: what waits for it begins.',
    body: AutomationCall,
    answers: { 200: Nothing },
    errors: ['site.unknown', 'automation.invalid'],
  },
  setAutomationVariable: {
    action: 'device.command',
    summary: 'Gives a variable of the text a value, such as who is at home; it is kept over a restart.',
    body: AutomationVariable,
    answers: { 200: Nothing },
    errors: ['site.unknown', 'automation.invalid'],
  },
  beginAutomationTrial: {
    action: 'automation.manage',
    summary: 'Tries a text over the recorded past, in the background; nothing is saved or set.',
    body: AutomationTrialRequest,
    answers: { 202: AutomationTrial },
    errors: ['site.unknown', 'automation.invalid', 'automation.busy', 'input.invalid'],
  },
  readAutomationTrial: {
    action: 'automation.manage',
    summary: 'How far the last trial is, and what the text would have done.',
    answers: { 200: LastTrial },
    errors: ['site.unknown', 'automation.invalid'],
  },
  endAutomationTrial: {
    action: 'automation.manage',
    summary: 'Ends a trial and forgets what came of it.',
    answers: { 200: Nothing },
    errors: ['site.unknown', 'automation.invalid'],
  },
  holdSetPoint: {
    action: 'device.command',
    summary: 'Holds a value against rules, surplus and limits until a moment.',
    body: AutomationHold,
    answers: { 200: Nothing },
    errors: ['site.unknown', 'automation.invalid'],
  },
  releaseSetPoint: {
    action: 'device.command',
    summary: 'Lets a value go that somebody holds.',
    answers: { 200: Nothing },
    errors: ['site.unknown', 'automation.invalid'],
  },
} as const satisfies EndpointRows;
