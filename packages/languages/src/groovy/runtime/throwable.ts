import type { GClass } from "./class.ts";
import { GObject, type Obj } from "./object.ts";
import { classByName, declare, OBJECT } from "./types.ts";

/** Where an error was raised: the method or closure, and the offset in the source. */
export interface ScriptFrame {
  readonly name: string;
  readonly offset: number;
}

/** An exception as scripts see it. */
export class Throwable extends GObject {
  #cls: GClass;
  message: Obj;
  cause: Obj;
  readonly suppressed: Obj[] = [];
  /** Further values that some exceptions carry, such as a ParseException's offset. */
  readonly extra = new Map<string, Obj>();
  /** Set when it is first thrown. */
  frames: readonly ScriptFrame[] | undefined;

  constructor(cls: GClass, message: Obj = null, cause: Obj = null) {
    super();
    this.#cls = cls;
    this.message = message;
    this.cause = cause;
  }

  override get cls(): GClass {
    return this.#cls;
  }
}

/** What is thrown through the compiled closures. Not an Error: taking JavaScript's stack would cost more than the script. */
export class Thrown {
  readonly value: Throwable;
  constructor(value: Throwable) {
    this.value = value;
  }
}

/** An exception to `throw`, by the full name of its class. */
export function throwNew(className: string, message: Obj = null, cause: Obj = null): Thrown {
  return new Thrown(new Throwable(classByName(className) ?? EXCEPTION, message, cause));
}

export const THROWABLE = declare("java.lang.Throwable", OBJECT);
export const EXCEPTION = declare("java.lang.Exception", THROWABLE);

/** The JDK's and Groovy's exceptions, each under its parent. */
const tree: Readonly<Record<string, string>> = {
  "java.lang.Error": "java.lang.Throwable",
  "java.lang.AssertionError": "java.lang.Error",
  "java.lang.StackOverflowError": "java.lang.Error",
  "java.lang.OutOfMemoryError": "java.lang.Error",
  "org.codehaus.groovy.runtime.powerassert.PowerAssertionError": "java.lang.AssertionError",
  "java.lang.RuntimeException": "java.lang.Exception",
  "java.lang.CloneNotSupportedException": "java.lang.Exception",
  "java.lang.InterruptedException": "java.lang.Exception",
  "java.lang.ReflectiveOperationException": "java.lang.Exception",
  "java.lang.ClassNotFoundException": "java.lang.ReflectiveOperationException",
  "java.lang.NoSuchMethodException": "java.lang.ReflectiveOperationException",
  "java.lang.NoSuchFieldException": "java.lang.ReflectiveOperationException",
  "java.lang.InstantiationException": "java.lang.ReflectiveOperationException",
  "java.text.ParseException": "java.lang.Exception",
  "java.io.IOException": "java.lang.Exception",
  "java.io.UncheckedIOException": "java.lang.RuntimeException",
  "java.io.FileNotFoundException": "java.io.IOException",
  "java.io.EOFException": "java.io.IOException",
  "java.io.UnsupportedEncodingException": "java.io.IOException",
  "java.net.MalformedURLException": "java.io.IOException",
  "java.net.UnknownHostException": "java.io.IOException",
  "java.net.SocketException": "java.io.IOException",
  "java.net.ConnectException": "java.net.SocketException",
  "java.net.SocketTimeoutException": "java.io.IOException",
  "java.net.URISyntaxException": "java.lang.Exception",
  "java.security.GeneralSecurityException": "java.lang.Exception",
  "java.security.NoSuchAlgorithmException": "java.security.GeneralSecurityException",
  "java.security.InvalidKeyException": "java.security.GeneralSecurityException",
  "java.util.concurrent.ExecutionException": "java.lang.Exception",
  "java.util.concurrent.TimeoutException": "java.lang.Exception",
  "org.xml.sax.SAXException": "java.lang.Exception",
  "org.xml.sax.SAXParseException": "org.xml.sax.SAXException",
  "javax.xml.xpath.XPathException": "java.lang.Exception",
  "javax.xml.parsers.ParserConfigurationException": "java.lang.Exception",
  "javax.xml.transform.TransformerException": "java.lang.Exception",
  "java.lang.ArithmeticException": "java.lang.RuntimeException",
  "java.lang.ArrayStoreException": "java.lang.RuntimeException",
  "java.lang.ClassCastException": "java.lang.RuntimeException",
  "java.lang.IllegalArgumentException": "java.lang.RuntimeException",
  "java.lang.IllegalStateException": "java.lang.RuntimeException",
  "java.lang.IllegalMonitorStateException": "java.lang.RuntimeException",
  "java.lang.IndexOutOfBoundsException": "java.lang.RuntimeException",
  "java.lang.ArrayIndexOutOfBoundsException": "java.lang.IndexOutOfBoundsException",
  "java.lang.StringIndexOutOfBoundsException": "java.lang.IndexOutOfBoundsException",
  "java.lang.NegativeArraySizeException": "java.lang.RuntimeException",
  "java.lang.NullPointerException": "java.lang.RuntimeException",
  "java.lang.NumberFormatException": "java.lang.IllegalArgumentException",
  "java.lang.SecurityException": "java.lang.RuntimeException",
  "java.lang.UnsupportedOperationException": "java.lang.RuntimeException",
  "java.nio.BufferOverflowException": "java.lang.RuntimeException",
  "java.nio.charset.UnsupportedCharsetException": "java.lang.IllegalArgumentException",
  "java.nio.charset.IllegalCharsetNameException": "java.lang.IllegalArgumentException",
  "java.util.ConcurrentModificationException": "java.lang.RuntimeException",
  "java.util.EmptyStackException": "java.lang.RuntimeException",
  "java.util.NoSuchElementException": "java.lang.RuntimeException",
  "java.util.InputMismatchException": "java.util.NoSuchElementException",
  "java.util.MissingResourceException": "java.lang.RuntimeException",
  "java.util.IllegalFormatException": "java.lang.IllegalArgumentException",
  "java.util.UnknownFormatConversionException": "java.util.IllegalFormatException",
  "java.util.MissingFormatArgumentException": "java.util.IllegalFormatException",
  "java.util.IllegalFormatConversionException": "java.util.IllegalFormatException",
  "java.util.IllegalFormatPrecisionException": "java.util.IllegalFormatException",
  "java.util.DuplicateFormatFlagsException": "java.util.IllegalFormatException",
  "java.util.FormatFlagsConversionMismatchException": "java.util.IllegalFormatException",
  "java.util.MissingFormatWidthException": "java.util.IllegalFormatException",
  "java.util.regex.PatternSyntaxException": "java.lang.IllegalArgumentException",
  "java.time.DateTimeException": "java.lang.RuntimeException",
  "java.time.format.DateTimeParseException": "java.time.DateTimeException",
  "java.time.temporal.UnsupportedTemporalTypeException": "java.time.DateTimeException",
  "java.time.zone.ZoneRulesException": "java.time.DateTimeException",
  "groovy.lang.GroovyRuntimeException": "java.lang.RuntimeException",
  "groovy.lang.MissingPropertyException": "groovy.lang.GroovyRuntimeException",
  "groovy.lang.MissingMethodException": "groovy.lang.GroovyRuntimeException",
  "groovy.lang.ReadOnlyPropertyException": "groovy.lang.MissingPropertyException",
  "groovy.lang.MissingFieldException": "groovy.lang.GroovyRuntimeException",
  "groovy.json.JsonException": "groovy.lang.GroovyRuntimeException",
  "org.codehaus.groovy.runtime.typehandling.GroovyCastException": "java.lang.ClassCastException",
  "org.codehaus.groovy.runtime.InvokerInvocationException": "groovy.lang.GroovyRuntimeException",
  "org.codehaus.groovy.control.CompilationFailedException": "groovy.lang.GroovyRuntimeException",
  "org.codehaus.groovy.control.MultipleCompilationErrorsException":
    "org.codehaus.groovy.control.CompilationFailedException",
};

for (const [name, parent] of Object.entries(tree)) declare(name, classByName(parent) ?? OBJECT);
