import { DatabaseSync } from "node:sqlite";
import type { Place } from "./place.ts";

/** Keeps the database to itself, so that a start waits for it; close it to let go. */
export function heldDatabase(place: Place): DatabaseSync {
  const database = new DatabaseSync(place.path("data/gleaner.db"));
  database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
  return database;
}
