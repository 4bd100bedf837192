// Thai: labels of set-points, and what their words mean.
import type { Language } from '../language.ts';

/** Thai, by key. */
export const setPoints: Language['setPoints'] = {
  'battery.mode': {
    label: 'โหมดแบตเตอรี่',
    words: {
      'self-consumption': 'ชาร์จด้วยไฟโซลาร์ส่วนเกิน จ่ายไฟให้บ้าน',
      hold: 'ไม่จ่ายออกขณะมีไฟโครงข่าย โซลาร์ชาร์จได้',
      charge: 'ชาร์จเร็วที่สุดตามขีดจำกัด รวมถึงจากโครงข่าย',
      discharge: 'จ่ายออกเร็วที่สุดตามขีดจำกัด รวมถึงเข้าโครงข่าย',
      off: 'ไม่ชาร์จและไม่จ่ายออก',
    },
  },
  'battery.power.target': { label: 'กำลังไฟแบตเตอรี่' },
  'battery.power.limit.charge': { label: 'กำลังชาร์จสูงสุด' },
  'battery.power.limit.discharge': { label: 'กำลังจ่ายออกสูงสุด' },
  'battery.current.limit.charge': { label: 'กระแสชาร์จสูงสุด' },
  'battery.current.limit.charge.from_grid': { label: 'กระแสชาร์จจากโครงข่ายสูงสุด' },
  'battery.current.limit.discharge': { label: 'กระแสจ่ายออกสูงสุด' },
  'battery.soc.min': { label: 'ระดับประจุต่ำสุด' },
  'battery.soc.max': { label: 'ระดับประจุสูงสุด' },
  'battery.soc.target': { label: 'ระดับประจุที่ต้องการจากโครงข่าย' },
  'battery.charge.enabled': { label: 'อนุญาตให้ชาร์จ' },
  'battery.discharge.enabled': { label: 'อนุญาตให้จ่ายออก' },
  'battery.charge.from_grid': { label: 'อนุญาตให้ชาร์จจากโครงข่าย' },
  'inverter.priority.output': {
    label: 'แหล่งที่จ่ายไฟบ้านก่อน',
    words: {
      'grid-first': 'โครงข่าย ใช้โซลาร์และแบตเตอรี่เฉพาะเมื่อไฟดับ',
      'solar-first': 'โซลาร์ จากนั้นโครงข่ายหรือแบตเตอรี่ ตามรุ่น',
      'battery-first': 'โซลาร์ จากนั้นแบตเตอรี่ ใช้โครงข่ายเมื่อทั้งสองไม่พอ',
      'solar-and-grid': 'โซลาร์และโครงข่ายร่วมกัน ใช้แบตเตอรี่เฉพาะเมื่อไม่มีทั้งสอง',
    },
  },
  'inverter.priority.charge': {
    label: 'แหล่งที่ชาร์จแบตเตอรี่ก่อน',
    words: {
      'grid-first': 'โครงข่าย ใช้โซลาร์เฉพาะเมื่อไฟดับ',
      'solar-first': 'โซลาร์ ใช้โครงข่ายเฉพาะเมื่อไม่มีโซลาร์',
      'solar-and-grid': 'โซลาร์และโครงข่ายร่วมกัน',
      'solar-only': 'โซลาร์เท่านั้น',
    },
  },
  'inverter.priority.solar': {
    label: 'โซลาร์จ่ายให้อะไรก่อน',
    words: {
      'battery-load-grid': 'แบตเตอรี่ จากนั้นบ้าน แล้วโครงข่าย',
      'load-battery-grid': 'บ้าน จากนั้นแบตเตอรี่ แล้วโครงข่าย',
      'load-grid-battery': 'บ้าน จากนั้นโครงข่าย แล้วแบตเตอรี่',
    },
  },
  'inverter.enabled': { label: 'เปิดอินเวอร์เตอร์' },
  'grid.export.limit': { label: 'กำลังไฟเข้าโครงข่ายสูงสุด' },
  'grid.export.enabled': { label: 'อนุญาตให้ส่งไฟเข้าโครงข่าย' },
  'grid.import.limit': { label: 'กำลังไฟจากโครงข่ายสูงสุด' },
  'pv.power.limit': { label: 'กำลังไฟโซลาร์สูงสุด' },
  'relay.on.#': { label: 'รีเลย์' },
  'charger.enabled': { label: 'อนุญาตให้ชาร์จรถ' },
  'charger.current.limit': { label: 'กระแสชาร์จรถสูงสุด' },
  'charger.phases': { label: 'เฟสของเครื่องชาร์จ' },
  'heater.level.target': { label: 'ระดับเครื่องทำความร้อน' },
  'heater.power.target': { label: 'กำลังเครื่องทำความร้อน' },
};
