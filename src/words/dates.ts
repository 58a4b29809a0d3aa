/** Dates and times of the clock as the reader writes them. */

const formats = new Map<string, Intl.DateTimeFormat>();

/** Says instants in a zone; made once for each kind. A zone that this machine does not know is UTC, and says so. */
export function dateFormat(locale: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${zone} ${JSON.stringify(options)}`;
  let format = formats.get(key);
  if (!format) {
    try {
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
    } catch {
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC", timeZoneName: "short" });
    }
    formats.set(key, format);
  }
  return format;
}

/** `14:05` */
export const TIME_OF_DAY: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
