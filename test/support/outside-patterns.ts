/** Every regular expression of the program, with the longest text that it may see, in characters. */

/** A name, number or state as a device or a program says it, with blanks around it (devices/kit/values.ts). */
const WORD = 256;
/** Such a word after it was cut: 64 characters. */
const SHORT_WORD = 64;
/** What of a program's words is shown (devices/command/output.ts). */
const SHOWN = 120;
/** A line that a program prints (devices/kit/lines.ts). */
const LINE = 8 * 1024;
/** What a program prints in one run, a body of JSON, the mode file, a secret, a script's source, what a sandbox says. */
const WHOLE_TEXT = 64 * 1024;
/** What is looked at before and after a number that a program prints (hands/mask.ts). */
const BESIDE_A_NUMBER = 300;
/** A field's value in a block of VE.Direct, and the digits of a HEX frame (devices/vedirect/text.ts). */
const FIELD = 64;
const FRAME = 200;
/** The configuration, and so whatever stands in it (config/load.ts). */
const CONFIGURATION = 256 * 1024;
/** A line of a file that is imported, as long as it comes whole in what is read at a time (interchange/). */
const IMPORTED_LINE = 64 * 1024 + 128 * 1024;
/** What is wrong with a line that is imported, as much of it as is looked at (interchange/reasons.ts). */
const REASON = 1_024;
/** A channel's name, and a state (model/reading.ts). */
const CHANNEL = 200;
const STATE = 256;
/** A unit as it is spelt (model/units.ts). */
const UNIT_SPELLING = 24;
/** How a time is written, as a header says it (interchange/columns.ts). */
const TIME_FORM = 32;
/** What people call something (model/display-names.ts). */
const DISPLAY_NAME = 80;
/** Pulses a kWh as a meter's plate says them (devices/s0/pulses-per-kwh.ts). */
const PLATE = 40;
/** The name of a GPIO line (pins/options.ts), of a file in /dev. */
const LINE_NAME = 64;
const FILE_NAME = 255;
/** When a light is dimmed (config/night.ts). */
const NIGHT = 40;
/** Whatever stands in the first line or the headers of a request (web/defence/limits.ts). */
const HEADERS = 16 * 1024;
/** What the system, or another library, says of an error; a path in it has 4,096 at most. */
const ERROR = 8 * 1024;
/** An argument of the command line: the system's own bound. */
const ARGUMENT = 128 * 1024;
/** A sentence of the program's own, a name of one of its files, a constant. */
const OWN = 4 * 1024;
/** A picture, drawn from labels whose number and length have bounds. */
const PICTURE = 512 * 1024;
/** A script, with the program's own words around it. */
const SCRIPT = WHOLE_TEXT + OWN;

interface Seen {
  readonly path: string;
  readonly sees: readonly (readonly [pattern: RegExp, most: number])[];
}

export const PATTERNS: readonly Seen[] = [
  // when a light is dimmed
  { path: "src/config/night.ts", sees: [[/^(\d{1,2}):(\d{2}) {1,3}to {1,3}(\d{1,2}):(\d{2})$/, NIGHT]] },
  // pins
  {
    path: "src/devices/s0/pulses-per-kwh.ts",
    sees: [
      [/^(\d{1,7}(?:\.\d{1,6})?) ?(imp|imps|impulse|impulses|impulsions|puls|pulse|pulses)?\.? ?\/ ?kwh$/i, PLATE],
      [/^(\d{1,7}(?:\.\d{1,6})?) ?wh ?\/ ?(?:imp|impulse|impulsion|puls|pulse)\.?$/i, PLATE],
      [/^[1-9]\d{0,2}\.\d{3}$/, PLATE],
    ],
  },
  { path: "src/devices/kit/names.ts", sees: [[/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, CONFIGURATION]] },
  {
    path: "src/pins/choose.ts",
    sees: [
      [/^[A-Za-z][\w.:+#-]*$/, LINE_NAME],
      [/^\d{1,3}$/, LINE_NAME],
      [/^(pin|board|physical|header|j8|wiring ?pi|wpi)[ :._-]{0,3}(\d{1,2})$/i, LINE_NAME],
      [/^w/i, LINE_NAME],
      [/^(gpio|bcm)[ :_-]{0,3}(\d{1,2})$/i, LINE_NAME],
    ],
  },
  {
    path: "src/pins/gpio/chips.ts",
    sees: [
      [/^gpiochip\d{1,4}$/, FILE_NAME],
      [/^\D+/, FILE_NAME],
    ],
  },
  {
    path: "src/pins/i2c/options.ts",
    sees: [
      [/^(?:i2c-)?(\d{1,4})$/, CONFIGURATION],
      [/^0x[0-9a-f]{1,2}$/i, PLATE],
    ],
  },
  { path: "src/pins/i2c/index.ts", sees: [[/^i2c-\d{1,4}$/, FILE_NAME]] },
  // devices
  {
    path: "src/devices/kit/values.ts",
    sees: [
      [/^\p{L}/u, SHORT_WORD],
      [/[\p{Cc}\p{Zl}\p{Zp}]/u, SHORT_WORD],
      [/[;:=\uFFFD]/, SHORT_WORD],
      [/[\p{L}%°]/u, SHORT_WORD],
      [/^(?:[+-]?\.?\d|\p{L}\d\d)/u, WORD],
      [/\s/, WORD],
      [/\p{M}/gu, WORD],
      [/([a-z0-9])([A-Z])/g, WORD],
      [/[^a-z0-9]+/g, 2 * WORD],
      [/^_|_$/g, 2 * WORD],
      [/^[a-z]/, SHORT_WORD],
    ],
  },
  {
    path: "src/devices/kit/options.ts",
    sees: [[/^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,252}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/, CONFIGURATION]],
  },
  { path: "src/devices/kit/colours.ts", sees: [[/^(?:\[[\d;:]{0,32}[mK]|\(B)/, WHOLE_TEXT]] },
  {
    path: "src/devices/command/collector.ts",
    sees: [
      [/\s+/g, SHOWN],
      [/[\p{Cc}\p{Cf}\p{Cs}]/gu, SHOWN],
    ],
  },
  { path: "src/devices/command/json-values.ts", sees: [[/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/, WHOLE_TEXT]] },
  {
    path: "src/devices/command/mended-json.ts",
    sees: [[/^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/, SHORT_WORD]],
  },
  {
    path: "src/devices/command/teleinfo.ts",
    sees: [
      [
        /^(?:ADCO|OPTARIF|ISOUSC|BASE|HCH[CP]|EJPH(?:N|PM)|BBRH[CP]J[BWR]|PEJP|PTEC|DEMAIN|IINST[123]?|ADI?PS|ADIR[123]|IMAX[123]?|PMAX|PAPP|HHPHC|MOTDETAT|PPOT|EAST|EASF\d\d|EASD\d\d|EAIT|ERQ[1-4]|[IU]RMS[123]|SINSTS[123]?|SINSTI)[ \t]/,
        128,
      ],
      [/[ \t].$/, 2],
    ],
  },
  {
    path: "src/devices/command/text-line.ts",
    sees: [
      [/[,;"'`<>{}|\\\p{Cc}\p{Cf}]/u, LINE],
      [/[=]|(?:^|\s)[+-]?[.,]?\d/, SHORT_WORD],
      [/[\s=:]/, LINE],
      [/[=:]/, LINE],
      [/^[=:]/, LINE],
      [/\s/, LINE],
      [/^[+-]?\d(?:[\d.,'’\s]*\d)?/, WORD],
      [/^\p{L}/u, LINE],
      [/\s+/, LINE],
    ],
  },
  {
    path: "src/devices/command/options.ts",
    sees: [
      [/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, CONFIGURATION],
      [/^(?:~|\$\w+|\$\{\w+\})(?:\/|$)/, CONFIGURATION],
    ],
  },
  { path: "src/devices/_blueprint.ts", sees: [[/^-?\d{1,6}\n?$/, 4 * 1024]] },
  { path: "src/devices/vedirect/hex.ts", sees: [[/^[0-9A-Fa-f]+$/, FRAME]] },
  {
    path: "src/devices/vedirect/identity.ts",
    sees: [
      [/[^\x20-\x7e]/g, FIELD],
      [/^60\d/, FIELD],
      [/^\d+$/, FIELD],
      [/^\d/, FIELD],
    ],
  },
  {
    path: "src/devices/vedirect/labels.ts",
    sees: [
      [/^-?\d{1,10}$/, FIELD],
      [/^0x[0-9A-Fa-f]{1,8}$/, FIELD],
      [/^\d{1,10}$/, FIELD],
    ],
  },
  {
    path: "src/devices/vedirect/products.ts",
    sees: [
      [/^Smart (Battery|BMS|Buckboost)/, OWN],
      [/[\n·]/, OWN],
      [/^0x[0-9A-Fa-f]{1,4}$/, FIELD],
      [/MPPT|All-In-1 75/, OWN],
      [/^([0-9A-F]{1,2})([0-9A-F]{2})([0-9A-F]{2})$/i, FIELD],
      [/^0/, FIELD],
      [/^([A-F])?(\d{1,2})(\d{2})$/i, FIELD],
    ],
  },
  { path: "src/hands/secrets.ts", sees: [[/\r?\n$/, WHOLE_TEXT]] },
  {
    path: "src/hands/mask.ts",
    sees: [
      [/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/, SHORT_WORD],
      [/^[\d.eE+-]+$/, WHOLE_TEXT],
      [/^[0-9a-fA-F]{4}$/, SHORT_WORD],
      [/\s/, BESIDE_A_NUMBER],
      [/[\s=:"]/, SHORT_WORD],
      [/^(?:[\s",}\]]|$)/, BESIDE_A_NUMBER],
      [/^\s*[",}\]]/, BESIDE_A_NUMBER],
      [/[=:]$/, BESIDE_A_NUMBER],
      [/^\p{L}/u, BESIDE_A_NUMBER],
      [/[\s=:]/, BESIDE_A_NUMBER],
    ],
  },
  { path: "src/hands/masked-output.ts", sees: [[/\s+/g, 2 * LINE]] },
  { path: "src/hands/program.ts", sees: [[/^\.\.?\//, CONFIGURATION]] },
  { path: "src/companions/mode-file.ts", sees: [[/^[1-9]\d?$/, WHOLE_TEXT]] },

  // the configuration and the command line
  {
    path: "src/config/document.ts",
    sees: [
      [/^[+-]?\d{1,15}$/, CONFIGURATION],
      [/^\d{1,15}(?:\s?[%°\p{L}]\S{0,7})?$/u, CONFIGURATION],
      [/^[1-9]\d{0,2}\.000$/, CONFIGURATION],
      [/^[a-z_]{1,64}$/, CONFIGURATION],
    ],
  },
  {
    path: "src/config/complaint.ts",
    sees: [
      [/^([+-]?\d{1,15}),(\d{1,15}(?:\s?\S{1,8})?)$/, SHORT_WORD],
      [/^\d{3}(?!\d)/, SHORT_WORD],
      [/[\s-]/g, CHANNEL],
    ],
  },
  {
    path: "src/config/settings.ts",
    sees: [
      [/^[+-]?\d{1,15},\d{1,15}$/, SHORT_WORD],
      [/^[+-]?\d{1,15}(?:[.,]\d{1,15})?\s?[%°\p{L}]\S{0,7}$/u, SHORT_WORD],
      [
        /^[+-]?\d{1,3}(?:(?:[ _'’\u00a0\u202f]\d{3}){1,4}(?:[.,]\d{1,15})?|(?:\.\d{3}){1,4},\d{1,15}|(?:,\d{3}){1,4}\.\d{1,15}|(?:,\d{3}){2,4}|(?:\.\d{3}){2,4})$/,
        SHORT_WORD,
      ],
    ],
  },
  {
    path: "src/config/schema.ts",
    sees: [
      [/^[a-z][a-z0-9_]{0,40}$/, CONFIGURATION],
      [/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)+$/, CONFIGURATION],
      [/^[A-Za-z_][A-Za-z0-9_]{0,40}$/, CONFIGURATION],
      [/^[a-z][a-z0-9_]*\.[a-z0-9_.]+$/, CONFIGURATION],
      [/^keep\s+(\S.*)$/, CONFIGURATION],
      [/^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?$/, CONFIGURATION],
    ],
  },
  {
    path: "src/config/measures.ts",
    sees: [
      [/^\s*(\d+(?:\.\d+)?)\s*([dwy])\s*$/, CONFIGURATION],
      [/^\s*every\s(.*)$/, 100],
    ],
  },
  { path: "src/model/units.ts", sees: [[/^(\d{0,3}) ?(\p{L}{1,8})$/u, UNIT_SPELLING]] },
  {
    path: "src/model/written-path.ts",
    sees: [
      [/\$\{|(?:^|\/)(?:\$\w|%\w{1,64}%)/, CONFIGURATION],
      [/^~[^/]/, CONFIGURATION],
    ],
  },
  { path: "src/lab/model-house/device.ts", sees: [[/^[a-z][a-z0-9_]{0,30}$/, CONFIGURATION]] },
  { path: "src/commands/history/energies.ts", sees: [[/^([\d.]{1,20}) ?(\D{0,8})$/, ARGUMENT]] },
  { path: "src/commands/verbs.ts", sees: [[/^\w/, ARGUMENT]] },
  { path: "src/commands/terminal/log.ts", sees: [[/\p{Cc}/gu, WHOLE_TEXT]] },

  // words that everybody shares
  {
    path: "src/model/formula.ts",
    sees: [[/\s*(?:(\d+(?:\.\d+)?)|([A-Za-z_]\w*(?:\.\w+)*)|([-+*/(),])|(\S))/gy, CONFIGURATION]],
  },
  {
    path: "src/model/instant.ts",
    sees: [
      [
        /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?$/i,
        IMPORTED_LINE,
      ],
      [/^-?\d{1,16}$/, IMPORTED_LINE],
      [/^([+-])(\d\d):?(\d\d)?$/, SHORT_WORD],
    ],
  },
  {
    path: "src/model/channel-names.ts",
    sees: [
      [/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, CHANNEL],
      [/^[+-]?[\d.,]+$/, UNIT_SPELLING],
      [/\/ ?0+ ?\p{L}*$/u, UNIT_SPELLING],
    ],
  },
  {
    path: "src/model/display-names.ts",
    sees: [[/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u, DISPLAY_NAME]],
  },
  { path: "src/model/loopback.ts", sees: [[/^(?:::ffff:)?127(?:\.\d{1,3}){3}$/, CONFIGURATION]] },
  {
    path: "src/model/measures.ts",
    sees: [
      [/^−/, CONFIGURATION],
      [/^[+-]?\d+(?:\.\d+)?/, 64],
      [/^[^\d\s.+-]*$/, 64],
    ],
  },
  {
    path: "src/model/numbers.ts",
    sees: [
      [/^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/, SHORT_WORD],
      [/^[+-]?\d{1,3}(?:(?:'\d{3})+|(?:’\d{3})+)$/, SHORT_WORD],
      [/^[+-]?\d{1,3}(?:[\p{Zs}\t]\d{3})+$/u, SHORT_WORD],
      [/^[+-]?\d{1,3}(?:,\d{3})+$/, SHORT_WORD],
      [/^[+-]?\d{1,3}(?:\.\d{3})+$/, SHORT_WORD],
      [/[^\d+-]/g, SHORT_WORD],
      [/^−/, SHORT_WORD],
      [/^[+-]?(?:nan|inf|infinity)(?!\S)/i, WORD],
    ],
  },
  { path: "src/model/plausible.ts", sees: [[/(?:^|[._])(?:soc|state_of_charge)(?:[._]|$)/, 2 * CHANNEL]] },
  {
    path: "src/model/quantities.ts",
    sees: [
      [/^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$/, CONFIGURATION],
      [/(?:^|[._])(?:yesterday|remaining|left|stored|content|capacity|average|min|max|last)(?:[._]|$)/, CHANNEL],
    ],
  },
  {
    path: "src/model/reasons.ts",
    sees: [
      [/\[([^[|\]]*)\|([^[\]]*)\]/g, OWN],
      [/\{(\w+)(?:\|(\w+))?\}/g, OWN],
    ],
  },
  {
    path: "src/model/rows.ts",
    sees: [
      [/[\r\n]+/g, STATE],
      [/^['=+\-@\t＝＋－＠]/, STATE],
      [/^'(?=['=+\-@\t＝＋－＠])/, STATE],
      [/^\p{L}/u, STATE],
      [/[",]/, STATE],
    ],
  },
  { path: "src/words/channels.ts", sees: [[/\u00ad/g, OWN]] },
  {
    path: "src/chart/roles.ts",
    sees: [
      [/^relay\.|load|boiler|pump|heater|tank/, CHANNEL],
      [/solar|sun|pv|panel|yield|roof|charger/, CHANNEL],
      [/batt|soc\b/, CHANNEL],
      [/grid|mains|generator|import|export/, CHANNEL],
      [/house|home|consum/, CHANNEL],
    ],
  },
  { path: "src/house/clock/facts.ts", sees: [[/virt/i, OWN]] },

  // files that are imported and exported
  {
    path: "src/interchange/cells.ts",
    sees: [
      [/^[+-]?(\d+),(\d+)$/, SHORT_WORD],
      [/^[+-]?(\d+)\.(\d+)$/, SHORT_WORD],
      [/^[+-]?[\d.,'’\p{Zs}]+$/u, SHORT_WORD],
      [/^\p{L}/u, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/times.ts",
    sees: [
      [/^(-?\d{1,20})(?:[.,](\d{1,9}))?$/, SHORT_WORD],
      [/^((?:19|20)\d\d)([01]\d)([0-3]\d)T?([0-2]\d)([0-5]\d)([0-5]\d)?(Z|[+-]\d\d:?\d\d)?$/, SHORT_WORD],
      [/^(?:mo|di|mi|do|fr|sa|so|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim)[.,]? /i, SHORT_WORD + 1],
      [/ DST$/, SHORT_WORD + 1],
      [
        /^(\d{1,4})([./-])(\d{1,2})([./-])(\d{1,4})(?:(?: |, ?|T)(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?(?: ?([ap])\.?m\.?)?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/i,
        SHORT_WORD,
      ],
    ],
  },
  {
    path: "src/interchange/head.ts",
    sees: [
      [/^sep=(.?)$/i, IMPORTED_LINE],
      [/^[+-]?\d[\d.,:/-]*(?: |$)/, IMPORTED_LINE],
      [/^[[(]|[\])]$/g, IMPORTED_LINE],
      [/^#+ */, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/reasons.ts",
    sees: [
      [/ (?:in|before|JSON|kept): |: (?=[{["])/, REASON],
      [/"[^"]*"/g, REASON],
      [/\d+(?:[.,]\d+)*/g, REASON],
    ],
  },
  {
    path: "src/interchange/layout.ts",
    sees: [
      [/^\d{1,2}:\d\d/, IMPORTED_LINE],
      [/^(?:(?:19|20)\d\d[-/.](?:0[1-9]|1[0-2])|(?:0?[1-9]|1[0-2])[-/.](?:19|20)\d\d)$/, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/profiles/xport.ts",
    sees: [
      [/^"?(start|step)"?: *(\d{1,12}),?$/, IMPORTED_LINE],
      [/^"?(legend|data)"?: *\[$/, IMPORTED_LINE],
      [/^(?:"([^"]*)"|'([^']*)') *,?$/, IMPORTED_LINE],
      [/^\[(.*)\] *,?$/, IMPORTED_LINE],
      [/^(?:[{}\]]{1,2},?|\{? *"?(?:about|meta|end)"?:.*)$/, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/profiles/sma.ts",
    sees: [
      [/^(?:SN: ?)?(\d{1,16})$/, IMPORTED_LINE],
      [/^(?:counter|analog)$/i, IMPORTED_LINE],
      [/h/i, TIME_FORM],
    ],
  },
  {
    path: "src/interchange/columns.ts",
    sees: [
      [/yy/i, TIME_FORM],
      [/^[[(]?[dmyhst./: -]+[\])]?$/i, TIME_FORM],
    ],
  },
  {
    path: "src/interchange/profiles/index.ts",
    sees: [
      [/ -?\d{10,20}$/, SHORT_WORD],
      [/^-?\d/, IMPORTED_LINE],
      [/^"?entity_id"?,"?state"?,"?last_changed"?(?:,|$)/, IMPORTED_LINE],
      [/^"?(?:created|start time|startzeit)"?[,;]"?(?:finished|end time|endzeit)/, IMPORTED_LINE],
      [/\[\d{1,5}\]/, 400],
      [/^#(?:datatype|group|default),/, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/profiles/portals.ts",
    sees: [
      [/^[km]?wh$/i, IMPORTED_LINE],
      [/^"?\[(?:dd|MM|yyyy)[./-]/, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/profiles/shelly.ts",
    sees: [
      [/^([abcn])_(.{1,64})$/, IMPORTED_LINE],
      [/^(?:date\/time|timestamp|date)/, IMPORTED_LINE],
      [/ ?\(\d\)$/, IMPORTED_LINE],
      [/utc/i, IMPORTED_LINE],
    ],
  },
  {
    path: "src/interchange/profiles/vrm.ts",
    sees: [[/^([A-Za-z_+/-]{2,64})?(?: ?\(([+-]\d\d:?\d\d)\))?$/, IMPORTED_LINE]],
  },
  { path: "src/interchange/receiver.ts", sees: [[/[\p{Cf}\p{Zl}\p{Zp}]/gu, 6 * STATE]] },
  {
    path: "src/interchange/influx.ts",
    sees: [
      [/[\\, =]/g, CHANNEL],
      [/\\(.)/g, IMPORTED_LINE],
      [/["\\]/g, STATE],
      [/[\r\n]+/g, OWN],
      [/^-?\d{1,20}$/, IMPORTED_LINE],
      [/\d[iu]$/, IMPORTED_LINE],
      [/^nan$/i, IMPORTED_LINE],
    ],
  },

  // requests
  {
    path: "src/web/http/instants.ts",
    sees: [
      [/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)$/i, HEADERS],
      [/^\d{1,16}$/, HEADERS],
      [/ (?=\d\d:\d\d$)/, HEADERS],
    ],
  },
  {
    path: "src/web/http/queries.ts",
    sees: [
      [/^\d{1,9}$/, HEADERS],
      [/^\d{1,12}$/, HEADERS],
    ],
  },
  { path: "src/web/defence/security.ts", sees: [[/^application\/json(?: ?; ?charset="?utf-8"?)?$/i, HEADERS]] },
  { path: "src/web/history/downloads.ts", sees: [[/[^A-Za-z0-9._-]/g, HEADERS]] },
  {
    path: "src/web/routes/graph.ts",
    sees: [
      [/^(.+)\.(png|svg)$/s, HEADERS],
      [/^[\w.]{1,60}$/, HEADERS],
      [/\.(?:png|svg)$/i, HEADERS],
      [/\.(?:jpe?g|gif|webp|avif|bmp|ico|pdf|html?|json|csv|pn|sv)$/i, HEADERS],
      [/^W\//, HEADERS],
    ],
  },
  { path: "src/web/routes/pages.ts", sees: [[/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, HEADERS]] },
  { path: "src/web/server/find-routes.ts", sees: [[/^[a-z-]+$/, OWN]] },
  {
    path: "src/pictures/text.ts",
    sees: [
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is the program's own
      [/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, HEADERS],
      [/[&<>"']/g, HEADERS],
    ],
  },
  {
    path: "src/pictures/outlines.ts",
    sees: [
      [
        /<text x="([-\d.]+)" y="([-\d.]+)" font-size="([\d.]+)" fill="(#\w+)"( font-weight="600")?(?: text-anchor="(\w+)")?>([^<]*)<\/text>/g,
        PICTURE,
      ],
      [/&(?:amp|lt|gt|quot|#39);/g, PICTURE],
    ],
  },

  // scripts
  { path: "src/scripts/compile/answers.ts", sees: [[/Function/, OWN]] },
  {
    path: "src/scripts/compile/check.ts",
    sees: [
      [/^\s*[+-]?\d+(?:\.\d+)?\s*$/, SCRIPT],
      [/_\d+$/, SCRIPT],
    ],
  },
  { path: "src/scripts/compile/meant.ts", sees: [[/^\$/, SCRIPT]] },
  { path: "src/scripts/host/check-files.ts", sees: [[/^line (\d{1,6})(?:, column (\d{1,6}))?: /, ERROR]] },
  { path: "src/scripts/compile/edits.ts", sees: [[/[^\n]/g, SCRIPT]] },
  {
    path: "src/scripts/compile/compile.ts",
    sees: [
      [/ \(\d+:\d+\)$/, ERROR],
      [/:(\d+)$/, ERROR],
      [/^ *\^+ *$/, SCRIPT],
      [/[^\n\r]/g, SCRIPT],
      [/^export(?:\s|\/\*(?:[^*]|\*(?!\/))*\*\/|\/\/.*[\n\r\u2028\u2029])*default/, SCRIPT],
      [/^(Function|Class)Declaration$/, OWN],
      [/^\s{0,100}<\?/, SCRIPT],
      [/^\uFEFF/, SCRIPT],
      [/^#!/, SCRIPT],
    ],
  },
  {
    path: "src/scripts/compile/php.ts",
    sees: [
      [/^[a-z]{1,8}\b/, SCRIPT],
      [/\breturn\s?\[$/, SCRIPT],
      [/^["'`(\d]/, SCRIPT],
      [/^[\s}]{0,100}elseif\b/, SCRIPT],
    ],
  },
  {
    path: "src/scripts/host/answer.ts",
    sees: [
      [/[\p{Cc}\u2028\u2029]+/gu, WHOLE_TEXT],
      [/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\p{Cs}]/gu, WHOLE_TEXT],
      [/^'?([\w$]{1,64})'? is not defined$/, WHOLE_TEXT],
    ],
  },
  { path: "src/scripts/host/thrown.ts", sees: [[/\{(\w+)\}/, OWN]] },
  {
    path: "src/scripts/sandbox/sandbox.ts",
    sees: [
      [/;$/, SCRIPT],
      [/^\{"failed":"([^"]*)"/, WHOLE_TEXT],
      [/script:(\d+)/, WHOLE_TEXT],
    ],
  },

  // the store
  { path: "src/store/chores/backup.ts", sees: [[/not a database/, ERROR]] },
  { path: "src/store/database/private.ts", sees: [[/\.[\da-f]{16}\.part(?:-journal|-wal|-shm)?$/, FILE_NAME]] },
  { path: "src/store/database/aside.ts", sees: [[/^damaged-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ(-\d+)?$/, OWN]] },
  { path: "src/store/reading/catalog.ts", sees: [[/^\d+:\d+/, OWN]] },
  { path: "src/store/database/migrate.ts", sees: [[/^\d{4}-.*\.sql$/, OWN]] },
  { path: "src/store/thread/disk.ts", sees: [[/^write_bytes: (\d+)$/m, OWN]] },
];
