// Examples of the endpoints of credentials: tokens of programs and clients, second factors, passkeys.
import type { Examples } from './example.ts';

const proof = {
  id: 'pGkS0dCX3vEYuQ',
  rawId: 'pGkS0dCX3vEYuQ',
  type: 'public-key',
  response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0', authenticatorData: 'SZYN5Q', signature: 'MEUCIQ' },
  clientExtensionResults: {},
} as const;

/** Credentials. */
export const accessExamples = {
  requestPasskey: { body: {} },
  signInByPasskey: { body: { passkey: proof } },
  recoverPassword: { body: { name: 'Anna', code: 'K7QM-3PXA', newPassword: 'another sentence of mine' } },
  issueTokens: { body: { name: 'Anna', password: 'a short sentence of mine' } },
  refreshTokens: { body: { refreshToken: 'the refresh token of the pair before' } },
  revokeToken: { body: { token: 'an access or refresh token' } },
  readCredentials: {},
  confirmPerson: { body: { password: 'a short sentence of mine' } },
  beginTotp: { body: {} },
  turnOnTotp: { body: { code: '123456' } },
  turnOffTotp: {},
  makeRecoveryCodes: { body: {} },
  setPin: { body: { pin: '271828' } },
  removePin: {},
  optionsForPasskey: { body: { use: 'make' } },
  addPasskey: {
    body: {
      name: 'Phone',
      passkey: {
        id: 'pGkS0dCX3vEYuQ',
        rawId: 'pGkS0dCX3vEYuQ',
        type: 'public-key',
        response: { clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIn0', attestationObject: 'o2NmbXRkbm9uZQ' },
        clientExtensionResults: {},
      },
    },
  },
  removePasskey: { params: { id: 'pGkS0dCX3vEYuQ' } },
  listTokens: {},
  addToken: { body: { name: 'Script', kind: 'personal', grants: [{ site: 'demo', may: 'viewer' }] } },
  removeToken: { params: { id: 'b7e1' } },
  openKiosk: { body: { secret: 'what stands in the link behind #/kiosk/' } },
  listKiosks: { params: { site: 'demo' } },
  addKiosk: { params: { site: 'demo' }, body: { name: 'Kitchen' } },
  removeKiosk: { params: { site: 'demo', id: 'b7e1' } },
} as const satisfies Partial<Examples>;
