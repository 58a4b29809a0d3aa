// PHP's date() and time(), as far as PvMonit's rules used them: the moment of the run in the house's time zone.
(now) => {
  const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const MONTHS = "January February March April May June July August September October November December".split(" ");
  const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  const two = (n) => String(n).padStart(2, "0");
  const isLeap = (year) => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const lengthOf = ({ year, month }) => LENGTHS[month - 1] + (month === 2 && isLeap(year) ? 1 : 0);
  const dayOfYear = ({ year, month, day }) =>
    LENGTHS.slice(0, month - 1).reduce((sum, length) => sum + length, day - 1) + (month > 2 && isLeap(year) ? 1 : 0);
  // The week of a year begins on Monday; the first has the year's first Thursday.
  const weekOf = (moment) => {
    const thursday = dayOfYear(moment) + 4 - moment.weekday;
    const { year } = moment;
    if (thursday < 0) return { year: year - 1, week: Math.floor((thursday + (isLeap(year - 1) ? 366 : 365)) / 7) + 1 };
    const days = isLeap(year) ? 366 : 365;
    if (thursday >= days) return { year: year + 1, week: 1 };
    return { year, week: Math.floor(thursday / 7) + 1 };
  };
  const suffix = (day) => {
    if (day > 10 && day < 14) return "th";
    return ["th", "st", "nd", "rd"][day % 10] ?? "th";
  };
  const twelve = (hour) => hour % 12 || 12;

  // What is written without a leading zero is a number, so that === and switch understand it.
  const letters = {
    d: (t) => two(t.day),
    D: (t) => DAYS[t.weekday - 1].slice(0, 3),
    j: (t) => t.day,
    l: (t) => DAYS[t.weekday - 1],
    N: (t) => t.weekday,
    S: (t) => suffix(t.day),
    w: (t) => t.weekday % 7,
    z: dayOfYear,
    W: (t) => two(weekOf(t).week),
    o: (t) => weekOf(t).year,
    F: (t) => MONTHS[t.month - 1],
    M: (t) => MONTHS[t.month - 1].slice(0, 3),
    m: (t) => two(t.month),
    n: (t) => t.month,
    t: lengthOf,
    L: (t) => (isLeap(t.year) ? 1 : 0),
    Y: (t) => t.year,
    y: (t) => two(t.year % 100),
    a: (t) => (t.hour < 12 ? "am" : "pm"),
    A: (t) => (t.hour < 12 ? "AM" : "PM"),
    g: (t) => twelve(t.hour),
    G: (t) => t.hour,
    h: (t) => two(twelve(t.hour)),
    H: (t) => two(t.hour),
    i: (t) => two(t.minute),
    s: (t) => two(t.second),
    U: (t) => Math.floor(t.ms / 1_000),
  };

  const time = () => letters.U(now());
  const date = (format, at) => {
    if (typeof format !== "string" || format === "" || format.length > 64) {
      throw new TypeError('date(…) needs a format in quotes, such as date("G") for the hour');
    }
    if (at !== undefined && at !== time()) {
      throw new RangeError("date(…) tells the moment of the run only: leave the second argument out");
    }
    const moment = now();
    const parts = (format.match(/\\.|./gsu) ?? []).map((part) => {
      if (part.length > 1 && part[0] === "\\") return part.slice(1);
      if (!/[A-Za-z]/.test(part)) return part;
      if (Object.hasOwn(letters, part)) return letters[part](moment);
      throw new RangeError(`date("${part}") is not known here: there are ${Object.keys(letters).join(" ")}`);
    });
    return parts.length === 1 ? parts[0] : parts.join("");
  };
  return { date, time };
};
