// MQTT packets without the cache of numbers that mqtt-packet makes with its first packet: 65 536 buffers, some 13 MB, for
// two bytes each. Both ends import this file before they write.
import mqttPacket from 'mqtt-packet';

mqttPacket.writeToStream.cacheNumbers = false;
