import { InvalidArgumentError } from "commander";

/** Text that is not empty. An unset variable in a CI job makes an empty value. */
export function filled(text: string): string {
  if (text.trim() !== "") return text;
  throw new InvalidArgumentError("It is empty: give a value, or leave the option out.");
}

/** Collects the values of an option that may be given several times. */
export function lines(text: string, before: string[] = []): string[] {
  return [...before, filled(text)];
}

/** Collects the values of an option that takes lists with commas and may be given several times. */
export function list(text: string, before: string[] = []): string[] {
  const parts = text.split(",").map((part) => part.trim());
  if (parts.every((part) => part === "")) filled("");
  return [...before, ...parts.filter((part) => part !== "")];
}

/** A number within bounds, both included. */
export function decimal(least: number, most: number, kind = "a number") {
  return (text: string): number => {
    const value = Number(text);
    if (text.trim() !== "" && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It has to be ${kind} from ${least} to ${most}.`);
  };
}

/** A whole number within bounds, both included. */
export function whole(least: number, most: number) {
  const kind = "a whole number";
  const read = decimal(least, most, kind);
  return (text: string): number => read(Number.isInteger(Number(text)) ? text : "");
}
