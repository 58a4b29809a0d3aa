import { CSV_HEADER, csvRow } from "../model/index.ts";
import type { LineForm } from "./line.ts";

/** `time,channel,value` */
export const csv: LineForm = { header: CSV_HEADER, write: csvRow };
