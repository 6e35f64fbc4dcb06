import { InvalidArgumentError } from "commander";
import { type BrokerAddress, brokerAddress } from "../kafka/broker_address.ts";
import { reason } from "./_terminal.ts";

/** Brokers of one option and of those before it; a comma parts them as well. */
export function collectBrokers(value: string, previous: BrokerAddress[] | undefined): BrokerAddress[] {
  return [...previous ?? [], ...value.split(",").map((one) => checked(brokerAddress)(one))];
}

/** An option's parser whose errors name the option and end the program without a stack trace. */
export function checked<T>(parse: (value: string) => T): (value: string) => T {
  return (value) => {
    try {
      return parse(value);
    } catch (error) {
      throw new InvalidArgumentError(reason(error));
    }
  };
}

/** A whole number of at least 1, of at most nine digits. */
export function positiveNumber(value: string): number {
  if (wholeNumber(value) === 0) throw new RangeError("a number of 1 or more is expected");
  return Number(value);
}

/** A whole number that is not negative, of at most nine digits. */
export function wholeNumber(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new RangeError("a whole number is expected");
  return Number(value);
}
