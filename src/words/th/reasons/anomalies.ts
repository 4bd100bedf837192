// Thai: what looks unusual, and what to do about it.
import type { anomalyReasons as english } from '#core/reasons/anomalies.ts';
import type { Texts } from '../../language.ts';

/** Thai, by code. */
export const anomalyReasons: Texts<typeof english> = {
  'anomaly.string-behind': '{metric} ให้ไฟน้อยกว่าเดิม {loss, number, percent} เมื่อเทียบกับสตริงอื่นภายใต้แดดเดียวกัน',
  'anomaly.under-production':
    'แม้ชั่วโมงที่ฟ้าใสที่สุดของวันฟ้าใส {days, plural, other {# วัน}} ก็ได้ไฟโซลาร์น้อยกว่าที่แดดเดียวกันเคยให้ {loss, number, percent}',
  'anomaly.no-production': 'แดดแรงมา {hours, plural, other {# ชั่วโมง}} แต่แผงให้ {value} ค่าสูงสุดเคยได้ {peak}',
  'anomaly.jump': '{metric} เปลี่ยนจาก {was} เป็น {is} เร็วเกินกว่าที่เป็นไปได้',
  'anomaly.spikes': '{metric} กระโดดแล้วกลับ {count, plural, other {# ครั้ง}} ภายในหนึ่งวัน ครั้งล่าสุดจาก {was} เป็น {is}',
  'anomaly.stuck': '{metric} แสดง {value} เท่าเดิมมา {hours, plural, other {# ชั่วโมง}}',
  'anomaly.drift': '{metric} ไม่ตรงกับมิเตอร์อื่นแล้ว: สมดุลพลังงานของบ้านเลื่อนไป {share, number, percent} ของค่านี้',
  'anomaly.unusual':
    '{metric} {side, select, above {สูงกว่า} other {ต่ำกว่า}}ปกติของช่วงเวลานี้มากมา {hours, plural, other {# ชั่วโมง}}: ได้ {observed} แทนที่จะเป็นราว {expected}',
  'anomaly.cell-spread': 'เซลล์ต่างกัน {observed} มากกว่า {most} ที่ระดับประจุนี้ยอมให้ {metric} ต่ำสุด',
  'anomaly.cell-weak':
    '{metric} เป็นเซลล์ที่{place, select, low {ต่ำสุด} other {สูงสุด}}มา {days, plural, other {# วัน}} ต่างจากเซลล์กลางราว {by}',
  'anomaly.cell-growing': 'เซลล์ต่างกันมากขึ้นมา {weeks, plural, other {# สัปดาห์}} สัปดาห์ละ {growth} ตอนนี้ต่างกัน {value}',
  'advice.string': 'ตรวจหาเงาหรือฝุ่นบนสตริงนี้ ฟิวส์ขาด หรือขั้วต่อหลวม',
  'advice.panels': 'ตรวจหาฝุ่น ใบไม้ หิมะ หรือเงาใหม่บนแผง และสตริงที่ไม่ทำงาน',
  'advice.inverter': 'ดูที่อินเวอร์เตอร์: เปิดอยู่หรือไม่ แสดงความผิดปกติหรือไม่ สวิตช์ DC ต่ออยู่หรือไม่ มีสิ่งปกคลุมแผงหรือไม่',
  'advice.wiring': 'ตรวจปลั๊กและสายของเซนเซอร์ หากระดับประจุกระโดด ให้ชาร์จแบตเตอรี่จนเต็มหนึ่งครั้งเพื่อปรับให้ถูกต้อง',
  'advice.sensor': 'ตรวจเซนเซอร์และสาย หากค่าอื่นของอุปกรณ์ไม่เปลี่ยนด้วย ให้เริ่มอุปกรณ์ใหม่',
  'advice.clamp': 'ตรวจว่าแคลมป์ปิดสนิทและคล้องสายที่ถูกต้อง แล้วเทียบกับมิเตอร์ของการไฟฟ้า',
  'advice.fans': 'ตรวจว่าพัดลมหมุนและอากาศถ่ายเทได้สะดวก',
  'advice.consumers': 'อาจมีคนอยู่บ้านหรือไม่อยู่ หรือลืมปิดบางอย่าง: ตรวจว่าอะไรเปิดอยู่',
  'advice.balance': 'ชาร์จจนเต็มแล้วให้แบตเตอรี่ปรับสมดุลหลายชั่วโมง ตรวจสกรูของเซลล์นั้น',
  'advice.weak-cell': 'ให้แบตเตอรี่ปรับสมดุลตอนเต็ม หากไม่ดีขึ้น แสดงว่าเซลล์หรือจุดต่อเสื่อมเร็วกว่าเซลล์อื่น',
  'advice.charge-weekly': 'ชาร์จจนเต็มสัปดาห์ละครั้ง นานพอให้ปรับสมดุล และสังเกตว่าเซลล์ใดนำ',
};
