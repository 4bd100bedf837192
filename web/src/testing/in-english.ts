// Tests of the app outside a browser say everything in English.
import { english } from '#words/languages.ts';
import { speak } from '../words.ts';

speak(english, english.formats);
