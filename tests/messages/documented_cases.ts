import { assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { KafkaMessage, type KafkaMessageClass } from "../../src/messages/mod.ts";
import { testWith } from "../support/requirements.ts";
import { fixture, type FixtureName } from "../vectors/fixtures.ts";

/** What a test case of the documented suite starts from: bytes and the message that they stand for. */
export interface TestCase<T extends KafkaMessage> {
  /** Name of the class in the documented suite. */
  readonly name: string;
  readonly fixture: FixtureName;
  /** A new message each time. */
  readonly message: () => T;
  /** What parsing the fixture gives. */
  readonly parsedClass: KafkaMessageClass;
}

/** Adds a test to a case. It gets a message of its own. */
export function test<T extends KafkaMessage>(testCase: TestCase<T>, name: string, check: (message: T) => void): void {
  testWith({
    name: `${testCase.name} ${name}`,
    needs: ["shared-fixtures"],
    fn: () => check(testCase.message()),
  });
}

/** The five tests that every case of the documented suite has. */
export function testAll<T extends KafkaMessage>(testCase: TestCase<T>): void {
  const parse = () => KafkaMessage.parse(fixture(testCase.fixture));

  test(testCase, "testLength", () => assertEquals(parse().length, fixture(testCase.fixture).length));

  test(testCase, "testParse", (message) => {
    const parsed = parse().message;
    assertInstanceOf(parsed, testCase.parsedClass);
    assertEquals(parsed.messageType, message.messageType);
    assertEquals(parsed.toJSON(), message.toJSON());
  });

  test(testCase, "testSaveParsed", () => assertEquals(parse().message.save(), fixture(testCase.fixture)));

  test(testCase, "testSaveFixture", (message) => assertEquals(message.save(), fixture(testCase.fixture)));

  test(testCase, "testValidate", (message) => {
    message.validate();
    parse().message.validate();
  });
}

/** Sets a property to a value that its type may not allow, as callers without types can. */
export function set(message: KafkaMessage, property: string, value: unknown): void {
  Object.assign(message, { [property]: value });
}

/** The property has to be an unsigned integer of so many bits. */
export function checkUnsignedIntegerProperty(message: KafkaMessage, property: string, bits: number): void {
  const accepted = [0, 1, 2 ** bits - 1];
  const refused: readonly [value: unknown, words: RegExp][] = [
    [0.1, /integer/],
    ["1", /integer/],
    [NaN, /integer/],
    [undefined, /integer/],
    [-1, /unsigned .*integer/],
    [2 ** bits, new RegExp(`unsigned ${bits} bit integer`)],
  ];
  for (const value of accepted) {
    set(message, property, value);
    message.validate();
    assertEquals(message.save()[0], value);
  }
  for (const [value, words] of refused) {
    set(message, property, value);
    assertEquals(words.test((assertThrows(() => message.validate()) as Error).message), true, `${property} ${value}`);
    assertThrows(() => message.save());
  }
}
