import { type MortiseError, mortiseError } from "@mortise/contract";
import { GClass } from "./class.ts";
import type { Obj } from "./object.ts";
import type { Run } from "./run.ts";
import { classOf } from "./types.ts";

/** What is refused by name, with the reason that a person reads. A name that ends in a dot stands for a package. */
const classes: readonly (readonly [string, string])[] = [
  ["java.io.File", "files"],
  ["java.io.RandomAccessFile", "files"],
  ["java.nio.file.", "files"],
  ["java.nio.channels.", "files"],
  ["java.util.zip.ZipFile", "files"],
  ["java.util.jar.", "files"],
  ["java.net.URLClassLoader", "class loaders"],
  ["java.net.URLEncoder", ""],
  ["java.net.URLDecoder", ""],
  ["java.net.URISyntaxException", ""],
  ["java.net.URI", ""],
  ["java.net.MalformedURLException", ""],
  ["java.net.UnknownHostException", ""],
  ["java.net.SocketException", ""],
  ["java.net.SocketTimeoutException", ""],
  ["java.net.ConnectException", ""],
  ["java.net.", "the network: use an HTTP component"],
  ["javax.net.", "the network: use an HTTP component"],
  ["groovyx.net.", "the network: use an HTTP component"],
  ["java.rmi.", "the network"],
  ["javax.naming.", "the network"],
  ["java.sql.", "databases"],
  ["javax.sql.", "databases"],
  ["groovy.sql.", "databases"],
  ["java.lang.Runtime", "processes"],
  ["java.lang.Process", "processes"],
  ["java.lang.Thread", "threads"],
  ["java.util.concurrent.Executor", "threads"],
  ["java.util.concurrent.ForkJoin", "threads"],
  ["java.util.concurrent.Completable", "threads"],
  ["java.util.Timer", "threads"],
  ["groovyx.gpars.", "threads"],
  ["java.lang.ClassLoader", "class loaders"],
  ["java.lang.Compiler", "class loaders"],
  ["java.lang.reflect.", "reflection"],
  ["java.lang.invoke.", "reflection"],
  ["java.lang.Module", "reflection"],
  ["java.beans.", "reflection"],
  ["java.security.AccessController", "reflection"],
  ["groovy.lang.MetaClass", "metaprogramming"],
  ["groovy.lang.ExpandoMetaClass", "metaprogramming"],
  ["groovy.lang.GroovySystem", "metaprogramming"],
  ["groovy.lang.DelegatingMetaClass", "metaprogramming"],
  ["org.codehaus.groovy.runtime.InvokerHelper", "metaprogramming"],
  ["groovy.lang.GroovyShell", "code that is made while it runs"],
  ["groovy.lang.GroovyClassLoader", "class loaders"],
  ["groovy.lang.GroovyCodeSource", "code that is made while it runs"],
  ["groovy.util.Eval", "code that is made while it runs"],
  ["groovy.util.GroovyScriptEngine", "code that is made while it runs"],
  ["groovy.text.", "templates"],
  ["org.codehaus.groovy.control.", "code that is made while it runs"],
  ["org.codehaus.groovy.ast.", "code that is made while it runs"],
  ["javax.script.", "code that is made while it runs"],
  ["groovy.grape.", "what is loaded from elsewhere"],
  ["sun.", "the JVM's insides"],
  ["jdk.", "the JVM's insides"],
  ["com.sun.", "the JVM's insides"],
  ["java.io.ObjectInputStream", "serialised objects"],
  ["java.io.ObjectOutputStream", "serialised objects"],
  ["java.lang.System", ""],
];

/** Packages that need no import: a bare name may mean a class of any of them. */
const DEFAULT_PACKAGES = [
  "java.lang.",
  "java.util.",
  "java.io.",
  "groovy.lang.",
  "groovy.util.",
  "groovy.sql.",
  "java.util.concurrent.",
];
/** Classes of refused packages that scripts name without an import, or with a star. */
const BARE: ReadonlyMap<string, string> = new Map([
  ["URL", "java.net.URL"],
  ["Socket", "java.net.Socket"],
  ["ServerSocket", "java.net.ServerSocket"],
  ["DatagramSocket", "java.net.DatagramSocket"],
  ["HttpURLConnection", "java.net.HttpURLConnection"],
  ["URLConnection", "java.net.URLConnection"],
  ["InetAddress", "java.net.InetAddress"],
  ["HttpClient", "java.net.http.HttpClient"],
  ["HttpRequest", "java.net.http.HttpRequest"],
  ["Files", "java.nio.file.Files"],
  ["Paths", "java.nio.file.Paths"],
  ["Path", "java.nio.file.Path"],
  ["Sql", "groovy.sql.Sql"],
  ["DriverManager", "java.sql.DriverManager"],
  ["Method", "java.lang.reflect.Method"],
  ["Field", "java.lang.reflect.Field"],
  ["Constructor", "java.lang.reflect.Constructor"],
  ["Proxy", "java.lang.reflect.Proxy"],
  ["ScriptEngineManager", "javax.script.ScriptEngineManager"],
  ["InitialContext", "javax.naming.InitialContext"],
]);

/** Why a class is refused by name; undefined when it is not. */
export function refusedClass(name: string): string | undefined {
  const bare = BARE.get(name);
  const names = bare ? [bare] : name.includes(".") ? [name] : DEFAULT_PACKAGES.map((prefix) => prefix + name);
  for (const full of names) {
    // A package is refused by its full name only: any bare name could be put into it.
    const found = classes.find(
      ([refused]) => full.startsWith(refused) && (full === name || full === bare || !refused.endsWith(".")),
    );
    if (found?.[1]) return found[1];
  }
  return undefined;
}

const members: ReadonlyMap<string, string> = new Map([
  ["classLoader", "class loaders"],
  ["getClassLoader", "class loaders"],
  ["forName", "reflection"],
  ["metaClass", "metaprogramming"],
  ["getMetaClass", "metaprogramming"],
  ["setMetaClass", "metaprogramming"],
  ["mixin", "metaprogramming"],
  ["getMixins", "metaprogramming"],
  ["metaPropertyValues", "metaprogramming"],
  ["getMetaPropertyValues", "metaprogramming"],
  ["respondsTo", "metaprogramming"],
  ["hasProperty", "metaprogramming"],
  ["getMetaMethod", "metaprogramming"],
  ["execute", "processes"],
  ["exit", "the process it runs in"],
  ["halt", "the process it runs in"],
  ["getRuntime", "processes"],
  ["getenv", "the environment of the process"],
  ["evaluate", "code that is made while it runs"],
  ["toURL", "the network: use an HTTP component"],
  ["toURI", "the network: use an HTTP component"],
  ["wait", "threads"],
  ["notify", "threads"],
  ["notifyAll", "threads"],
  ["getDeclaredMethods", "reflection"],
  ["declaredMethods", "reflection"],
  ["getDeclaredMethod", "reflection"],
  ["getMethods", "reflection"],
  ["methods", "reflection"],
  ["getMethod", "reflection"],
  ["getDeclaredFields", "reflection"],
  ["declaredFields", "reflection"],
  ["getDeclaredField", "reflection"],
  ["getFields", "reflection"],
  ["fields", "reflection"],
  ["getField", "reflection"],
  ["getConstructors", "reflection"],
  ["constructors", "reflection"],
  ["getConstructor", "reflection"],
  ["getDeclaredConstructor", "reflection"],
  ["getDeclaredConstructors", "reflection"],
  ["declaredConstructors", "reflection"],
  ["protectionDomain", "reflection"],
  ["getProtectionDomain", "reflection"],
  ["getResource", "files"],
  ["getResourceAsStream", "files"],
  ["getModule", "reflection"],
  ["module", "reflection"],
]);

/** Members that are refused only of a class; any other object may have some of its own by that name. */
const OF_CLASSES = new Set([
  "fields",
  "methods",
  "constructors",
  "module",
  "getMethod",
  "getField",
  "getFields",
  "getMethods",
]);

/** Why a member is refused by name; undefined when it is not. */
export function refusedName(name: string, ofClass: boolean): string | undefined {
  return !ofClass && OF_CLASSES.has(name) ? undefined : members.get(name);
}

/** Throws SCRIPT_FORBIDDEN when a member that was not found is one that is refused. */
export function refusedMember(run: Run, receiver: Obj, name: string): void {
  const ofClass = receiver instanceof GClass;
  const why = refusedName(name, ofClass);
  if (why) throw refuse(run, `${ofClass ? receiver.name : classOf(receiver).name}.${name}: ${why}`);
}

/** SCRIPT_FORBIDDEN at the place where the script is; the caller adds the source. */
export function refuse(run: Run, what: string): MortiseError {
  return mortiseError("SCRIPT_FORBIDDEN", { what, offset: run.at });
}
