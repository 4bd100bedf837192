// What a home begins with whose zone has no typical tariff: its own price, in the currency that is paid with there.
import { stringify } from 'yaml';
import { type Preset, flat, since } from './preset.ts';
import { roundFigures } from './world.ts';

/** Currencies (ISO 4217), each with the countries (ISO 3166) that pay with it. */
const currencies = `AED AE, AFN AF, ALL AL, AMD AM, AOA AO, ARS AR, AUD AU CC CX KI NF NR TV, AWG AW, AZN AZ, BAM BA, BBD BB, BDT
BD, BHD BH, BIF BI, BMD BM, BND BN, BOB BO, BRL BR, BSD BS, BTN BT, BWP BW, BYN BY, BZD BZ, CAD CA, CDF CD, CHF
CH LI, CLP CL, CNY CN, COP CO, CRC CR, CUP CU, CVE CV, CZK CZ, DJF DJ, DKK DK FO GL, DOP DO, DZD DZ, EGP EG, ERN
ER, ETB ET, EUR AD AT AX BE BG BL CY DE EE ES FI FR GF GP GR HR IE IT LT LU LV MC ME MF MQ MT NL PM PT RE SI SK
SM TF VA XK YT, FJD FJ, FKP FK, GBP GB GG GS IM JE, GEL GE, GHS GH, GIP GI, GMD GM, GNF GN, GTQ GT, GYD GY, HKD
HK, HNL HN, HTG HT, HUF HU, IDR ID, ILS IL PS, INR IN, IQD IQ, IRR IR, ISK IS, JMD JM, JOD JO, JPY JP, KES KE,
KGS KG, KHR KH, KMF KM, KPW KP, KRW KR, KWD KW, KYD KY, KZT KZ, LAK LA, LBP LB, LKR LK, LRD LR, LYD LY, MAD EH
MA, MDL MD, MGA MG, MKD MK, MMK MM, MNT MN, MOP MO, MRU MR, MUR MU, MVR MV, MWK MW, MXN MX, MYR MY, MZN MZ, NAD
NA, NGN NG, NIO NI, NOK NO SJ, NPR NP, NZD CK NU NZ PN TK, OMR OM, PEN PE, PGK PG, PHP PH, PKR PK, PLN PL, PYG
PY, QAR QA, RON RO, RSD RS, RUB RU, RWF RW, SAR SA, SBD SB, SCR SC, SDG SD, SEK SE, SGD SG, SHP SH, SLE SL, SOS
SO, SRD SR, SSP SS, STN ST, SYP SY, THB TH, TJS TJ, TMT TM, TND TN, TOP TO, TRY TR, TTD TT, TWD TW, TZS TZ, UAH
UA, UGX UG, USD AS BQ EC FM GU IO MH MP PA PR PW SV TC TL UM US VG VI, UYU UY, UZS UZ, VES VE, VND VN, VUV VU,
WST WS, XAF CF CG CM GA GQ TD, XCD AG AI DM GD KN LC MS VC, XCG CW SX, XOF BF BJ CI GW ML NE SN TG, XPF NC PF
WF, YER YE, ZAR LS SZ ZA, ZMW ZM, ZWG ZW`;

/** ISO 4217: no currency. */
const noCurrency = 'X'.repeat(3);

/** Today's name of a zone, so that `Asia/Calcutta` and `Asia/Kolkata` are one. */
const nameOf = (timeZone: string): string => new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;

/** A zone's country and what is paid with there; undefined where that is not known, as of UTC. Costs some milliseconds. */
export function placeOf(timeZone: string): { readonly country: string; readonly currency: string } | undefined {
  const name = nameOf(timeZone);
  for (const row of currencies.split(/,\s+/)) {
    const [currency = '', ...countries] = row.split(/\s+/);
    for (const country of countries) {
      const zones = new Intl.Locale('und', { region: country }).getTimeZones?.() ?? [];
      if (zones.includes(name)) return { country, currency };
    }
  }
  return undefined;
}

/** Of a home without a typical tariff: what a person puts the price of the contract into. No price is guessed. */
export function neutralPreset(timeZone: string, currency = noCurrency): Preset {
  return {
    id: 'own-price',
    country: 'ZZ',
    zone: timeZone,
    carbonFactor: roundFigures.kgPerKwh,
    treeFactor: roundFigures.kgPerTree,
    asOf: '2025-01',
    source: 'No typical tariff is known for this time zone.',
    tariff: since('My tariff', {
      from: '2025-01-01',
      currency,
      import: [flat(0)],
      export: [flat(0, 'feed-in')],
    }),
  };
}

/** Its text, which says where the price goes. */
export const neutralText = ({ tariff }: Preset): string =>
  `# Put the prices of your contract where there is a 0: for a kilowatt-hour, taxes included.\n${
    tariff.currency === noCurrency ? `# Put your currency where ${noCurrency} stands, three letters such as EUR.\n` : ''
  }${stringify(tariff, { aliasDuplicateObjects: false })}`;
