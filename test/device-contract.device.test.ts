import { deviceContract } from "./device-contract.ts";
import { contractTypes } from "./support/contract-types.ts";

/** The contract for devices on a serial line: it needs pseudo-terminals. */
for (const type of contractTypes) if (type.sample.says?.serial) deviceContract(type);
