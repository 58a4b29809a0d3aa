import { z } from "zod";

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;

/** What a line of a device is called by its owner. */
export const Named = z.string().max(40).regex(NAME).meta({ expected: "a name in small letters", example: "r1" });
