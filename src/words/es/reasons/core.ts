// Spanish: why an address, bytes or an access is refused.
import type { coreReasons as english } from '#core/reasons/core.ts';
import type { Texts } from '../../language.ts';

/** Spanish, by code. */
export const coreReasons: Texts<typeof english> = {
  'hex.digit': '«{digit}» no es una cifra hexadecimal',
  'hex.odd':
    '{digits, plural, one {# cifra no forma} many {# de cifras no forman} other {# cifras no forman}} bytes enteros',
  'address.percent': '«{part}» tiene un % al que no siguen dos cifras hexadecimales; escriba % como %25',
  'address.baud': 'baud={value} no es una velocidad entre 50 y 4000000',
  'address.mode': 'mode={value} no es de la forma 8N1, 8E1 o 7O2',
  'address.option': 'la opción {key} es desconocida; se conocen {known}',
  'address.number': '{key}={value} no es un número de 0 a {max}',
  'address.framing': 'framing={value} no es rtu ni tcp',
  'address.wrong-port': '{port} no es un puerto: es un número de 1 a {most}',
  'address.port': 'falta el puerto: {scheme}//host:port',
  'address.path-alone': 'es solo una ruta; ¿quiso decir serial://{path}?',
  'address.no-example': 'los ejemplos se escriben test:, o con un protocolo como test:pi30max',
  'address.no-scheme': 'no tiene un esquema como serial:// o tcp://',
  'address.no-url': 'no se puede leer como URL',
  'address.slashes': 'escriba tres barras antes de la ruta: {rest}',
  'address.no-port-path': 'falta la ruta del puerto',
  'address.no-device-path': 'falta la ruta del dispositivo',
  'address.not-here': 'esta dirección no se puede usar aquí',
  'address.no-usb-place': 'un lugar en USB se escribe como lo nombra Linux, por ejemplo 1-1.2',
  'address.no-topic': 'no es el tema del puente: mqtt-line://esp/roof, sin +, # ni $',
  'address.no-mac': 'no es la dirección de un dispositivo Bluetooth: ble://AA:BB:CC:DD:EE:FF',
  'address.no-charge-point':
    'no es el id de un punto de recarga: ocpp://CP-1, de letras, cifras y . _ - : =, como máximo 48',
  'address.no-adapter': 'un adaptador se nombra con hci0 y así sucesivamente, o con su dirección',
  'address.no-host': 'falta el host',
  'address.account': 'una cuenta no va en la dirección de un dispositivo',
  'address.host-only': 'escriba solo el host, como en {example}: Solstead sabe qué pedir',
  'address.scheme': 'el esquema {scheme}:// es desconocido',
  'access.role': '{who} no puede hacer esto ({action} necesita el rol {role})',
  'access.single': '{who} recibió permisos sueltos, y no permiten esto ({action})',
};
