// Where the commands take the key or the password of a device from: what stands on a command line is read by everybody who may list processes.

/** Name of the variable of the environment. */
export const devicePassword = 'SOLSTEAD_DEVICE_PASSWORD';
