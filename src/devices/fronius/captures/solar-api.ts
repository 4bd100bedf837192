// Answers of the Solar API v1, laid out and named as its description has it. The values of `powerflow` are those of a GEN24 with
// a battery, recorded for Home Assistant; the others were made up to fit. Source: [fronius-solar-api].

/** Answers by the name of their page. */
export const solarApi: Readonly<Record<string, string>> = {
  version: `{
   "APIVersion" : 1,
   "BaseURL" : "/solar_api/v1/",
   "CompatibilityRange" : "1.8-1"
}
`,
  powerflow: `{
   "Body" : {
      "Data" : {
         "Inverters" : {
            "1" : {
               "Battery_Mode" : "suspended",
               "DT" : 1,
               "P" : 186.55,
               "SOC" : 4.6
            }
         },
         "SecondaryMeters" : {},
         "Site" : {
            "BackupMode" : true,
            "BatteryStandby" : false,
            "E_Day" : null,
            "E_Total" : 7512664.40,
            "E_Year" : null,
            "Meter_Location" : "grid",
            "Mode" : "bidirectional",
            "P_Akku" : 0.159,
            "P_Grid" : 2274.9,
            "P_Load" : -2459.31,
            "P_PV" : 216.43,
            "rel_Autonomy" : 7.5,
            "rel_SelfConsumption" : 100.0
         },
         "Smartloads" : {
            "Ohmpilots" : {}
         },
         "Version" : "12"
      }
   },
   "Head" : {
      "RequestArguments" : {},
      "Status" : {
         "Code" : 0,
         "Reason" : "",
         "UserMessage" : ""
      },
      "Timestamp" : "2024-10-14T10:21:42+00:00"
   }
}
`,
  night: `{
   "Body" : {
      "Data" : {
         "Inverters" : {
            "1" : {
               "Battery_Mode" : "disabled",
               "DT" : 1,
               "E_Day" : null,
               "E_Total" : 1530193.42,
               "E_Year" : null,
               "P" : 0,
               "SOC" : 0.0
            }
         },
         "Site" : {
            "E_Day" : null,
            "E_Total" : 1530193.42,
            "E_Year" : null,
            "Meter_Location" : "unknown",
            "Mode" : "produce-only",
            "P_Akku" : null,
            "P_Grid" : null,
            "P_Load" : null,
            "P_PV" : null,
            "rel_Autonomy" : null,
            "rel_SelfConsumption" : null
         },
         "Version" : "12"
      }
   },
   "Head" : {
      "RequestArguments" : {},
      "Status" : { "Code" : 0, "Reason" : "", "UserMessage" : "" },
      "Timestamp" : "2024-10-14T23:21:42+00:00"
   }
}
`,
  inverter: `{
   "Body" : {
      "Data" : {
         "DAY_ENERGY" : { "Unit" : "Wh", "Value" : 8000 },
         "DeviceStatus" : {
            "ErrorCode" : 0,
            "LEDColor" : 2,
            "LEDState" : 0,
            "StatusCode" : 7
         },
         "FAC" : { "Unit" : "Hz", "Value" : 49.98 },
         "IAC" : { "Unit" : "A", "Value" : 14.5 },
         "IDC" : { "Unit" : "A", "Value" : 6.4 },
         "PAC" : { "Unit" : "W", "Value" : 3373 },
         "TOTAL_ENERGY" : { "Unit" : "kWh", "Value" : 45000 },
         "UAC" : { "Unit" : "V", "Value" : 232.4 },
         "UDC" : { "Unit" : "V", "Value" : 399.2 }
      }
   },
   "Head" : {
      "RequestArguments" : {
         "DataCollection" : "CommonInverterData",
         "DeviceClass" : "Inverter",
         "DeviceId" : "1",
         "Scope" : "Device"
      },
      "Status" : { "Code" : 0, "Reason" : "", "UserMessage" : "" },
      "Timestamp" : "2024-10-14T12:00:00+02:00"
   }
}
`,
  meter: `{
   "Body" : {
      "Data" : {
         "0" : {
            "Current_AC_Phase_1" : 1.7,
            "Current_AC_Phase_2" : 2.1,
            "Current_AC_Phase_3" : 6.9,
            "EnergyReal_WAC_Sum_Consumed" : 5482000.0,
            "EnergyReal_WAC_Sum_Produced" : 3266105.0,
            "Frequency_Phase_Average" : 49.9,
            "Meter_Location_Current" : 0.0,
            "PowerReal_P_Phase_1" : 317.9,
            "PowerReal_P_Phase_2" : 428.1,
            "PowerReal_P_Phase_3" : 1528.9,
            "PowerReal_P_Sum" : 2274.9,
            "Voltage_AC_Phase_1" : 228.3,
            "Voltage_AC_Phase_2" : 229.0,
            "Voltage_AC_Phase_3" : 230.1
         }
      }
   },
   "Head" : {
      "RequestArguments" : { "DeviceClass" : "Meter", "Scope" : "System" },
      "Status" : { "Code" : 0, "Reason" : "", "UserMessage" : "" },
      "Timestamp" : "2024-10-14T10:21:43+00:00"
   }
}
`,
  refused: `{
   "Body" : { "Data" : {} },
   "Head" : {
      "RequestArguments" : { "DeviceId" : "1", "Scope" : "Device" },
      "Status" : { "Code" : 12, "Reason" : "Device not available", "UserMessage" : "" },
      "Timestamp" : "2024-10-14T23:21:43+00:00"
   }
}
`,
};
